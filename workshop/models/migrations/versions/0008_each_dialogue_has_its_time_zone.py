"""In which time zone a dialogue's people read the clock; empty: in the installation's."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    # Plain ALTER TABLE: SQLite would otherwise make the table anew, and everything that hangs on it would go.
    op.add_column(
        "dialogues", sa.Column("time_zone", sa.String(length=64), nullable=False, server_default="")
    )


def downgrade() -> None:
    """Take back."""
    op.drop_column("dialogues", "time_zone")
