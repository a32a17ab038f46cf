"""What the pages of one process share; made once by `create_app`, handed to each room."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from workshop.changes import open_feed
from workshop.domain.posting import Inbox
from workshop.domain.store import Store
from workshop.live.placer import Placer
from workshop.live.post_rate import PostRate
from workshop.live.watch import Watches
from workshop.models.database import Database
from workshop.settings import Settings


@dataclass(frozen=True)
class Services:
    """Settings, store, inbox for cards, watched dialogues, the machine that places cards, post rate."""

    settings: Settings
    store: Store
    inbox: Inbox
    watches: Watches
    placer: Placer
    rate: PostRate


@asynccontextmanager
async def open_store(settings: Settings) -> AsyncIterator[Store]:
    """Open the database, its tables brought up to date, and the feed; close both at the end."""
    database = Database(settings.database)
    try:
        await database.migrate()
        feed = open_feed(database.url)
        yield Store(database, feed)
        await feed.close()
    finally:
        await database.close()


@asynccontextmanager
async def open_services(settings: Settings, *, places_cards: bool = True) -> AsyncIterator[Services]:
    """Open the store, the watches and the placer; close them at the end.

    One process per database places cards into groups; `places_cards=False` is for all others.
    """
    async with open_store(settings) as store:
        placer = Placer(store, settings)
        watches = Watches(store, on_open=placer.attach if places_cards else None)
        rate = PostRate(enabled=settings.rate_limit == "on")
        try:
            yield Services(settings, store, Inbox(store), watches, placer, rate)
        finally:
            await watches.close()
            await placer.close()
