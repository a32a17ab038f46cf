"""A process that has imported all of `workshop` and copies itself for each that is wanted.

Run as `python -m tests.nursery DESCRIPTOR` by `tests.forks`, at the other end of that socket. With each byte
come three descriptors: standard output and standard error of the new process, and a line to who asked for it.
Over that line come its arguments, its environment and its folder; back go its number, and what it ended with.
"""

import contextlib
import faulthandler
import gc
import importlib
import json
import os
import runpy
import signal
import socket
import sys
import threading
from collections.abc import Mapping, Sequence
from multiprocessing import spawn
from typing import Any

import coverage

from tests.databases import spare_the_disk

# What a server and the commands import sooner or later; nothing that begins a thread.
IMPORTS = ("workshop.cli", "workshop.serve", "alembic.command")


def main() -> None:
    """Copy this process until the other end of the socket is closed."""
    for name in IMPORTS:
        importlib.import_module(name)
    spare_the_disk()
    assert threading.active_count() == 1
    # No collection writes into what is shared.
    gc.freeze()
    # Whoever stops the tests by keyboard ends this one by closing the socket.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    asked = socket.socket(fileno=int(sys.argv[1]))
    while descriptors := socket.recv_fds(asked, 1, 3)[1]:
        if os.fork() == 0:
            asked.close()
            order = _keep(*descriptors)
            break
        for each in descriptors:
            os.close(each)
        _bury()
    else:
        return
    module, *sys.argv[1:] = order["arguments"]
    # It is carried out from its beginning, as what was started.
    sys.modules.pop(module, None)
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def _bury() -> None:
    """Take note of the keepers that have ended."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _keep(output: int, errors: int, line: int) -> Mapping[str, Any]:
    """Wait for a copy and tell how it ended; return in the copy, with what it is to be."""
    teller = socket.socket(fileno=line)
    order: Mapping[str, Any] = json.loads(_read_all(teller))
    if child := os.fork():
        os.close(output)
        os.close(errors)
        # Whoever asked may be gone.
        with contextlib.suppress(OSError):
            teller.sendall(f"{child}\n".encode())
            _, status = os.waitpid(child, 0)
            teller.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())
        os._exit(0)
    teller.close()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    _become(order["environment"], order["folder"], (output, errors))
    return order


def _become(environment: Mapping[str, str], folder: str, outputs: Sequence[int]) -> None:
    for number, descriptor in enumerate(outputs, start=1):
        os.dup2(descriptor, number)
        os.close(descriptor)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    if "PYTHONFAULTHANDLER" in environment:
        faulthandler.enable()
    if "COVERAGE_PROCESS_CONFIG" in environment:
        _measure()


def _measure() -> None:
    """Count coverage as any process does, but not in the one that groups, which ends before it says."""
    prepare = spawn.get_preparation_data
    coverage.process_startup(force=True)
    spawn.get_preparation_data = prepare
    del os.environ["COVERAGE_PROCESS_CONFIG"]


def _read_all(line: socket.socket) -> bytes:
    read = b""
    while part := line.recv(65536):
        read += part
    return read


if __name__ == "__main__":
    main()
