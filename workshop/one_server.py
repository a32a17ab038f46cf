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
    from fcntl import LOCK_EX, LOCK_NB, flock
except ImportError:  # Windows
    flock = None  # type: ignore[assignment]

_TAKEN = {errno.EAGAIN, errno.EACCES}
log = structlog.get_logger()


@contextlib.contextmanager
def only_server(settings: Settings) -> Iterator[None]:
    """Be the only server of a SQLite file while the block runs.

    Raises `StartError` if there is another one, or if nothing can be written there; `DatabaseError` for an
    address that is none. Where the file system knows no locks a line in the log says so.
    """
    address = async_address(settings.database)
    if not address.drivername.startswith("sqlite") or not address.database or flock is None:
        yield
        return
    # A link to the file is the same file; a folder reached by another path has the same lock in it anyway.
    file = Path(address.database).resolve()
    descriptor = _opened(file.with_name(f"{file.name}.lock"))
    try:
        _lock(descriptor, file)
        yield
    finally:
        # The file stays: whoever takes it away makes room for two locks of one name.
        os.close(descriptor)


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
