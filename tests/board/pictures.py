"""Pictures of dialogues made by hand, and what changes in them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count

from workshop.domain.queries.changes import Delta
from workshop.domain.queries.dialogue import DialogueView
from workshop.domain.queries.entry import EntryView
from workshop.domain.queries.group import GroupView
from workshop.domain.queries.mark import MarkView
from workshop.domain.queries.question import QuestionView
from workshop.domain.queries.table import TableView
from workshop.live.picture import Picture
from workshop.models import EntryState, GroupState, Hand, Origin, Phase, QuestionKey

DIALOGUE = DialogueView(
    id=1,
    code="KFD7M2QX",
    title="Dialogabend",
    municipality="Musterstadt",
    place="Halle",
    held_on=None,
    theme_set="gmuend",
    goal="Ziel",
    promise="Zusage",
    lang="de",
    phase=Phase.COLLECT,
    round=1,
    rounds=3,
    ends_at=None,
    rehearsal=False,
    revision=1,
    version=1,
)
QUESTIONS = tuple(
    QuestionView(key, {"de": title}, 1)
    for key, title in (
        (QuestionKey.WORKS, "Was läuft gut?"),
        (QuestionKey.IMPROVE, "Was muss verbessert werden?"),
        (QuestionKey.NEEDED, "Was braucht es?"),
    )
)


def table(table_id: int) -> TableView:
    """Return a table; its number is its id."""
    return TableView(table_id, f"tisch{table_id}", table_id, {"de": f"Tisch {table_id}"}, {}, (), (), 1)


def group(
    group_id: int,
    *,
    table_id: int = 1,
    label: str = "",
    words: tuple[str, ...] = (),
    parked: bool = False,
    state: GroupState = GroupState.OPEN,
    alike: tuple[str, ...] = (),
) -> GroupView:
    """Return a group."""
    label = label or f"Thema {group_id}"
    return GroupView(group_id, table_id, label, Hand.MACHINE, words, parked, state, 1, alike)


def contradiction(first: int, second: int, *, active: bool = True) -> MarkView:
    """Return a mark between two groups."""
    return MarkView((first, second), active)


_numbers = count(1)


def entry(
    text: str,
    *,
    table_id: int = 1,
    question: str = "needed",
    group_id: int | None = None,
    lang: str = "de",
    state: EntryState = EntryState.SHOWN,
) -> EntryView:
    """Return a card whose id is its text."""
    return EntryView(
        number=next(_numbers),
        id=text,
        table_id=table_id,
        question=QuestionKey(question),
        text=text,
        lang=lang,
        state=state,
        hold_reason=None,
        origin=Origin.PHONE,
        group_id=group_id,
        placed_by=None,
        version=1,
        created_at=datetime(2026, 3, 1, 19, 0, tzinfo=UTC),
    )


def picture(*entries: EntryView, groups: tuple[GroupView, ...] = (), tables: int = 2) -> Picture:
    """Return a dialogue with these cards."""
    return Picture(
        Delta(1, DIALOGUE, tuple(table(n + 1) for n in range(tables)), QUESTIONS, tuple(entries), groups)
    )


def change(
    of: Picture,
    *entries: EntryView,
    groups: tuple[GroupView, ...] = (),
    contradictions: tuple[MarkView, ...] = (),
    dots: Mapping[int, int] | None = None,
    **facts: object,
) -> Delta:
    """Let the picture take a change in; return it as the pages hear of it."""
    dialogue = replace(of.dialogue, **facts) if facts else of.dialogue
    delta = Delta(
        of.revision + 1,
        dialogue,
        entries=tuple(entries),
        groups=groups,
        contradictions=contradictions,
        dots=dots,
    )
    of.apply(delta)
    return delta
