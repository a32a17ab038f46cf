"""Verbs on entries: hold, hide, show, withdraw, correct, add from paper."""

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from workshop.domain import bounds
from workshop.domain.erasure import GONE, forget_words, note_erased, unname_groups
from workshop.domain.errors import (
    ClosedError,
    ConflictError,
    ForbiddenError,
    NotCollectingError,
    NotFoundError,
    Refusal,
    RefusedError,
)
from workshop.domain.holding import after_correction, by_a_mute, by_a_person, by_the_machine
from workshop.domain.language import checked_tag, language_of
from workshop.domain.posting import checked_text, digest_of, is_entry_id
from workshop.domain.queries.mute import reason_for
from workshop.domain.rights import Actor
from workshop.domain.store import Change, Store, check_version
from workshop.domain.table import table_of
from workshop.domain.window import window_at
from workshop.models import (
    Entry,
    EntryState,
    ErasureKind,
    Hand,
    HoldReason,
    Origin,
    Phase,
    QuestionKey,
    StepVerb,
    Window,
    now,
)


async def hold_entry(
    store: Store,
    *,
    actor: Actor,
    dialogue_id: int,
    entry_id: str,
    reason: HoldReason,
    seen_version: int | None = None,
) -> None:
    """Take a card off the board until a person has looked at it."""
    await _set_state(store, actor, dialogue_id, entry_id, EntryState.HELD, reason, seen_version)


async def hide_entry(
    store: Store,
    *,
    actor: Actor,
    dialogue_id: int,
    entry_id: str,
    reason: HoldReason,
    seen_version: int | None = None,
) -> None:
    """Take a card off the board and out of all files; logged with its reason, and it can be shown again."""
    await _set_state(store, actor, dialogue_id, entry_id, EntryState.HIDDEN, reason, seen_version)


async def show_entry(
    store: Store, *, actor: Actor, dialogue_id: int, entry_id: str, seen_version: int | None = None
) -> None:
    """Put a held or hidden card (back) on the board."""
    await _set_state(store, actor, dialogue_id, entry_id, EntryState.SHOWN, None, seen_version)


async def _set_state(
    store: Store,
    actor: Actor,
    dialogue_id: int,
    entry_id: str,
    state: EntryState,
    reason: HoldReason | None,
    seen_version: int | None,
) -> None:
    verbs = {
        EntryState.HELD: StepVerb.HOLD_ENTRY,
        EntryState.HIDDEN: StepVerb.HIDE_ENTRY,
        EntryState.SHOWN: StepVerb.SHOW_ENTRY,
    }
    async with store.change(dialogue_id) as change:
        entry = await entry_of(change, entry_id)
        actor.require_table(dialogue_id, entry.table_id)
        check_version(entry, seen_version)
        if entry.state == EntryState.WITHDRAWN:
            raise ConflictError(Refusal.ENTRY_WITHDRAWN)
        change.set(entry, **by_a_person(entry.text, state, reason))
        if state == EntryState.SHOWN:
            _free_alone(change, entry)
        else:
            await unname_groups(change, entry.table_id, entry.text)
        await change.record(verbs[state], actor=actor, table_id=entry.table_id, reason=reason)


def _free_alone(change: Change, entry: Entry) -> None:
    """Let the machine look for a place anew, for a card that it had left alone; for none that came later."""
    is_alone = entry.group_id is None and entry.placed_by == Hand.MACHINE
    if is_alone and entry.window != Window.AFTER:
        change.set(entry, by_person=False, placed_by=None)


async def withdraw_entry(store: Store, *, actor: Actor, dialogue_id: int, entry_id: str) -> None:
    """Take one's own card back: its text is deleted, so only its author can, and nobody can bring it back."""
    async with store.change(dialogue_id) as change:
        entry = await _own_entry(change, actor, entry_id)
        if entry.state != EntryState.WITHDRAWN:
            text = entry.text
            await note_erased(change, entry, ErasureKind.WITHDRAWN)
            change.set(entry, **GONE)
            await forget_words(change, entry, text)


async def correct_entry(store: Store, *, actor: Actor, dialogue_id: int, entry_id: str, text: str) -> None:
    """Reword one's own card until collecting ends; `holding` says whether it is then shown or held."""
    text = checked_text(text)
    async with store.change(dialogue_id) as change:
        entry = await _own_entry(change, actor, entry_id)
        require_collecting(change)
        if entry.state in {EntryState.WITHDRAWN, EntryState.HIDDEN}:
            raise ConflictError(Refusal.ENTRY_WITHDRAWN)
        standing, former = after_correction(entry, text, change.rules), entry.text
        if text != former:
            await note_erased(change, entry, ErasureKind.CORRECTED)
            standing |= await _muted(change, entry)
            # They would still say what the former words were.
            standing |= {"digest": "", "vouched": None}
        change.set(entry, text=text, lang=language_of(text, entry.lang), **standing)
        _free_alone(change, entry)
        if text != former:
            await forget_words(change, entry, former)


async def _muted(change: Change, entry: Entry) -> dict[str, Any]:
    """Return how other words stand of somebody whose further cards are held; nothing if they are not."""
    if not change.dialogue.has_muted or entry.participant is None:
        return {}
    reason = await reason_for(change.session, change.dialogue.id, entry.participant)
    return by_a_mute(reason) if reason and entry.held_by != Hand.PERSON else {}


@dataclass(frozen=True)
class PaperCard:
    """A card written on paper, typed in by the host."""

    table_id: int
    question: QuestionKey
    text: str
    lang: str


async def add_paper_entry(
    store: Store, *, actor: Actor, dialogue_id: int, card: PaperCard, entry_id: str | None = None
) -> str:
    """Put a card from paper on the board, or hold it; possible until the dialogue is closed. Return its id.

    Whoever gives `entry_id` may ask again when the answer was lost: the card is stored once.
    """
    actor.require_table(dialogue_id, card.table_id)
    text = checked_text(card.text)
    digest = digest_of(bounds.row(card.table_id, Refusal.TABLE_UNKNOWN), card.question, text)
    async with store.change(dialogue_id) as change:
        _require_open(change)
        table = await table_of(change, card.table_id)
        lang = _language_of_paper(change, text, card.lang)
        standing = by_the_machine(text, lang, change.rules.at_once())
        known = await change.session.scalar(select(Entry).where(Entry.id == (entry_id or "")))
        if known and (known.dialogue_id, known.digest) == (dialogue_id, digest):
            return known.id
        entry = Entry(
            id=str(uuid.uuid4()) if known or not is_entry_id(entry_id or "") else entry_id,
            dialogue_id=dialogue_id,
            table_id=table.id,
            question=card.question,
            text="",
            lang=lang,
            state=EntryState.WITHDRAWN,
            origin=Origin.PAPER,
            digest=digest,
            first_state=standing["state"],
            first_revision=change.revision,
        )
        # It comes in without its words and gets them as a step, so that undo takes them off again.
        await change.add(entry)
        change.set(entry, text=text, **standing)
        await change.record(StepVerb.ADD_ENTRY, actor=actor, table_id=table.id)
        return entry.id


async def correct_paper_entry(
    store: Store,
    *,
    actor: Actor,
    dialogue_id: int,
    entry_id: str,
    card: PaperCard,
    seen_version: int | None = None,
) -> None:
    """Give a card from paper other words, or another question or language; its table stays.

    Raises `RefusedError` for a card from a phone: its words are its author's.
    """
    text = checked_text(card.text)
    async with store.change(dialogue_id) as change:
        entry = await _paper_entry(change, actor, entry_id)
        check_version(entry, seen_version)
        lang = _language_of_paper(change, text, card.lang)
        standing, former = after_correction(entry, text, change.rules.at_once()), entry.text
        change.set(entry, question=card.question, text=text, lang=lang, **standing)
        await unname_groups(change, entry.table_id, former)
        await change.record(StepVerb.CORRECT_ENTRY, actor=actor, table_id=entry.table_id)


async def take_back_paper_entry(store: Store, *, actor: Actor, dialogue_id: int, entry_id: str) -> None:
    """Take a card from paper back as if it had not been typed in; undo brings it again."""
    async with store.change(dialogue_id) as change:
        entry = await _paper_entry(change, actor, entry_id)
        gone: dict[str, Any] = {"state": EntryState.WITHDRAWN, "text": "", "group_id": None}
        former = entry.text
        change.set(entry, **gone, hold_reason=None, held_by=None)
        await unname_groups(change, entry.table_id, former)
        await change.record(StepVerb.TAKE_BACK_ENTRY, actor=actor, table_id=entry.table_id)


async def _paper_entry(change: Change, actor: Actor, entry_id: str) -> Entry:
    entry = await entry_of(change, entry_id)
    actor.require_table(change.dialogue.id, entry.table_id)
    _require_open(change)
    if entry.origin != Origin.PAPER:
        raise RefusedError(Refusal.NOT_FROM_PAPER)
    if entry.state == EntryState.WITHDRAWN:
        raise ConflictError(Refusal.ENTRY_WITHDRAWN)
    return entry


def _language_of_paper(change: Change, text: str, chosen: str) -> str:
    return language_of(text, checked_tag(chosen, otherwise=change.dialogue.lang))


def _require_open(change: Change) -> None:
    if change.dialogue.phase == Phase.CLOSED:
        raise ClosedError(Refusal.CLOSED)


async def entry_of(change: Change, entry_id: str) -> Entry:
    """Return an entry of the dialogue that is being changed; raise `NotFoundError` otherwise."""
    statement = select(Entry).where(Entry.dialogue_id == change.dialogue.id, Entry.id == entry_id)
    # PostgreSQL would fail at what cannot be an id, a NUL or half a character.
    entry = await change.session.scalar(statement) if is_entry_id(entry_id) else None
    if entry is None:
        raise NotFoundError(Refusal.ENTRY_UNKNOWN)
    return entry


async def _own_entry(change: Change, actor: Actor, entry_id: str) -> Entry:
    entry = await entry_of(change, entry_id)
    if entry.participant is None and entry.origin == Origin.PHONE:
        raise ForbiddenError(Refusal.AUTHOR_FORGOTTEN)
    if actor.participant is None or entry.participant != actor.participant:
        raise ForbiddenError(Refusal.NOT_YOUR_CARD)
    return entry


def require_collecting(change: Change) -> None:
    """Raise `ClosedError` or `NotCollectingError` unless the dialogue takes cards now.

    What comes after the evening comes beside what is there, of which nothing changes any more.
    """
    if change.dialogue.phase == Phase.CLOSED:
        raise ClosedError(Refusal.CLOSED)
    if window_at(change.dialogue, now()) not in {Window.NONE, Window.BEFORE}:
        raise NotCollectingError(Refusal.NOT_COLLECTING)
