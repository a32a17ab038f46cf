"""When a card comes on the board: at once, after some seconds, after a person has looked at it."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("dialogues", sa.Column("showing", sa.String(16), nullable=False, server_default="at_once"))
    op.add_column("dialogues", sa.Column("show_after", sa.Integer(), nullable=False, server_default="10"))
    op.add_column("entries", sa.Column("show_at", sa.BigInteger(), nullable=True))
    waits = sa.text("show_at IS NOT NULL")
    op.create_index("ix_entries_show_at", "entries", ["show_at"], sqlite_where=waits, postgresql_where=waits)


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_entries_show_at", "entries")
    op.drop_column("entries", "show_at")
    op.drop_column("dialogues", "show_after")
    op.drop_column("dialogues", "showing")
