"""Whether the boards of a dialogue show the code to join large."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    # Plain ALTER TABLE: SQLite would otherwise make the table anew, and everything that hangs on it would go.
    op.add_column(
        "dialogues", sa.Column("join_large", sa.Boolean(), nullable=False, server_default=sa.false())
    )


def downgrade() -> None:
    """Take back."""
    op.drop_column("dialogues", "join_large")
