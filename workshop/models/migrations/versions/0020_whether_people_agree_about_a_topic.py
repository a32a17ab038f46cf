"""Whether people agree about a topic; the revision at which boards stand still."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("groups", sa.Column("accord", sa.String(16), nullable=False, server_default=""))
    op.add_column("dialogues", sa.Column("still_revision", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Take back."""
    op.drop_column("dialogues", "still_revision")
    op.drop_column("groups", "accord")
