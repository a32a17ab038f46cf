"""Dots: how many a participant has, the ballots, and where those of a dissolved group count."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "ballots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("participant", sa.String(length=32), nullable=False),
        sa.Column("dots", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["dialogue_id"],
            ["dialogues.id"],
            name=op.f("fk_ballots_dialogue_id_dialogues"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_ballots_group_id_groups"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballots")),
        sa.UniqueConstraint("group_id", "participant", name=op.f("uq_ballots_group_id")),
    )
    op.create_index("ix_ballots_participant", "ballots", ["dialogue_id", "participant"])
    op.add_column("groups", sa.Column("home_id", sa.Integer(), nullable=True))
    op.add_column("groups", sa.Column("paper_dots", sa.Integer(), server_default="0", nullable=False))
    op.add_column("groups", sa.Column("kept_dots", sa.Integer(), server_default="0", nullable=False))
    op.add_column("dialogues", sa.Column("dots", sa.Integer(), server_default="5", nullable=False))
    scope = sa.Column("dots_scope", sa.String(length=16), server_default="dialogue", nullable=False)
    op.add_column("dialogues", scope)
    op.add_column("dialogues", sa.Column("dots_on_one", sa.Integer(), nullable=True))
    op.add_column("dialogues", sa.Column("tally_closed_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Take back."""
    for name in ("tally_closed_at", "dots_on_one", "dots_scope", "dots"):
        op.drop_column("dialogues", name)
    for name in ("kept_dots", "paper_dots", "home_id"):
        op.drop_column("groups", name)
    op.drop_index("ix_ballots_participant", "ballots")
    op.drop_table("ballots")
