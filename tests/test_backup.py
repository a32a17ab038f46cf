import zipfile

import pytest

from tests.factories import entries, post
from workshop.backup import BackupError, restore_backup, write_backup
from workshop.changes import LocalFeed
from workshop.domain.dialogue import DialogueFacts, create_dialogue
from workshop.domain.group import gather_entries
from workshop.domain.outcome import Draft, create_outcome
from workshop.domain.queries.dialogue import dialogue_by_code
from workshop.domain.queries.results import results_of
from workshop.domain.rights import operator
from workshop.domain.store import Store
from workshop.models import OutcomeKind
from workshop.models.database import Database

pytestmark = pytest.mark.integration


@pytest.fixture
async def laptop(tmp_path):
    """A laptop's SQLite database beside the one under test."""
    database = Database(f"sqlite:///{tmp_path / 'laptop.sqlite'}")
    await database.migrate()
    yield Store(database, LocalFeed())
    await database.close()


@pytest.fixture
async def code(laptop) -> str:
    return await create_dialogue(
        laptop, actor=operator(), facts=DialogueFacts(title="Abend"), theme_set="gmuend", phase="collect"
    )


async def _fill(laptop, code) -> None:
    async with laptop.read() as session:
        dialogue = await dialogue_by_code(session, code)
    await post(laptop, dialogue, "eins", "zwei – نص")
    ids = [entry.id for entry in (await entries(laptop, dialogue)).values()]
    group = await gather_entries(
        laptop, actor=operator(), dialogue_id=dialogue.id, entry_ids=ids, label="Beides"
    )
    draft = Draft(OutcomeKind.PROBLEM, "Ein Problem", group_ids=[group])
    await create_outcome(laptop, actor=operator(), dialogue_id=dialogue.id, draft=draft)


async def test_laptop_moves_to_another_database_with_everything(laptop, code, store, tmp_path) -> None:
    await _fill(laptop, code)
    file = tmp_path / "abend.backup"
    written = await write_backup(laptop.database, file, secret="s3")
    restored, secret = await restore_backup(store.database, file)
    assert (restored, secret) == (written, "s3")
    async with laptop.read() as before, store.read() as after:
        assert await results_of(before, code) == await results_of(after, code)


async def test_life_goes_on_after_the_move(laptop, code, store, tmp_path) -> None:
    await _fill(laptop, code)
    file = tmp_path / "abend.backup"
    await write_backup(laptop.database, file, secret="s")
    await restore_backup(store.database, file)
    await _fill(store, code)
    async with store.read() as session:
        results = await results_of(session, code)
    assert (len(results.entries), len(results.outcomes)) == (4, 2)


async def test_restore_into_a_used_database_changes_nothing(laptop, code, store, dialogue, tmp_path) -> None:
    file = tmp_path / "abend.backup"
    await write_backup(laptop.database, file, secret="s")
    with pytest.raises(BackupError, match="not empty"):
        await restore_backup(store.database, file)
    assert list(await entries(store, dialogue)) == []


@pytest.mark.parametrize("content", [b"", b"no zip"])
async def test_other_file_is_refused(store, tmp_path, content) -> None:
    file = tmp_path / "x"
    file.write_bytes(content)
    with pytest.raises(BackupError, match="not a backup"):
        await restore_backup(store.database, file)


async def test_cut_file_changes_nothing(laptop, code, store, tmp_path) -> None:
    file = tmp_path / "abend.backup"
    await write_backup(laptop.database, file, secret="s")
    with zipfile.ZipFile(file) as whole, zipfile.ZipFile(tmp_path / "cut", "w") as cut:
        for name in whole.namelist():
            if name != "entries.jsonl":
                cut.writestr(name, whole.read(name))
    with pytest.raises(BackupError, match="not a backup"):
        await restore_backup(store.database, tmp_path / "cut")
    async with store.read() as session:
        assert await dialogue_by_code(session, code) is None


DAMAGED = [
    ("entries.jsonl", b"[1, 2]"),
    ("entries.jsonl", b"{"),
    ("entries.jsonl", b"[" * 50_000),
    ("entries.jsonl", b"\xff\xfe"),
    ("dialogues.jsonl", b'{"code": "x"}'),
    ("dialogues.jsonl", b'{"no_such_column": 1}'),
    ("dialogues.jsonl", b'{"id": 99999999999999999999, "held_on": "0000-00-00"}'),
    ("dialogues.jsonl", b'{"id": {"a": NaN}}'),
    ("workshop-backup.json", b"{" + b" " * 100_000 + b"}"),
    ("workshop-backup.json", b"[]"),
    ("secret", b"s" * 100_000),
    ("secret", b"\xff"),
]


async def test_damaged_file_is_refused_and_changes_nothing(laptop, code, store, tmp_path) -> None:
    file, spoiled = tmp_path / "abend.backup", tmp_path / "spoiled"
    await write_backup(laptop.database, file, secret="s")
    for part, content in DAMAGED:
        with zipfile.ZipFile(file) as whole, zipfile.ZipFile(spoiled, "w") as copy:
            for name in whole.namelist():
                copy.writestr(name, content if name == part else whole.read(name))
        with pytest.raises(BackupError):
            await restore_backup(store.database, spoiled)
        async with store.read() as session:
            assert await dialogue_by_code(session, code) is None
