"""One `serve` on one SQLite file: two would each place the cards, and note different addresses and keys.

A lock on a file beside it, which the kernel lets go with the process, however that ends. The other commands
do not ask for it, and PostgreSQL may have several servers.
"""

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path

import structlog

from workshop.models.database import async_address
from workshop.private_files import FILE, make_folder
from workshop.server import StartError
from workshop.settings import Settings

try:
    from fcntl import LOCK_EX, LOCK_NB, LOCK_SH, flock
except ImportError:  # Windows
    flock = None  # type: ignore[assignment]

_TAKEN = {errno.EAGAIN, errno.EWOULDBLOCK}
log = structlog.get_logger()


@contextlib.contextmanager
def only_server(settings: Settings) -> Iterator[None]:
    """Be the only server of a SQLite file while the block runs.

    Raises `StartError` if there is another one, or if nothing can be written there; `DatabaseError` for an
    address that is none. Where the file system knows no locks a line in the log says so.
    """
    file = _file_of(settings)
    if file is None or flock is None:
        yield
        return
    descriptor = _opened(_lock_of(file))
    try:
        _lock(descriptor, file)
        yield
    finally:
        # The file stays: whoever takes it away makes room for two locks of one name.
        os.close(descriptor)


def is_served(settings: Settings) -> bool:
    """Say whether a server runs on a SQLite file just now; of another database nobody here knows."""
    file = _file_of(settings)
    if file is None or flock is None:
        return False
    try:
        with _lock_of(file).open("rb") as lock:
            flock(lock, LOCK_SH | LOCK_NB)
    except OSError as error:
        return error.errno in _TAKEN
    return False


def _file_of(settings: Settings) -> Path | None:
    address = async_address(settings.database)
    if not address.drivername.startswith("sqlite") or not address.database:
        return None
    # A link to the file is the same file; a folder reached by another path has the same lock in it anyway.
    return Path(address.database).resolve()


def _lock_of(file: Path) -> Path:
    return file.with_name(f"{file.name}.lock")


def _opened(lock: Path) -> int:
    try:
        make_folder(lock.parent)
        return os.open(lock, os.O_RDWR | os.O_CREAT, FILE)
    except OSError as error:
        raise StartError(
            f"a server must be able to write into {lock.parent}, and cannot: {error.strerror}"
        ) from error


def _lock(descriptor: int, file: Path) -> None:
    try:
        flock(descriptor, LOCK_EX | LOCK_NB)
    except OSError as error:
        if error.errno in _TAKEN:
            raise StartError(
                f"another `workshop serve` runs on {file}; end it first, or give this one "
                "a folder of its own with --data"
            ) from error
        log.warning("another_server_would_not_be_noticed", path=str(file), why=error.strerror)
