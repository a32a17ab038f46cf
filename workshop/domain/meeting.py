"""Round tables that meet again: what is open and what was agreed goes along to the next meeting."""

from typing import Any

from sqlalchemy import insert, select

from exports.details import details_of
from workshop.domain import bounds
from workshop.domain.errors import NotFoundError, Refusal, RefusedError
from workshop.domain.outcome import outcome_of
from workshop.domain.rights import Actor
from workshop.domain.store import Change, Store
from workshop.domain.text import is_blank
from workshop.models import Outcome, OutcomeKind, outcome_entries, outcome_groups

# What the next meeting has from the last one; its day is still to be found.
_TAKEN_ALONG = ("convenor", "invited", "place", "open_points")


async def plan_next_meeting(
    store: Store, *, actor: Actor, dialogue_id: int, outcome_id: int, title: str
) -> int:
    """Make the next meeting of a round table, with its guests, open points, agreements and cards.

    Returns its id; that of the one there is already, if somebody was quicker.
    """
    actor.require_moderator(dialogue_id)
    title = bounds.text(title, bounds.OUTCOME_TITLE)
    if is_blank(title):
        raise RefusedError(Refusal.TITLE_MISSING)
    async with store.change(dialogue_id) as change:
        last = await outcome_of(change, outcome_id)
        if last.discarded or last.kind != OutcomeKind.ROUND_TABLE:
            raise NotFoundError(Refusal.OUTCOME_UNKNOWN)
        follows = select(Outcome.id).where(Outcome.dialogue_id == dialogue_id, Outcome.follows_id == last.id)
        known = await change.session.scalar(follows.where(Outcome.discarded.is_(False)))
        if known is not None:
            return known
        coming = Outcome(
            dialogue_id=dialogue_id,
            table_id=last.table_id,
            kind=last.kind,
            title=title,
            description=last.description,
            details=_taken_along(last),
            follows_id=last.id,
        )
        await change.add(coming)
        await _link_as(change, coming.id, last.id)
        # Who has it open sees that it has a next one.
        last.revision = change.revision
        return coming.id


def _taken_along(last: Outcome) -> dict[str, Any]:
    said = details_of(last.kind, last.details).values
    details: dict[str, Any] = {name: last.details[name] for name in _TAKEN_ALONG if last.details.get(name)}
    lists = (said["carried"], said["agreements"])
    carried = dict.fromkeys(line for lines in lists if isinstance(lines, tuple) for line in lines)
    return details | ({"carried": [*carried][-bounds.LINES :]} if carried else {})


async def _link_as(change: Change, outcome_id: int, other_id: int) -> None:
    """Attach the groups and cards of another outcome."""
    for link, column in ((outcome_groups, "group_id"), (outcome_entries, "entry_id")):
        found = await change.session.scalars(select(link.c[column]).where(link.c.outcome_id == other_id))
        if rows := [{"outcome_id": outcome_id, column: each} for each in found]:
            await change.session.execute(insert(link), rows)
