"""Backups that the server makes by itself, every few hours, keeping the last copies."""

import asyncio
import os
import re
import stat
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog

from workshop.backup import FULL, BackupError, write_backup
from workshop.live.copies import Copies, Trouble
from workshop.logs import log_error
from workshop.models import now
from workshop.models.database import Database
from workshop.private_files import make_folder, narrow_folder
from workshop.settings import Settings

HOUR = 3600.0
# After a failure it is tried again sooner than the next one would be due.
AGAIN_SECONDS = 600.0
NAME = re.compile(r"workshop-\d{8}T\d{6}Z\.backup")
# What a process left that was killed while it wrote; another one may be writing just now.
PART = re.compile(rf"{NAME.pattern}\.[0-9a-f]+\.part")
LEFT_AFTER = HOUR
log = structlog.get_logger()


@asynccontextmanager
async def scheduled_backups(settings: Settings, copies: Copies) -> AsyncIterator[None]:
    """Make backups while the block runs, if the settings ask for them; note in `copies` how that goes."""
    if not settings.backup_hours:
        yield
        return
    task = asyncio.create_task(_keep(settings, copies))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def back_up(settings: Settings) -> Path:
    """Write one more copy, then remove the oldest beyond the number that is kept; return its path.

    Raises `BackupError`, or what the database raises; then all older copies stay.
    """
    folder = settings.backups
    try:
        make_folder(folder)
        file = folder / datetime.now(UTC).strftime("workshop-%Y%m%dT%H%M%SZ.backup")
    except OSError as error:
        raise BackupError(f"the folder for backups {folder}: {error.strerror}") from error
    database = Database(settings.database)
    try:
        await write_backup(database, file, secret=settings.secret)
    finally:
        await database.close()
    _remove_old(folder, but=file, copies=settings.backup_copies)
    return file


def copies_in(folder: Path) -> list[Path]:
    """Return the copies that a server made there, the oldest first; other names are somebody's own."""
    return sorted(path for path in folder.glob("*") if NAME.fullmatch(path.name))


def _remove_old(folder: Path, *, but: Path, copies: int) -> None:
    # The one just written stays, also where the clock was put back and it seems to be the oldest.
    others = [path for path in copies_in(folder) if path != but]
    for path in others[: len(others) - (copies - 1)]:
        path.unlink(missing_ok=True)
    for path in folder.glob("*.part"):
        if PART.fullmatch(path.name) and time.time() - path.stat().st_mtime > LEFT_AFTER:
            path.unlink(missing_ok=True)


def folder_note(settings: Settings) -> str:
    """Return what a start says of the folder for backups; empty if there is nothing to say.

    It stops no start: an evening goes on without copies, and the folder's disk may come back meanwhile.
    """
    folder = settings.backups
    if not settings.backup_hours:
        return (
            "Note: WORKSHOP_BACKUP_FOLDER is set, but no backups are made by themselves; "
            "set WORKSHOP_BACKUP_HOURS too (docs/settings.md)."
            if settings.backup_folder
            else ""
        )
    try:
        is_far = not folder.parent.exists()
        make_folder(folder)
        with tempfile.TemporaryFile(dir=folder):
            mode = folder.stat().st_mode
    except OSError as error:
        return (
            f"Note: no backup can be written into {folder} ({error.strerror}); the server runs without, and "
            "tries again (WORKSHOP_BACKUP_FOLDER)."
        )
    if os.name == "posix" and mode & 0o022 and not mode & stat.S_ISVTX:
        return f"Note: others on this machine can take files out of {folder}; give backups an own folder."
    if is_far:
        return (
            f"Note: the folder for backups {folder} and the one above it were not there and were made; "
            "should that be another disk, it is not mounted."
        )
    return ""


async def _keep(settings: Settings, copies: Copies) -> None:
    period = settings.backup_hours * HOUR
    newest = _newest(settings)
    last = datetime.fromtimestamp(newest, UTC) if newest else None
    copies.keep(timedelta(seconds=period), last=last, at=now())
    wait = _until_due(newest, period)
    while True:
        await asyncio.sleep(wait)
        try:
            # In a thread with a loop and a connection of its own: a phone waits for no row of it.
            file = await asyncio.to_thread(lambda: asyncio.run(back_up(settings)))
        except BackupError as error:
            # Its words are ours, and no card's.
            log.error("backup_failed", cause=str(error))  # noqa: TRY400 - no traceback, it is a full disk or so
            copies.note_failed(now(), _trouble_of(error))
            wait = min(period, AGAIN_SECONDS)
        except Exception as error:  # noqa: BLE001 - whatever it was, the next one is tried
            log_error("backup_failed", error)
            copies.note_failed(now(), Trouble.OTHER)
            wait = min(period, AGAIN_SECONDS)
        else:
            log.info("backup_written", file=str(file))
            copies.note_made(now())
            wait = period


def _trouble_of(error: BackupError) -> Trouble:
    cause = error.__cause__
    if not isinstance(cause, OSError):
        return Trouble.OTHER
    return Trouble.NO_ROOM if cause.errno in FULL else Trouble.FOLDER


def _newest(settings: Settings) -> float:
    """Return when the newest copy was written, 0 if there is none."""
    try:
        narrow_folder(settings.backups)
        return max((path.stat().st_mtime for path in copies_in(settings.backups)), default=0.0)
    except OSError:
        return 0.0


def _until_due(newest: float, period: float) -> float:
    """Return the seconds until the first one: a restart neither skips one nor makes one more."""
    age = time.time() - newest
    return max(0.0, period - age) if age >= 0 else 0.0
