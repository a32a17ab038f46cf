"""The driver's side of the crowds: one or more generator processes that take the same commands."""

import json
import subprocess
import sys
from types import TracebackType
from typing import Any, Self

from tests.load.servers import THEME_SET, Place, plain_environment

Result = dict[str, Any]
# Each loopback address has some 28,000 ports of its own.
PHONES_PER_SOURCE = 2500


class Crowds:
    """All phones of a run, shared out among processes."""

    def __init__(self, place: Place, *, phones: int, processes: int = 1, seed: int = 1) -> None:
        self._processes = [
            subprocess.Popen(
                [sys.executable, "-m", "tests.load.generator"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                env=plain_environment(),
            )
            for _ in range(processes)
        ]
        share = phones // processes
        sources = [f"127.0.0.{2 + each}" for each in range(-(-phones // PHONES_PER_SOURCE))]
        for number, process in enumerate(self._processes):
            self._tell(
                process,
                do="open",
                url=place.url,
                code=place.code,
                theme_set=THEME_SET,
                tables=place.tables,
                phones=share + (phones % processes if number == 0 else 0),
                seed=seed * 1000 + number,
                asks_mine=place.asks_mine,
                sources=sources if len(sources) > 1 else [],
            )
        self.opened = [self._hear(process) for process in self._processes]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self._processes:
            if process.stdin:
                process.stdin.close()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            if process.stdout:
                process.stdout.close()

    def do(self, command: str, **arguments: Any) -> list[Result]:
        """Give a command to all processes at once; return what each answered."""
        for process in self._processes:
            self._tell(process, do=command, **arguments)
        return [self._hear(process) for process in self._processes]

    def begin(self, command: str, **arguments: Any) -> None:
        """Give a command to all processes and do not wait; `finish` returns the answers."""
        for process in self._processes:
            self._tell(process, do=command, **arguments)

    def finish(self) -> list[Result]:
        """Return what each process answered to the command that was begun."""
        return [self._hear(process) for process in self._processes]

    @staticmethod
    def _tell(process: "subprocess.Popen[str]", **command: Any) -> None:
        assert process.stdin
        process.stdin.write(json.dumps(command) + "\n")
        process.stdin.flush()

    @staticmethod
    def _hear(process: "subprocess.Popen[str]") -> Result:
        assert process.stdout
        line = process.stdout.readline()
        if not line:
            raise RuntimeError("a generator process ended")
        result: Result = json.loads(line)
        return result
