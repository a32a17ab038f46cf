"""Backups that the server makes by itself: how many stay, which go, and what is said when one fails."""

import asyncio
import json
import os
import time
from datetime import timedelta
from pathlib import Path

import pytest

from tests import forks
from tests.factories import post
from tests.running import Running
from tests.waiting import soon, until
from workshop.backup import BackupError, restore_backup
from workshop.domain.queries.results import results_of
from workshop.live.copies import Copies, Trouble
from workshop.models import now
from workshop.models.database import Database
from workshop.scheduled_backups import (
    _newest,
    _until_due,
    back_up,
    copies_in,
    folder_note,
    scheduled_backups,
)
from workshop.settings import Settings

pytestmark = pytest.mark.integration
OFTEN = "0.0004"  # hours: a second and a half


def settings_of(database: Database, folder: Path, **more: float) -> Settings:
    return Settings(data_dir=folder, database_url=database.url, secret="key of the cookies", **more)


def earlier(folder: Path, *names: str) -> list[str]:
    for name in names:
        (folder / name).write_text("a copy")
    return list(names)


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def test_copy_restores_to_the_same_results(store, dialogue, tmp_path) -> None:
    await post(store, dialogue, "eins", "zwei – نص")
    file = await back_up(settings_of(store.database, tmp_path))
    assert file.parent == tmp_path / "backups"
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    there = Database(f"sqlite:///{tmp_path / 'there.sqlite'}")
    await there.migrate()
    _, secret = await restore_backup(there, file)
    assert secret == "key of the cookies"
    async with store.read() as before, there.read() as after:
        assert await results_of(before, dialogue.code) == await results_of(after, dialogue.code)
    await there.close()


async def test_oldest_copies_go_and_files_of_others_stay(store, tmp_path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    copies = earlier(folder, *(f"workshop-2026010{day}T190000Z.backup" for day in range(1, 6)))
    theirs = earlier(folder, "workshop-before-the-move.backup", "abend.backup", "workshop-1.part")
    left = "workshop-20260101T190000Z.backup.0123abcd.part"
    earlier(folder, left, left.replace("0123", "4567"))
    os.utime(folder / left, (0, 0))
    file = await back_up(settings_of(store.database, tmp_path, backup_copies=3))
    assert names_in(folder) == sorted([*copies[-2:], file.name, *theirs, left.replace("0123", "4567")])


async def test_new_copy_stays_when_the_clock_was_put_back(store, tmp_path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    earlier(folder, "workshop-29990101T000000Z.backup")
    file = await back_up(settings_of(store.database, tmp_path, backup_copies=1))
    assert copies_in(folder) == [file]


async def test_failed_copy_takes_no_older_one_away(store, tmp_path, monkeypatch) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    copies = earlier(folder, "workshop-20260101T190000Z.backup", "workshop-20260102T190000Z.backup")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(BackupError, match="no room"):
        await back_up(settings_of(store.database, tmp_path, backup_copies=1))
    assert names_in(folder) == copies


async def test_restart_neither_skips_a_copy_nor_makes_one_more(store, tmp_path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    earlier(folder, "workshop-20260101T190000Z.backup")
    settings = settings_of(store.database, tmp_path, backup_hours=1)
    asked = time.time()
    os.utime(folder / "workshop-20260101T190000Z.backup", (asked - 3600, asked - 3600))
    async with scheduled_backups(settings, Copies()):
        await soon(lambda: len(copies_in(folder)) == 2)
    newest = copies_in(folder)[-1]
    for age, waits in ((1000, 2600), (4000, 0), (-5000, 0)):
        os.utime(newest, (time.time() - age,) * 2)
        assert _until_due(_newest(settings), 3600) == pytest.approx(waits, abs=60)


async def test_nothing_runs_unless_it_was_asked_for(store, tmp_path) -> None:
    before = asyncio.all_tasks()
    async with scheduled_backups(settings_of(store.database, tmp_path), Copies()):
        assert asyncio.all_tasks() == before


async def test_pages_hear_when_a_copy_fails_why_and_when_one_is_made_again(
    store, tmp_path, monkeypatch
) -> None:
    monkeypatch.setattr("workshop.scheduled_backups.AGAIN_SECONDS", 0.05)
    copies, heard = Copies(), []
    folder = tmp_path / "backups"
    folder.write_text("a file in its place")
    settings = settings_of(store.database, tmp_path, backup_hours=1)
    stop = copies.listen(lambda: heard.append((copies.trouble(now()), bool(copies.last))))
    async with scheduled_backups(settings, copies):
        await soon(lambda: copies.trouble(now()) == Trouble.FOLDER)
        assert copies.failed_at is not None
        folder.unlink()
        await soon(lambda: copies_in(folder) and copies.trouble(now()) is None)
    assert (heard[:2], heard[-1]) == ([(None, False), (Trouble.FOLDER, False)], (None, True))
    assert copies.failed_at is None
    before = len(heard)
    stop()
    copies.note_failed(now(), Trouble.OTHER)
    assert len(heard) == before


@pytest.mark.parametrize(
    ("raised", "trouble"),
    [
        (OSError(28, "No space left on device"), Trouble.NO_ROOM),
        (OSError(30, "Read-only file system"), Trouble.FOLDER),
        (ValueError("of a card"), Trouble.OTHER),
    ],
)
async def test_what_stopped_a_copy_is_one_of_few_reasons(
    store, tmp_path, monkeypatch, raised, trouble
) -> None:
    def fails(_: int) -> None:
        raise raised

    monkeypatch.setattr("os.fsync", fails)
    copies = Copies()
    async with scheduled_backups(settings_of(store.database, tmp_path, backup_hours=1), copies):
        await soon(lambda: copies.trouble(now()))
        assert copies.trouble(now()) == trouble


def test_copy_that_never_comes_to_an_end_is_missed_too() -> None:
    copies, start = Copies(), now()
    assert copies.trouble(start + timedelta(days=99)) is None
    copies.keep(timedelta(hours=24), last=start - timedelta(days=9), at=start)
    assert copies.trouble(start + timedelta(hours=24)) is None
    assert copies.trouble(start + timedelta(hours=26)) == Trouble.LATE
    copies.note_made(start + timedelta(hours=26))
    assert copies.trouble(start + timedelta(hours=50)) is None


async def test_restart_knows_the_last_copy(store, tmp_path) -> None:
    (tmp_path / "backups").mkdir()
    earlier(tmp_path / "backups", "workshop-20260101T190000Z.backup")
    copies = Copies()
    async with scheduled_backups(settings_of(store.database, tmp_path, backup_hours=1), copies):
        await soon(lambda: copies.last)
    assert copies.last is not None
    assert abs(copies.last - now()) < timedelta(minutes=1)
    assert len(copies_in(tmp_path / "backups")) == 1


def usable(path: Path) -> Path:
    (path / "kept").mkdir(mode=0o700)
    return path / "kept"


def own_and_not_there(path: Path) -> Path:
    return path / "kept"


def file_for_folder(path: Path) -> Path:
    (path / "file").touch()
    return path / "file"


def below_a_file(path: Path) -> Path:
    return file_for_folder(path) / "deeper" / "still"


def unwritable(path: Path) -> Path:
    return Path("/proc/nowhere/backups")


def not_writable_though_there(path: Path) -> Path:
    return Path("/proc/self")


def nothing_above(path: Path) -> Path:
    return path / "disk" / "copies"


def others_write(path: Path) -> Path:
    (path / "shared").mkdir()
    (path / "shared" / "letter.txt").touch()
    (path / "shared").chmod(0o777)
    return path / "shared"


def in_a_common_place(path: Path) -> Path:
    path.chmod(0o755)
    return path / "kept"


@pytest.mark.parametrize(
    ("folder", "words"),
    [
        (usable, ""),
        (own_and_not_there, ""),
        (in_a_common_place, ""),
        (file_for_folder, "File exists"),
        (below_a_file, "Not a directory"),
        (unwritable, "/proc/nowhere/backups"),
        (not_writable_though_there, "/proc/self"),
        (nothing_above, "not mounted"),
        (others_write, "others on this machine"),
    ],
)
def test_start_says_what_is_wrong_with_the_folder_and_goes_on(tmp_path: Path, folder, words: str) -> None:
    place = folder(tmp_path)
    note = folder_note(Settings(data_dir=tmp_path / "data", backup_hours=24, backup_folder=place))
    assert (words in note, bool(note), "\n" in note) == (True, bool(words), False)
    assert not words or str(place) in note
    assert len(note) < 500
    if place.parent == tmp_path and place.is_dir():
        assert [path.name for path in place.iterdir()] == ["letter.txt"] * (folder is others_write)
        assert folder is others_write or place.stat().st_mode & 0o777 == 0o700


def test_folder_without_a_rhythm_is_said(tmp_path: Path) -> None:
    assert folder_note(Settings(data_dir=tmp_path)) == ""
    note = folder_note(Settings(data_dir=tmp_path, backup_folder=tmp_path / "kept"))
    assert "WORKSHOP_BACKUP_HOURS" in note
    assert list(tmp_path.iterdir()) == []


def test_server_keeps_the_last_copies_and_says_when_one_fails(tmp_path: Path) -> None:
    folder = tmp_path / "disk" / "copies"
    url = f"sqlite:///{tmp_path}/workshop.sqlite"
    server = Running("serve", database_url=url, folder=tmp_path, measured=False)
    server._environment |= {
        "WORKSHOP_BACKUP_HOURS": OFTEN,
        "WORKSHOP_BACKUP_COPIES": "2",
        "WORKSHOP_BACKUP_FOLDER": str(folder),
    }

    def workshop(*arguments: str) -> str:
        return forks.run("workshop.cli", *arguments, env=server._environment).stdout

    try:
        server.start()
        until(lambda: f"{folder} and the one above it were not there" in server.log, why=lambda: server.log)
        code = server.new_dialogue()
        server.store_card(code)
        first = until(lambda: copies_in(folder), why=lambda: server.log)[0]
        until(lambda: not first.exists(), why=lambda: server.log)
        until(lambda: len(copies_in(folder)) == 2, why=lambda: server.log)
        folder.rename(tmp_path / "kept")
        folder.write_text("a file in its place")
        until(lambda: "backup_failed" in server.log, why=lambda: server.log)
        assert "copies" in server.log.split("backup_failed")[1].splitlines()[0]
        server.store_card(code)
    finally:
        server.kill()
    newest = copies_in(tmp_path / "kept")[-1]
    there = f"sqlite:///{tmp_path}/there.sqlite"
    workshop("restore", str(newest), "--database-url", there, "--data", str(tmp_path / "there"))
    listed = json.loads(workshop("list", "--json", "--database-url", there))
    assert [each["code"] for each in listed] == [code]
