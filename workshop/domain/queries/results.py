"""Everything of a dialogue that may leave the house, as the writers of files want it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from exports.details import details_of
from exports.results import (
    AdditionFacts,
    Counts,
    DialogueFacts,
    EntryFacts,
    GroupFacts,
    OutcomeFacts,
    PhotoFacts,
    Results,
    SeriesFacts,
    SeriesResults,
    SummaryFacts,
    TableFacts,
    Window,
)
from workshop.domain.errors import ConflictError, NotFoundError, Refusal
from workshop.domain.keeping import Keeping
from workshop.domain.queries.changes import Delta, changes_since
from workshop.domain.queries.course import course_of
from workshop.domain.queries.dialogue import dialogue_by_code
from workshop.domain.queries.dot import Tally, tallies
from workshop.domain.queries.entry import EntryView
from workshop.domain.queries.photo import pictures_of
from workshop.domain.queries.series import evenings_of
from workshop.domain.rights import Actor
from workshop.models import EntryState, GroupState, OutcomeKind


def _nowhere(_code: str) -> str:
    return ""


async def results_of(
    session: AsyncSession,
    code: str,
    *,
    zone: ZoneInfo | None = None,
    handouts_at: Callable[[str], str] = _nowhere,
    with_photos: bool = True,
) -> Results:
    """Return the results of a dialogue in its own language; raise `NotFoundError` for an unknown code.

    `zone` is the installation's, for a dialogue that has none of its own. `handouts_at` returns the address
    of a dialogue's handouts, by its code; without it they tell no address. Photos are large, and left out for
    whoever shows none.
    """
    dialogue = await dialogue_by_code(session, code)
    delta = await session.run_sync(changes_since, dialogue.id, 0) if dialogue else None
    if delta is None:
        raise NotFoundError(Refusal.DIALOGUE_UNKNOWN)
    table_keys = {table.id: table.key for table in delta.tables or ()}
    shown = [
        e for e in sorted(delta.entries, key=lambda e: e.number) if e.is_shown and e.table_id in table_keys
    ]
    shown_ids = {entry.id for entry in shown}
    groups = _groups(delta, shown, table_keys)
    group_ids = {group.id for group in groups}
    problems = {o.id for o in delta.outcomes if o.kind == OutcomeKind.PROBLEM and not o.discarded}
    talks = {o.id for o in delta.outcomes if o.kind == OutcomeKind.ROUND_TABLE and not o.discarded}
    return Results(
        dialogue=replace(
            _facts(delta, zone or Keeping().zone), handouts_address=handouts_at(delta.dialogue.code)
        ),
        tables=tuple(TableFacts(t.key, t.title(delta.dialogue.lang), t.number) for t in delta.tables or ()),
        entries=tuple(
            EntryFacts(
                *(e.id, table_keys[e.table_id], e.question, e.text, e.lang),
                group_id=e.group_id,
                state=e.state,
                window=Window(e.window),
            )
            for e in shown
        ),
        groups=groups,
        outcomes=tuple(
            OutcomeFacts(
                id=o.id,
                title=o.title,
                details=details_of(o.kind, o.details),
                description=o.description,
                table=table_keys.get(o.table_id) if o.table_id else None,
                group_ids=tuple(g for g in o.group_ids if g in group_ids),
                entry_ids=tuple(e for e in o.entry_ids if e in shown_ids),
                edited=o.edited,
                problem_id=o.problem_id if o.problem_id in problems else None,
                follows_id=o.follows_id if {o.id, o.follows_id} <= talks else None,
            )
            for o in delta.outcomes
            if not o.discarded
        ),
        summaries=_summaries(delta),
        course=course_of(delta.dialogue, delta.dialogue.zone(zone or Keeping().zone)),
        photos=await _photos(session, dialogue.id, table_keys) if dialogue and with_photos else (),
    )


async def _photos(
    session: AsyncSession, dialogue_id: int, table_keys: dict[int, str]
) -> tuple[PhotoFacts, ...]:
    """Return the photos of tables that are there, and of the whole hall, in their order."""
    found = await pictures_of(session, dialogue_id)
    shown = [
        (view, content) for view, content in found if view.table_id is None or view.table_id in table_keys
    ]
    return tuple(
        PhotoFacts(
            number=number,
            content=content,
            caption=view.caption,
            table=table_keys[view.table_id] if view.table_id else "",
            width=view.width,
            height=view.height,
        )
        for number, (view, content) in enumerate(shown, start=1)
    )


def _summaries(delta: Delta) -> tuple[SummaryFacts, ...]:
    """Return the summaries in the order of tables and rounds, with what is said to the text as it is now."""
    return tuple(
        SummaryFacts(
            table=table.key,
            round=summary.round,
            text=summary.text,
            agree=summary.present.agree,
            add=summary.present.add,
            disagree=summary.present.disagree,
            additions=tuple(
                AdditionFacts(each.text, each.lang) for each in summary.present.additions if each.is_shown
            ),
        )
        for table in delta.tables or ()
        for summary in delta.summaries
        if summary.table_id == table.id and summary.text
    )


async def results_of_series(
    session: AsyncSession,
    actor: Actor,
    code: str,
    *,
    zone: ZoneInfo | None = None,
    handouts_at: Callable[[str], str] = _nowhere,
) -> SeriesResults:
    """Return the results of all dialogues of the series of one: all real evenings, or all rehearsals.

    Raises `ForbiddenError` unless the actor moderates each of them, `ConflictError` if it is in no series.
    """
    dialogue = await dialogue_by_code(session, code)
    if dialogue is None:
        raise NotFoundError(Refusal.DIALOGUE_UNKNOWN)
    actor.require_moderator(dialogue.id)
    title, evenings = await evenings_of(session, dialogue)
    if not evenings:
        raise ConflictError(Refusal.NOT_IN_SERIES)
    for evening in evenings:
        actor.require_moderator(evening.id)
    taken = [
        await results_of(session, evening.code, zone=zone, handouts_at=handouts_at) for evening in evenings
    ]
    return SeriesResults(title, tuple(taken))


def _facts(delta: Delta, zone: ZoneInfo) -> DialogueFacts:
    place = delta.series
    dialogue = delta.dialogue
    states = Counter(entry.state for entry in delta.entries)
    windows = Counter(Window(entry.window) for entry in delta.entries)
    left = Counter(dialogue.left_behind)
    states.update({state: left[state] for state in EntryState})
    windows.update({window: left[window] for window in Window})
    return DialogueFacts(
        code=dialogue.code,
        title=dialogue.title,
        questions={q.key: q.title(dialogue.lang) for q in delta.questions or ()},
        municipality=dialogue.municipality,
        place=dialogue.place,
        held_on=dialogue.held_on,
        begins=dialogue.planned_start,
        ends=dialogue.planned_end,
        theme_set=dialogue.theme_set,
        goal=dialogue.goal,
        promise=dialogue.promise,
        lang=dialogue.lang,
        rehearsal=dialogue.rehearsal,
        counts=Counts(
            received=states.total(),
            shown=states[EntryState.SHOWN],
            held=states[EntryState.HELD],
            hidden=states[EntryState.HIDDEN],
            withdrawn=states[EntryState.WITHDRAWN],
            before=windows[Window.BEFORE],
            after=windows[Window.AFTER],
        ),
        series=SeriesFacts(**vars(place)) if place and place.title else None,
        time_zone=dialogue.zone(zone).key,
        created_at=dialogue.created_at,
        revision=dialogue.revision,
        paper=dialogue.paper,
    )


def _groups(delta: Delta, shown: list[EntryView], table_keys: dict[int, str]) -> tuple[GroupFacts, ...]:
    """Return the open groups that have a shown card, the largest first."""
    members: dict[int, list[str]] = {}
    for entry in shown:
        if entry.group_id is not None:
            members.setdefault(entry.group_id, []).append(entry.id)
    shown_ids = {entry.id for entry in shown}
    for mark in delta.doublings:
        entry_id, group_id = mark.pair
        if mark.active and entry_id in shown_ids and entry_id not in members.get(group_id, ()):
            members.setdefault(group_id, []).append(entry_id)
    # Nobody knows a tally that is open; then no topic has dots.
    dots = tallies(delta.groups, delta.dots or {}) if delta.dialogue.tally_closed_at else {}
    groups = [
        GroupFacts(
            id=g.id,
            table=table_keys[g.table_id],
            label=g.label,
            dots=dots.get(g.id, Tally()).total,
            entry_ids=tuple(members[g.id]),
            accord=g.accord,
            verdict=g.verdict,
            verdict_reason=g.verdict_reason,
        )
        for g in delta.groups
        if g.state == GroupState.OPEN and g.id in members and g.table_id in table_keys
    ]
    return tuple(sorted(groups, key=lambda group: (-len(group.entry_ids), group.id)))
