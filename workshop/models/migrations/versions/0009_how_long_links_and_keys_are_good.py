"""How long links and keys are good, which device holds a key, and when it was last used."""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

from workshop.models.base import UtcDateTime, now

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

LINK_DAYS = 7


def upgrade() -> None:
    """Apply; links that wait get a week from now on."""
    op.add_column("grants", sa.Column("link_expires_at", UtcDateTime(), nullable=True))
    op.add_column("grants", sa.Column("device", sa.String(64), nullable=True))
    op.add_column("grants", sa.Column("last_used_at", UtcDateTime(), nullable=True))
    op.add_column("grants", sa.Column("printed", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_index("ix_grants_dialogue", "grants", ["dialogue_id"], unique=False)
    grants = sa.table(
        "grants",
        sa.column("role", sa.String()),
        sa.column("key_hash", sa.String()),
        sa.column("device", sa.String()),
        sa.column("used_at", UtcDateTime()),
        sa.column("last_used_at", UtcDateTime()),
        sa.column("link_expires_at", UtcDateTime()),
        sa.column("revoked_at", UtcDateTime()),
    )
    # Whoever is in stays in: nobody knows when a key was last used, so its time begins now.
    op.execute(
        grants.update()
        .where(grants.c.used_at.is_not(None))
        .values(device=grants.c.key_hash, last_used_at=now())
    )
    op.execute(
        grants.update()
        .where(grants.c.used_at.is_(None))
        .values(link_expires_at=now() + timedelta(days=LINK_DAYS))
    )
    # Which of the organisers' links stand in a log nobody knows either; `workshop access` makes a new one.
    op.execute(
        grants.update()
        .where(grants.c.used_at.is_(None), grants.c.revoked_at.is_(None), grants.c.role == "organiser")
        .values(revoked_at=now())
    )


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_grants_dialogue", table_name="grants")
    for name in ("printed", "last_used_at", "device", "link_expires_at"):
        op.drop_column("grants", name)
