"""Replying to a summary: the replies that wait for the writer share one commit, each is answered after it.

What somebody wants to be added is asked what a card is asked, but stands on no board: whether cards wait
there for a moment or for a look does not matter. It is counted at once, and the host reads it when it is not
held.
"""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from workshop.domain import bounds
from workshop.domain.errors import (
    ClosedError,
    ConflictError,
    DomainError,
    NotFoundError,
    Refusal,
    RefusedError,
)
from workshop.domain.group_commit import GroupCommit
from workshop.domain.holding import Rules, by_a_mute, by_the_machine
from workshop.domain.language import checked_tag, language_of
from workshop.domain.queries.mute import muted_among
from workshop.domain.store import RAISE_REVISION, Store
from workshop.domain.summary import are_summaries_open
from workshop.domain.text import is_blank
from workshop.domain.word_list import WordList
from workshop.models import (
    Dialogue,
    EntryState,
    Erasure,
    ErasureKind,
    Hand,
    HoldReason,
    Phase,
    Reply,
    ReplyKind,
    Summary,
    ThemeTable,
    now,
)

_KINDS = frozenset(ReplyKind)


@dataclass(frozen=True)
class Answer:
    """What a phone sends: from now on this participant says this to this edition of a summary."""

    code: str
    summary: int
    edition: int
    answer: str
    text: str
    lang: str
    participant: str
    # What the phone's browser accepts, in the words of its header.
    accepted: str = ""
    is_newcomer: bool = False

    def checked(self) -> "Answer":
        """Return it with a normalised text; raise `RefusedError` or `NotFoundError` for what cannot be."""
        bounds.row(self.summary, Refusal.SUMMARY_UNKNOWN)
        bounds.number(self.edition, (1, bounds.LAST_ROW), Refusal.ANSWER_INVALID)
        if self.answer not in _KINDS:
            raise RefusedError(Refusal.ANSWER_INVALID)
        text = bounds.text(self.text, bounds.ADDITION) if self.answer == ReplyKind.ADD else ""
        text = "" if is_blank(text) else text
        lang = language_of(text, checked_tag(self.lang, otherwise="und"), self.accepted)
        return replace(self, text=text, lang=lang, accepted="")


@dataclass(frozen=True)
class AnswerReceipt:
    """What is stored now; `held` says that a person has to look at the text first."""

    summary: int
    edition: int
    answer: str
    held: bool
    revision: int


class ReplyBox:
    """Takes replies to summaries and stores them durably, many in one commit."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._commit: GroupCommit[Answer, AnswerReceipt] = GroupCommit(self._write)

    async def reply(self, answer: Answer) -> AnswerReceipt:
        """Store what one participant says to a summary, after the commit; a repeat changes nothing.

        Raises `RefusedError`, `NotFoundError`, `ConflictError` or `ClosedError`; any other error means that
        nothing was stored.
        """
        return await self._commit.put(answer.checked())

    async def _write(self, answers: Sequence[Answer]) -> Sequence[AnswerReceipt | DomainError]:
        writing = await self._store.database.write_at_once(
            lambda at: _Writing(at, answers, self._store.words).run()
        )
        if writing.has_erased:
            self._store.erased.set()
        for dialogue_id in writing.changed:
            await self._store.feed.publish(dialogue_id)
        return writing.receipts


@dataclass
class _Locked:
    id: int
    phase: str
    revision: int
    lang: str
    admits: bool


Place = tuple[int, int, str]  # summary, edition, participant


class _Writing:
    """One transaction with the replies that came in together."""

    def __init__(self, connection: Connection, answers: Sequence[Answer], words: WordList) -> None:
        self._connection, self._answers, self._words = connection, answers, words
        self.receipts: list[AnswerReceipt | DomainError] = []
        self.changed: list[int] = []
        self.has_erased = False
        self._touched: set[int] = set()
        # One order for all processes, so that no two wait for each other.
        self._dialogues = {code: self._locked(code) for code in sorted({each.code for each in answers})}
        ids = {"ids": sorted({each.summary for each in answers})}
        self._summaries = {row.id: row for row in connection.execute(_SUMMARIES, ids)}
        whose = ids | {"participants": sorted({each.participant for each in answers})}
        self._stored: dict[Place, dict[str, Any]] = {
            (row.summary_id, row.edition, row.participant): dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's name for a row as a mapping
            for row in connection.execute(_REPLIES, whose)
        }
        self._muted = muted_among(connection, [each.id for each in self._dialogues.values() if each])

    def run(self) -> "_Writing":
        """Store what differs from what stands; `receipts` has an answer for each."""
        for each in self._answers:
            dialogue = self._dialogues[each.code]
            try:
                if dialogue is None:
                    raise NotFoundError(Refusal.DIALOGUE_UNKNOWN)
                self.receipts.append(self._take(dialogue, each))
            except DomainError as error:
                self.receipts.append(error)
        for dialogue in self._dialogues.values():
            if dialogue and dialogue.id in self.changed:
                raised = {"number": dialogue.id, "raised": dialogue.revision}
                self._connection.execute(RAISE_REVISION, raised)
        for number in sorted(self._touched):
            revision = self._revision_of(self._summaries[number].dialogue_id)
            self._connection.execute(_TOUCH, {"number": number, "at": revision})
        return self

    def _take(self, dialogue: _Locked, answer: Answer) -> AnswerReceipt:
        self._check(dialogue, answer)
        place = answer.summary, answer.edition, answer.participant
        stands = self._stored.get(place)
        said = {"answer": answer.answer, "text": answer.text, "lang": answer.lang if answer.text else "und"}
        if stands is None or any(stands[name] != value for name, value in said.items()):
            if dialogue.id not in self.changed:
                self.changed.append(dialogue.id)
                dialogue.revision += 1
            self._touched.add(answer.summary)
            stands = self._store(dialogue, answer, stands, said)
            self._stored[place] = stands
        held = bool(stands["text"]) and stands["state"] != EntryState.SHOWN
        return AnswerReceipt(answer.summary, answer.edition, answer.answer, held, dialogue.revision)

    def _store(
        self, dialogue: _Locked, answer: Answer, stands: dict[str, Any] | None, said: dict[str, Any]
    ) -> dict[str, Any]:
        row = said | {"given_at": now()} | self._standing(dialogue, answer, stands)
        if stands is None:
            row |= {
                "key": str(uuid.uuid4()),
                "dialogue_id": dialogue.id,
                "summary_id": answer.summary,
                "edition": answer.edition,
                "participant": answer.participant,
                "vouched": None,
            }
            self._connection.execute(_INSERT, row)
            return row
        if stands["text"] and stands["text"] != answer.text:
            self.has_erased = True
            gone = {"kind": ErasureKind.WITHDRAWN, "dialogue": answer.code, "entry_id": stands["key"]}
            self._connection.execute(_ERASED, gone | {"version": None, "at": row["given_at"]})
        self._connection.execute(
            _UPDATE, {f"new_{name}": v for name, v in row.items()} | {"old": stands["key"]}
        )
        return stands | row

    def _standing(self, dialogue: _Locked, answer: Answer, stands: dict[str, Any] | None) -> dict[str, Any]:
        """Return how a text stands: as a corrected card does where there was one before."""
        if stands and stands["state"] != EntryState.SHOWN and stands["held_by"] == Hand.PERSON:
            return {name: stands[name] for name in _STANDING}
        shown: dict[str, Any] = {"state": EntryState.SHOWN, "hold_reason": None, "held_by": None}
        digest = hashlib.sha256(answer.text.encode()).hexdigest()
        if not answer.text or (stands and stands["vouched"] == digest):
            return shown
        muted: HoldReason | None = self._muted.get((dialogue.id, answer.participant))
        rules = Rules(self._words, dialogue.lang)
        made = by_a_mute(muted) if muted else by_the_machine(answer.text, answer.lang, rules)
        return {name: made[name] for name in _STANDING}

    def _check(self, dialogue: _Locked, answer: Answer) -> None:
        """Raise what is in the way of a reply."""
        if dialogue.phase == Phase.CLOSED:
            raise ClosedError(Refusal.REPLIES_CLOSED)
        if answer.is_newcomer and not dialogue.admits:
            raise ConflictError(Refusal.NOBODY_NEW)
        summary = self._summaries.get(answer.summary)
        if summary is None or summary.dialogue_id != dialogue.id or not are_summaries_open(dialogue.phase):
            raise NotFoundError(Refusal.SUMMARY_UNKNOWN)
        if summary.edition != answer.edition:
            raise ConflictError(Refusal.SUMMARY_CHANGED)
        if not summary.offered or summary.removed:
            raise NotFoundError(Refusal.SUMMARY_UNKNOWN)

    def _locked(self, code: str) -> _Locked | None:
        row = self._connection.execute(_DIALOGUE, {"code": code}).one_or_none()
        return _Locked(*row) if row else None

    def _revision_of(self, dialogue_id: int) -> int:
        return next(each.revision for each in self._dialogues.values() if each and each.id == dialogue_id)


_STANDING = ("state", "hold_reason", "held_by")
# Built once: building a statement costs more than running it.
_DIALOGUE = (
    select(Dialogue.id, Dialogue.phase, Dialogue.revision, Dialogue.lang, Dialogue.admits)
    .where(Dialogue.code == bindparam("code"))
    .with_for_update()
)
_SUMMARIES = (
    select(Summary.id, Summary.dialogue_id, Summary.edition, Summary.offered, ThemeTable.removed)
    .join(ThemeTable, ThemeTable.id == Summary.table_id)
    .where(Summary.id.in_(bindparam("ids", expanding=True)))
)
_REPLIES = select(Reply.__table__).where(
    Reply.summary_id.in_(bindparam("ids", expanding=True)),
    Reply.participant.in_(bindparam("participants", expanding=True)),
)
_INSERT = insert(Reply)
_CHANGED = ("answer", "text", "lang", "given_at", *_STANDING)
_UPDATE = (
    update(Reply)
    .where(Reply.key == bindparam("old"))
    .values({name: bindparam(f"new_{name}") for name in _CHANGED})
)
_ERASED = insert(Erasure)
_TOUCH = update(Summary).where(Summary.id == bindparam("number")).values(revision=bindparam("at"))
