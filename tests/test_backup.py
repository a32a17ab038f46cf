import asyncio
import errno
import itertools
import zipfile
from datetime import time
from unittest.mock import Mock

import pytest
from sqlalchemy import delete, func, select

from tests.factories import entries, post
from tests.waiting import soon
from workshop.backup import BackupError, restore_backup, write_backup
from workshop.changes import LocalFeed
from workshop.domain.deletion import delete_dialogue
from workshop.domain.dialogue import DialogueFacts, create_dialogue
from workshop.domain.entry import correct_entry, withdraw_entry
from workshop.domain.erasure import listed, note_deleted
from workshop.domain.errors import DomainError
from workshop.domain.grant import actor_of_key, exchange_link, make_link
from workshop.domain.group import gather_entries
from workshop.domain.outcome import Draft, create_outcome
from workshop.domain.queries.deletion import was_deleted
from workshop.domain.queries.dialogue import dialogue_by_code
from workshop.domain.queries.results import results_of
from workshop.domain.rights import Actor, operator
from workshop.domain.store import Store
from workshop.live.erasure_list import read_list
from workshop.live.scrubber import scrub
from workshop.models import Deletion, Dialogue, Entry, Erasure, OutcomeKind, Role, now
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
    facts = DialogueFacts(title="Abend", planned_start=time(19), planned_end=time(21, 30))
    return await create_dialogue(laptop, actor=operator(), facts=facts, theme_set="gmuend", phase="collect")


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


async def test_restore_beside_links_of_a_fresh_server_brings_the_rights_of_the_backup(
    laptop, code, store, tmp_path
) -> None:
    ours, theirs = [await make_link(each, actor=operator(), role=Role.ORGANISER) for each in (laptop, store)]
    file = tmp_path / "abend.backup"
    await write_backup(laptop.database, file, secret="s")
    await restore_backup(store.database, file)
    key, _ = await exchange_link(store, secret=ours, key=None)
    assert (await actor_of_key(store, key)).is_organiser
    with pytest.raises(DomainError):
        await exchange_link(store, secret=theirs, key=None)
    await make_link(store, actor=operator(), role=Role.ORGANISER)


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


async def test_backup_under_load_is_one_moment(store, dialogue, tmp_path) -> None:
    sent: list[str] = []

    async def go_on() -> None:
        for number in itertools.count():
            sent.append(f"Karte {number}")
            await post(store, dialogue, sent[-1])

    async def restored(file) -> tuple[list[str], int, int]:
        there = Database(f"sqlite:///{file}.sqlite")
        await there.migrate()
        await restore_backup(there, file)
        async with there.read() as session:
            texts = [row.text for row in await session.scalars(select(Entry).order_by(Entry.number))]
            stands = await session.scalar(select(Dialogue.revision))
            last = await session.scalar(select(func.max(Entry.revision)))
        await there.close()
        return texts, stands, last

    evening = asyncio.create_task(go_on())
    for number in range(4):
        before = len(sent)
        await soon(lambda before=before: len(sent) > before + 5)
        stored = sent[:-1]
        file = tmp_path / f"{number}.backup"
        await write_backup(store.database, file, secret="s")
        texts, stands, last = await restored(file)
        assert texts == sent[: len(texts)]
        assert len(texts) >= len(stored), "an acknowledged card is missing"
        assert stands == last, "tables were read at two moments"
    evening.cancel()
    await asyncio.gather(evening, return_exceptions=True)


async def test_file_that_exists_is_not_overwritten(laptop, code, tmp_path, monkeypatch) -> None:
    file = tmp_path / "abend.backup"
    file.write_text("yesterday's")
    with pytest.raises(BackupError, match="already"):
        await write_backup(laptop.database, file, secret="s")
    # One that comes while the backup is written, and a disk that knows no second name of a file.
    monkeypatch.setattr("os.path.lexists", lambda _: False)
    with pytest.raises(BackupError, match="already"):
        await write_backup(laptop.database, file, secret="s")
    monkeypatch.setattr("pathlib.Path.hardlink_to", Mock(side_effect=PermissionError))
    with pytest.raises(BackupError, match="already"):
        await write_backup(laptop.database, file, secret="s")
    assert (file.read_text(), list(tmp_path.glob("*.part"))) == ("yesterday's", [])


async def test_disk_that_knows_no_links_gets_a_backup(laptop, code, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("pathlib.Path.hardlink_to", Mock(side_effect=PermissionError))
    await write_backup(laptop.database, tmp_path / "abend.backup", secret="s")
    assert zipfile.ZipFile(tmp_path / "abend.backup").testzip() is None
    assert list(tmp_path.glob("*.part")) == []


async def test_backup_is_on_the_disk_before_it_has_its_name(laptop, code, tmp_path, monkeypatch) -> None:
    file, seen = tmp_path / "abend.backup", []
    monkeypatch.setattr("os.fsync", lambda _: seen.append(file.exists()))
    await write_backup(laptop.database, file, secret="s")
    assert seen == [False, True]


async def test_place_that_cannot_be_written_is_said(laptop, code, tmp_path, monkeypatch) -> None:
    with pytest.raises(BackupError, match="No such file"):
        await write_backup(laptop.database, tmp_path / "nowhere" / "a.backup", secret="s")
    monkeypatch.setattr("os.fsync", Mock(side_effect=OSError(errno.ENOSPC, "full")))
    with pytest.raises(BackupError, match="no room"):
        await write_backup(laptop.database, tmp_path / "a.backup", secret="s")
    assert [path.name for path in tmp_path.iterdir() if "backup" in path.name] == []


async def test_older_backup_loses_again_what_was_erased_since(laptop, code, store, tmp_path) -> None:
    await _fill(laptop, code)
    async with laptop.read() as session:
        dialogue = await dialogue_by_code(session, code)
    by_text = await entries(laptop, dialogue)
    author = {"actor": Actor(participant="p1"), "dialogue_id": dialogue.id}
    early, late, list_file = (tmp_path / name for name in ("early", "late", "erasures.jsonl"))
    await correct_entry(laptop, entry_id=by_text["zwei – نص"].id, text="zwei", **author)
    await write_backup(laptop.database, early, secret="s")
    await withdraw_entry(laptop, entry_id=by_text["eins"].id, **author)
    await write_backup(laptop.database, late, secret="s")
    await scrub(laptop, list_file)
    with zipfile.ZipFile(early) as old, zipfile.ZipFile(late) as new:
        assert b'"eins"' in old.read("entries.jsonl")
        assert not any(b'"eins"' in new.read(name) for name in new.namelist())
    await restore_backup(store.database, early, erased=read_list(list_file))
    # What was corrected before the backup is in it as corrected, and stays.
    assert {text for text, entry in (await entries(store, dialogue)).items() if entry.is_shown} == {"zwei"}
    async with laptop.read() as before, store.read() as after:
        assert await listed(before) == await listed(after)


async def test_list_that_the_emptied_database_still_has_counts_too(laptop, code, store, tmp_path) -> None:
    await _fill(laptop, code)
    file = tmp_path / "abend.backup"
    await write_backup(laptop.database, file, secret="s")
    async with store.database.write() as session:
        await note_deleted(session, code, now())
    await restore_backup(store.database, file)
    async with store.read() as session:
        assert await dialogue_by_code(session, code) is None
        assert [each.dialogue for each in await listed(session)] == [code]


async def test_older_copy_brings_no_deleted_dialogue_back(laptop, code, store, tmp_path) -> None:
    await _fill(laptop, code)
    stays = await create_dialogue(
        laptop, actor=operator(), facts=DialogueFacts(title="Bleibt"), theme_set="gmuend"
    )
    file = tmp_path / "abend.backup"
    await write_backup(laptop.database, file, secret="s3")
    await restore_backup(store.database, file)
    later = await create_dialogue(
        store, actor=operator(), facts=DialogueFacts(title="Danach"), theme_set="gmuend"
    )
    for each in (code, stays, later):
        async with store.read() as session:
            dialogue = await dialogue_by_code(session, each)
        await delete_dialogue(store, actor=operator(), dialogue_id=dialogue.id)
    async with store.database.write() as session:
        await session.execute(delete(Deletion).where(Deletion.code == stays))
        await session.execute(delete(Erasure).where(Erasure.dialogue == stays))
    await restore_backup(store.database, file)
    async with store.read() as session:
        left = list(await session.scalars(select(Dialogue.code)))
        cards = await session.scalar(select(func.count()).select_from(Entry))
        noted = [await was_deleted(session, each) for each in (code, later, stays)]
    assert (left, cards, noted) == ([stays], 0, [True, True, False])
