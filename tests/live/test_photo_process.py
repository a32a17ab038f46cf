"""A picture is decoded in a process that is bounded: the loop goes on, and a bad one ends alone."""

import asyncio
import sys

import pytest

from tests.photos import bomb, saved
from workshop.domain import bounds
from workshop.domain.errors import Refusal, RefusedError
from workshop.live import photo_process
from workshop.live.photo_process import PhotoProcess

pytestmark = pytest.mark.unit


async def why(work) -> Refusal:
    with pytest.raises(RefusedError) as told:
        await work
    return told.value.key


async def test_picture_comes_back_and_a_bomb_does_not() -> None:
    process = PhotoProcess()
    picture = await process.take(saved(), [(0, 0, 0, 5000, 5000)])
    assert (picture.width, picture.height) == (320, 240)
    assert picture.content.startswith(b"\xff\xd8\xff")
    assert picture.small.startswith(b"\xff\xd8\xff")
    assert await why(process.take(bomb())) == Refusal.PHOTO_TOO_LARGE


async def test_what_is_too_heavy_begins_no_process() -> None:
    process = PhotoProcess(["/nobody/is/here"])
    assert await why(process.take(bytes(bounds.PHOTO_SENT + 1))) == Refusal.PHOTO_TOO_LARGE
    assert await why(process.take(b"x")) == Refusal.PHOTO_UNREADABLE


@pytest.mark.parametrize(
    "program",
    [
        "import time; time.sleep(60)",
        "import os; os.abort()",
        "print('{}')",
        "print('no answer')",
        "x = 1 / 0",
    ],
)
async def test_process_that_hangs_or_dies_is_a_picture_that_cannot_be_read(program: str) -> None:
    process = PhotoProcess([sys.executable, "-c", program], 1.0)
    asked, turns = asyncio.create_task(why(process.take(b"x"))), 0
    while not asked.done():
        await asyncio.sleep(0.01)
        turns += 1
    assert await asked == Refusal.PHOTO_UNREADABLE
    # The loop was free meanwhile.
    assert turns > 1


async def test_too_many_at_once_are_told_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photo_process, "MOST_WAITING", 1)
    process = PhotoProcess([sys.executable, "-c", "import time; time.sleep(60)"], 0.5)
    first = asyncio.create_task(why(process.take(b"x")))
    await asyncio.sleep(0)
    assert await why(process.take(b"x")) == Refusal.PHOTOS_BUSY
    assert await first == Refusal.PHOTO_UNREADABLE


async def test_process_is_not_told_what_the_server_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKSHOP_SECRET", "Zwetschgenkuchen")
    program = (
        "import os, json; print(json.dumps({'refused': os.environ.get('WORKSHOP_SECRET', 'photo_kind')}))"
    )
    assert await why(PhotoProcess([sys.executable, "-c", program]).take(b"x")) == Refusal.PHOTO_KIND
