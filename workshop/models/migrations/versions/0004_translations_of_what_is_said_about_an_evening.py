"""Translations of what is said about an evening."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    # Plain ALTER TABLE: SQLite would otherwise make the table anew, and what belongs to it would go.
    op.add_column("dialogues", sa.Column("translations", sa.JSON(), nullable=False, server_default="{}"))


def downgrade() -> None:
    """Take back."""
    op.drop_column("dialogues", "translations")
