"""The database: engine, transactions and migrations, for SQLite and PostgreSQL alike."""

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection, ExceptionContext
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import Session

from workshop.models import samples
from workshop.models.base import Base
from workshop.models.probe import Probe
from workshop.private_files import make_file, make_folder

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_SECONDS = 10
CONNECT_SECONDS = 10
MIGRATION_LOCK = 7171
# The latest migration: a database that has it needs no Alembic, which a start would wait for.
HEAD = "0029"
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    # What is deleted or overwritten leaves no words in free pages.
    "PRAGMA secure_delete=ON",
)
# How long cleaning waits for readers before it is tried again: writers wait meanwhile.
CLEANING_SECONDS = 0.2
Result = TypeVar("Result")
# All reads of a transaction see the same state; SQLite does so anyway.
_PATIENCE = {"connect_timeout": CONNECT_SECONDS}
_ONE_STATE = {"isolation_level": "REPEATABLE READ"}


class DatabaseError(RuntimeError):
    """The database cannot be used; the message says which one and why, without its password."""


def async_address(url: str | URL) -> URL:
    """Name the driver that we use in a plain `sqlite://` or `postgresql://` address.

    Raises `DatabaseError` for any other address.
    """
    drivers = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg"}
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise DatabaseError("the database URL is none; write postgresql://… or sqlite:///…") from error
    kind = {"postgres": "postgresql"}.get(parsed.drivername, parsed.drivername.split("+")[0])
    if kind not in drivers:
        raise DatabaseError(f"the database URL begins with {kind}; write postgresql://… or sqlite:///…")
    if kind == "sqlite" and (
        parsed.host or parsed.query or (parsed.database or ":memory:").startswith(":memory:")
    ):
        raise DatabaseError(
            "a database URL of SQLite must name one file and no options: sqlite:////folder/file.sqlite"
        )
    return parsed.set(drivername=drivers[kind])


def async_url(url: str | URL) -> str:
    """Return `async_address` as text."""
    return async_address(url).render_as_string(hide_password=False)


class Database:
    """One database; writes of one process wait for each other in SQLite, rows are locked in PostgreSQL."""

    def __init__(self, url: str | URL) -> None:
        self._address = async_address(url)
        self.url = self._address.render_as_string(hide_password=False)
        self.is_sqlite = self.url.startswith("sqlite")
        self.engine: AsyncEngine = create_async_engine(
            # An error of the database must not carry a card's text into a log.
            self._address,
            hide_parameters=True,
            **self._pool(),
        )
        # `write_at_once` and `read_at_once` each have a thread and a connection of their own.
        self._direct = create_engine(
            self._address.set(drivername="sqlite") if self.is_sqlite else self._address,
            hide_parameters=True,
            **self._direct_pool(),
        )
        self._writing = self._direct.execution_options(begin_immediate=True)
        self._reading = self._direct if self.is_sqlite else self._direct.execution_options(**_ONE_STATE)
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="writer")
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="reader")
        self._write_lock = asyncio.Lock()
        self._probe = Probe(self._address, connect_args={} if self.is_sqlite else _PATIENCE)
        for engine in (self.engine.sync_engine, self._direct):
            event.listen(engine, "handle_error", _keep_first_line)
            if self.is_sqlite:
                prepare_sqlite(engine)

    @property
    def file(self) -> Path | None:
        """SQLite's file; another database has none that is ours."""
        path = self._address.database if self.is_sqlite else None
        return Path(path) if path and path != ":memory:" else None

    def _pool(self) -> dict[str, Any]:
        if self.is_sqlite:
            return {"connect_args": {"timeout": BUSY_SECONDS}}
        return {"pool_size": 5, "max_overflow": 5, "pool_pre_ping": True, "connect_args": _PATIENCE}

    def _direct_pool(self) -> dict[str, Any]:
        if self.is_sqlite:
            return {"connect_args": {"timeout": BUSY_SECONDS, "check_same_thread": False}, "pool_size": 2}
        return {"pool_size": 2, "max_overflow": 0, "pool_pre_ping": True, "connect_args": _PATIENCE}

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """Open a session in which all reads see one state."""
        engine = self.engine
        if not self.is_sqlite:
            engine = engine.execution_options(**_ONE_STATE)
        async with AsyncSession(engine, expire_on_commit=False) as session:
            yield session

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """Open a session that commits at the end, or rolls back if anything was raised."""
        if not self.is_sqlite:
            async with AsyncSession(self.engine, expire_on_commit=False) as session, session.begin():
                yield session
            return
        engine = self.engine.execution_options(begin_immediate=True)
        async with self._write_lock, AsyncSession(engine, expire_on_commit=False) as session, session.begin():
            yield session

    async def write_at_once(self, work: Callable[[Connection], Result]) -> Result:
        """Run a whole transaction in the writer's thread: one change of threads instead of one per statement.

        For what is written very often. Commits at the end, or rolls back if anything was raised.
        """
        async with self._write_lock if self.is_sqlite else contextlib.nullcontext():
            return await asyncio.get_running_loop().run_in_executor(self._writer, self._write, work)

    def _write(self, work: Callable[[Connection], Result]) -> Result:
        with self._writing.begin() as connection:
            return work(connection)

    async def read_at_once(self, work: Callable[[Session], Result]) -> Result:
        """Run several reads of one state in the reader's thread, for what is read very often."""
        return await asyncio.get_running_loop().run_in_executor(self._reader, self._read, work)

    def _read(self, work: Callable[[Session], Result]) -> Result:
        with Session(self._reading, expire_on_commit=False) as session:
            return work(session)

    async def migrate(self) -> None:
        """Bring the tables up to date; creates them in an empty database.

        Raises `DatabaseError` if it cannot be reached or used, or has tables of a later version.
        """
        try:
            await self._migrate()
        except (SQLAlchemyError, OSError) as error:
            cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
            said = next(iter(str(cause).splitlines()), "")
            shown = self._address.render_as_string(hide_password=True).replace("+aiosqlite", "")
            raise DatabaseError(f"the database {shown} cannot be used: {said}") from error

    async def _migrate(self) -> None:
        if self.file:
            make_folder(self.file.parent)
            make_file(self.file)
        async with self.engine.execution_options(begin_immediate=True).begin() as connection:
            if not self.is_sqlite:
                # Several processes may start at once; one brings the tables up to date, the others wait.
                await connection.execute(
                    text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK}
                )
            was_older = await connection.run_sync(_upgrade)
            if not self.is_sqlite:
                await connection.run_sync(samples.take_none)
        if self.is_sqlite and was_older:
            # What was deleted before this version overwrote it still stands in free pages.
            await asyncio.to_thread(cut_log, self._address.database, rewrites=True)

    async def scrub(self) -> bool:
        """Clean the files of what was erased; `False` if somebody still reads an older state.

        In SQLite the log of writes goes into the file and is cut to nothing. PostgreSQL frees the old rows
        and overwrites them, and its own log, in time.
        """
        if self.is_sqlite:
            return await asyncio.to_thread(cut_log, self._address.database)
        tables = ", ".join(f'"{name}"' for name in Base.metadata.tables)
        async with self.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            await connection.execute(text(f"VACUUM {tables}"))
        return True

    async def is_alive(self) -> bool:
        """Say within seconds whether the database answers."""
        return await self._probe.answers()

    async def close(self) -> None:
        """Give back all connections."""
        await self._probe.close()
        self._writer.shutdown()
        self._reader.shutdown()
        self._direct.dispose()
        await self.engine.dispose()


def alembic_config() -> "Config":
    """Return the Alembic configuration that needs no ini file."""
    from alembic.config import Config  # noqa: PLC0415 - half a second that only a start needs

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def _upgrade(connection: Connection) -> bool:
    """Bring the tables up to date; return whether there were older ones."""
    has_versions = inspect(connection).has_table("alembic_version")
    stands = connection.scalar(text("SELECT version_num FROM alembic_version")) if has_versions else None
    if stands == HEAD:
        return False
    if stands is not None and stands not in known_revisions():
        raise DatabaseError(
            f"the database has the tables of version {stands}, which this workshop does not know: "
            "install the newer one that made them"
        )
    bring_to(connection, HEAD)
    return stands is not None


def known_revisions() -> set[str]:
    """Return the versions of the tables that there have been until now."""
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - as above

    return {script.revision for script in ScriptDirectory.from_config(alembic_config()).walk_revisions()}


def bring_to(connection: Connection, revision: str) -> None:
    """Make the tables those of a version, from any before it or from nothing."""
    from alembic import command  # noqa: PLC0415 - as above

    config = alembic_config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def cut_log(file: str | None, *, rewrites: bool = False) -> bool:
    """Write SQLite's log into its file and cut it; `False` if a reader or writer is in the way.

    With `rewrites` the file is written anew, without free pages.
    """
    if file in {None, "", ":memory:"}:
        return True
    connection = sqlite3.connect(str(file), timeout=CLEANING_SECONDS, isolation_level=None)
    try:
        if rewrites:
            connection.execute("VACUUM")
        is_busy, _pages, _done = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError:
        return False
    finally:
        connection.close()
    return not is_busy


def _keep_first_line(context: ExceptionContext) -> None:
    """PostgreSQL tells the whole row in the details of an error; what people wrote must not reach a log."""
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error is not None and error.args:
            error.args = (str(error.args[0]).split("\n", 1)[0],)


def prepare_sqlite(engine: Engine) -> None:
    """Let each connection of an engine be as ours are, and begin transactions as they do."""

    @event.listens_for(engine, "connect")
    def _pragmas(connection: DBAPIConnection, _record: object) -> None:
        # The driver's own implicit BEGIN is deferred; ours below decides.
        connection.isolation_level = None
        cursor = connection.cursor()
        for statement in _PRAGMAS:
            cursor.execute(statement)
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        immediate = connection.get_execution_options().get("begin_immediate", False)
        # Past the layers that a statement with values would need: this is done for every card.
        cursor = connection.connection.cursor()
        cursor.execute("BEGIN IMMEDIATE" if immediate else "BEGIN")
        cursor.close()
