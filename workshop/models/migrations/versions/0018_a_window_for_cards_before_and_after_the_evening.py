"""A window for cards before the evening and one after it, and in which of them a card came."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("dialogues", sa.Column("before_from", sa.DateTime(timezone=True), nullable=True))
    op.add_column("dialogues", sa.Column("after_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("entries", sa.Column("window", sa.String(8), nullable=False, server_default=""))


def downgrade() -> None:
    """Take back."""
    op.drop_column("entries", "window")
    op.drop_column("dialogues", "after_until")
    op.drop_column("dialogues", "before_from")
