"""Which cards and dialogues lost their words, and when: a restored older backup loses them again."""

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "erasures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("dialogue", sa.String(length=16), nullable=False),
        sa.Column("entry_id", sa.String(length=36), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("spans", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasures")),
    )
    op.create_index("ix_erasures_dialogue", "erasures", ["dialogue"])
    # What identified the words that cards had before they were withdrawn or corrected.
    names = ("number", "table_id", "question", "text", "digest", "origin")
    entries = sa.table("entries", *(sa.column(name) for name in names))
    rows = op.get_bind().execute(sa.select(entries).where(entries.c.origin == "phone")).all()
    for row in rows:
        content = f"{row.table_id}\n{row.question}\n{row.text}".encode()
        if hashlib.sha256(content).hexdigest() != row.digest:
            op.execute(entries.update().where(entries.c.number == row.number).values(digest=""))


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_erasures_dialogue", "erasures")
    op.drop_table("erasures")
