"""A `workshop` command whose libraries write all that they have into its log, in each of its processes.

Run as `python -m tests.e2e.loud serve …`, in place of `workshop serve …`.
"""

import logging
import os
import sys
from pathlib import Path
from typing import Any

import structlog

# What Python loads before anything else in a process that this one begins.
ALSO = "from tests.e2e.loud import make_loud; make_loud()"


def make_loud() -> None:
    """Let all loggers of this process write all that they have."""
    plain, bound = logging.basicConfig, structlog.make_filtering_bound_logger

    def loud(**given: Any) -> None:
        plain(**{**given, "level": 1})

    logging.basicConfig = loud
    structlog.make_filtering_bound_logger = lambda _level: bound(0)


def pass_it_on(folder: Path) -> None:
    """Let the processes that this one begins be as loud; asyncio too, which asks when a loop begins."""
    folder.mkdir(exist_ok=True)
    (folder / "sitecustomize.py").write_text(ALSO)
    places = (str(folder), str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", ""))
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, places))
    os.environ["PYTHONASYNCIODEBUG"] = "1"


if __name__ == "__main__":
    from workshop import cli

    make_loud()
    pass_it_on(Path(sys.argv[sys.argv.index("--data") + 1]).parent / "loud")
    sys.exit(cli.main())  # type: ignore[func-returns-value]
