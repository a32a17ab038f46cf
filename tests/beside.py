"""The product's own server, which hears at once what a test wrote beside it.

Run as `python -m tests.beside serve …`, in place of `workshop serve …`, by `tests.hearing`. On SQLite nothing
wakes a server for what another process writes: it asks every five seconds, and tests would wait for that.
"""

import asyncio
import signal
import sys
from pathlib import Path

from workshop import cli
from workshop.changes.local import LocalFeed

# Below the data: the number of the dialogue that has changed. It goes when the server has heard of it.
HEARD = "heard"


def hear(file: Path) -> None:
    """Let all feeds that begin from now on hear of what the file names, at each SIGUSR1."""
    feeds: list[LocalFeed] = []
    begin = LocalFeed.__init__

    def wake() -> None:
        dialogue_id = int(file.read_text())
        for feed in feeds:
            feed.wake(dialogue_id)
        file.unlink()

    def begun(feed: LocalFeed) -> None:
        begin(feed)
        feeds.append(feed)
        asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, wake)

    LocalFeed.__init__ = begun  # type: ignore[method-assign]


if __name__ == "__main__":
    hear(Path(sys.argv[sys.argv.index("--data") + 1]) / HEARD)
    sys.exit(cli.main())  # type: ignore[func-returns-value]
