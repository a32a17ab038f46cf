"""How people change tables between rounds."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column(
        "dialogues", sa.Column("rotation", sa.String(length=16), server_default="choose", nullable=False)
    )


def downgrade() -> None:
    """Take back."""
    op.drop_column("dialogues", "rotation")
