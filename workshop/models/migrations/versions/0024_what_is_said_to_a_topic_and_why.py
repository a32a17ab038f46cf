"""What is said to a topic: whether it is taken up, partly or not, and why."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("groups", sa.Column("verdict", sa.String(16), nullable=False, server_default=""))
    op.add_column("groups", sa.Column("verdict_reason", sa.String(500), nullable=False, server_default=""))


def downgrade() -> None:
    """Take back."""
    op.drop_column("groups", "verdict_reason")
    op.drop_column("groups", "verdict")
