"""The servers under load, in processes of their own on this machine: the product and the bare reference."""

import contextlib
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

import httpx
import psutil
import psycopg

from tests.forks import unmeasured
from tests.load.generator import raise_file_limit
from tests.load.reference import CODE
from tests.ports import free_port
from tests.waiting import until
from workshop.changes.postgres import connection_info

START_SECONDS = 60.0
STOP_SECONDS = 15.0
THEME_SET = "gmuend"
# So many topics get dots, at least and at most; the machine may take so long to make them.
FEWEST_TOPICS, TOPICS = 5, 30
GROUPED_SECONDS = 120.0
IDS = "SELECT id FROM entries"
OPEN = "SELECT id FROM groups WHERE state = 'open' ORDER BY id"
DOTS = "SELECT group_id, sum(dots) FROM ballots GROUP BY group_id"


class Served:
    """One server command with its children."""

    def __init__(
        self,
        command: list[str],
        *,
        url: str,
        log: Path,
        environment: dict[str, str],
        folder: Path | None = None,
    ) -> None:
        self._command = command
        self._folder = folder
        self._environment = environment
        self._url = url
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None
        self._spent = 0.0

    def start(self) -> float:
        """Start and wait until it answers; return the seconds that took."""
        began = time.monotonic()
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command, stdout=log, stderr=log, env=self._environment, cwd=self._folder
            )
        until(
            self._answers,
            within=START_SECONDS,
            why=lambda: f"{self._command} did not start:\n{self._log.read_text()[-2000:]}",
        )
        return time.monotonic() - began

    def _answers(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, self._log.read_text()[-2000:]
        with contextlib.suppress(httpx.HTTPError):
            return httpx.get(f"{self._url}/healthz", timeout=2).status_code == 200
        return False

    def stop(self) -> None:
        """Ask it to end, as a service manager does, and wait."""
        if self._process is None:
            return
        self._spent = self.cpu_seconds()
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            for each in self._family():
                each.kill()
            self._process.wait()
        self._process = None

    def _family(self) -> list[psutil.Process]:
        if self._process is None:
            return []
        with contextlib.suppress(psutil.NoSuchProcess):
            parent = psutil.Process(self._process.pid)
            return [parent, *parent.children(recursive=True)]
        return []

    def cpu_seconds(self) -> float:
        """Return the processor time of all its processes since the first start."""
        total = self._spent
        for each in self._family():
            with contextlib.suppress(psutil.NoSuchProcess):
                times = each.cpu_times()
                total += times.user + times.system
        return total

    def memory(self) -> int:
        """Return the memory in bytes that only its processes have."""
        total = 0
        for each in self._family():
            with contextlib.suppress(psutil.NoSuchProcess):
                total += each.memory_full_info().uss
        return total


class Place(ABC):
    """What a run needs to know of one of the two."""

    name: str
    code: str
    tables: list[str]
    asks_mine: bool
    url: str
    board_url: str
    phones: Served

    @abstractmethod
    def weigh(self) -> list[int]:
        """Let people weigh; return the topics to which they give dots."""

    @abstractmethod
    def stored_dots(self) -> dict[int, int]:
        """Return how many dots the topics have in the database, where there are any."""

    @abstractmethod
    def stored_ids(self) -> set[str]:
        """Return the ids of all cards in the database."""

    def start(self) -> None:
        """Start on a fresh database."""
        self.phones.start()

    def stop(self) -> None:
        """Stop everything."""
        self.phones.stop()

    def servers(self) -> list[Served]:
        """Return all server commands."""
        return [self.phones]

    def cpu_seconds(self) -> float:
        """Return the processor time of all servers."""
        return sum(server.cpu_seconds() for server in self.servers())


class Reference(Place):
    """The bare reference."""

    name = "reference"
    code = CODE
    asks_mine = False

    def __init__(self, directory: Path) -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.board_url = f"{self.url}/b/{CODE}"
        self.tables = ["t"]
        self._data = directory
        command = [
            sys.executable,
            "-m",
            "tests.load.reference",
            "--port",
            str(port),
            "--data",
            str(directory),
        ]
        self.phones = Served(command, url=self.url, log=directory / "log", environment=plain_environment())

    def weigh(self) -> list[int]:
        """Tell phones, and name topics; it asks for none to be there."""
        httpx.post(f"{self.url}/j/{CODE}/phase", content="weigh").raise_for_status()
        return list(range(1, TOPICS + 1))

    def stored_dots(self) -> dict[int, int]:
        """Return how many dots the topics have in the database, where there are any."""
        return dict(_rows_in_sqlite(self._data / "reference.sqlite", DOTS))

    def stored_ids(self) -> set[str]:
        """Return the ids of all cards in the database."""
        return {row[0] for row in _rows_in_sqlite(self._data / "reference.sqlite", IDS)}


class Ours(Place):
    """The product: one `workshop serve` on SQLite, or with `workshop phones` beside it on PostgreSQL."""

    name = "ours"
    asks_mine = True

    def __init__(
        self,
        directory: Path,
        *,
        database_url: str = "",
        workers: int = 0,
        checkout: Path | None = None,
        rate_limit: str = "off",
        embedding: str = "on",
    ) -> None:
        self._data = directory
        self._database_url = database_url
        port, phones_port = free_port(), free_port()
        # Where the console is.
        self.serve_url = f"http://127.0.0.1:{port}"
        self.url = f"http://127.0.0.1:{phones_port}" if workers else self.serve_url
        self._environment = plain_environment() | {
            "WORKSHOP_RATE_LIMIT": rate_limit,
            "WORKSHOP_EMBEDDING": embedding,
        }
        # `python -m` takes the package of the folder that it runs in.
        self._folder = checkout
        if database_url:
            self._environment |= {"WORKSHOP_DATABASE_URL": database_url, "WORKSHOP_SECRET": "x" * 43}
        self._log = log = directory / "log"
        self._serve = Served(
            self._workshop("serve", "--port", str(port)),
            url=self.serve_url,
            log=log,
            environment=self._environment,
            folder=checkout,
        )
        self.phones = self._serve
        if workers:
            command = self._workshop("phones", "--port", str(phones_port), "--workers", str(workers))
            self.phones = Served(
                command, url=self.url, log=log, environment=self._environment, folder=checkout
            )

    def _workshop(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "workshop.cli", *arguments, "--data", str(self._data)]

    def start(self) -> None:
        """Start, and create a dialogue that collects."""
        self._serve.start()
        if self.phones is not self._serve:
            self.phones.start()
        made = subprocess.run(
            self._workshop(
                "new", "--theme-set", THEME_SET, "--title", "Lastprobe", "--phase", "collect", "--json"
            ),
            capture_output=True,
            text=True,
            check=True,
            env=self._environment,
            cwd=self._folder,
        )
        dialogue = json.loads(made.stdout)
        self.code = dialogue["code"]
        self.tables = [table["key"] for table in dialogue["tables"]]
        self.board_url = dialogue["board_url"]
        self.console_url = dialogue["console_url"]

    def weigh(self) -> list[int]:
        """Let people weigh what the machine grouped, once there is a choice; return the first topics."""
        until(lambda: len(self._rows(OPEN)) >= FEWEST_TOPICS, within=GROUPED_SECONDS, why=self._log.read_text)
        subprocess.run(
            self._workshop("phase", self.code, "weigh"),
            capture_output=True,
            check=True,
            env=self._environment,
            cwd=self._folder,
        )
        return [number for (number,) in self._rows(OPEN)[:TOPICS]]

    def stored_dots(self) -> dict[int, int]:
        """Return how many dots the topics have in the database, where there are any."""
        return dict(self._rows(DOTS))

    def _rows(self, sql: str) -> list[tuple[Any, ...]]:
        if self._database_url:
            with psycopg.connect(connection_info(self._database_url)) as connection:
                return connection.execute(sql.encode()).fetchall()
        return _rows_in_sqlite(self._data / "workshop.sqlite", sql)

    def stop(self) -> None:
        """Stop all servers."""
        for server in self.servers():
            server.stop()

    def servers(self) -> list[Served]:
        """Return all server commands."""
        return [self._serve] if self.phones is self._serve else [self.phones, self._serve]

    def stored_ids(self) -> set[str]:
        """Return the ids of all cards in the database."""
        return {row[0] for row in self._rows(IDS)}


def plain_environment() -> dict[str, str]:
    """Return the environment without settings of whoever runs the tests; children may open many files."""
    raise_file_limit()
    return unmeasured({name: value for name, value in os.environ.items() if not name.startswith("WORKSHOP_")})


def _rows_in_sqlite(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        return connection.execute(sql).fetchall()


@contextlib.contextmanager
def fresh_directory():
    """Yield an empty directory that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="workshop-load-", ignore_cleanup_errors=True) as directory:
        yield Path(directory)
