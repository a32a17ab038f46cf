"""The verb that answers a topic: whether it is taken up, partly or not, and why."""

from workshop.domain import bounds
from workshop.domain.errors import Refusal, RefusedError
from workshop.domain.group import open_group
from workshop.domain.rights import Actor
from workshop.domain.store import Store, check_version
from workshop.domain.text import is_blank
from workshop.models import StepVerb, Verdict


async def give_verdict(
    store: Store,
    *,
    actor: Actor,
    dialogue_id: int,
    group_id: int,
    verdict: Verdict,
    reason: str = "",
    seen_version: int | None = None,
) -> None:
    """Say to a topic whether it is taken up, and why; `Verdict.NONE` takes that away, with its reason.

    Raises `RefusedError` for a reason without an answer, which nobody would see.
    """
    if verdict not in set(Verdict):
        raise RefusedError(Refusal.DETAILS_INVALID)
    reason = checked_reason(reason)
    if reason and verdict == Verdict.NONE:
        raise RefusedError(Refusal.VERDICT_MISSING)
    async with store.change(dialogue_id) as change:
        group = await open_group(change, group_id)
        actor.require_table(dialogue_id, group.table_id)
        check_version(group, seen_version)
        change.set(group, verdict=Verdict(verdict), verdict_reason=reason)
        verb = StepVerb.TAKE_VERDICT_AWAY if verdict == Verdict.NONE else StepVerb.GIVE_VERDICT
        await change.record(verb, actor=actor, table_id=group.table_id)


def checked_reason(text: str) -> str:
    """Return a reason as stored, empty if nobody would see any; raise `RefusedError` for what is none."""
    stored = bounds.text(text, bounds.VERDICT_REASON)
    return "" if is_blank(stored) else stored
