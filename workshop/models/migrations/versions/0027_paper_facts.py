"""What papers for an office say beside the results, entered once."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("dialogues", sa.Column("paper_facts", sa.JSON(), nullable=False, server_default="{}"))


def downgrade() -> None:
    """Take back."""
    op.drop_column("dialogues", "paper_facts")
