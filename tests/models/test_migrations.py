import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from workshop.models import Base
from workshop.models.database import Database, async_url

pytestmark = pytest.mark.integration


def _differences(connection: Connection) -> list[object]:
    return compare_metadata(
        MigrationContext.configure(connection, opts={"compare_type": True}), Base.metadata
    )


async def test_migrations_give_exactly_the_tables_of_the_models(database: Database) -> None:
    async with database.engine.connect() as connection:
        assert await connection.run_sync(_differences) == []


async def test_migrating_twice_changes_nothing(database: Database) -> None:
    await database.migrate()
    assert await database.is_alive()


async def test_sqlite_is_durable_and_keeps_links(tmp_path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'w.sqlite'}")
    await database.migrate()
    found = {}
    async with database.engine.connect() as connection:
        for pragma in ("journal_mode", "synchronous", "foreign_keys"):
            found[pragma] = (await connection.exec_driver_sql(f"PRAGMA {pragma}")).scalar()
    await database.close()
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


@pytest.mark.parametrize(
    ("plain", "named"),
    [
        ("sqlite:///a.sqlite", "sqlite+aiosqlite:///a.sqlite"),
        ("postgresql://u:p@h/d", "postgresql+psycopg://u:p@h/d"),
        ("postgres://u:p@h/d", "postgresql+psycopg://u:p@h/d"),
    ],
)
def test_async_url_names_the_driver(plain: str, named: str) -> None:
    assert async_url(plain) == named
