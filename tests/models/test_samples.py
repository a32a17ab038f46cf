"""PostgreSQL keeps no examples of what people wrote; SQLite takes none."""

import pytest
from sqlalchemy import text

from tests.factories import post
from workshop.models.database import Database
from workshop.models.samples import written

pytestmark = pytest.mark.integration
CANARY = "Zwetschgenkuchen"


async def _write_and_analyse(store, dialogue) -> None:
    # A word that occurs twice is among the most common ones, another one bounds a histogram.
    await post(store, dialogue, *(f"{CANARY} {n // 2}" for n in range(30)))
    async with store.database.write() as session:
        # As PostgreSQL does by itself where much was written.
        await session.execute(text("ANALYZE"))


async def _examples(store) -> str:
    asked = (
        "SELECT concat(most_common_vals, histogram_bounds) FROM pg_stats WHERE schemaname = current_schema()"
    )
    async with store.read() as session:
        return " ".join(await session.scalars(text(asked)))


@pytest.fixture
def on_postgresql(store) -> None:
    if store.database.is_sqlite:
        pytest.skip("SQLite takes no samples")


async def test_no_sample_holds_words_or_participants(on_postgresql, store, dialogue) -> None:
    await _write_and_analyse(store, dialogue)
    noted = await _examples(store)
    assert "shown" in noted
    assert not [each for each in (CANARY, "p1", dialogue.title) if each in noted]


async def test_samples_of_an_older_version_are_gone_with_the_next_start(
    on_postgresql, store, dialogue
) -> None:
    async with store.database.write() as session:
        await session.execute(text("ALTER TABLE entries ALTER COLUMN text SET STATISTICS -1"))
    await _write_and_analyse(store, dialogue)
    assert CANARY in await _examples(store)
    async with store.database.write() as session:
        # An analysis of a table without rows would keep what was noted before.
        await session.execute(text("DELETE FROM entries"))
        await session.execute(text("ANALYZE"))
    assert CANARY in await _examples(store)
    again = Database(store.database.url)
    await again.migrate()
    await again.close()
    assert CANARY not in await _examples(store)


def test_columns_of_closed_lists_and_numbers_may_be_sampled() -> None:
    columns = written()
    assert {
        ("entries", "text"),
        ("entries", "participant"),
        ("dialogues", "title"),
        ("vectors", "numbers"),
    } <= columns
    assert not columns & {("entries", "state"), ("entries", "table_id"), ("groups", "revision")}
