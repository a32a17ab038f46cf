"""The clock of the evening: minutes of a round, planned times, how late it runs, the gong."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    for name, usual in (("round_minutes", "20"), ("late", "0")):
        op.add_column("dialogues", sa.Column(name, sa.Integer(), nullable=False, server_default=usual))
    for name in ("planned_start", "planned_end"):
        op.add_column("dialogues", sa.Column(name, sa.Time(), nullable=True))
    op.add_column("dialogues", sa.Column("due_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("dialogues", sa.Column("gong", sa.Boolean(), nullable=False, server_default=sa.true()))


def downgrade() -> None:
    """Take back."""
    for name in ("gong", "due_at", "planned_end", "planned_start", "late", "round_minutes"):
        op.drop_column("dialogues", name)
