"""What the machine left alone is stored: no start places a card of an older database anew."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    entries = sa.table("entries", *(sa.column(name) for name in ("group_id", "placed_by", "state")))
    alone = entries.c.group_id.is_(None) & entries.c.placed_by.is_(None) & (entries.c.state == "shown")
    op.execute(entries.update().where(alone).values(placed_by="machine"))


def downgrade() -> None:
    """Take back."""
    entries = sa.table("entries", *(sa.column(name) for name in ("group_id", "placed_by")))
    alone = entries.c.group_id.is_(None) & (entries.c.placed_by == "machine")
    op.execute(entries.update().where(alone).values(placed_by=None))
