"""Empty, migrated databases: the migrations run once, each test gets what they made."""

import asyncio
import contextlib
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from workshop.models import database
from workshop.models.database import Database

TEMPLATE = "migrated"
COPY = "copied"
# So many tests have one copy, each after it was emptied; then its files hold too much that was deleted.
TURNS = 40
# Foreign keys are not asked, numbers begin anew, and nothing is known of what columns held.
_EMPTY = """
DO $$ DECLARE filled text; BEGIN
    SET LOCAL session_replication_role = replica;
    FOR filled IN SELECT oid::regclass FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'alembic_version'
    LOOP EXECUTE 'DELETE FROM ' || filled; END LOOP;
    PERFORM setval(oid::regclass, 1, false) FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'S';
    DELETE FROM pg_statistic USING pg_class
        WHERE oid = starelid AND relnamespace = 'public'::regnamespace;
END $$
"""
_COLUMNS = """
SELECT md5(string_agg(
    concat_ws(' ', relname, attname, atttypmod, attstattarget), ',' ORDER BY relname, attnum
))
FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
"""
_OTHERS = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
# As the product sets a connection to SQLite up.
PRAGMAS = database._PRAGMAS


def migrate(url: str) -> None:
    """Bring a database up to date, in a thread of its own: Playwright's loop may run in this one."""

    async def run() -> None:
        made = Database(url)
        try:
            await made.migrate()
        finally:
            await made.close()

    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(run())).result()


def make_file(folder: Path) -> Path:
    """Return a new SQLite file that has all tables."""
    file = folder / "workshop.sqlite"
    migrate(f"sqlite:///{file}")
    return file


def copy_file(template: Path, file: Path) -> str:
    """Copy such a file, which nobody has open; return the copy's URL."""
    file.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(template, file)
    return f"sqlite:///{file}"


def spare_the_disk() -> None:
    """Spare this process the waiting for SQLite's disk, which matters in a power cut of the machine only.

    A server that is killed loses nothing by it.
    """
    database._PRAGMAS = tuple(each.replace("=FULL", "=OFF") for each in PRAGMAS)


def prepare_postgres(address: str) -> None:
    """Do the same for a server of the tests."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")


def make_template(address: str) -> str:
    """Make a database that has all tables on the server of an address; return its name."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {TEMPLATE} TEMPLATE template0")
    migrate(_on_same_server(address, TEMPLATE))
    return TEMPLATE


class Copy:
    """The one copy of a template."""

    def __init__(self, address: str, template: str) -> None:
        self.url = _on_same_server(address, COPY)
        self._address, self._template = address, template
        self._turns = 0
        self._columns: object = None

    def renew(self) -> str:
        """Let it be as new, whatever the test before left; return its URL."""
        if not self._turns or not self._emptied():
            self._make()
            self._turns = TURNS
        self._turns -= 1
        return self.url

    def _make(self) -> None:
        with psycopg.connect(self._address, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {COPY} WITH (FORCE)")
            connection.execute(f"CREATE DATABASE {COPY} TEMPLATE {self._template} STRATEGY file_copy")
        with psycopg.connect(self.url, autocommit=True) as connection:
            self._columns = connection.execute(_COLUMNS).fetchone()

    def _emptied(self) -> bool:
        """Empty it, which takes less than another copy; `False` where its tables are not those any more."""
        with contextlib.suppress(psycopg.OperationalError), psycopg.connect(self.url, autocommit=True) as to:
            to.execute(_OTHERS)
            if to.execute(_COLUMNS).fetchone() == self._columns:
                to.execute(_EMPTY)
                return True
        return False


def _on_same_server(address: str, name: str) -> str:
    return make_url(address).set(database=name).render_as_string(hide_password=False)
