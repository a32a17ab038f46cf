"""How many cards of a dialogue that was taken in from a file came without their words."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("dialogues", sa.Column("left_behind", sa.JSON(), nullable=False, server_default="{}"))


def downgrade() -> None:
    """Take back."""
    op.drop_column("dialogues", "left_behind")
