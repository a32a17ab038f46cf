"""When the machine may place cards: while they are collected, and after that only if a moderator says so."""

from typing import Any

from workshop.domain.rights import Actor
from workshop.domain.store import Change, Store
from workshop.domain.table import table_of
from workshop.models import Hand, Origin, Phase, StepVerb


def machine_places(phase: str, *, sorts_on: bool) -> bool:
    """Say whether the machine may place any card in a phase."""
    return phase in {Phase.PREPARATION, Phase.COLLECT} or (sorts_on and phase != Phase.CLOSED)


def is_owed(card: Any) -> bool:  # noqa: ANN401 - a view of a card, or a row with the same names
    """Say whether a card still comes from the collecting: nobody has looked for its place or changed it yet.

    Such a card gets its place also when collecting ended a moment ago.
    """
    return card.placed_by is None and card.origin == Origin.PHONE and card.version == 1


def freed(change: Change) -> Hand | None:
    """Return who placed a card that undo sets free: the machine looks at it anew only if it goes on."""
    dialogue = change.dialogue
    return None if machine_places(dialogue.phase, sorts_on=dialogue.sorts_on) else Hand.MACHINE


async def let_machine_place(
    store: Store, *, actor: Actor, dialogue_id: int, table_id: int, active: bool
) -> None:
    """Let the machine go on placing cards after collecting, or stop it; for all tables of a dialogue.

    It is a step at the table where somebody decided it, so that log and undo have it.
    """
    actor.require_moderator(dialogue_id)
    async with store.change(dialogue_id) as change:
        await table_of(change, table_id)
        change.set(change.dialogue, sorts_on=active)
        verb = StepVerb.LET_MACHINE_PLACE if active else StepVerb.STOP_MACHINE
        await change.record(verb, actor=actor, table_id=table_id)
