"""A round can pause, and go back."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply; a plain ALTER TABLE, for SQLite would otherwise make the table anew."""
    op.add_column("dialogues", sa.Column("seconds_left", sa.Integer(), nullable=True))
    op.add_column("dialogues", sa.Column("round_history", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    """Take back."""
    op.drop_column("dialogues", "round_history")
    op.drop_column("dialogues", "seconds_left")
