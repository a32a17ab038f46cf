"""Reads of theme tables."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from workshop.domain.language import nearest
from workshop.models import ThemeTable


@dataclass(frozen=True)
class TableView:
    """A theme table; `number` is what people in the hall call it."""

    id: int
    key: str
    number: int
    titles: Mapping[str, str]
    guides: Mapping[str, str]
    fields: tuple[str, ...]
    actors: tuple[str, ...]
    version: int
    paused: bool = False

    def title(self, lang: str) -> str:
        """Return the title in the nearest language there is."""
        return nearest(self.titles, lang)

    def guide(self, lang: str) -> str:
        """Return the guiding sentence in the nearest language there is."""
        return nearest(self.guides, lang)


def tables_of(session: Session, dialogue_id: int) -> tuple[TableView, ...]:
    """Return the tables of a dialogue in their order, numbered from 1, without removed ones."""
    return _views(session, dialogue_id, removed=False)


def removed_tables(session: Session, dialogue_id: int) -> tuple[TableView, ...]:
    """Return the tables that were taken out and can be put back; their numbers say nothing."""
    return _views(session, dialogue_id, removed=True)


def _views(session: Session, dialogue_id: int, *, removed: bool) -> tuple[TableView, ...]:
    statement = (
        select(ThemeTable)
        .where(ThemeTable.dialogue_id == dialogue_id, ThemeTable.removed.is_(removed))
        .order_by(ThemeTable.position, ThemeTable.id)
    )
    return tuple(
        TableView(
            t.id, t.key, number, t.titles, t.guides, tuple(t.fields), tuple(t.actors), t.version, t.paused
        )
        for number, t in enumerate(session.scalars(statement), start=1)
    )
