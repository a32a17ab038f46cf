"""Reads of the three questions."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from workshop.domain.language import nearest
from workshop.models import Question, QuestionKey


@dataclass(frozen=True)
class QuestionView:
    """One of the three questions."""

    key: QuestionKey
    titles: Mapping[str, str]
    version: int

    def title(self, lang: str) -> str:
        """Return the wording in the nearest language there is."""
        return nearest(self.titles, lang)


def questions_of(session: Session, dialogue_id: int) -> tuple[QuestionView, ...]:
    """Return the three questions: works, improve, needed."""
    statement = select(Question).where(Question.dialogue_id == dialogue_id).order_by(Question.id)
    return tuple(QuestionView(QuestionKey(q.key), q.titles, q.version) for q in session.scalars(statement))
