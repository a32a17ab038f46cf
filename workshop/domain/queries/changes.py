"""What changed in a dialogue since a revision; the whole dialogue, since revision 0."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, literal, select, union_all
from sqlalchemy.orm import Session

from workshop.domain.queries.dialogue import DialogueView, view_of
from workshop.domain.queries.dot import counted_dots
from workshop.domain.queries.entry import EntryView, changed_entries
from workshop.domain.queries.group import GroupView, changed_groups
from workshop.domain.queries.mark import MARKS, MarkView, changed_marks
from workshop.domain.queries.mute import MuteView, changed_mutes
from workshop.domain.queries.outcome import OutcomeView, changed_outcomes
from workshop.domain.queries.question import QuestionView, questions_of
from workshop.domain.queries.series import SeriesPlace, place_of
from workshop.domain.queries.step import TurnView, turned_steps
from workshop.domain.queries.summary import SummaryView, changed_summaries
from workshop.domain.queries.table import TableView, tables_of
from workshop.models import (
    Dialogue,
    Entry,
    Group,
    Mute,
    Outcome,
    Photo,
    Question,
    Step,
    Summary,
    ThemeTable,
)


@dataclass(frozen=True)
class Delta:
    """The rows that changed up to `revision`; tables and questions come all together or not at all."""

    revision: int
    dialogue: DialogueView
    tables: tuple[TableView, ...] | None = None
    questions: tuple[QuestionView, ...] | None = None
    entries: tuple[EntryView, ...] = ()
    groups: tuple[GroupView, ...] = ()
    outcomes: tuple[OutcomeView, ...] = ()
    doublings: tuple[MarkView, ...] = ()
    contradictions: tuple[MarkView, ...] = ()
    dismissals: tuple[MarkView, ...] = ()
    turns: tuple[TurnView, ...] = ()
    mutes: tuple[MuteView, ...] = ()
    summaries: tuple[SummaryView, ...] = ()
    # Whether a photo was added, changed or deleted; whoever shows them reads them.
    photos: bool = False
    # The dots of phones by group, when the facts changed; none of them while the tally is open.
    dots: Mapping[int, int] | None = None
    # Likewise; it may change without any other fact of the dialogue, by what others of the series do.
    series: SeriesPlace | None = None


def changes_since(session: Session, dialogue_id: int, revision: int) -> Delta | None:
    """Return what changed after `revision`, or `None` if the dialogue is gone.

    All reads see one state of the database, so no change falls between two of them. Only kinds of rows that
    changed are read: a new card costs three statements.
    """
    seen = {"dialogue": dialogue_id, "seen": revision}
    row = session.scalar(_DIALOGUE, seen)
    if row is None:
        return None
    if row.revision == revision:
        return Delta(revision, view_of(row))
    latest = session.execute(_LATEST, seen)
    changed = {kind for kind, newest in latest if newest is not None and newest > revision}
    return Delta(
        revision=row.revision,
        dialogue=view_of(row),
        tables=tables_of(session, dialogue_id) if "tables" in changed else None,
        questions=questions_of(session, dialogue_id) if "questions" in changed else None,
        entries=changed_entries(session, seen) if "entries" in changed else (),
        groups=changed_groups(session, seen) if "groups" in changed else (),
        outcomes=changed_outcomes(session, seen) if "outcomes" in changed else (),
        mutes=changed_mutes(session, seen) if "mutes" in changed else (),
        summaries=changed_summaries(session, seen) if "summaries" in changed else (),
        photos="photos" in changed,
        turns=turned_steps(session, seen) if "turns" in changed and revision else (),
        dots=_dots(session, row) if row.facts_revision > revision else None,
        series=place_of(session, row) if row.facts_revision > revision else None,
        **{kind: changed_marks(session, kind, seen) for kind in MARKS if kind in changed},
    )


def _dots(session: Session, dialogue: Dialogue) -> Mapping[int, int]:
    """Return the tally if it is closed: what nobody may see yet is not even read."""
    return counted_dots(session, dialogue.id) if dialogue.tally_closed_at else {}


_KINDS: dict[str, type[Any]] = {
    "tables": ThemeTable,
    "questions": Question,
    "entries": Entry,
    "groups": Group,
    "outcomes": Outcome,
    "mutes": Mute,
    "summaries": Summary,
    "photos": Photo,
    **{kind: mark for kind, (mark, _, _) in MARKS.items()},
}
# Built once: building a statement costs more than running it.
_DIALOGUE = select(Dialogue).where(Dialogue.id == bindparam("dialogue"))
_LATEST = union_all(
    *(
        select(literal(kind), func.max(model.revision)).where(model.dialogue_id == bindparam("dialogue"))
        for kind, model in _KINDS.items()
    ),
    select(literal("turns"), func.max(Step.turned_revision)).where(Step.dialogue_id == bindparam("dialogue")),
)
