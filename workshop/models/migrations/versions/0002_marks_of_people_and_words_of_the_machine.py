"""Marks of people and words of the machine."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "dismissals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("table_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dialogue_id"],
            ["dialogues.id"],
            name=op.f("fk_dismissals_dialogue_id_dialogues"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["table_id"],
            ["theme_tables.id"],
            name=op.f("fk_dismissals_table_id_theme_tables"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dismissals")),
        sa.UniqueConstraint("table_id", "key", name=op.f("uq_dismissals_table_id")),
    )
    op.create_index(
        "ix_dismissals_dialogue_revision", "dismissals", ["dialogue_id", "revision"], unique=False
    )

    op.create_table(
        "contradictions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dialogue_id"],
            ["dialogues.id"],
            name=op.f("fk_contradictions_dialogue_id_dialogues"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["first_id"], ["groups.id"], name=op.f("fk_contradictions_first_id_groups"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["second_id"], ["groups.id"], name=op.f("fk_contradictions_second_id_groups"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contradictions")),
        sa.UniqueConstraint("first_id", "second_id", name=op.f("uq_contradictions_first_id")),
    )
    op.create_index(
        "ix_contradictions_dialogue_revision", "contradictions", ["dialogue_id", "revision"], unique=False
    )

    op.create_table(
        "doublings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.String(length=36), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dialogue_id"],
            ["dialogues.id"],
            name=op.f("fk_doublings_dialogue_id_dialogues"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entries.id"], name=op.f("fk_doublings_entry_id_entries"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_doublings_group_id_groups"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_doublings")),
        sa.UniqueConstraint("entry_id", "group_id", name=op.f("uq_doublings_entry_id")),
    )
    op.create_index("ix_doublings_dialogue_revision", "doublings", ["dialogue_id", "revision"], unique=False)

    # Plain ALTER TABLE: SQLite would otherwise make the table anew, and cards would lose their group.
    op.add_column("groups", sa.Column("words", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("groups", sa.Column("parked", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Take back."""
    op.drop_column("groups", "parked")
    op.drop_column("groups", "words")

    op.drop_index("ix_doublings_dialogue_revision", table_name="doublings")

    op.drop_table("doublings")
    op.drop_index("ix_contradictions_dialogue_revision", table_name="contradictions")

    op.drop_table("contradictions")
    op.drop_index("ix_dismissals_dialogue_revision", table_name="dismissals")

    op.drop_table("dismissals")
