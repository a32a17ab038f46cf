"""When a dialogue was closed and when it goes, the archive's note, and which dialogues are deleted."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "deletions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deletions")),
        sa.UniqueConstraint("code", name=op.f("uq_deletions_code")),
    )
    op.add_column("dialogues", sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("dialogues", sa.Column("delete_on", sa.Date(), nullable=True))
    op.add_column("dialogues", sa.Column("archive_note", sa.String(length=16), nullable=True))
    op.add_column("dialogues", sa.Column("archive_reason", sa.Text(), server_default="", nullable=False))
    op.add_column("dialogues", sa.Column("archive_noted_on", sa.Date(), nullable=True))
    op.create_index("ix_outcome_entries_entry_id", "outcome_entries", ["entry_id"])
    op.create_index("ix_outcome_groups_group_id", "outcome_groups", ["group_id"])
    # When they were closed nobody noted; their time for corrections begins now.
    dialogues = sa.table("dialogues", sa.column("phase"), sa.column("closed_at", sa.DateTime(timezone=True)))
    closed = dialogues.update().where(dialogues.c.phase == "closed")
    op.execute(closed.values(closed_at=datetime.now(UTC)))
    # The same participant may stand in several dialogues: only the last one keeps the id.
    entries = sa.table("entries", sa.column("participant"), sa.column("dialogue_id"))
    last = (
        sa.select(entries.c.participant, sa.func.max(entries.c.dialogue_id).label("dialogue_id"))
        .where(entries.c.participant.is_not(None))
        .group_by(entries.c.participant)
        .having(sa.func.count(sa.distinct(entries.c.dialogue_id)) > 1)
    )
    for participant, dialogue_id in op.get_bind().execute(last).all():
        elsewhere = (entries.c.participant == participant) & (entries.c.dialogue_id != dialogue_id)
        op.execute(entries.update().where(elsewhere).values(participant=None))


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_outcome_groups_group_id", "outcome_groups")
    op.drop_index("ix_outcome_entries_entry_id", "outcome_entries")
    for name in ("archive_noted_on", "archive_reason", "archive_note", "delete_on", "closed_at"):
        op.drop_column("dialogues", name)
    op.drop_table("deletions")
