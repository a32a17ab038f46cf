"""Which cards speak for a topic without a common word, and whether the machine goes on after collecting."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    # Plain ALTER TABLE: SQLite would otherwise make the table anew, and what belongs to it would go.
    op.add_column("groups", sa.Column("alike", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("dialogues", sa.Column("sorts_on", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Take back."""
    op.drop_column("dialogues", "sorts_on")
    op.drop_column("groups", "alike")
