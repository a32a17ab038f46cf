"""Steps that are done at no table: how far a measure is, which may come from none. What becomes of texts."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("steps") as steps:
        steps.alter_column("table_id", existing_type=sa.Integer(), nullable=True)
    op.add_column("outcomes", sa.Column("heard", sa.String(64), nullable=True))
    op.add_column("outcomes", sa.Column("problem_id", sa.Integer(), nullable=True))
    op.add_column("outcomes", sa.Column("follows_id", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Take back."""
    op.drop_column("outcomes", "follows_id")
    op.drop_column("outcomes", "problem_id")
    op.drop_column("outcomes", "heard")
    op.execute("DELETE FROM steps WHERE table_id IS NULL")
    with op.batch_alter_table("steps") as steps:
        steps.alter_column("table_id", existing_type=sa.Integer(), nullable=False)
