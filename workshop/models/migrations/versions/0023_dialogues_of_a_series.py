"""Dialogues can stand under one heading."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series")),
    )
    # Both databases take a column with its link in one statement; SQLite adds no link to a table later.
    op.execute(
        "ALTER TABLE dialogues ADD COLUMN series_id INTEGER"
        " CONSTRAINT fk_dialogues_series_id_series REFERENCES series (id)"
    )


def downgrade() -> None:
    """Take back."""
    op.drop_column("dialogues", "series_id")
    op.drop_table("series")
