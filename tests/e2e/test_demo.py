"""`workshop demo`: a rehearsal fills the board, ends with results, and leaves nothing behind."""

import asyncio
import re
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from tests.board.pictures import change, entry, group, picture
from tests.conftest import LiveServer
from tests.ports import free_port
from tests.sampling import sampled
from workshop.models import Hand
from workshop.rehearsal import demo as course
from workshop.rehearsal.phones import Progress

pytestmark = pytest.mark.integration


async def test_phones_weigh_when_the_machine_has_decided_about_each_card(monkeypatch) -> None:
    monkeypatch.setattr(course, "SETTLE_SECONDS", 0.01)
    first, second = entry("Mehr Busse"), entry("Ein Chor")
    seen = picture(first, second, groups=(group(1),))
    waiting = asyncio.create_task(course._settle(seen, Progress(posted=2)))
    change(seen, replace(first, group_id=1, placed_by=Hand.MACHINE))
    # On a busy machine the next one may take long.
    await asyncio.wait({waiting}, timeout=0.1)
    assert not waiting.done()
    change(seen, replace(second, placed_by=Hand.MACHINE))
    await asyncio.wait_for(waiting, 20)


@pytest.mark.parametrize("end", sampled([signal.SIGINT, signal.SIGTERM], [signal.SIGINT]))
def test_rehearsal_ends_with_results_and_leaves_nothing_behind(tmp_path: Path, end: signal.Signals) -> None:
    options = ["--port", str(free_port()), "--participants", "20", "--minutes", "0.05"]
    command = [sys.executable, "-m", "workshop.cli", "demo", *options]
    environment = LiveServer.environment() | {"TMPDIR": str(tmp_path), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as demo:
        try:
            assert demo.stdout
            said = ""
            for line in demo.stdout:
                said += line
                if "deletes everything" in line:
                    break
            board = re.search(r"Board +(\S+)", said)
            assert board, said
            assert httpx.get(board[1], timeout=30).status_code == 200
            assert "posted 60/60" in said
            # At a table where the machine found no topic a phone has nothing to give dots to.
            dots = re.search(r"dots (\d+)/100(?: · (\d+) failed)?\n", said)
            assert dots, said
            assert int(dots[1]) + 5 * int(dots[2] or 0) == 100
            assert int(dots[1]) >= 60
            assert re.search(r"; [1-6] groups became results", said), said
            assert len(list(tmp_path.iterdir())) == 1
            papers = re.search(r"Papers +(\S+) +\((\d+) files\)", said)
            assert papers, said
            found = [path.name for path in Path(papers[1]).rglob("*") if path.is_file()]
            assert len(found) == int(papers[2])
            assert {"PROBE-protokoll.pdf", "PROBE-ergebnisse.xlsx", "PROBE-archivpaket.zip"} <= {*found}
            demo.send_signal(end)
            # Whether the end or the interrupt is seen first is a race that nobody can notice.
            assert demo.wait(30) in {0, 130}
        finally:
            demo.kill()
    assert list(tmp_path.iterdir()) == []
