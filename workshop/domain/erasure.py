"""Erasing words: from the card, from all that was made of them, and again from an older backup."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from workshop.domain.heading import says_more
from workshop.domain.photo_erasure import erase_photo_again
from workshop.domain.store import Change
from workshop.models import (
    Dialogue,
    Entry,
    EntryState,
    Erasure,
    ErasureKind,
    Group,
    Hand,
    Origin,
    Reply,
    Step,
    StepRow,
    StepVerb,
    Summary,
)

# What stands where words were blacked out: as long, whatever was there.
BLACKED = "\N{FULL BLOCK}" * 3
# A card without words: nobody sees it, and no repeat of it makes another one.
GONE: Mapping[str, Any] = {
    "state": EntryState.WITHDRAWN,
    "text": "",
    "group_id": None,
    "vouched": None,
    "digest": "",
    "show_at": None,
}
Spans = Sequence[tuple[int, int]]


@dataclass(frozen=True)
class Erased:
    """One line of the list of erasures, without any words."""

    kind: ErasureKind
    dialogue: str
    at: datetime
    entry_id: str | None = None
    version: int | None = None
    spans: tuple[tuple[int, int], ...] | None = None

    @property
    def key(self) -> tuple[str, str, str | None, datetime]:
        """What tells it from all others."""
        return self.kind, self.dialogue, self.entry_id, self.at


async def note_erased(change: Change, entry: Entry, kind: ErasureKind, *, spans: Spans | None = None) -> None:
    """Put a card on the list of erasures, before its words change."""
    listed = None if spans is None else [list(span) for span in spans]
    row = Erasure(
        kind=kind, dialogue=change.dialogue.code, entry_id=entry.id, version=entry.version, spans=listed
    )
    change.session.add(row)
    change.has_erased = True


def note_said_erased(change: Change, said: Reply | Summary, *, spans: Spans) -> None:
    """Put a redaction of a summary, or of an addition to one, on the list, before its words change."""
    row = Erasure(
        kind=ErasureKind.REDACTED,
        dialogue=change.dialogue.code,
        entry_id=said.key,
        version=said.version if isinstance(said, Summary) else None,
        spans=[list(span) for span in spans],
    )
    change.session.add(row)
    change.has_erased = True


async def note_deleted(session: AsyncSession, code: str, at: datetime) -> None:
    """Put a whole dialogue on the list, in the transaction that deletes it; what is listed of its cards goes.

    Whoever calls it sets `Store.erased` after the commit, so that the files are cleaned too.
    """
    await session.execute(delete(Erasure).where(Erasure.dialogue == code))
    session.add(Erasure(kind=ErasureKind.DELETED, dialogue=code, at=at))


async def listed(session: AsyncSession) -> list[Erased]:
    """Return the list of erasures as the database has it, the oldest first."""
    rows = await session.scalars(select(Erasure).order_by(Erasure.at, Erasure.id))
    return [
        Erased(
            kind=ErasureKind(row.kind),
            dialogue=row.dialogue,
            at=row.at,
            entry_id=row.entry_id,
            version=row.version,
            spans=None if row.spans is None else tuple((int(a), int(b)) for a, b in row.spans),
        )
        for row in rows
    ]


def joined(*lists: Iterable[Erased]) -> list[Erased]:
    """Return lists as one, the oldest first; of a deleted dialogue only that stays."""
    every = {each.key: each for some in lists for each in some}
    deleted = {each.dialogue: each.at for each in every.values() if each.kind == ErasureKind.DELETED}
    kept = [
        each
        for each in every.values()
        if each.kind == ErasureKind.DELETED
        or each.dialogue not in deleted
        or each.at > deleted[each.dialogue]
    ]
    return sorted(kept, key=lambda each: (each.at, each.key[2] or ""))


def with_words() -> Select[Step]:
    """Return the statement for steps that may keep words; the machine's have none, and may be many."""
    return select(Step).where(Step.verb != StepVerb.HOLD_BY_MACHINE)


async def forget_words(change: Change, entry: Entry, text: str) -> None:
    """Take words that are gone out of what was made of them: headings of the machine, and the log.

    A heading that a person wrote stays. The machine makes another one for those that go.
    """
    await unname_groups(change, entry.table_id, text)
    await _forget_in_steps(change, entry, text)


async def unname_groups(change: Change, table_id: int, text: str) -> None:
    """Take the machine's headings away that say what only this text said, which is no longer shown."""
    await change.session.flush()
    groups = await change.session.scalars(select(Group).where(Group.table_id == table_id))
    # Most cards gave no heading a word: then no other card is read.
    suspects = [g for g in groups if says_more([g.label, *g.words], gone=text, kept=())]
    for group in suspects:
        shown = select(Entry.text).where(Entry.group_id == group.id, Entry.state == EntryState.SHOWN)
        kept = list(await change.session.scalars(shown))
        values: dict[str, Any] = {}
        if group.label_by == Hand.MACHINE and says_more([group.label], gone=text, kept=kept):
            values["label"] = ""
        if says_more(group.words, gone=text, kept=kept):
            values["words"] = []
        if values:
            change.set(group, by_person=False, **values)


async def _forget_in_steps(change: Change, entry: Entry, text: str) -> None:
    shown = select(Entry.text).where(Entry.table_id == entry.table_id, Entry.state == EntryState.SHOWN)
    kept = list(await change.session.scalars(shown))
    for step in await change.session.scalars(with_words().where(Step.table_id == entry.table_id)):
        cleaned = [_cleaned(each, entry, text, kept) for each in step.changes]
        if cleaned != step.changes:
            step.changes = cleaned


async def forget_former_words(change: Change) -> None:
    """Take the words that paper cards had before out of the log: until the closing undo brings them back."""
    await change.session.flush()
    here = change.dialogue.id
    papers = select(Entry).where(Entry.dialogue_id == here, Entry.origin == Origin.PAPER)
    cards = {entry.number: entry for entry in await change.session.scalars(papers)}
    if not cards:
        return
    for step in await change.session.scalars(with_words().where(Step.dialogue_id == here)):
        cleaned = [_without_former(each, cards) for each in step.changes]
        if cleaned != step.changes:
            step.changes = cleaned
            change.has_erased = True
    for entry in cards.values():
        if entry.state == EntryState.WITHDRAWN and entry.digest:
            await note_erased(change, entry, ErasureKind.WITHDRAWN)
            change.set(entry, by_person=False, **GONE)


def _without_former(logged: Mapping[str, Any], cards: Mapping[int, Entry]) -> dict[str, Any]:
    if logged["row"] != StepRow.ENTRY or logged["id"] not in cards:
        return dict(logged)
    now_says = cards[logged["id"]].text
    return dict(logged) | {
        side: {
            name: value
            for name, value in logged[side].items()
            if name != "vouched" and (name != "text" or value in {"", now_says})
        }
        for side in ("before", "after")
    }


def _cleaned(logged: Mapping[str, Any], entry: Entry, text: str, kept: Sequence[str]) -> dict[str, Any]:
    """Return what a step keeps of one row, without the words that are gone."""
    cleaned = dict(logged)
    if (logged["row"], logged["id"]) == (StepRow.ENTRY, entry.number):
        for side in ("before", "after"):
            values = logged[side].items()
            cleaned[side] = {name: value for name, value in values if name not in {"text", "vouched"}}
    if logged["row"] != StepRow.GROUP:
        return cleaned
    if says_more([logged.get("label", "")], gone=text, kept=kept):
        cleaned["label"] = ""
    if says_more(logged.get("words", ()), gone=text, kept=kept):
        cleaned["words"] = []
    for side in ("before", "after"):
        values = logged[side]
        is_machines = values.get("label_by") == Hand.MACHINE
        if is_machines and says_more([values.get("label", "")], gone=text, kept=kept):
            cleaned[side] = values | {"label": ""}
    return cleaned


def blacked(text: str, spans: Spans) -> str:
    """Return a text with these places blacked out."""
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + BLACKED + text[end:]
    return text


async def erase_again(session: AsyncSession, erased: Sequence[Erased]) -> int:
    """Erase in a restored database what was erased after its backup was written; return how many.

    Of a corrected card the new words are not in an older backup, so it stays without any. Whole dialogues are
    deleted by `delete_again`, before.
    """
    done = 0
    for each in erased:
        dialogue = await session.scalar(select(Dialogue).where(Dialogue.code == each.dialogue))
        session.add(_row(each))
        if dialogue is None or each.kind == ErasureKind.DELETED:
            continue
        entry = await session.scalar(
            select(Entry).where(Entry.dialogue_id == dialogue.id, Entry.id == each.entry_id)
        )
        if entry is not None and entry.text:
            dialogue.revision += 1
            await _erase_again(Change(session, dialogue), entry, each)
            done += 1
        elif entry is None:
            done += await _erase_said_again(session, dialogue.id, each)
            done += await erase_photo_again(session, dialogue.id, each.entry_id)
    return done


async def _erase_again(change: Change, entry: Entry, each: Erased) -> None:
    text = entry.text
    # The words of a phone's card change by what is listed only, those of a paper card also otherwise.
    fits = entry.origin == Origin.PHONE or entry.version == each.version
    is_inside = each.spans and all(0 <= a < b <= len(text) for a, b in each.spans)
    if each.kind == ErasureKind.REDACTED and fits and is_inside:
        change.set(entry, text=blacked(text, each.spans or ()), digest="", vouched=None)
    else:
        change.set(entry, **GONE)
    change.forget_log()
    await forget_words(change, entry, text)


async def _erase_said_again(session: AsyncSession, dialogue_id: int, each: Erased) -> int:
    """Erase once more what stood in a summary or was to be added to one; return how many that are."""
    replies = select(Reply).where(Reply.dialogue_id == dialogue_id, Reply.key == each.entry_id)
    summaries = select(Summary).where(Summary.dialogue_id == dialogue_id, Summary.key == each.entry_id)
    found = await session.scalar(replies) or await session.scalar(summaries)
    if found is None or not found.text:
        return 0
    # In other words than those that were blacked out then nobody knows which had to go.
    fits = isinstance(found, Summary) and found.version == each.version
    is_inside = each.spans and all(0 <= a < b <= len(found.text) for a, b in each.spans)
    found.text = blacked(found.text, each.spans or ()) if fits and is_inside else ""
    return 1


def _row(each: Erased) -> Erasure:
    values = asdict(each)
    if each.spans is not None:
        values["spans"] = [list(span) for span in each.spans]
    return Erasure(**values)
