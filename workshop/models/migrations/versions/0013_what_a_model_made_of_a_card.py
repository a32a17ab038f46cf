"""What the sentence model made of a card's words is kept beside the card, and goes with its words."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "vectors",
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("model", sa.String(length=64), nullable=False),
        sa.Column("numbers", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dialogue_id"],
            ["dialogues.id"],
            name=op.f("fk_vectors_dialogue_id_dialogues"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["entry"], ["entries.number"], name=op.f("fk_vectors_entry_entries"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("entry", name=op.f("pk_vectors")),
    )
    op.create_index("ix_vectors_dialogue", "vectors", ["dialogue_id"])


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_vectors_dialogue", "vectors")
    op.drop_table("vectors")
