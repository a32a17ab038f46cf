"""One dialogue on PostgreSQL behind a real proxy; its processes are killed and added while cards come in."""

import asyncio
import contextlib
import json
import subprocess
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests import forks
from tests.conftest import LiveServer
from tests.nginx import nginx_path, proxy
from tests.ports import free_port
from tests.waiting import PATIENCE, until

pytestmark = [pytest.mark.e2e, pytest.mark.skipif(nginx_path() is None, reason="nginx is not installed")]
CARDS = 150


class Installation:
    """The processes of one installation, started and killed by port."""

    def __init__(self, database_url: str, public_port: int, folder: Path) -> None:
        self.url = f"http://127.0.0.1:{public_port}"
        self.folder = folder
        self.environment = forks.unmeasured(LiveServer.environment()) | {
            "WORKSHOP_DATABASE_URL": database_url,
            "WORKSHOP_PUBLIC_URL": self.url,
            "WORKSHOP_SECRET": "one for all",
        }
        self.processes: dict[int, forks.Process] = {}

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command beside them, with a folder of its own."""
        place = ("--data", str(self.folder / "new"))
        done = forks.run("workshop.cli", *arguments, *place, env=self.environment)
        assert done.returncode == 0, done.stderr
        return done

    def start(self, kind: str, port: int) -> None:
        data = self.folder / f"{kind}-{port}"
        place = ("--port", str(port), "--data", str(data))
        with (self.folder / f"{kind}-{port}.log").open("wb") as log:
            self.processes[port] = forks.begin(
                "workshop.cli", kind, *place, env=self.environment, stdout=log, stderr=log
            )

    def wait_for(self, *ports: int) -> None:
        def all_answer() -> bool:
            with contextlib.suppress(httpx.HTTPError):
                addresses = [f"http://127.0.0.1:{port}/healthz" for port in ports]
                return all(httpx.get(each, timeout=2).status_code == 200 for each in addresses)
            return False

        until(all_answer, within=2 * PATIENCE, why=lambda: f"not all answer on {ports}")

    def kill(self, port: int) -> None:
        process = self.processes.pop(port)
        process.kill()
        process.wait()

    def stop(self) -> None:
        """Tell all that still run to end, and wait."""
        for process in self.processes.values():
            process.terminate()
        for port, process in tuple(self.processes.items()):
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(PATIENCE)
            self.kill(port)

    def new_dialogue(self) -> str:
        made = self.command(
            "new", "--theme-set", "gmuend", "--title", "Abend", "--phase", "collect", "--json"
        )
        return str(json.loads(made.stdout)["code"])


@pytest.fixture
def installation(postgres_url: str, tmp_path: Path):
    made = Installation(postgres_url, free_port(), tmp_path)
    yield made
    made.stop()


async def _post_until_stored(address: str, number: int) -> None:
    """Send one card under one id from a phone of its own until it is stored."""
    body = {
        "id": str(uuid.uuid4()),
        "table": "wohnen",
        "question": "needed",
        "text": f"Karte {number}",
        "lang": "de",
    }
    async with httpx.AsyncClient(timeout=10) as phone:
        for _ in range(60):
            try:
                answer = await phone.post(address, json=body)
                if answer.status_code in {200, 201}:
                    return
            except httpx.HTTPError:
                pass
            await asyncio.sleep(0.25)  # a phone's pause between two tries
    raise AssertionError(f"card {number} was never stored")


async def _post_all(address: str, meanwhile: dict[int, Callable[[], None]]) -> None:
    async with asyncio.TaskGroup() as phones:
        for number in range(CARDS):
            phones.create_task(_post_until_stored(address, number))
            if number in meanwhile:
                await asyncio.to_thread(meanwhile[number])
            await asyncio.sleep(0.03)  # the pace of the evening


def test_processes_die_and_are_added_while_cards_come_in(
    installation, browser: Browser, tmp_path: Path
) -> None:
    serve, phones = [free_port(), free_port()], [free_port() for _ in range(4)]
    public_port = int(installation.url.rsplit(":", 1)[1])
    for port in serve:
        installation.start("serve", port)
    for port in phones[:3]:
        installation.start("phones", port)
    installation.wait_for(*serve, *phones[:3])
    code = installation.new_dialogue()
    with proxy(public_port, serve=serve, phones=phones, folder=tmp_path / "nginx"):
        installation.wait_for(public_port)
        pages = [browser.new_page(viewport={"width": 1920, "height": 1080}) for _ in range(3)]
        pages[0].goto(f"{installation.url}/b/{code}")
        for page, port in zip(pages[1:], serve, strict=True):
            page.goto(f"http://127.0.0.1:{port}/b/{code}")
        meanwhile = {
            30: lambda: installation.kill(phones[0]),
            60: lambda: installation.start("phones", phones[3]),
            90: lambda: installation.kill(phones[1]),
        }
        with ThreadPoolExecutor(1) as thread:
            address = f"{installation.url}/j/{code}/entries"
            thread.submit(lambda: asyncio.run(_post_all(address, meanwhile))).result()
        for page in pages:
            expect(page.locator("body")).to_contain_text(f"{CARDS} Karten", timeout=30_000)
        installation.wait_for(phones[3])
        states = [
            httpx.get(f"http://127.0.0.1:{p}/j/{code}/state", timeout=30).json()
            for p in (*phones[2:], *serve)
        ]
        assert [state["phase"] for state in states] == ["collect"] * 4
        installation.kill(serve[0])
        pages[0].reload()
        expect(pages[0].locator("body")).to_contain_text(f"{CARDS} Karten", timeout=30_000)
    exported = installation.folder / "out"
    installation.command("export", code, "--out", str(exported))
    entries = httpx.Response(200, content=(exported / "results.json").read_bytes()).json()["entries"]
    assert sorted(entry["text"] for entry in entries) == sorted(f"Karte {n}" for n in range(CARDS))
