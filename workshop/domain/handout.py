"""Verbs on the handouts of an evening: whether everybody may read the evening edition and the wall sheets."""

from workshop.domain.rights import Actor
from workshop.domain.store import Store
from workshop.models import now


async def release_handouts(store: Store, *, actor: Actor, dialogue_id: int) -> None:
    """Let everybody who has the address read the handouts, as they are at any moment from now on."""
    actor.require_moderator(dialogue_id)
    async with store.change(dialogue_id) as change:
        change.set_facts(handouts_since=change.dialogue.handouts_since or now())


async def take_handouts_back(store: Store, *, actor: Actor, dialogue_id: int) -> None:
    """Let nobody read the handouts any more."""
    actor.require_moderator(dialogue_id)
    async with store.change(dialogue_id) as change:
        change.set_facts(handouts_since=None)
