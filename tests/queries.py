"""Counting the statements that a piece of work sends to the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event

from workshop.models.database import Database


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """Collect every statement sent while the block runs, but for those that begin or end a transaction."""
    sent: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK")):
            sent.append(statement)

    # The writer of cards has an engine of its own.
    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)
