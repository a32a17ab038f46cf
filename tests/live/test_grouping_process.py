import asyncio
import multiprocessing.popen_spawn_posix
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from tests.grouping.sentence_model.files import TinyModel
from tests.live.test_grouping_worker import CARDS
from tests.waiting import soon
from workshop.domain.queries.entry import EntryView
from workshop.grouping.sentence_model.package import FILE
from workshop.live import grouping_process
from workshop.live.grouping_process import GroupingProcess
from workshop.settings import Settings

pytestmark = pytest.mark.integration


def _children() -> list[psutil.Process]:
    return [each for each in psutil.Process().children() if "spawn_main" in " ".join(each.cmdline())]


async def test_process_that_cannot_begin_is_a_lost_one_and_the_next_may_begin(monkeypatch) -> None:
    def no_memory(_popen, _process):
        raise OSError(12, "Cannot allocate memory")

    process = GroupingProcess(Settings())
    number = process.new_number()
    with monkeypatch.context() as patch:
        patch.setattr(multiprocessing.popen_spawn_posix.Popen, "_launch", no_memory)
        with pytest.raises(BrokenExecutor):
            await process.do(number, "learn", CARDS)
        process.forget(number)
        assert process.life == 1
    assert await process.do(number, "learn", CARDS) == ["e1", "e2", "e3"]
    await process.close()


async def test_nothing_begins_after_the_end() -> None:
    process = GroupingProcess(Settings())
    await process.do(process.new_number(), "learn", CARDS)
    await process.close()
    with pytest.raises(BrokenExecutor):
        await process.do(process.new_number(), "learn", CARDS)
    assert _children() == []


@dataclass
class Endless:
    """Cards that nobody can finish learning."""

    begun: Path

    def __iter__(self) -> Iterator[EntryView]:
        self.begun.touch()
        time.sleep(3600)
        yield from ()


async def test_end_does_not_wait_for_a_long_deed(tmp_path: Path) -> None:
    process, endless = GroupingProcess(Settings()), Endless(tmp_path / "begun")
    busy = asyncio.create_task(process.do(process.new_number(), "learn", endless))
    await soon(endless.begun.exists)
    closing = asyncio.create_task(process.close())
    await asyncio.wait({closing}, timeout=20)
    has_ended = closing.done()
    for child in _children():
        child.kill()
    assert has_ended
    with pytest.raises(BrokenExecutor):
        await busy


async def test_forgotten_dialogue_is_learned_anew() -> None:
    process = GroupingProcess(Settings())
    number = process.new_number()
    waiting = await process.do(number, "learn", CARDS)
    await process.do(number, "suggest", waiting)
    assert await process.do(number, "learn", CARDS) == []
    process.forget(number)
    assert await process.do(number, "learn", CARDS) == waiting
    await process.close()


async def _lose_twice(process: GroupingProcess, number: int) -> object:
    for _ in range(2):
        await process.do(number, "learn", CARDS)
        for child in _children():
            child.kill()
        with pytest.raises(BrokenExecutor):
            await process.do(number, "across_languages", 1)
    await process.do(number, "learn", CARDS)
    return await process.do(number, "across_languages", 1)


@pytest.mark.parametrize(
    ("embedding", "within", "then"),
    [("on", 3600, "model set aside"), ("on", 0, "model"), ("off", 3600, "word fields")],
)
async def test_model_is_set_aside_when_the_process_is_lost_twice_in_a_row(
    tmp_path, monkeypatch, embedding, within, then
) -> None:
    monkeypatch.setattr(grouping_process, "LOSSES_SECONDS", within)
    (tmp_path / FILE).write_bytes(TinyModel().content())
    process = GroupingProcess(Settings(embedding=embedding, embedding_folder=tmp_path))
    number = process.new_number()
    assert await _lose_twice(process, number) == then
    (card,) = await process.do(number, "learn", [CARDS[0]]) or ["e1"]
    assert (await process.do(number, "suggest", [card]))[0].entry_ids == ("e1",)
    await process.close()


@pytest.mark.parametrize(
    ("deed", "by"), [("while True: pass", signal.SIGPROF), ("time.sleep(60)", signal.SIGALRM)]
)
def test_process_ends_when_a_deed_does_not_come_back(deed, by) -> None:
    script = f"""
import time
from workshop.live import grouping_process as process
process.STALLED_SECONDS, process.STALLED_BY_THE_CLOCK_SECONDS = 0.2, 1 if "sleep" in "{deed}" else 60
with process._ended_when_stalled():
    pass
time.sleep(0.3)
print("still there", flush=True)
with process._ended_when_stalled():
    {deed}
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.stdout, -done.returncode) == ("still there\n", by), done.stderr


@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="there is one core anyway")
def test_arithmetic_takes_one_core() -> None:
    script = """
import os, sys
from workshop.live.grouping_process import take_one_core
assert "numpy" not in sys.modules
take_one_core()
import numpy, psutil
numpy.ones((400, 400)) @ numpy.ones((400, 400))
print(psutil.Process().num_threads())
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "1\n"
