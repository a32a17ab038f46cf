"""Posting cards: those that wait for the writer share one commit, and each is answered after it."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Dialect, bindparam, insert, select
from sqlalchemy.exc import IntegrityError

from workshop.domain.budget import used_budgets
from workshop.domain.errors import (
    ClosedError,
    ConflictError,
    DomainError,
    NotCollectingError,
    NotFoundError,
    Refusal,
    RefusedError,
)
from workshop.domain.group_commit import GroupCommit
from workshop.domain.hold_log import write_lines
from workshop.domain.holding import Rules, by_a_mute, by_the_machine
from workshop.domain.language import checked_tag, language_of
from workshop.domain.queries.mute import muted_among
from workshop.domain.repeats import Repeats
from workshop.domain.store import RAISE_REVISION, Store
from workshop.domain.text import MAX_WRITTEN, is_blank, is_heaped, is_too_long, normalise
from workshop.domain.window import window_at
from workshop.domain.word_list import WordList
from workshop.models import (
    Dialogue,
    Entry,
    EntryState,
    Hand,
    Origin,
    Phase,
    QuestionKey,
    ThemeTable,
    Window,
    now,
)

_QUESTIONS = frozenset(QuestionKey)
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\Z")


@dataclass(frozen=True)
class Card:
    """What a phone sends; `checked` makes it fit to be stored."""

    id: str
    code: str
    table: str
    question: str
    text: str
    lang: str
    participant: str
    # What the phone's browser accepts, in the words of its header.
    accepted: str = ""
    # Whether the phone has neither a cookie nor a token of a page that was opened before.
    is_newcomer: bool = False

    def checked(self) -> "Card":
        """Return the card with normalised text; raise `RefusedError` for what cannot be taken."""
        if not is_entry_id(self.id):
            raise RefusedError(Refusal.ID_INVALID)
        if self.question not in _QUESTIONS:
            raise RefusedError(Refusal.QUESTION_UNKNOWN)
        text = checked_text(self.text)
        lang = language_of(text, checked_tag(self.lang, otherwise="und"), self.accepted)
        return replace(self, id=self.id.lower(), text=text, lang=lang, accepted="")


@dataclass(frozen=True)
class Receipt:
    """The answer to a post: the same for every repeat, but for `repeated`."""

    id: str
    state: EntryState
    revision: int
    repeated: bool = False


def checked_text(text: str) -> str:
    """Return a card's text as stored; raise `RefusedError` if nothing is left, or too much is."""
    if len(text) > MAX_WRITTEN:
        raise RefusedError(Refusal.TEXT_TOO_LONG)
    text = normalise(text)
    if is_blank(text):
        raise RefusedError(Refusal.TEXT_EMPTY)
    if is_heaped(text):
        raise RefusedError(Refusal.TEXT_HEAPED)
    if is_too_long(text):
        raise RefusedError(Refusal.TEXT_TOO_LONG)
    return text


def is_entry_id(text: str) -> bool:
    """Say whether a text can be the id of a card."""
    return isinstance(text, str) and bool(_UUID.match(text))


def digest_of(table_id: int, question: str, text: str) -> str:
    """Return what identifies a card's content even after it was corrected or withdrawn."""
    return hashlib.sha256(f"{table_id}\n{question}\n{text}".encode()).hexdigest()


class Inbox:
    """Takes cards and stores them durably, many in one commit.

    Without `repeats` nobody asks whether a participant writes the same again.
    """

    def __init__(self, store: Store, repeats: Repeats | None = None) -> None:
        self._store = store
        self._repeats = repeats
        self._commit: GroupCommit[Card, Receipt] = GroupCommit(self._write)

    async def post_entry(self, card: Card) -> Receipt:
        """Store one card and return its receipt, after the commit.

        Raises `RefusedError`, `NotFoundError`, `NotCollectingError` or `ClosedError`; any other error means
        that nothing was stored.
        """
        return await self._commit.put(card.checked())

    async def _write(self, cards: Sequence[Card]) -> Sequence[Receipt | DomainError]:
        write = self._store.database.write_at_once
        look = _Look(self._store.words, self._repeats)
        try:
            answers, changed = await write(lambda at: _store_cards(at, cards, look))
        except IntegrityError:
            # One of them is stored already: that is rare, so it is not looked up for every card.
            answers, changed = await write(lambda at: _store_cards(at, cards, look, looks_up=True))
        for dialogue_id in changed:
            await self._store.feed.publish(dialogue_id)
        return answers


@dataclass(frozen=True)
class _Look:
    """What is looked at of a new card beside the dialogue's own rules."""

    words: WordList
    repeats: Repeats | None

    def standing(self, card: Card, dialogue: "_Locked") -> dict[str, Any]:
        """Return the columns that say whether a new card is shown."""
        rules = Rules(self.words, dialogue.lang, dialogue.showing, dialogue.after)
        repeated = self.repeats.reason(dialogue.id, card) if self.repeats else None
        return by_the_machine(card.text, card.lang, rules, repeated)


def _store_cards(
    connection: Connection, cards: Sequence[Card], look: _Look, *, looks_up: bool = False
) -> tuple[list[Receipt | DomainError], list[int]]:
    """Insert the new ones among `cards`; return an answer for each, and the dialogues that changed.

    Raises `IntegrityError` if one is stored already, unless it `looks_up` which are.
    """
    # One order for all processes, so that no two wait for each other.
    dialogues = {code: _locked_dialogue(connection, code) for code in sorted({card.code for card in cards})}
    # A repeat gets its first answer also where no new card is taken.
    known = [each for each in dialogues.values() if each]
    looks_up = looks_up or any(each.is_bounded for each in known)
    present = _stored(connection, cards) if looks_up else {}
    used = used_budgets(connection, [each.id for each in known if each.budget], cards)
    muted = _standing_of_muted(connection, [each.id for each in known if each.has_muted])
    answers: list[Receipt | DomainError] = []
    rows: list[dict[str, Any]] = []
    at = now()
    for card in cards:
        dialogue = dialogues[card.code]
        table_id = dialogue.tables.get(card.table) if dialogue else None
        if dialogue is None or table_id is None:
            answers.append(NotFoundError(Refusal.TABLE_UNKNOWN if dialogue else Refusal.DIALOGUE_UNKNOWN))
        elif card.id in present:
            answers.append(_repeat(present[card.id], card, table_id))
        elif refused := _refused(card, dialogue, table_id, at):
            answers.append(refused)
        elif (
            dialogue.budget
            and used[mine := (dialogue.id, card.participant, card.question)] >= dialogue.budget
        ):
            answers.append(RefusedError(Refusal.BUDGET_USED, cards=dialogue.budget))
        else:
            if dialogue.budget:
                used[mine] += 1
            dialogue.revision += 1
            standing = look.standing(card, dialogue) | muted.get((dialogue.id, card.participant), {})
            row = _row(card, dialogue, table_id, standing, at)
            rows.append(row)
            present[card.id] = _Present(**{name: row[name] for name in _Present.__dataclass_fields__})
            answers.append(Receipt(card.id, row["state"], dialogue.revision))
    changed = sorted({row["dialogue_id"] for row in rows})
    if rows:
        _insert_for(connection.dialect).run(connection, rows)
        write_lines(connection, rows)
        for dialogue in dialogues.values():
            if dialogue and dialogue.id in changed:
                connection.execute(RAISE_REVISION, {"number": dialogue.id, "raised": dialogue.revision})
    return answers, changed


def _refused(card: Card, dialogue: "_Locked", table_id: int, at: datetime) -> DomainError | None:
    """Return why a dialogue takes no new card at a moment, of this phone or at this table."""
    if window_at(dialogue, at) is None:
        if dialogue.phase == Phase.CLOSED:
            return ClosedError(Refusal.CLOSED)
        return NotCollectingError(Refusal.NOT_COLLECTING)
    if card.is_newcomer and not dialogue.admits:
        return ConflictError(Refusal.NOBODY_NEW)
    return ConflictError(Refusal.TABLE_PAUSED) if table_id in dialogue.paused else None


@dataclass
class _Locked:
    id: int
    phase: str
    revision: int
    budget: int | None
    lang: str
    showing: str
    after: int
    admits: bool
    has_muted: bool
    before_from: datetime | None
    after_until: datetime | None
    tables: dict[str, int]
    paused: set[int]

    @property
    def is_bounded(self) -> bool:
        """Whether some new cards are not taken: then it is looked up which are none."""
        return self.phase != Phase.COLLECT or bool(self.budget or self.paused) or not self.admits


@dataclass(frozen=True)
class _Present:
    """What tells a repeat from another card under the same id, and the first answer."""

    id: str
    digest: str
    first_state: str
    first_revision: int


def _repeat(first: _Present, card: Card, table_id: int) -> Receipt | DomainError:
    # Once words were erased nothing tells what they were: what comes under this id is taken for a repeat.
    if first.digest and first.digest != digest_of(table_id, card.question, card.text):
        return RefusedError(Refusal.ID_TAKEN)
    return Receipt(first.id, EntryState(first.first_state), first.first_revision, repeated=True)


def _standing_of_muted(
    connection: Connection, dialogues: Sequence[int]
) -> dict[tuple[int, str], dict[str, Any]]:
    """Return how new cards stand of those whose further cards are held, by dialogue and participant."""
    return {whose: by_a_mute(reason) for whose, reason in muted_among(connection, dialogues).items()}


def _row(
    card: Card, dialogue: _Locked, table_id: int, standing: dict[str, Any], at: datetime
) -> dict[str, Any]:
    window = window_at(dialogue, at) or Window.NONE
    return {
        **standing,
        "id": card.id,
        "dialogue_id": dialogue.id,
        "table_id": table_id,
        "question": card.question,
        "text": card.text,
        "digest": digest_of(table_id, card.question, card.text),
        "lang": card.lang,
        "participant": card.participant,
        "first_state": standing["state"],
        "first_revision": dialogue.revision,
        "revision": dialogue.revision,
        "version": 1,
        "origin": Origin.PHONE,
        "window": window,
        # What comes after the evening stands alone until a person puts it somewhere.
        "placed_by": Hand.MACHINE if window == Window.AFTER else None,
    }


# What is said of the dialogue itself, in the order of the columns below.
_FACTS = [name for name in _Locked.__dataclass_fields__ if name not in {"tables", "paused"}]
# Built once: building a statement costs more than running it.
_DIALOGUE = (
    select(
        *(Dialogue.id, Dialogue.phase, Dialogue.revision, Dialogue.card_budget),
        *(Dialogue.lang, Dialogue.showing, Dialogue.show_after),
        *(Dialogue.admits, Dialogue.has_muted, Dialogue.before_from, Dialogue.after_until),
        *(ThemeTable.key, ThemeTable.id.label("table_id"), ThemeTable.paused),
    )
    .outerjoin(ThemeTable, (ThemeTable.dialogue_id == Dialogue.id) & ThemeTable.removed.is_(False))
    .where(Dialogue.code == bindparam("code"))
    .with_for_update(of=Dialogue)
)
_PRESENT = select(*(getattr(Entry, name) for name in _Present.__dataclass_fields__)).where(
    Entry.id.in_(bindparam("ids", expanding=True))
)
# A new card is in no group, nobody has let it be shown, and the database numbers it.
_LATER = {"number", "group_id", "vouched"}
_COLUMNS = [column.key for column in Entry.__table__.columns if column.key not in _LATER]


class _Insert:
    """The insert of many cards; its rows go to the driver as they are.

    `Connection.execute` would look at every value of every row again, which costs as much as storing it, and
    only the moment needs it: that is made fit once for all cards of a commit.
    """

    def __init__(self, dialect: Dialect) -> None:
        compiled = insert(Entry).compile(dialect=dialect, column_keys=_COLUMNS)
        self._sql = str(compiled)
        # SQLite's driver wants the values in order, PostgreSQL's by name.
        self._in_order = itemgetter(*compiled.positiontup) if compiled.positiontup else None
        self._stored_moment = Entry.created_at.type.dialect_impl(dialect).bind_processor(dialect)

    def run(self, connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
        """Insert rows that have a value for each of `_COLUMNS` but the moment."""
        moment: object = now()
        if self._stored_moment:
            moment = self._stored_moment(moment)
        for row in rows:
            row["created_at"] = moment
        values = [self._in_order(row) for row in rows] if self._in_order else rows
        connection.exec_driver_sql(self._sql, values)


@lru_cache(maxsize=8)
def _insert_for(dialect: Dialect) -> _Insert:
    return _Insert(dialect)


def _locked_dialogue(connection: Connection, code: str) -> _Locked | None:
    rows = connection.execute(_DIALOGUE, {"code": code}).all()
    if not rows:
        return None
    tables = {row.key: row.table_id for row in rows if row.key}
    paused = {row.table_id for row in rows if row.paused}
    facts: dict[str, Any] = dict(zip(_FACTS, rows[0], strict=False))
    return _Locked(**facts, tables=tables, paused=paused)


def _stored(connection: Connection, cards: Sequence[Card]) -> dict[str, _Present]:
    ids = [card.id for card in cards]
    return {row.id: _Present(*row) for row in connection.execute(_PRESENT, {"ids": ids})}
