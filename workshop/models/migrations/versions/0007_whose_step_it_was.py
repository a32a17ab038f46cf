"""Whose step it was, and who took it back."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_COLUMNS = ("by", "turned_by", "turned_role")


def upgrade() -> None:
    """Apply."""
    for name in _COLUMNS:
        op.add_column("steps", sa.Column(name, sa.String(16), nullable=True))
    op.add_column("steps", sa.Column("turned_revision", sa.Integer(), nullable=True))
    op.create_index("ix_steps_turned", "steps", ["dialogue_id", "turned_revision"], unique=False)


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_steps_turned", table_name="steps")
    for name in (*_COLUMNS, "turned_revision"):
        op.drop_column("steps", name)
