"""The process that groups, begun as a copy of one that has imported what it needs."""

import contextlib
import multiprocessing
import multiprocessing.forkserver
from collections.abc import Iterator
from multiprocessing import spawn
from multiprocessing.context import BaseContext
from typing import Any

import psutil
import pytest


@pytest.fixture(scope="session")
def copied() -> Iterator[None]:
    """Have that process at hand; it is not measured, as no process that groups is."""
    with pytest.MonkeyPatch.context() as environment:
        environment.delenv("COVERAGE_PROCESS_CONFIG", raising=False)
        multiprocessing.set_forkserver_preload(["tests.live.at_hand"])
        multiprocessing.forkserver.ensure_running()
    yield
    multiprocessing.forkserver._forkserver._stop()  # type: ignore[attr-defined]


@pytest.fixture
def quick_grouping(copied: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let grouping begin as a copy; in `test_grouping_process.py` it begins from nothing."""
    context, prepare = multiprocessing.get_context, spawn.get_preparation_data

    def copying(method: str | None = None) -> BaseContext:
        return context("forkserver" if method == "spawn" else method)

    def prepared(name: str) -> dict[str, Any]:
        # Without what coverage adds: the process would end while it writes what it measured.
        return {key: value for key, value in prepare(name).items() if key != "stowaway"}

    monkeypatch.setattr(multiprocessing, "get_context", copying)
    monkeypatch.setattr(spawn, "get_preparation_data", prepared)


def grouping_processes() -> list[psutil.Process]:
    """Return the processes that group for this one, begun as a copy."""
    found = []
    for each in psutil.Process().children():
        with contextlib.suppress(psutil.Error):
            if "forkserver" in " ".join(each.cmdline()):
                found += each.children()
    return found
