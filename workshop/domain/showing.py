"""Cards that wait for their moment: within it a host can hold them, after it they are on the board."""

import time

from sqlalchemy import select

from workshop.domain.holding import after_its_moment
from workshop.domain.store import Store
from workshop.models import Entry, EntryState, HoldReason

# The most cards that come on the board together; more follow in the next second.
TOGETHER = 500


async def show_due(store: Store) -> int:
    """Show the cards whose moment has come and that nobody held meanwhile; return how many."""
    now = int(time.time())
    is_due = (
        Entry.show_at <= now,
        Entry.state == EntryState.HELD,
        Entry.hold_reason == HoldReason.DELAY,
    )
    waiting = select(Entry.dialogue_id, Entry.number).where(*is_due).limit(TOGETHER)
    async with store.read() as session:
        found = [(dialogue, number) for dialogue, number in await session.execute(waiting)]
    shown = 0
    for dialogue_id in sorted({dialogue for dialogue, _ in found}):
        async with store.change(dialogue_id) as change:
            numbers = [number for dialogue, number in found if dialogue == dialogue_id]
            # Somebody may have been quicker.
            due = select(Entry).where(Entry.number.in_(numbers), *is_due)
            for entry in await change.session.scalars(due):
                change.set(entry, by_person=False, **after_its_moment())
                shown += 1
            change.forget_log()
    return shown
