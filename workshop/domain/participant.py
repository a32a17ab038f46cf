"""Participants: a random id beside cards, dots, replies, forgotten once nobody finds their own by it."""

from collections import Counter
from datetime import timedelta

from sqlalchemy import ColumnElement, CursorResult, and_, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from workshop.domain.store import Store
from workshop.models import Ballot, Dialogue, Entry, Group, Mute, Reply, Window, now

# How long a phone finds its own cards again, counted from the first; an older id names nobody any more.
OWN_CARDS = timedelta(days=14)


async def forget_participants(store: Store) -> int:
    """Erase who wrote the cards of dialogues that were closed some days ago; return how many cards that were.

    Cards that came in afterwards keep theirs for as long after the end of their window.
    Nor does anybody need an id beside a card that is older than any phone's memory of it. From then on nobody
    can withdraw or correct these cards any more; of dots only their number at each topic stays.
    """
    at = now()
    closed = Dialogue.closed_at <= at - store.keeping.corrections
    over = select(Dialogue.id).where(closed)
    # While cards still come in afterwards, and some days more, their authors can withdraw them.
    shut = or_(Dialogue.after_until.is_(None), Dialogue.after_until <= at - store.keeping.corrections)
    quite_over = select(Dialogue.id).where(closed, shut)
    in_time = and_(Entry.dialogue_id.in_(over), Entry.window != Window.AFTER)
    forgotten = and_(
        Entry.participant.is_not(None),
        or_(in_time, Entry.dialogue_id.in_(quite_over), Entry.created_at < at - OWN_CARDS),
    )
    # Who is forgotten writes no further card that could be held.
    muted = and_(
        Mute.participant.is_not(None), or_(Mute.dialogue_id.in_(quite_over), Mute.at < at - OWN_CARDS)
    )
    said = and_(
        Reply.participant.is_not(None), or_(Reply.dialogue_id.in_(over), Reply.given_at < at - OWN_CARDS)
    )
    cast = or_(Ballot.dialogue_id.in_(over), Ballot.given_at < at - OWN_CARDS)
    sought = (
        select(Entry.number).where(forgotten).limit(1),
        select(Mute.id).where(muted).limit(1),
        select(Ballot.id).where(cast).limit(1),
        select(Reply.id).where(said).limit(1),
    )
    async with store.read() as session:
        # Mostly there is nothing to do; then nobody who posts has to wait.
        if all([await session.scalar(each) is None for each in sought]):
            return 0
    async with store.database.write() as session:
        done = await session.execute(update(Entry).where(forgotten).values(participant=None))
        await session.execute(update(Mute).where(muted).values(participant=None))
        await session.execute(update(Reply).where(said).values(participant=None))
        await _keep_sums(session, cast)
    assert isinstance(done, CursorResult)  # noqa: S101 - what an update gives
    return done.rowcount


async def _keep_sums(session: AsyncSession, cast: ColumnElement[bool]) -> None:
    """Let ballots become a number at their group: nobody sees any more what one person gave."""
    # Whoever moves a dot in the same moment waits, and finds the ballot gone.
    where = select(Ballot.dialogue_id).where(cast)
    locked = select(Dialogue.id).where(Dialogue.id.in_(where)).order_by(Dialogue.id)
    await session.execute(locked.with_for_update())
    gone = await session.execute(delete(Ballot).where(cast).returning(Ballot.group_id, Ballot.dots))
    sums: Counter[int] = Counter()
    for group_id, dots in gone:
        sums[group_id] += dots
    for group_id, dots in sorted(sums.items()):
        more = update(Group).where(Group.id == group_id).values(kept_dots=Group.kept_dots + dots)
        await session.execute(more)
