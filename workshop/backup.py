"""A consistent copy of everything, and back: the same file moves a dialogue from SQLite to PostgreSQL."""

import base64
import errno
import json
import zipfile
import zlib
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Date, DateTime, LargeBinary, Table, Time, delete, func, insert, inspect, select, text
from sqlalchemy.exc import (
    CompileError,
    DataError,
    IntegrityError,
    OperationalError,
    SQLAlchemyError,
    StatementError,
)
from sqlalchemy.ext.asyncio import AsyncSession

from workshop.domain.deletion import delete_again
from workshop.domain.erasure import Erased, erase_again, joined, listed
from workshop.models import Base, Deletion, Dialogue, ErasureKind, UtcDateTime
from workshop.models.database import HEAD, Database, known_revisions
from workshop.models.older import ROWS_AT_ONCE, Rows, RowsOf, brought_up_to_date
from workshop.private_files import new_file

FORMAT = 1
FACTS = "workshop-backup.json"
SECRET = "secret"  # noqa: S105 - the name of a part of the file
# Made anew of the cards: words that are erased later shall not stay in a backup in yet another form.
MADE_ANEW = {"vectors"}


# Of a file of ours; a row ends before, even the longest step at a large table.
MOST_FACTS = 4096
MOST_OF_A_ROW = 64 * 1024 * 1024
# Rows are put in together up to this weight: those of photos are a thousand times as heavy as others.
TOGETHER = 8 * 1024 * 1024
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
# What reading a damaged file, or one that is none of ours, can raise.
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RecursionError),
    *(KeyError, ValueError, TypeError, AttributeError, OverflowError),
    *(CompileError, DataError, IntegrityError, StatementError),
)


class BackupError(RuntimeError):
    """A backup cannot be written, is none, or the place to restore to is not empty; nothing was changed."""


async def write_backup(database: Database, file: Path, *, secret: str) -> int:
    """Write all rows as they are at one moment, while the server runs; return their number.

    The file appears complete or not at all, for its owner only, and is on the disk when this returns. It
    holds the cookies' key too: keep it as safe as the database. Raises `BackupError` if there is a file of
    this name, no room or no right to write one.
    """
    try:
        with new_file(file) as out:
            return await _write_all(database, out, secret)
    except FileExistsError as error:
        raise BackupError(f"there is a file {file} already; it stays as it is, name another one") from error
    except OSError as error:
        why = "there is no room for it" if error.errno in FULL else error.strerror
        raise BackupError(f"nothing was left of the backup {file}, it cannot be written: {why}") from error


async def _write_all(database: Database, out: BinaryIO, secret: str) -> int:
    count = 0
    async with database.read() as session:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(FACTS, json.dumps({"format": FORMAT, "schema": await _schema(session)}))
            archive.writestr(SECRET, secret)
            for table in Base.metadata.sorted_tables:
                if table.name in MADE_ANEW:
                    continue
                with archive.open(f"{table.name}.jsonl", "w") as lines:
                    async for row in _rows(session, table):
                        lines.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
                        count += 1
    return count


async def restore_backup(database: Database, file: Path, *, erased: Sequence[Erased] = ()) -> tuple[int, str]:
    """Fill a database without dialogues from a backup; return the number of rows and the cookies' key.

    What was `erased` since the backup was written is erased again, in the same transaction.

    A backup of an earlier release is brought up to date first. Raises `BackupError` if the file is none of
    ours or of a later release, or if the database holds dialogues already.
    """
    try:
        with zipfile.ZipFile(file) as archive, _up_to_date(archive) as rows_of:
            secret = _short(archive, SECRET).decode()
            async with database.write() as session:
                if await session.scalar(select(func.count()).select_from(Dialogue)):
                    raise BackupError("the database to restore to is not empty")
                known = joined(await listed(session), erased)
                notes = select(Deletion.code, Deletion.number, Deletion.deleted_at)
                deleted = [(code, number, at) for code, number, at in await session.execute(notes)]
                # Also the links that a fresh server has given out: the rights are those of the backup.
                for table in reversed(Base.metadata.sorted_tables):
                    await session.execute(delete(table))
                count = 0
                for table in Base.metadata.sorted_tables:
                    for rows in rows_of(table):
                        await session.execute(insert(table), rows)
                        count += len(rows)
                deleted += [(each.dialogue, 0, each.at) for each in known if each.kind == ErasureKind.DELETED]
                await delete_again(session, deleted)
                if not database.is_sqlite:
                    await _raise_sequences(session)
                then = {each.key for each in await listed(session)}
                await erase_again(session, [each for each in known if each.key not in then])
            return count, secret
    except OperationalError:
        raise
    except _DAMAGED as error:
        raise BackupError(f"{file} is not a backup of workshop, or it is damaged") from error


@contextmanager
def _up_to_date(archive: zipfile.ZipFile) -> Iterator[RowsOf]:
    """Give what returns the rows of today's tables, whichever release wrote the file."""
    facts = json.loads(_short(archive, FACTS))
    form, schema = facts["format"], facts["schema"]

    def in_file(table: Table) -> Iterator[Rows]:
        return _rows_in(archive, table)

    if (form, schema) == (FORMAT, HEAD):
        yield in_file
    elif form != FORMAT or schema not in known_revisions():
        raise BackupError(
            "the backup was written by a newer workshop than this one; install that one, and restore it then"
        )
    else:
        with ExitStack() as stack:
            try:
                older = stack.enter_context(brought_up_to_date(schema, in_file, to=HEAD))
            except SQLAlchemyError as error:
                raise ValueError("rows that the tables of their release could not hold") from error
            yield older


def _short(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        content = part.read(MOST_FACTS + 1)
    if len(content) > MOST_FACTS:
        raise ValueError(f"{name} is too long")
    return content


async def _schema(session: AsyncSession) -> str:
    return str(await session.scalar(text("SELECT version_num FROM alembic_version")))


async def _rows(session: AsyncSession, table: Table) -> AsyncIterator[dict[str, Any]]:
    result = await session.stream(select(table).order_by(*table.primary_key.columns))
    async for row in result.mappings():
        yield {name: _plain(value) for name, value in row.items()}


def _plain(value: object) -> object:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    return value.isoformat() if isinstance(value, (date, datetime, time)) else value


def _rows_in(archive: zipfile.ZipFile, table: Table) -> Iterator[Rows]:
    rows: Rows = []
    weight = 0
    if table.name in MADE_ANEW:
        return
    with archive.open(f"{table.name}.jsonl") as lines:
        while line := lines.readline(MOST_OF_A_ROW):
            rows.append({name: _rich(table, name, value) for name, value in json.loads(line).items()})
            weight += len(line)
            if len(rows) == ROWS_AT_ONCE or weight > TOGETHER:
                yield rows
                rows, weight = [], 0
    if rows:
        yield rows


def _rich(table: Table, name: str, value: Any) -> Any:  # noqa: ANN401 - columns of any type
    kind = table.columns[name].type
    if value is None or not isinstance(kind, (UtcDateTime, DateTime, Date, Time, LargeBinary)):
        return value
    if isinstance(kind, LargeBinary):
        return base64.b64decode(value, validate=True)
    if isinstance(kind, Time):
        return time.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(kind, Date) else datetime.fromisoformat(value)


async def _raise_sequences(session: AsyncSession) -> None:
    """Let PostgreSQL's counters go on after the highest number that was restored."""
    for mapper in Base.registry.mappers:
        table = inspect(mapper.class_).local_table
        (key,) = table.primary_key.columns
        highest = select(func.coalesce(func.max(key), 0) + 1).scalar_subquery()
        sequence = func.pg_get_serial_sequence(table.name, key.name)
        await session.execute(select(func.setval(sequence, highest, False)))  # noqa: FBT003 - PostgreSQL's argument
