"""What an earlier release wrote opens, and its files say the same: see `tests/data/README.md`."""

import csv
import io
import json
import re
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import (
    Connection,
    Date,
    DateTime,
    MetaData,
    StaticPool,
    create_engine,
    func,
    insert,
    inspect,
    select,
)

from exports import write_results
from workshop.backup import BackupError, restore_backup
from workshop.changes import open_feed
from workshop.domain.dialogue import DialogueFacts, create_dialogue
from workshop.domain.erasure import Erased, listed
from workshop.domain.queries.results import results_of
from workshop.domain.rights import operator
from workshop.domain.store import Store
from workshop.i18n import catalogue
from workshop.models import Dialogue, Entry, ErasureKind, now
from workshop.models.database import HEAD, Database, bring_to, known_revisions

pytestmark = pytest.mark.integration
DATA = Path(__file__).parent / "data"
EARLIER = sorted(path.name.removeprefix("tables_") for path in DATA.glob("tables_*"))


def rich(kind: object, value: Any) -> Any:
    if value is None or not isinstance(kind, (DateTime, Date)):
        return value
    return datetime.fromisoformat(value) if isinstance(kind, DateTime) else date.fromisoformat(value)


def filled(connection: Connection, revision: str) -> None:
    """Make the tables of a release and put its rows in."""
    bring_to(connection, revision)
    tables = MetaData()
    tables.reflect(connection)
    for each in lines_of(revision):
        table = tables.tables[each["table"]]
        row = {name: rich(table.c[name].type, value) for name, value in each["row"].items()}
        connection.execute(insert(table).values(row))


def tables_at(revision: str) -> list[str]:
    """Return the names of the tables of a release."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    with engine.begin() as connection:
        bring_to(connection, revision)
        names = inspect(connection).get_table_names()
    engine.dispose()
    return [name for name in names if name != "alembic_version"]


def backup_of(revision: str, file: Path, lines: list[dict[str, Any]]) -> Path:
    """Write rows as `workshop backup` of a release did."""
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("workshop-backup.json", json.dumps({"format": 1, "schema": revision}))
        archive.writestr("secret", "s3")
        for name in tables_at(revision):
            rows = [json.dumps(each["row"]) + "\n" for each in lines if each["table"] == name]
            archive.writestr(f"{name}.jsonl", "".join(rows))
    return file


def lines_of(revision: str) -> list[dict[str, Any]]:
    text = (DATA / f"tables_{revision}" / "rows.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def assert_holds(now: Any, then: Any, *, at: str = "results.json") -> None:
    """Fail unless all that was said then is said now; a later release may say more."""
    if isinstance(then, dict):
        for name, value in then.items():
            assert name in now, f"{at}.{name} is gone"
            assert_holds(now[name], value, at=f"{at}.{name}")
    elif isinstance(then, list):
        assert len(now) == len(then), at
        for number, value in enumerate(then):
            assert_holds(now[number], value, at=f"{at}[{number}]")
    else:
        assert now == then, at


def table_of(file: Path) -> list[dict[str, str]]:
    """Return the rows of a file; a language's own name, new since then, is left out."""
    rows = csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig")), delimiter=";")
    return [{name: re.sub(r" \(.+\)$", "", cell) for name, cell in row.items()} for row in rows]


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path / 'workshop.sqlite'}"


@pytest.mark.parametrize("revision", EARLIER)
async def test_database_of_an_earlier_release_opens_and_exports_the_same(
    empty_url: str, revision: str, tmp_path: Path
) -> None:
    then = DATA / f"tables_{revision}"
    database = Database(empty_url)
    async with database.engine.begin() as connection:
        await connection.run_sync(filled, revision)
    await database.migrate()
    feed = open_feed(database.url)
    await assert_says_the_same(Store(database, feed), then, tmp_path)
    await feed.close()
    await database.close()


async def assert_says_the_same(store: Store, then: Path, folder: Path) -> None:
    """Fail unless the files of the evening say what they said then."""
    said = json.loads((then / "results.json").read_text(encoding="utf-8"))
    async with store.read() as session:
        results = await results_of(session, said["dialogue"]["code"])
    write_results(results, folder / "out", gettext=catalogue("exports", results.dialogue.lang).gettext)
    assert_holds(json.loads((folder / "out" / "results.json").read_text(encoding="utf-8")), said)
    files = sorted(path.name for path in (then / "csv").iterdir())
    assert len(files) == 7
    for name in files:
        assert_holds(table_of(folder / "out" / "csv" / name), table_of(then / "csv" / name), at=name)


@pytest.mark.parametrize("revision", EARLIER)
async def test_backup_of_an_earlier_release_is_restored_and_exports_the_same(
    store: Store, revision: str, tmp_path: Path
) -> None:
    file = backup_of(revision, tmp_path / "a.backup", lines_of(revision))
    count, secret = await restore_backup(store.database, file)
    assert (count, secret) == (len(lines_of(revision)), "s3")
    await assert_says_the_same(store, DATA / f"tables_{revision}", tmp_path)
    # Life goes on: the counters stand behind what was restored.
    await create_dialogue(store, actor=operator(), facts=DialogueFacts(title="Neu"), theme_set="gmuend")


async def test_what_was_erased_since_an_earlier_release_is_erased_again(store: Store, tmp_path: Path) -> None:
    lines = lines_of(EARLIER[0])
    (dialogue,) = [each["row"] for each in lines if each["table"] == "dialogues"]
    card = next(
        each["row"] for each in lines if each["table"] == "entries" and each["row"]["state"] == "shown"
    )
    file = backup_of(EARLIER[0], tmp_path / "a.backup", lines)
    lost = Erased(
        ErasureKind.WITHDRAWN, dialogue["code"], now(), entry_id=card["id"], version=card["version"] + 1
    )
    await restore_backup(store.database, file, erased=[lost])
    async with store.read() as session:
        results = await results_of(session, dialogue["code"])
        stored = await session.scalar(select(Entry).where(Entry.id == card["id"]))
        assert [each.entry_id for each in await listed(session)] == [card["id"]]
    assert stored is not None
    assert card["text"] not in stored.text
    assert card["id"] not in {each.id for each in results.entries}
    assert len(results.entries) > 3


@pytest.mark.parametrize("revision", sorted(known_revisions() - {HEAD}))
async def test_backups_of_all_releases_are_read(revision: str, tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'workshop.sqlite'}")
    await database.migrate()
    count, _ = await restore_backup(database, backup_of(revision, tmp_path / "a.backup", []))
    await database.close()
    assert count == 0


@pytest.mark.parametrize("table", ["entries", "dialogues", "steps"])
@pytest.mark.parametrize(
    "row", [{"no_such_column": 1}, {"id": {"a": 1}}, {"id": 10**30}, {"created_at": "yesterday"}, {}, []]
)
async def test_damaged_backup_of_an_earlier_release_changes_nothing(
    table: str, row: Any, tmp_path: Path
) -> None:
    database = Database(f"sqlite:///{tmp_path / 'workshop.sqlite'}")
    await database.migrate()
    lines = [*lines_of(EARLIER[0]), {"table": table, "row": row}]
    with pytest.raises(BackupError, match="damaged"):
        await restore_backup(database, backup_of(EARLIER[0], tmp_path / "a.backup", lines))
    async with database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Dialogue)) == 0
    await database.close()


@pytest.mark.parametrize("facts", [{"format": 1, "schema": "9999"}, {"format": 2, "schema": HEAD}])
async def test_backup_of_a_later_release_is_refused_in_plain_words(
    tmp_path: Path, facts: dict[str, Any]
) -> None:
    database = Database(f"sqlite:///{tmp_path / 'workshop.sqlite'}")
    await database.migrate()
    file = tmp_path / "a.backup"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("workshop-backup.json", json.dumps(facts))
        archive.writestr("secret", "s")
    with pytest.raises(BackupError, match="newer workshop than this one; install that one"):
        await restore_backup(database, file)
    await database.close()


def test_an_earlier_release_is_kept_that_has_other_tables() -> None:
    assert EARLIER
    assert HEAD not in EARLIER
