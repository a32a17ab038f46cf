"""Rows of an earlier release, brought up to date by the migrations that a database goes through."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import (
    JSON,
    Connection,
    LargeBinary,
    MetaData,
    StaticPool,
    Table,
    create_engine,
    insert,
    select,
)

from workshop.models.database import bring_to, prepare_sqlite

Rows = list[dict[str, Any]]
RowsOf = Callable[[Table], Iterable[Rows]]
ROWS_AT_ONCE = 500
# Of a table with pictures.
HEAVY_AT_ONCE = 8


@contextmanager
def brought_up_to_date(revision: str, rows_of: RowsOf, *, to: str) -> Iterator[RowsOf]:
    """Take what returns the rows of a revision's table, in batches; give what returns those of a later one.

    They stand in memory alone: what people wrote is left in no file that somebody would have to erase. Raises
    what the rows raise, and `SQLAlchemyError` for those that the tables cannot hold.
    """
    engine = create_engine("sqlite://", poolclass=StaticPool, hide_parameters=True)
    prepare_sqlite(engine)
    try:
        with engine.begin() as connection:
            bring_to(connection, revision)
            for table in _tables(connection):
                for rows in rows_of(table):
                    connection.execute(insert(table), rows)
            bring_to(connection, to)
            yield lambda table: _read(connection, table)
    finally:
        engine.dispose()


def _tables(connection: Connection) -> list[Table]:
    """Return the tables as they are now, none before those that its rows name."""
    found = MetaData()
    found.reflect(connection)
    for table in found.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, JSON):
                # Nothing is nothing, and not the word for it.
                column.type.none_as_null = True
    return [table for table in found.sorted_tables if table.name != "alembic_version"]


def _read(connection: Connection, table: Table) -> Iterator[Rows]:
    found = connection.execute(select(table).order_by(*table.primary_key.columns))
    is_heavy = any(isinstance(column.type, LargeBinary) for column in table.columns)
    for rows in found.mappings().partitions(HEAVY_AT_ONCE if is_heavy else ROWS_AT_ONCE):
        yield [dict(row) for row in rows]
