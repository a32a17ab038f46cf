"""One of the three questions of a dialogue."""

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from exports.results import QuestionKey
from workshop.models.base import Base, Revised

__all__ = ["Question", "QuestionKey"]


class Question(Revised, Base):
    """The wording of one question in every language, editable until the dialogue starts."""

    __tablename__ = "questions"
    __table_args__ = (
        UniqueConstraint("dialogue_id", "key"),
        Index("ix_questions_dialogue_revision", "dialogue_id", "revision"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogues.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(16))
    titles: Mapped[dict[str, str]] = mapped_column(JSON)
