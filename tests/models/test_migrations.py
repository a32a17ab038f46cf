import hashlib

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, select

from tests.databases import PRAGMAS
from workshop.models import Base, Dialogue, Entry, Group, Hand
from workshop.models.database import HEAD, Database, alembic_config, async_url

pytestmark = pytest.mark.integration
OLD_ROWS = """
INSERT INTO dialogues VALUES (1, 'CODE2345', 'T', '', '', NULL, 'gmuend', '', '', 'de', 'collect',
  0, 3, NULL, 0, 1, 1, 1, '2026-11-22');
INSERT INTO theme_tables (id, dialogue_id, key, position, titles, guides, fields, actors, removed, revision,
  version) VALUES (1, 1, 'k', 1, '{}', '{}', '[]', '[]', 0, 1, 1);
INSERT INTO groups (id, dialogue_id, table_id, label, label_by, state, revision, version)
  VALUES (7, 1, 1, 'L', 'machine', 'open', 1, 1);
INSERT INTO entries (number, id, dialogue_id, table_id, question, text, lang, state, origin, group_id, digest,
  first_state, first_revision, created_at, revision, version)
  VALUES (1, 'x', 1, 1, 'works', 't', 'de', 'shown', 'phone', 7, 'd', 'shown', 1, '2026-11-22', 1, 1),
  (2, 'y', 1, 1, 'works', 't', 'de', 'shown', 'phone', NULL, 'd', 'shown', 1, '2026-11-22', 1, 1);
INSERT INTO entries (number, id, dialogue_id, table_id, question, text, lang, state, hold_reason, origin,
  digest, first_state, first_revision, created_at, revision, version)
  VALUES (3, 'm', 1, 1, 'works', 't', 'de', 'held', 'personal_data', 'phone', 'd', 'held', 1, '2026-11-22', 1,
  1),
  (4, 'p', 1, 1, 'works', 't', 'de', 'held', 'personal_data', 'phone', 'd', 'shown', 1, '2026-11-22', 1, 2)
"""


def _differences(connection: Connection) -> list[object]:
    return compare_metadata(
        MigrationContext.configure(connection, opts={"compare_type": True}), Base.metadata
    )


async def test_migrations_give_exactly_the_tables_of_the_models(database: Database) -> None:
    async with database.engine.connect() as connection:
        assert await connection.run_sync(_differences) == []


def test_latest_migration_is_the_one_that_a_start_looks_for() -> None:
    assert ScriptDirectory.from_config(alembic_config()).get_current_head() == HEAD


async def test_migrating_twice_changes_nothing(database: Database) -> None:
    await database.migrate()
    assert await database.is_alive()


async def test_sqlite_is_durable_and_keeps_links(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("workshop.models.database._PRAGMAS", PRAGMAS)
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


def upgrade(old: Engine, revision: str, statements: str = "") -> None:
    """Bring a database to a revision, and carry statements out there."""
    with old.begin() as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        for statement in filter(None, statements.split(";")):
            connection.exec_driver_sql(statement)


def old_database(url: str, revision: str, rows: str) -> Engine:
    """Make a database as it was at a revision, with rows of that time."""
    old = create_engine(url)
    upgrade(old, revision, rows)
    return old


async def test_cards_keep_their_group_through_the_migrations(tmp_path) -> None:
    file = tmp_path / "old.sqlite"
    old_database(f"sqlite:///{file}", "0001", OLD_ROWS).dispose()
    database = Database(f"sqlite:///{file}")
    await database.migrate()
    async with database.read() as session:
        row = (await session.execute(select(Entry.group_id, Group.words, Group.parked).join(Group))).one()
        alone = await session.scalar(select(Entry.placed_by).where(Entry.id == "y"))
        holds = {row.id: row.held_by for row in await session.scalars(select(Entry))}
    await database.close()
    assert tuple(row) == (7, [], False)
    assert alone == Hand.MACHINE
    assert holds == {"x": None, "y": None, "m": Hand.MACHINE, "p": Hand.PERSON}


# Written before each dialogue had ids of its own.
WITH_PARTICIPANTS = """
INSERT INTO dialogues (id, code, title, municipality, place, theme_set, goal, promise, lang, translations,
  phase, round, rounds, round_history, rehearsal, join_large, revision, facts_revision, version, created_at)
  SELECT number, 'CODE' || number, 'T', '', '', 'gmuend', '', '', 'de', '{}',
  CASE number WHEN 1 THEN 'closed' ELSE 'collect' END, 0, 3, '[]', false, false, 1, 1, 1, '2026-11-22'
  FROM (SELECT 1 AS number UNION SELECT 2) AS numbers;
INSERT INTO theme_tables (id, dialogue_id, key, position, titles, guides, fields, actors, removed, revision,
  version) SELECT id, id, 'k', 1, '{}', '{}', '[]', '[]', false, 1, 1 FROM dialogues;
INSERT INTO entries (number, id, dialogue_id, table_id, question, text, lang, state, origin, participant,
  digest, first_state, first_revision, created_at, revision, version)
  SELECT 10 * id + LENGTH(who), who || id, id, id, 'works', 't', 'de', 'shown', 'phone', who, 'd', 'shown', 1,
  '2026-11-22', 1, 1 FROM dialogues, (SELECT 'both' AS who UNION SELECT 'one') AS people
  WHERE who = 'both' OR id = 1
"""


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_participant_of_two_dialogues_keeps_the_id_of_the_last(request, tmp_path, kind) -> None:
    url = f"sqlite:///{tmp_path / 'old.sqlite'}"
    if kind == "postgresql":
        url = request.getfixturevalue("postgres_url")
    old_database(url.replace("postgresql://", "postgresql+psycopg://"), "0010", WITH_PARTICIPANTS).dispose()
    database = Database(url)
    await database.migrate()
    async with database.read() as session:
        rows = (await session.execute(select(Entry.id, Entry.participant).order_by(Entry.id))).all()
        closed = list(await session.scalars(select(Dialogue.closed_at.is_not(None)).order_by(Dialogue.id)))
    await database.close()
    assert [tuple(row) for row in rows] == [("both1", None), ("both2", "both"), ("one1", "one")]
    assert closed == [True, False]


async def test_words_that_were_erased_before_are_in_no_free_page_and_no_digest(tmp_path) -> None:
    file = tmp_path / "old.sqlite"
    old = old_database(f"sqlite:///{file}", "0001", OLD_ROWS)
    upgrade(old, "0010")
    with old.begin() as connection:
        same = hashlib.sha256(b"1\nworks\nt").hexdigest()
        connection.exec_driver_sql("UPDATE entries SET digest = ? WHERE number = 2", (same,))
    # So many that whole pages are free once they are gone.
    for statement in (
        """INSERT INTO entries (id, dialogue_id, table_id, question, text, lang, state, origin, digest,
        first_state, first_revision, created_at, revision, version)
        WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n WHERE i < 100)
        SELECT 'z' || i, 1, 1, 'works', 'Zwetschgenallee' || hex(zeroblob(200)), 'de', 'shown', 'phone', 'd',
        'shown', 1, '2026-11-22', 1, 1 FROM n""",
        "DELETE FROM entries WHERE number > 2",
    ):
        with old.begin() as connection:
            connection.exec_driver_sql("PRAGMA secure_delete=OFF")
            connection.exec_driver_sql(statement)
    old.dispose()
    assert b"Zwetschgenallee" in file.read_bytes()
    database = Database(f"sqlite:///{file}")
    await database.migrate()
    async with database.read() as session:
        digests = list(await session.scalars(select(Entry.digest).order_by(Entry.number)))
    await database.close()
    assert digests == ["", same]
    assert not [each for each in tmp_path.iterdir() if b"Zwetschgenallee" in each.read_bytes()]
