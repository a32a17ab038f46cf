"""Files for their owner only: what the program makes is 0600, its directories 0700, whatever the umask was.

Two fences. Every command narrows the umask first, for what libraries make on their own. And what is ours is
made with its mode named, for whoever uses the program as a library.
"""

import contextlib
import errno
import os
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import structlog

FILE = 0o600
FOLDER = 0o700
OTHERS = 0o077
# The names of what lies in a data directory, `*` for more: a directory with nothing else in it is ours alone.
OURS = (
    *("workshop.sqlite*", "secret", "secret.*", "address", "address.*", "erasures.jsonl*", "backups"),
    "workshop-*.backup*",
)
log = structlog.get_logger()


def keep_to_owner() -> None:
    """Let all that this process and its children make from now on be their owner's only."""
    os.umask(OTHERS)


def make_folder(folder: Path) -> None:
    """Make a directory and those above it that are missing; one that is there stays as it is."""
    for each in (*reversed(folder.parents), folder):
        if not each.exists():
            each.mkdir(mode=FOLDER, exist_ok=True)
    # Says what is wrong with one that is no directory.
    folder.mkdir(exist_ok=True)


def narrow_folder(folder: Path) -> None:
    """Take a directory from others if nothing in it is theirs; only warn if something may be.

    A home, or `/tmp`, that was named as data directory is not ours to close.
    """
    if not folder.is_dir() or not (mode := _mode_of(folder)) & OTHERS:
        return
    if all(any(each.match(name) for name in OURS) for each in folder.iterdir()):
        _narrow(folder, mode, to=FOLDER)
    elif mode & 0o022 and not mode & stat.S_ISVTX:
        log.warning("others_can_write_into_the_data_directory", path=str(folder), mode=f"{mode:04o}")


def make_file(file: Path) -> None:
    """Make an empty file for SQLite if there is none; it gives `-wal` and `-shm` the mode of their file.

    Whatever hinders is passed over: the library that opens it next says what is wrong.
    """
    with contextlib.suppress(OSError):
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE))


def narrow_database(file: Path) -> None:
    """Take SQLite's files from others, with a warning."""
    for each in (file, *(file.with_name(f"{file.name}{end}") for end in ("-wal", "-shm", "-journal"))):
        narrow_file(each)


def narrow_file(file: Path) -> None:
    """Take a file that is there from others, with a warning."""
    with contextlib.suppress(OSError):
        if file.is_file() and (mode := _mode_of(file)) & OTHERS:
            _narrow(file, mode, to=FILE)


def write_file(file: Path, content: bytes) -> None:
    """Put a file in the place of what was there; it appears complete or not at all."""
    with new_beside(file) as (part, out):
        out.write(content)
        to_disk(out)
        part.replace(file)
        _folder_to_disk(file.parent)


@contextlib.contextmanager
def new_beside(file: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """Open a new file beside `file`, which whoever asks moves into its place; what is left of it goes."""
    part = file.with_name(f"{file.name}.{secrets.token_hex(4)}.part")
    out = os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, FILE), "w+b")
    try:
        with out:
            yield part, out
    finally:
        part.unlink(missing_ok=True)


@contextlib.contextmanager
def new_file(file: Path) -> Iterator[BinaryIO]:
    """Open a file that appears complete and on the disk, or not at all; `FileExistsError` if there is one."""
    if os.path.lexists(file):
        raise _taken(file)
    with new_beside(file) as (part, out):
        yield out
        to_disk(out)
        _take_name(part, file)


def to_disk(out: BinaryIO) -> None:
    """Wait until what was written has left the machine's memory."""
    out.flush()
    os.fsync(out.fileno())


def _taken(file: Path) -> FileExistsError:
    return FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(file))


def _take_name(part: Path, file: Path) -> None:
    try:
        file.hardlink_to(part)
    except FileExistsError:
        raise
    except OSError:
        # A stick or a share that knows no second name for a file.
        if file.exists():
            raise _taken(file) from None
        part.rename(file)
    _folder_to_disk(file.parent)


def _folder_to_disk(folder: Path) -> None:
    """Let a name outlast a power cut; some shares cannot say that it does."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _mode_of(path: Path) -> int:
    # Elsewhere the bits say nothing about others.
    return stat.S_IMODE(path.stat().st_mode) if os.name == "posix" else 0


def _narrow(path: Path, mode: int, *, to: int) -> None:
    try:
        path.chmod(to)
    except OSError:
        log.warning("others_can_read", path=str(path), mode=f"{mode:04o}")
    else:
        log.warning("others_could_read_until_now", path=str(path), mode=f"{mode:04o}")
