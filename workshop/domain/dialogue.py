"""Verbs on dialogues: create, describe, move through the phases, wipe a rehearsal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import Any

from sqlalchemy import select

from exports.paper_facts import lasting
from themes import Text, ThemeSet, load_theme_set
from workshop.domain import bounds
from workshop.domain.deletion import free_place, remove, tell_deleted
from workshop.domain.dot import Weighing, change_rules
from workshop.domain.erasure import forget_former_words
from workshop.domain.errors import ConflictError, NotFoundError, Refusal, RefusedError
from workshop.domain.keeping import Keeping, months_after
from workshop.domain.queries.series import series_for
from workshop.domain.rights import Actor
from workshop.domain.round import paused_facts
from workshop.domain.series import checked_title, series_called, tell_series
from workshop.domain.store import Store, check_version
from workshop.domain.table import checked_key
from workshop.domain.text import is_blank
from workshop.domain.time_zone import is_time_zone
from workshop.domain.window import Windows, check_windows
from workshop.domain.wording import checked_translations, reworded
from workshop.models import DEFAULT_SHOW_AFTER, Dialogue, Phase, Question, Rotation, Showing, ThemeTable, now

DEFAULT_LANGUAGE = "de"
# Minutes of a round, where nobody says otherwise.
DEFAULT_MINUTES = 20
# What can be said in each language, and how long it may be. A town has one name.
TRANSLATED = {
    "title": bounds.DIALOGUE_TITLE,
    "place": bounds.PLACE,
    "goal": bounds.GOAL,
    "promise": bounds.PROMISE,
}


class Unsaid(Enum):
    """Stands where nothing is said of what may also be nothing."""

    UNSAID = "unsaid"


@dataclass(frozen=True)
class DialogueFacts:
    """What the moderator says about an evening when setting it up.

    `planned_start` and `planned_end` are times on the clock of its zone, `round_minutes` those of each round.
    `card_budget` is how many cards a participant may write to each question; `None`: as many as they like.
    `showing` says when a card comes on the board, `show_after` is in seconds (`Showing.DELAY`).
    `translations` are by name (`TRANSLATED`) and language. `None` says nothing about them or the time zone;
    an empty zone is the installation's. `delete_on` may be `None`: the installation's usual day. `weighing`
    are the rules for dots, `windows` those for cards before and after: `None` leaves them as they are.
    """

    title: str
    municipality: str = ""
    place: str = ""
    held_on: date | None = None
    planned_start: time | None = None
    planned_end: time | None = None
    goal: str = ""
    promise: str = ""
    rounds: int = 3
    rotation: Rotation = Rotation.CHOOSE
    round_minutes: int = DEFAULT_MINUTES
    card_budget: int | None = None
    showing: Showing = Showing.AT_ONCE
    show_after: int = DEFAULT_SHOW_AFTER
    translations: Mapping[str, Mapping[str, str]] | None = None
    time_zone: str | None = None
    delete_on: date | Unsaid | None = Unsaid.UNSAID
    weighing: Weighing | None = None
    windows: Windows | None = None

    def checked(self) -> "DialogueFacts":
        """Return the facts with normalised texts; raise `RefusedError` for what cannot be taken."""
        title = bounds.text(self.title, bounds.DIALOGUE_TITLE)
        if is_blank(title):
            raise RefusedError(Refusal.TITLE_MISSING)
        if self.time_zone and not is_time_zone(self.time_zone):
            raise RefusedError(Refusal.DETAILS_INVALID)
        return DialogueFacts(
            title=title,
            municipality=bounds.text(self.municipality, bounds.MUNICIPALITY),
            place=bounds.text(self.place, bounds.PLACE),
            held_on=bounds.day(self.held_on),
            planned_start=self.planned_start,
            planned_end=self.planned_end,
            goal=bounds.text(self.goal, bounds.GOAL),
            promise=bounds.text(self.promise, bounds.PROMISE),
            rounds=bounds.number(self.rounds, bounds.ROUNDS, Refusal.ROUNDS_OUT_OF_RANGE),
            rotation=self.rotation,
            round_minutes=bounds.number(self.round_minutes, bounds.MINUTES, Refusal.MINUTES_OUT_OF_RANGE),
            card_budget=None
            if self.card_budget is None
            else bounds.number(self.card_budget, bounds.CARD_BUDGET, Refusal.BUDGET_OUT_OF_RANGE),
            showing=self.showing,
            show_after=bounds.number(
                self.show_after, bounds.SECONDS_UNTIL_SHOWN, Refusal.SECONDS_OUT_OF_RANGE
            ),
            translations=self._checked_translations(),
            time_zone=self.time_zone,
            delete_on=self.delete_on if isinstance(self.delete_on, Unsaid) else bounds.day(self.delete_on),
            weighing=self.weighing.checked() if self.weighing else None,
            windows=self.windows.checked() if self.windows else None,
        )

    def _checked_translations(self) -> Mapping[str, Mapping[str, str]] | None:
        if self.translations is None:
            return None
        if not self.translations.keys() <= TRANSLATED.keys():
            raise RefusedError(Refusal.DETAILS_INVALID)
        return {
            name: checked_translations(given, TRANSLATED[name]) or {}
            for name, given in self.translations.items()
        }

    def stored(self, dialogue: Dialogue | None = None, *, still_fit: bool = False) -> dict[str, Any]:
        """Return the columns of checked facts, for a new dialogue or instead of what `dialogue` says now."""
        lang = dialogue.lang if dialogue else DEFAULT_LANGUAGE
        translations = {}
        for name in TRANSLATED:
            old = {lang: getattr(dialogue, name), **dialogue.translations.get(name, {})} if dialogue else {}
            given = None if self.translations is None else self.translations.get(name, {})
            texts = reworded(old, lang=lang, text=getattr(self, name), given=given, still_fit=still_fit)
            del texts[lang]
            if texts:
                translations[name] = texts
        zone = self.time_zone
        if zone is None:
            zone = dialogue.time_zone if dialogue else ""
        day = self.delete_on
        if isinstance(day, Unsaid):
            day = dialogue.delete_on if dialogue else None
        stored = vars(self) | {"translations": translations, "time_zone": zone, "delete_on": day}
        rules, windows = stored.pop("weighing"), stored.pop("windows")
        stored |= windows.stored() if windows else {}
        # In a dialogue that is there already they may only change until the first dot.
        return stored | rules.stored() if rules and not dialogue else stored


async def create_dialogue(
    store: Store,
    *,
    actor: Actor,
    facts: DialogueFacts,
    theme_set: str,
    phase: Phase = Phase.PREPARATION,
    rehearsal: bool = False,
    series: str = "",
) -> str:
    """Create a dialogue with the tables and questions of a theme set; return its code.

    `series` is the title of a series for it, see `start_series`. Raises `RefusedError` for facts that cannot
    be taken and `themes.ThemeSetError` for an unknown set.
    """
    actor.require_organiser()
    facts = facts.checked()
    chosen = load_theme_set(theme_set)
    heading = checked_title(series) if series else ""
    async with store.database.write() as session:
        dialogue = Dialogue(
            **await free_place(session),
            theme_set=theme_set,
            phase=phase,
            closed_at=now() if phase == Phase.CLOSED else None,
            rehearsal=rehearsal,
            series_id=await series_called(session, heading, await series_for(session, actor))
            if heading
            else None,
            revision=1,
            facts_revision=1,
            lang=DEFAULT_LANGUAGE,
            created_at=now(),
            **facts.stored(),
        )
        _check_day(store.keeping, dialogue, former=None)
        if facts.windows:
            check_windows(None, facts.windows, now())
        session.add(dialogue)
        await session.flush()
        session.add_all(_rows_of(chosen, dialogue.id))
    await tell_series(store, dialogue.series_id)
    return dialogue.code


def _rows_of(chosen: ThemeSet, dialogue_id: int) -> list[ThemeTable | Question]:
    tables = [
        ThemeTable(
            dialogue_id=dialogue_id,
            key=checked_key(table.key),
            position=position,
            titles=_texts_of(table.title, bounds.TABLE_TITLE),
            guides=_texts_of(table.guide, bounds.GUIDE),
            fields=list(table.fields),
            actors=list(table.actors),
            revision=1,
        )
        for position, table in enumerate(chosen.tables, start=1)
    ]
    questions = [
        Question(dialogue_id=dialogue_id, key=key, titles=_texts_of(text, bounds.QUESTION), revision=1)
        for key, text in chosen.questions.items()
    ]
    return [*tables, *questions]


def _texts_of(text: Text, length: int) -> dict[str, str]:
    """Return a text of a theme file as it would be stored if a person had typed it."""
    texts = checked_translations(text.translations, length) or {}
    if not texts.get(DEFAULT_LANGUAGE):
        raise RefusedError(Refusal.TITLE_MISSING)
    return {tag: words for tag, words in texts.items() if words}


async def describe_dialogue(
    store: Store,
    *,
    actor: Actor,
    dialogue_id: int,
    facts: DialogueFacts,
    translations_fit: bool = False,
    seen_version: int | None = None,
) -> None:
    """Change what is said about the evening; `translations_fit` as `still_fit` of `wording.reworded`."""
    actor.require_moderator(dialogue_id)
    facts = facts.checked()
    async with store.change(dialogue_id) as change:
        check_version(change.dialogue, seen_version)
        former = store.keeping.day_for(change.dialogue)
        if facts.windows:
            check_windows(change.dialogue, facts.windows, now())
        is_moved = facts.held_on != change.dialogue.held_on
        change.set_facts(**facts.stored(change.dialogue, still_fit=translations_fit))
        if facts.weighing:
            await change_rules(change, facts.weighing)
        _check_day(store.keeping, change.dialogue, former=former)
    if is_moved:
        await tell_series(store, change.dialogue.series_id)


def _check_day(keeping: Keeping, dialogue: Dialogue, *, former: date | None) -> None:
    """Refuse a new day of deletion that is too near to be noticed by anybody, or too far away."""
    day, today = keeping.day_for(dialogue), keeping.day_of(now())
    latest = months_after(max(dialogue.held_on or today, today), bounds.MONTHS_KEPT)
    if day != former and not today + timedelta(days=bounds.DAYS_BEFORE_DELETION) <= day <= latest:
        raise RefusedError(Refusal.DELETE_DAY_OUT_OF_RANGE)


# What a copy has of its own; all else that is said of a dialogue, a table or a question is copied.
_OWN = {
    Dialogue: {
        *("id", "code", "held_on", "phase", "round", "ends_at", "rehearsal", "series_id", "left_behind"),
        *("seconds_left", "due_at", "late", "round_history", "join_large", "sorts_on"),
        *("revision", "facts_revision", "version", "created_at"),
        *("board_mode", "board_clock", "board_code", "still_since", "still_revision", "admits", "has_muted"),
        *("tally_closed_at", "before_from", "after_until", "handouts_since"),
        *("closed_at", "delete_on", "archive_note", "archive_reason", "archive_noted_on"),
    },
    ThemeTable: {"id", "dialogue_id", "revision", "version", "paused"},
    Question: {"id", "dialogue_id", "revision", "version"},
}


async def copy_dialogue(store: Store, *, actor: Actor, dialogue_id: int, in_series: bool = False) -> str:
    """Make a new dialogue with the texts, settings, tables and questions of another; return its code.

    Cards, topics, results, links and log stay behind, and so does the day and what papers say of it; tables
    that were taken out come along as such. A copy is no rehearsal: what was tried can become the real
    evening. With `in_series` it is the next evening of the original's series. Raises `NotFoundError`, and
    `ConflictError` if there is none.
    """
    actor.require_organiser()
    async with store.database.write() as session:
        original = await session.get(Dialogue, bounds.row(dialogue_id, Refusal.DIALOGUE_UNKNOWN))
        if original is None:
            raise NotFoundError(Refusal.DIALOGUE_UNKNOWN)
        series_id = original.series_id if in_series else None
        if in_series and series_id is None:
            raise ConflictError(Refusal.NOT_IN_SERIES)
        own = {"revision": 1, "facts_revision": 1, "series_id": series_id}
        copied = _copied(original) | {"paper_facts": lasting(original.paper_facts)}
        copy = Dialogue(**await free_place(session), **own, **copied)
        session.add(copy)
        await session.flush()
        tables = select(ThemeTable).where(ThemeTable.dialogue_id == dialogue_id).order_by(ThemeTable.id)
        for table in list(await session.scalars(tables)):
            session.add(ThemeTable(dialogue_id=copy.id, revision=1, **_copied(table)))
        # Questions stand in the order of their ids.
        questions = select(Question).where(Question.dialogue_id == dialogue_id).order_by(Question.id)
        for question in list(await session.scalars(questions)):
            session.add(Question(dialogue_id=copy.id, revision=1, **_copied(question)))
            await session.flush()
    await tell_series(store, series_id)
    return copy.code


def _copied(row: Dialogue | ThemeTable | Question) -> dict[str, Any]:
    names = {column.key for column in row.__table__.columns}
    return {name: getattr(row, name) for name in names - _OWN[type(row)]}


async def set_phase(store: Store, *, actor: Actor, dialogue_id: int, phase: Phase) -> None:
    """Go to a phase, forward or back; outside `collect` a running clock is paused and keeps its time."""
    actor.require_moderator(dialogue_id)
    async with store.change(dialogue_id) as change:
        clock = {} if phase == Phase.COLLECT else paused_facts(change.dialogue)
        large = change.dialogue.join_large and phase == Phase.COLLECT
        closed_at = (change.dialogue.closed_at or now()) if phase == Phase.CLOSED else None
        tally = _tally_closed_at(change.dialogue, phase)
        change.set_facts(phase=phase, join_large=large, closed_at=closed_at, tally_closed_at=tally, **clock)
        if phase == Phase.CLOSED:
            await forget_former_words(change)


def _tally_closed_at(dialogue: Dialogue, phase: Phase) -> datetime | None:
    """Return since when the tally is closed in a phase: after weighing at the latest, and anew open in it."""
    if phase in {Phase.HARVEST, Phase.CLOSED}:
        return dialogue.tally_closed_at or now()
    return None if phase == Phase.WEIGH != dialogue.phase else dialogue.tally_closed_at


async def enlarge_join(store: Store, *, actor: Actor, dialogue_id: int, large: bool) -> None:
    """Let all boards show the code to join large, or their cards again.

    Raises `ConflictError` where no cards are collected: then nobody is asked to join.
    """
    actor.require_moderator(dialogue_id)
    async with store.change(dialogue_id) as change:
        if change.dialogue.phase != Phase.COLLECT:
            raise ConflictError(Refusal.NOT_COLLECTING)
        change.set_facts(join_large=large)


async def admit_newcomers(store: Store, *, actor: Actor, dialogue_id: int, admitted: bool) -> None:
    """Let those in who have written nothing yet, or only those who are there already.

    Who has a participant's cookie, or a token of a page that was opened before, goes on in either case.
    """
    actor.require_moderator(dialogue_id)
    async with store.change(dialogue_id) as change:
        change.set_facts(admits=admitted)


async def wipe_rehearsal(store: Store, *, actor: Actor, dialogue_id: int) -> None:
    """Delete a rehearsal with everything in it; a real dialogue raises `ConflictError`."""
    actor.require_moderator(dialogue_id)
    async with store.database.write() as session:
        number = bounds.row(dialogue_id, Refusal.DIALOGUE_UNKNOWN)
        dialogue = await session.get(Dialogue, number, with_for_update=True)
        if dialogue is None:
            raise NotFoundError(Refusal.DIALOGUE_UNKNOWN)
        if not dialogue.rehearsal:
            raise ConflictError(Refusal.NOT_A_REHEARSAL)
        await remove(session, dialogue)
    await tell_deleted(store, number, dialogue.series_id)
