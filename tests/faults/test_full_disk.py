"""The disk of SQLite is full: no card is acknowledged, people go on reading, and all arrives afterwards."""

import asyncio
import contextlib
import os
import subprocess
import time
from pathlib import Path

import httpx
import psutil
import pytest

from tests.faults.senders import Senders, check_kept, check_stored_once, check_whole
from tests.running import Running

pytestmark = pytest.mark.fault
MEGABYTES = 24
PIECE = 4096


class SmallDisk:
    """A file system of its own that another file fills up to the last byte; the server's log is on it too."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._filler = folder / "filler"

    def fill(self, _server: Running) -> None:
        """Leave no room."""
        with self._filler.open("ab", buffering=0) as filler, contextlib.suppress(OSError):
            while filler.write(b"x" * PIECE):
                pass

    def make_room(self, _server: Running) -> None:
        """Give the room back."""
        self._filler.unlink()


class SmallFiles:
    """A limit of how long a file of the server may become, for machines where nobody may mount."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def fill(self, server: Running) -> None:
        """Let no file grow any more."""
        self._limit(server, 1)

    def make_room(self, server: Running) -> None:
        """Let files grow again."""
        self._limit(server, psutil.RLIM_INFINITY)

    @staticmethod
    def _limit(server: Running, size: int) -> None:
        assert server.process is not None
        psutil.Process(server.process.pid).rlimit(psutil.RLIMIT_FSIZE, (size, psutil.RLIM_INFINITY))


@pytest.fixture(params=["small disk", "small files"])
def disk(request, tmp_path):
    folder = tmp_path / "disk"
    folder.mkdir()
    if request.param == "small files":
        yield SmallFiles(folder)
        return
    mount = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("only root may mount; the other form of this test runs everywhere")
    yield SmallDisk(folder)
    # The machine that places cards may take a moment longer to end than the server.
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture
def server(disk):
    made = Running(
        "serve",
        database_url=f"sqlite:///{disk.folder / 'workshop.sqlite'}",
        folder=disk.folder,
        settings={"WORKSHOP_RATE_LIMIT": "off"},
    )
    made.start()
    try:
        yield made
        made.begin_to_stop()
        made.wait()
    finally:
        made.kill()


async def _check_reading_goes_on(server: Running, code: str) -> None:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{server.port}", timeout=30) as reader:
        for path in (f"/b/{code}", f"/j/{code}/wohnen", f"/j/{code}/topics", f"/j/{code}/state", "/healthz"):
            answer = await reader.get(path)
            assert answer.status_code == 200, f"{path}: {answer.text[:500]}"


async def _survive(server: Running, disk: SmallDisk | SmallFiles, *, times: int, seconds: float) -> None:
    code = await asyncio.to_thread(server.new_dialogue)
    async with Senders(f"http://127.0.0.1:{server.port}/j/{code}/entries") as senders:
        slowest = 0.0
        for _ in range(times):
            await senders.until_more(20)
            await asyncio.to_thread(disk.fill, server)
            # What was under way is answered by then.
            await senders.until_unstored(20)
            acknowledged, full_until = len(senders.acknowledged), time.monotonic() + seconds
            while True:
                await senders.until_unstored(20)
                await _check_reading_goes_on(server, code)
                if time.monotonic() > full_until:
                    break
            assert len(senders.acknowledged) == acknowledged, "acknowledged while nothing could be stored"
            check_kept(senders, server.database_url)
            await asyncio.to_thread(disk.make_room, server)
            room_since = time.monotonic()
            await senders.until_more(1)
            slowest = max(slowest, time.monotonic() - room_since)
        await senders.until_more(20)
        await senders.finish()
    senders.tell(f"disk full {times} times for {seconds} s, cards again at most {slowest:.1f} s after")
    check_stored_once(senders, server.database_url)
    check_whole(server.database_url)


async def test_full_disk_loses_no_card_and_stops_no_reader(server, disk) -> None:
    await _survive(server, disk, times=1, seconds=2)


@pytest.mark.soak
async def test_disk_that_is_full_for_minutes_and_again(server, disk) -> None:
    await _survive(server, disk, times=3, seconds=60)
