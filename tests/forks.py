"""Processes of `workshop` that begin as copies of one that has imported all of it.

A test's server spends most of its start on imports, and a command nearly all of its time. That both begin
from nothing too is shown where a test starts `python -m workshop.cli` by itself.
"""

import atexit
import functools
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from tests.waiting import PATIENCE

# What a copy can still do as its variable says.
FAULTS = "PYTHONFAULTHANDLER"


class Forked:
    """As much of `subprocess.Popen` as tests use: a process whose parent is another one."""

    def __init__(
        self, arguments: Sequence[str], *, env: Mapping[str, str], stdout: IO[Any], stderr: IO[Any], cwd: Path
    ) -> None:
        self.args = list(arguments)
        self.returncode: int | None = None
        self._line, theirs = socket.socketpair()
        with theirs:
            descriptors = [stdout.fileno(), stderr.fileno(), theirs.fileno()]
            socket.send_fds(_nursery(), [b"+"], descriptors)
        order = {"arguments": self.args, "environment": dict(env), "folder": str(cwd)}
        self._line.sendall(json.dumps(order).encode())
        self._line.shutdown(socket.SHUT_WR)
        self._told = b""
        assert self._hears(1, 2 * PATIENCE), "no process begins"
        self.pid = int(self._told.split(b"\n")[0])

    def _hears(self, lines: int, within: float | None) -> bool:
        """Say whether so many lines have come, or the keeper of the process is lost."""
        end = None if within is None else time.monotonic() + within
        while self._told.count(b"\n") < lines:
            left = None if end is None else max(0, end - time.monotonic())
            if not select.select([self._line], [], [], left)[0]:
                return False
            if not (part := self._line.recv(64)):
                self._told += b"%d\n" % -signal.SIGKILL
            self._told += part
        return True

    def poll(self) -> int | None:
        """Return what it ended with, `None` if it has not."""
        return self._ended(0)

    def _ended(self, within: float | None) -> int | None:
        if self.returncode is None and self._hears(2, within):
            self.returncode = int(self._told.split(b"\n")[1])
            self._line.close()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it ends; return what it ended with."""
        if (ended := self._ended(timeout)) is None:
            raise subprocess.TimeoutExpired(self.args, timeout or 0)
        return ended

    def send_signal(self, number: int) -> None:
        """Send it a signal."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Tell it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)


Process = Forked | subprocess.Popen[Any]


def begin(
    *arguments: str, env: Mapping[str, str], stdout: IO[Any], stderr: IO[Any], cwd: Path | None = None
) -> Process:
    """Begin what `python -m` would with these arguments.

    Python reads some variables before anything else: where they are others than the tests', it begins anew.
    """
    if _of_python(env) == _of_python(os.environ):
        return Forked(arguments, env=env, stdout=stdout, stderr=stderr, cwd=cwd or Path.cwd())
    command = [sys.executable, "-m", *arguments]
    return subprocess.Popen(command, env=env, stdout=stdout, stderr=stderr, cwd=cwd)


def run(*arguments: str, env: Mapping[str, str], cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Do so and wait; return what it wrote and ended with."""
    with tempfile.TemporaryFile("w+") as stdout, tempfile.TemporaryFile("w+") as stderr:
        process = begin(*arguments, env=env, stdout=stdout, stderr=stderr, cwd=cwd)
        ended = process.wait()
        for each in (stdout, stderr):
            each.seek(0)
        return subprocess.CompletedProcess(arguments, ended, stdout.read(), stderr.read())


def environment() -> dict[str, str]:
    """Return the environment without settings of whoever runs the tests."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("WORKSHOP_")}
    return own | {FAULTS: "1", "WORKSHOP_EMBEDDING": "off"}


def unmeasured(env: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of a process whose coverage is not counted.

    For processes that are killed, which leave none, and for those under load, which do nothing new often.
    """
    return {name: value for name, value in env.items() if not name.startswith("COVERAGE_")}


def _of_python(env: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in env.items() if name.startswith("PYTHON") and name != FAULTS}


@functools.cache
def _nursery() -> socket.socket:
    """Return the line to the process that is copied."""
    ours, theirs = socket.socketpair()
    # It is not measured itself: each of its copies is, from its beginning.
    around = unmeasured(environment())
    with theirs:
        command = [sys.executable, "-m", "tests.nursery", str(theirs.fileno())]
        process = subprocess.Popen(command, env=around, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)

    def end() -> None:
        ours.close()
        process.wait(PATIENCE)

    atexit.register(end)
    return ours
