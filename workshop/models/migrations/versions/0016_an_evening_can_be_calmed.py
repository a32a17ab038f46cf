"""What calms an evening: what boards show, who may come in, tables that pause, participants who are muted."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column(
        "dialogues", sa.Column("board_mode", sa.String(length=8), server_default="live", nullable=False)
    )
    for name, default in (("board_clock", sa.true()), ("board_code", sa.true()), ("admits", sa.true())):
        op.add_column("dialogues", sa.Column(name, sa.Boolean(), server_default=default, nullable=False))
    op.add_column("dialogues", sa.Column("still_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "dialogues", sa.Column("has_muted", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column(
        "theme_tables", sa.Column("paused", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.create_table(
        "mutes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("table_id", sa.Integer(), nullable=False),
        sa.Column("participant", sa.String(length=32), nullable=True),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dialogue_id"], ["dialogues.id"], name=op.f("fk_mutes_dialogue_id_dialogues"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["table_id"], ["theme_tables.id"], name=op.f("fk_mutes_table_id_theme_tables"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mutes")),
    )
    op.create_index("ix_mutes_dialogue_revision", "mutes", ["dialogue_id", "revision"])


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_mutes_dialogue_revision", "mutes")
    op.drop_table("mutes")
    op.drop_column("theme_tables", "paused")
    for name in ("has_muted", "still_since", "admits", "board_code", "board_clock", "board_mode"):
        op.drop_column("dialogues", name)
