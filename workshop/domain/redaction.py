"""The verbs that black words out for good: of a card, a summary or an addition, and wherever they stand."""

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from workshop.domain import bounds
from workshop.domain.entry import entry_of
from workshop.domain.erasure import (
    BLACKED,
    Spans,
    blacked,
    forget_words,
    note_erased,
    note_said_erased,
    with_words,
)
from workshop.domain.errors import ConflictError, Refusal, RefusedError
from workshop.domain.holding import after_redaction
from workshop.domain.rights import Actor
from workshop.domain.store import Change, Store, check_version
from workshop.domain.summary import reply_of, summary_of, touch
from workshop.models import (
    EntryState,
    ErasureKind,
    Group,
    Hand,
    Outcome,
    Reply,
    Step,
    StepVerb,
    Summary,
)


async def redact_entry(
    store: Store,
    *,
    actor: Actor,
    dialogue_id: int,
    entry_id: str,
    spans: Spans,
    seen_version: int | None = None,
) -> None:
    """Black out places of a card's text (`spans`: its first sign, the one behind its last), for good.

    The same words go from names that people gave, from answers to topics, from results of the dialogue and
    from what papers say of it, for somebody has just said that they must not stand anywhere. Raises
    `ConflictError` for a withdrawn card or another version, `RefusedError` where no words are chosen.
    """
    async with store.change(dialogue_id) as change:
        entry = await entry_of(change, entry_id)
        actor.require_table(dialogue_id, entry.table_id)
        check_version(entry, seen_version)
        if entry.state == EntryState.WITHDRAWN:
            raise ConflictError(Refusal.ENTRY_WITHDRAWN)
        former, chosen = entry.text, _checked(spans, len(entry.text))
        await note_erased(change, entry, ErasureKind.REDACTED, spans=chosen)
        text = blacked(former, chosen)
        change.set(entry, text=text, digest="", **after_redaction(entry, text, change.rules))
        # The log of the cleaning itself would keep what was cleaned.
        await change.record_erasure(StepVerb.REDACT_ENTRY, entry, actor=actor)
        await forget_words(change, entry, former)
        await _black_out_elsewhere(change, [former[start:end] for start, end in chosen])
        change.forget_log()


async def redact_summary(
    store: Store,
    *,
    actor: Actor,
    dialogue_id: int,
    summary_id: int,
    spans: Spans,
    seen: str | None = None,
) -> None:
    """Black out places of a summary for good, as `redact_entry` does; what was said to it stays.

    `seen` is the text that the places were chosen in: whether it is offered meanwhile is no matter.
    """
    async with store.change(dialogue_id) as change:
        summary = await summary_of(change, summary_id)
        actor.require_table(dialogue_id, summary.table_id)
        if seen not in {None, summary.text}:
            raise ConflictError(Refusal.CHANGED_MEANWHILE)
        former, chosen = summary.text, _checked(spans, len(summary.text))
        note_said_erased(change, summary, spans=chosen)
        change.set(summary, text=blacked(former, chosen))
        await _black_out_elsewhere(change, [former[start:end] for start, end in chosen])
        change.forget_log()


async def redact_addition(
    store: Store, *, actor: Actor, dialogue_id: int, reply_id: int, spans: Spans, seen: str
) -> None:
    """Black out places of what somebody wants to be added to a summary, for good, as `redact_entry` does.

    `seen` is the text that the places were chosen in. What is not shown only moderators can know.
    """
    async with store.change(dialogue_id) as change:
        reply, summary = await reply_of(change, reply_id)
        actor.require_table(dialogue_id, summary.table_id)
        if reply.state != EntryState.SHOWN:
            actor.require_moderator(dialogue_id)
        if reply.text != seen:
            raise ConflictError(Refusal.CHANGED_MEANWHILE)
        former, chosen = reply.text, _checked(spans, len(reply.text))
        note_said_erased(change, reply, spans=chosen)
        text = blacked(former, chosen)
        standing = after_redaction(reply, text, change.rules.at_once())
        for name, value in standing.items():
            if name != "show_at":
                setattr(reply, name, value)
        reply.text = text
        touch(change, summary)
        await _black_out_elsewhere(change, [former[start:end] for start, end in chosen])
        change.forget_log()


def _checked(spans: Spans, length: int) -> list[tuple[int, int]]:
    """Return places in their order, those that touch as one."""
    if len(spans) > bounds.MANY:
        raise RefusedError(Refusal.TOO_MANY)
    found: list[tuple[int, int]] = []
    for start, end in sorted((int(start), int(end)) for start, end in spans):
        if not 0 <= start < end <= length:
            raise RefusedError(Refusal.NOTHING_CHOSEN)
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    if not found:
        raise RefusedError(Refusal.NOTHING_CHOSEN)
    return found


async def _black_out_elsewhere(change: Change, passages: Sequence[str]) -> None:
    # A bar is never longer than what it stands for, so every text still fits into its column.
    words = {passage.strip() for passage in passages if len(passage.strip()) >= len(BLACKED)}
    if not words:
        return
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(each)}(?!\w)" for each in words))
    here = change.dialogue.id
    for group in await change.session.scalars(select(Group).where(Group.dialogue_id == here)):
        if group.label_by == Hand.PERSON and pattern.search(group.label):
            change.set(group, label=pattern.sub(BLACKED, group.label))
        if pattern.search(group.verdict_reason):
            change.set(group, verdict_reason=pattern.sub(BLACKED, group.verdict_reason))
    for outcome in await change.session.scalars(select(Outcome).where(Outcome.dialogue_id == here)):
        names = ("title", "description", "details")
        values = {name: _without(getattr(outcome, name), pattern) for name in names}
        if any(value != getattr(outcome, name) for name, value in values.items()):
            change.set(outcome, **values)
    if (facts := _without(change.dialogue.paper_facts, pattern)) != change.dialogue.paper_facts:
        change.set_facts(paper_facts=facts)
    await _black_out_said(change, pattern)
    for step in await change.session.scalars(with_words().where(Step.dialogue_id == here)):
        if (cleaned := _without(step.changes, pattern)) != step.changes:
            step.changes = cleaned


async def _black_out_said(change: Change, pattern: re.Pattern[str]) -> None:
    here = change.dialogue.id
    summaries = select(Summary).where(Summary.dialogue_id == here)
    known = {each.id: each for each in await change.session.scalars(summaries)}
    for summary in known.values():
        if pattern.search(summary.text):
            change.set(summary, text=pattern.sub(BLACKED, summary.text))
    for reply in await change.session.scalars(select(Reply).where(Reply.dialogue_id == here)):
        if pattern.search(reply.text):
            reply.text = pattern.sub(BLACKED, reply.text)
            touch(change, known[reply.summary_id])


def _without(value: Any, pattern: re.Pattern[str]) -> Any:  # noqa: ANN401 - whatever JSON holds
    if isinstance(value, str):
        return pattern.sub(BLACKED, value)
    if isinstance(value, list):
        return [_without(each, pattern) for each in value]
    if isinstance(value, dict):
        return {name: _without(each, pattern) for name, each in value.items()}
    return value
