"""What an earlier release wrote opens, and its files say the same: see `tests/data/README.md`."""

import csv
import io
import json
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Connection, Date, DateTime, MetaData, insert

from exports import write_results
from workshop.changes import open_feed
from workshop.domain.queries.results import results_of
from workshop.domain.store import Store
from workshop.i18n import catalogue
from workshop.models.database import HEAD, Database, alembic_config

pytestmark = pytest.mark.integration
DATA = Path(__file__).parent / "data"
EARLIER = sorted(path.name.removeprefix("tables_") for path in DATA.glob("tables_*"))


def rich(kind: object, value: Any) -> Any:
    if value is None or not isinstance(kind, (DateTime, Date)):
        return value
    return datetime.fromisoformat(value) if isinstance(kind, DateTime) else date.fromisoformat(value)


def filled(connection: Connection, revision: str) -> None:
    """Make the tables of a release and put its rows in."""
    config = alembic_config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
    tables = MetaData()
    tables.reflect(connection)
    for line in (DATA / f"tables_{revision}" / "rows.jsonl").read_text(encoding="utf-8").splitlines():
        each = json.loads(line)
        table = tables.tables[each["table"]]
        row = {name: rich(table.c[name].type, value) for name, value in each["row"].items()}
        connection.execute(insert(table).values(row))


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
    said = json.loads((then / "results.json").read_text(encoding="utf-8"))
    feed = open_feed(database.url)
    async with Store(database, feed).read() as session:
        results = await results_of(session, said["dialogue"]["code"])
    await feed.close()
    await database.close()
    write_results(results, tmp_path / "out", gettext=catalogue("exports", results.dialogue.lang).gettext)
    assert_holds(json.loads((tmp_path / "out" / "results.json").read_text(encoding="utf-8")), said)
    files = sorted(path.name for path in (then / "csv").iterdir())
    assert len(files) == 7
    for name in files:
        assert_holds(table_of(tmp_path / "out" / "csv" / name), table_of(then / "csv" / name), at=name)


def test_an_earlier_release_is_kept_that_has_other_tables() -> None:
    assert EARLIER
    assert HEAD not in EARLIER
