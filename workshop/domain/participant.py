"""Participants: a random id beside each card, forgotten as soon as nobody finds their own cards by it."""

from datetime import timedelta

from sqlalchemy import CursorResult, and_, or_, select, update

from workshop.domain.store import Store
from workshop.models import Dialogue, Entry, Mute, now

# How long a phone finds its own cards again, counted from the first; an older id names nobody any more.
OWN_CARDS = timedelta(days=14)


async def forget_participants(store: Store) -> int:
    """Erase who wrote the cards of dialogues that were closed some days ago; return how many cards that were.

    Nor does anybody need an id beside a card that is older than any phone's memory of it. From then on nobody
    can withdraw or correct these cards any more.
    """
    at = now()
    over = select(Dialogue.id).where(Dialogue.closed_at <= at - store.keeping.corrections)
    forgotten = and_(
        Entry.participant.is_not(None),
        or_(Entry.dialogue_id.in_(over), Entry.created_at < at - OWN_CARDS),
    )
    # Who is forgotten writes no further card that could be held.
    muted = and_(Mute.participant.is_not(None), or_(Mute.dialogue_id.in_(over), Mute.at < at - OWN_CARDS))
    sought = (select(Entry.number).where(forgotten).limit(1), select(Mute.id).where(muted).limit(1))
    async with store.read() as session:
        # Mostly there is nothing to do; then nobody who posts has to wait.
        if all([await session.scalar(each) is None for each in sought]):
            return 0
    async with store.database.write() as session:
        done = await session.execute(update(Entry).where(forgotten).values(participant=None))
        await session.execute(update(Mute).where(muted).values(participant=None))
    assert isinstance(done, CursorResult)  # noqa: S101 - what an update gives
    return done.rowcount
