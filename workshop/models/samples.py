"""PostgreSQL takes no samples of what people wrote: they would outlive the words."""

from sqlalchemy import JSON, Connection, LargeBinary, String, text

from workshop.models.base import Base

# A column of at most so many characters holds a word of a closed list.
CLOSED = 16
# The planner would keep examples of each column, even of a table that is empty by then. To name a column's
# type once more drops those that were taken before.
_SAMPLED = text("""
    SELECT c.relname, a.attname, format(
        'ALTER TABLE %I ALTER COLUMN %I SET STATISTICS 0, ALTER COLUMN %I TYPE %s',
        c.relname, a.attname, a.attname, format_type(a.atttypid, a.atttypmod)
    )
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
        AND a.attnum > 0 AND NOT a.attisdropped AND coalesce(a.attstattarget, -1) <> 0
""")


def written() -> set[tuple[str, str]]:
    """Return table and name of each column that may hold what people wrote or are, or what was made of it."""
    return {
        (table.name, column.name)
        for table in Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, JSON | LargeBinary)
        or (isinstance(column.type, String) and (column.type.length or CLOSED + 1) > CLOSED)
    }


def take_none(connection: Connection) -> None:
    """Let PostgreSQL forget its samples of these columns and take no more; each column is changed once."""
    columns = written()
    for table, column, change in connection.execute(_SAMPLED).all():
        if (table, column) in columns:
            connection.execute(text(change))
