"""Who holds a card, what a person let be shown, and how many cards a participant may write to a question."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("dialogues", sa.Column("card_budget", sa.Integer(), nullable=True))
    op.add_column("entries", sa.Column("held_by", sa.String(8), nullable=True))
    op.add_column("entries", sa.Column("vouched", sa.String(64), nullable=True))
    names = ("state", "hold_reason", "version", "held_by")
    entries = sa.table("entries", *(sa.column(name) for name in names))
    unseen = entries.c.state.in_(["held", "hidden"])
    op.execute(entries.update().where(unseen).values(held_by="person"))
    # No person has touched these since they came in.
    by_machine = (
        (entries.c.state == "held") & (entries.c.hold_reason == "personal_data") & (entries.c.version == 1)
    )
    op.execute(entries.update().where(by_machine).values(held_by="machine"))


def downgrade() -> None:
    """Take back."""
    op.drop_column("entries", "vouched")
    op.drop_column("entries", "held_by")
    op.drop_column("dialogues", "card_budget")
