"""Verbs on boards: what all boards of a dialogue show when the hall needs calm."""

from workshop.domain.rights import Actor
from workshop.domain.store import Store
from workshop.models import BoardMode, now

_FREE = {"still_since": None, "still_revision": None}


async def calm_boards(
    store: Store, *, actor: Actor, dialogue_id: int, clock: bool = True, code: bool = True
) -> None:
    """Let all boards show the calm slide, with the round's clock and the code to join or without them."""
    actor.require_moderator(dialogue_id)
    async with store.change(dialogue_id) as change:
        change.set_facts(board_mode=BoardMode.CALM, board_clock=clock, board_code=code, **_FREE)


async def still_boards(store: Store, *, actor: Actor, dialogue_id: int) -> None:
    """Let all boards stay as they are; what is taken off the board still leaves it at once."""
    actor.require_moderator(dialogue_id)
    async with store.change(dialogue_id) as change:
        stands = (
            {} if change.dialogue.still_since else {"still_since": now(), "still_revision": change.revision}
        )
        change.set_facts(board_mode=BoardMode.STILL, **stands)


async def free_boards(store: Store, *, actor: Actor, dialogue_id: int) -> None:
    """Let all boards follow the dialogue again."""
    actor.require_moderator(dialogue_id)
    async with store.change(dialogue_id) as change:
        change.set_facts(board_mode=BoardMode.LIVE, **_FREE)
