"""A `workshop` server as a process of its own, and what tests do beside it over bare sockets."""

import contextlib
import json
import socket
import sqlite3
import subprocess
import sys
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import psutil
import psycopg

from tests import forks
from tests.conftest import LiveServer
from tests.ports import free_port
from tests.waiting import PATIENCE, until


class Running:
    """One server command on a database, started and told to stop as a service manager does."""

    def __init__(
        self,
        *command: str,
        database_url: str,
        folder: Path,
        descriptors: int | None = None,
        settings: Mapping[str, str] | None = None,
        measured: bool = True,
    ) -> None:
        self.database_url = database_url
        self.port = free_port()
        self.log_file = folder / "server.log"
        self._command = (*command, "--port", str(self.port))
        # A shell sets how many files the server may open.
        limit = f'ulimit -n {descriptors}; exec "$@"'
        self._limited = () if descriptors is None else ("sh", "-c", limit, "sh")
        around = LiveServer.environment()
        self._environment = (around if measured else forks.unmeasured(around)) | {
            "WORKSHOP_DATABASE_URL": database_url,
            "WORKSHOP_DATA_DIR": str(folder),
            "WORKSHOP_SECRET": "only for tests, only for tests",
            **(settings or {}),
        }
        self.process: forks.Process | None = None

    def start(self) -> None:
        """Start and wait until it answers."""
        with self.log_file.open("ab") as log:
            outputs: dict[str, Any] = {"env": self._environment, "stdout": log, "stderr": log}
            if self._limited:
                command = [*self._limited, sys.executable, "-m", "workshop.cli", *self._command]
                self.process = subprocess.Popen(command, **outputs)
            else:
                self.process = forks.begin("workshop.cli", *self._command, **outputs)
        until(self._answers, within=2 * PATIENCE, why=lambda: self.log)

    def _answers(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, self.log
        with contextlib.suppress(OSError), self.send("GET /healthz") as probe:
            return _received(probe).startswith(b"HTTP/1.1 200 ")
        return False

    def begin_to_stop(self) -> None:
        """Tell it to stop."""
        assert self.process is not None
        self.process.terminate()

    def wait(self) -> None:
        """Wait until the process has ended."""
        assert self.process is not None
        self.process.wait(PATIENCE)

    def kill(self) -> None:
        """End what is left of it."""
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def workers(self) -> list[psutil.Process]:
        """Return the processes below the first one that are alive."""
        assert self.process is not None
        children = psutil.Process(self.process.pid).children(recursive=True)
        return [each for each in children if each.status() != psutil.STATUS_ZOMBIE]

    def memory(self) -> list[int]:
        """Return the bytes of each of its processes, the first one first; what several share is divided."""
        assert self.process is not None
        first = psutil.Process(self.process.pid)
        return [each.memory_full_info().pss for each in (first, *first.children(recursive=True))]

    @property
    def log(self) -> str:
        """What the process wrote."""
        return self.log_file.read_text(encoding="utf-8")

    def new_dialogue(self) -> str:
        """Make a dialogue that collects; return its code."""
        options = ("--theme-set", "gmuend", "--title", "Abend", "--phase", "collect", "--json")
        made = forks.run("workshop.cli", "new", *options, env=self._environment)
        assert made.returncode == 0, made.stderr
        return str(json.loads(made.stdout)["code"])

    def send(self, request: str, body: str = "") -> socket.socket:
        """Send a request over a connection of its own; return it unread."""
        head = f"{request} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nAccept: application/json\r\n"
        if body:
            head += f"Content-Type: application/json\r\nContent-Length: {len(body.encode())}\r\n"
        connection = socket.create_connection(("127.0.0.1", self.port), PATIENCE)
        connection.sendall(f"{head}\r\n{body}".encode())
        return connection

    def send_card(self, code: str) -> socket.socket:
        """Send a card; return the connection, its answer unread."""
        card = {"id": str(uuid.uuid4()), "table": "wohnen", "question": "needed", "text": "Ein Klavier"}
        return self.send(f"POST /j/{code}/entries", json.dumps(card | {"lang": "de"}))

    def store_card(self, code: str) -> None:
        """Send a card and wait until it is stored."""
        with self.send_card(code) as connection:
            assert _received(connection).startswith(b"HTTP/1.1 201 ")

    def open_stream(self, code: str) -> socket.socket:
        """Open an event stream and read its start."""
        connection, start = self.send(f"GET /j/{code}/events"), b""
        while b"event: now" not in start:
            start += _received(connection)
        return connection

    @contextlib.contextmanager
    def writer_held(self, code: str) -> Iterator[None]:
        """Let no card of the dialogue be stored meanwhile."""
        if self.database_url.startswith("sqlite:///"):
            path = self.database_url.removeprefix("sqlite:///")
            with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as holder:
                holder.execute("BEGIN IMMEDIATE")
                yield
                holder.execute("ROLLBACK")
        else:
            with psycopg.connect(self.database_url) as holder:
                holder.execute("SELECT 1 FROM dialogues WHERE code = %s FOR UPDATE", (code,))
                yield
                holder.rollback()

    def take_cards_away(self) -> None:
        """Take the table of the cards away, as a fault of the database would."""
        away = "ALTER TABLE entries RENAME TO entries_away"
        if self.database_url.startswith("sqlite:///"):
            with contextlib.closing(
                sqlite3.connect(self.database_url.removeprefix("sqlite:///"))
            ) as database:
                database.execute(away)
        else:
            with psycopg.connect(self.database_url, autocommit=True) as database:
                database.execute(away)

    def wait_for_a_blocked_card(self) -> None:
        """Wait until a card waits for the writer; in SQLite it does when later requests are answered."""
        if self.database_url.startswith("sqlite:///"):
            return
        waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        with psycopg.connect(self.database_url, autocommit=True) as watcher:
            until(lambda: watcher.execute(waiting).fetchone() != (0,), why=lambda: "no card waits")


def read_to_the_end(connection: socket.socket) -> bytes:
    """Read until the server closes the connection."""
    with connection:
        read = b""
        while part := _received(connection):
            read += part
    return read


def _received(connection: socket.socket) -> bytes:
    try:
        return connection.recv(65536)
    except ConnectionResetError:
        return b""
