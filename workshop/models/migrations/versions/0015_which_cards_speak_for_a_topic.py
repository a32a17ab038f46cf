"""Which two cards speak for a topic whose cards have no word in common."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    # Plain ALTER TABLE: SQLite would otherwise make the table anew, and what belongs to it would go.
    op.add_column("groups", sa.Column("alike", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    """Take back."""
    op.drop_column("groups", "alike")
