"""Empty, migrated databases: the migrations run once, each test gets a copy of what they made."""

import asyncio
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from workshop.models.database import Database

TEMPLATE = "migrated"
COPY = "copied"


def migrate(url: str) -> None:
    """Bring a database up to date, in a thread of its own: Playwright's loop may run in this one."""

    async def run() -> None:
        database = Database(url)
        try:
            await database.migrate()
        finally:
            await database.close()

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


def prepare_postgres(address: str) -> None:
    """Spare a server of the tests the waiting for its disk, which matters in a power cut of the machine only.

    A server that is killed loses nothing by it.
    """
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")


def make_template(address: str) -> str:
    """Make a database that has all tables on the server of an address; return its name."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {TEMPLATE} TEMPLATE template0")
    migrate(_on_same_server(address, TEMPLATE))
    return TEMPLATE


def copy_template(address: str, template: str) -> str:
    """Let the one copy of a template be new; return its URL."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {COPY} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {COPY} TEMPLATE {template}")
    return _on_same_server(address, COPY)


def _on_same_server(address: str, name: str) -> str:
    return make_url(address).set(database=name).render_as_string(hide_password=False)
