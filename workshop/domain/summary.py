"""Summaries: a host writes one of each round, shows it to the table, and reads what the table says to it.

A reply belongs to the wording that it was given for. When the text changes after it was shown or answered, it
becomes another edition: the phones no longer show it, and the table is asked anew when somebody says so.
"""

import uuid

from sqlalchemy import select

from workshop.domain import bounds
from workshop.domain.errors import ConflictError, NotFoundError, Refusal, RefusedError
from workshop.domain.holding import by_a_person
from workshop.domain.rights import Actor
from workshop.domain.store import Change, Store, check_version
from workshop.domain.table import table_of
from workshop.domain.text import is_blank
from workshop.models import EntryState, HoldReason, Phase, Reply, Summary, now

_OVER = (Phase.PREPARATION, Phase.CLOSED)


def are_summaries_open(phase: str) -> bool:
    """Say whether summaries are written, shown and answered in this phase."""
    return phase not in _OVER


def present_round(number: int) -> int:
    """Return the round that a summary is of: an evening whose clock was never started has one."""
    return max(1, number)


async def write_summary(
    store: Store,
    *,
    actor: Actor,
    dialogue_id: int,
    table_id: int,
    number: int,
    text: str,
    seen_version: int | None = None,
) -> int:
    """Write the summary of a table's round (`number`), or write it anew; return its id.

    `seen_version` is 0 where there was none yet. Nothing written takes it back. Raises `ConflictError` before
    collecting, after the closing and for another version, `RefusedError` for a round that has not begun.
    """
    actor.require_table(dialogue_id, table_id)
    text = bounds.text(text, bounds.SUMMARY)
    async with store.change(dialogue_id) as change:
        _require_open(change)
        table = await table_of(change, table_id)
        rounds = (1, present_round(change.dialogue.round))
        number = bounds.number(number, rounds, Refusal.ROUNDS_OUT_OF_RANGE)
        sought = select(Summary).where(Summary.table_id == table.id, Summary.round == number)
        summary = await change.session.scalar(sought)
        role = actor.role_at(dialogue_id)
        if summary is None:
            if is_blank(text):
                raise RefusedError(Refusal.TEXT_EMPTY)
            summary = Summary(
                key=str(uuid.uuid4()), dialogue_id=dialogue_id, table_id=table.id, round=number, text=text
            )
            summary.role = role
            await change.add(summary)
            return summary.id
        check_version(summary, seen_version)
        if text != summary.text:
            is_next = summary.offered or await _is_answered(change, summary)
            edition = summary.edition + is_next
            change.set(summary, text=text, edition=edition, offered=False, role=role, changed_at=now())
        return summary.id


async def offer_summary(
    store: Store,
    *,
    actor: Actor,
    dialogue_id: int,
    summary_id: int,
    offered: bool = True,
    seen_version: int | None = None,
) -> None:
    """Let the phones of the table show a summary and ask whether it is right, or (`False`) no longer.

    What was answered stays. Raises `ConflictError` before collecting, after the closing and
    for another version.
    """
    async with store.change(dialogue_id) as change:
        summary = await summary_of(change, summary_id)
        actor.require_table(dialogue_id, summary.table_id)
        _require_open(change)
        check_version(summary, seen_version)
        if offered and is_blank(summary.text):
            raise RefusedError(Refusal.TEXT_EMPTY)
        if summary.offered != offered:
            change.set(summary, offered=offered)


async def decide_addition(
    store: Store, *, actor: Actor, dialogue_id: int, reply_id: int, seen: str, shown: bool
) -> None:
    """Let the host see what somebody wants to be added and the machine held, or hide it.

    These very words only (`seen`): whoever changes them has them looked at anew.
    """
    actor.require_moderator(dialogue_id)
    async with store.change(dialogue_id) as change:
        reply, summary = await reply_of(change, reply_id)
        if reply.text != seen:
            raise ConflictError(Refusal.CHANGED_MEANWHILE)
        reason = HoldReason(reply.hold_reason) if reply.hold_reason else HoldReason.OFF_TOPIC
        state = EntryState.SHOWN if shown else EntryState.HIDDEN
        for name, value in by_a_person(reply.text, state, reason).items():
            if name != "show_at":
                setattr(reply, name, value)
        touch(change, summary)


async def summary_of(change: Change, summary_id: int) -> Summary:
    """Return a summary of this dialogue; raise `NotFoundError` if there is none."""
    summary = await change.session.get(Summary, bounds.row(summary_id, Refusal.SUMMARY_UNKNOWN))
    if summary is None or summary.dialogue_id != change.dialogue.id:
        raise NotFoundError(Refusal.SUMMARY_UNKNOWN)
    return summary


async def reply_of(change: Change, reply_id: int) -> tuple[Reply, Summary]:
    """Return a reply of this dialogue and its summary; raise `NotFoundError` where nothing is added by it."""
    reply = await change.session.get(Reply, bounds.row(reply_id, Refusal.SUMMARY_UNKNOWN))
    if reply is None or reply.dialogue_id != change.dialogue.id or not reply.text:
        raise NotFoundError(Refusal.SUMMARY_UNKNOWN)
    return reply, await summary_of(change, reply.summary_id)


def touch(change: Change, summary: Summary) -> None:
    """Tell the readers that what is said to a summary changed; its text and version stay."""
    summary.revision = change.revision


async def _is_answered(change: Change, summary: Summary) -> bool:
    given = select(Reply.id).where(Reply.summary_id == summary.id, Reply.edition == summary.edition)
    return await change.session.scalar(given.limit(1)) is not None


def _require_open(change: Change) -> None:
    if not are_summaries_open(change.dialogue.phase):
        raise ConflictError(Refusal.NO_SUMMARIES_NOW)
