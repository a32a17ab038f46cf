"""What the pages of one process share; made once by `create_app`, handed to each room."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import structlog

from workshop.changes import open_feed
from workshop.domain.balloting import BallotBox
from workshop.domain.grant import write_uses
from workshop.domain.keeping import Keeping
from workshop.domain.posting import Inbox
from workshop.domain.repeats import Repeats
from workshop.domain.replying import ReplyBox
from workshop.domain.rights import Lives
from workshop.domain.store import Store
from workshop.live.cell_editors import EditorsByDialogue
from workshop.live.copies import Copies
from workshop.live.handouts import Handouts
from workshop.live.keeping_clock import keep_time
from workshop.live.photo_process import PhotoProcess
from workshop.live.placer import Placer
from workshop.live.post_rate import PostRate
from workshop.live.scrubber import keep_clean, scrub
from workshop.live.showing_clock import show_in_time
from workshop.live.watch import Watches
from workshop.live.window_clock import tell_in_time
from workshop.live.word_folder import keep_words
from workshop.models.database import Database
from workshop.private_files import narrow_database, narrow_file, narrow_folder
from workshop.settings import Settings

# How often the last uses of keys are written, together; no page waits for it.
NOTE_USES_SECONDS = 60.0
log = structlog.get_logger()


@dataclass(frozen=True)
class Services:
    """Settings, store, inbox, watches, placer, post rate, copies, dots, replies, photos, handouts."""

    settings: Settings
    store: Store
    inbox: Inbox
    watches: Watches
    placer: Placer
    rate: PostRate
    copies: Copies = field(default_factory=Copies)
    cell_editors: EditorsByDialogue = field(default_factory=EditorsByDialogue)
    photos: PhotoProcess = field(default_factory=PhotoProcess)
    ballots: BallotBox = field(init=False)
    replies: ReplyBox = field(init=False)
    handouts: Handouts = field(init=False)

    def __post_init__(self) -> None:
        """Open the boxes for dots and replies on the same store, and what makes handouts of it."""
        object.__setattr__(self, "ballots", BallotBox(self.store))
        object.__setattr__(self, "replies", ReplyBox(self.store))
        object.__setattr__(self, "handouts", Handouts(self.store, self.settings))
        self.watches.when_gone(self.handouts.forget)


def lives_of(settings: Settings) -> Lives:
    """Return how long links and keys are good here."""
    return Lives(
        link=timedelta(days=settings.link_days),
        first_link=timedelta(hours=settings.first_link_hours),
        key=timedelta(days=settings.access_days),
    )


def keeping_of(settings: Settings) -> Keeping:
    """Return how long things are kept here."""
    return Keeping(
        corrections=timedelta(days=settings.correction_days),
        months=settings.keep_months,
        no_archive=settings.no_archive_reason.strip(),
        zone=settings.zone,
    )


@asynccontextmanager
async def open_store(settings: Settings) -> AsyncIterator[Store]:
    """Open the database, its tables brought up to date, and the feed; close both at the end."""
    database = Database(settings.database)
    try:
        await database.migrate()
        # Only now: a start that fails says one line, why it failed.
        narrow_folder(settings.data_dir)
        for file in (settings.secret_file, settings.erasures_file):
            narrow_file(file)
        if database.file:
            narrow_database(database.file)
        feed = open_feed(database.url)
        store = Store(database, feed, lives_of(settings), keeping_of(settings))
        yield store
        if store.erased.is_set():
            # The last to close SQLite's file cleans it too, but a server may have it open.
            await scrub(store, settings.erasures_file)
        await feed.close()
    finally:
        await database.close()


@asynccontextmanager
async def open_services(settings: Settings, *, places_cards: bool = True) -> AsyncIterator[Services]:
    """Open the store, the watches and the placer; close them at the end.

    One process per database places cards into groups and erases what is due; `places_cards=False` is for all
    others.
    """
    async with open_store(settings) as store:
        placer = Placer(store, settings)
        watches = Watches(store, on_open=placer.attach if places_cards else None)
        rate = PostRate(enabled=settings.rate_limit == "on")
        tasks = [
            asyncio.create_task(_note_uses(store)),
            asyncio.create_task(keep_clean(store, settings.erasures_file)),
            asyncio.create_task(keep_words(store, settings.word_lists)),
        ]
        if places_cards:
            tasks.append(asyncio.create_task(keep_time(store)))
            tasks.append(asyncio.create_task(show_in_time(store)))
            tasks.append(asyncio.create_task(tell_in_time(store)))
        try:
            repeats = Repeats() if settings.rate_limit == "on" else None
            yield Services(settings, store, Inbox(store, repeats), watches, placer, rate)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await watches.close()
            await placer.close()


async def _note_uses(store: Store) -> None:
    while True:
        await asyncio.sleep(NOTE_USES_SECONDS)
        try:
            await write_uses(store)
        except Exception:  # noqa: BLE001 - the next use is noted again, and nobody waits for this one
            log.warning("uses_not_noted")
