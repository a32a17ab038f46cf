"""After an erasure the files of the database hold none of the words, and the list beside it has its line."""

import asyncio
import contextlib
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.factories import post
from tests.waiting import soon
from workshop.domain.entry import correct_entry, withdraw_entry
from workshop.domain.redaction import redact_entry
from workshop.domain.rights import Actor, operator
from workshop.live.erasure_list import read_list
from workshop.live.scrubber import keep_clean, scrub

pytestmark = pytest.mark.integration
CANARIES = ("Zwetschgenkuchen", "Quittengelee", "Reineclaude")


def traces(folder: Path) -> list[tuple[str, str]]:
    """Return which words stand in which file of a folder, byte by byte."""
    files = [each for each in folder.rglob("*") if each.is_file()]
    return [(each.name, word) for each in files for word in CANARIES if word.encode() in each.read_bytes()]


async def _erase(store, dialogue) -> None:
    """Post cards, long and short, and erase their words in each way."""
    first, second, third = await post(store, dialogue, *(f"{each} {'lang ' * 80}" for each in CANARIES))
    where = {"actor": Actor(participant="p1"), "dialogue_id": dialogue.id}
    await withdraw_entry(store, entry_id=first.id, **where)
    await correct_entry(store, entry_id=second.id, text="Etwas ganz anderes", **where)
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    await redact_entry(store, entry_id=third.id, spans=[(0, len(CANARIES[2]))], **act)


async def test_no_file_holds_erased_words_once_it_was_scrubbed(store, dialogue, tmp_path) -> None:
    await _erase(store, dialogue)
    if store.database.is_sqlite:
        # The log of writes still has them.
        assert {word for _, word in traces(tmp_path)} == set(CANARIES)
    assert await scrub(store, tmp_path / "erasures.jsonl")
    assert traces(tmp_path) == []
    assert [each.kind for each in read_list(tmp_path / "erasures.jsonl")] == [
        *("withdrawn", "corrected", "redacted"),
    ]


async def test_rows_that_were_there_before_are_overwritten_in_the_file(store, dialogue, tmp_path) -> None:
    """The words are in the database's file itself, not only in its log, when they are erased."""
    await post(store, dialogue, *(f"{each} {n} {'lang ' * 80}" for each in CANARIES for n in range(20)))
    await store.database.scrub()
    if store.database.is_sqlite:
        assert {word for _, word in traces(tmp_path)} == set(CANARIES)
    async with store.database.write() as session:
        await session.execute(text("DELETE FROM entries"))
    assert await store.database.scrub()
    assert traces(tmp_path) == []


async def test_reader_of_an_older_state_holds_cleaning_up_and_it_is_tried_again(
    store, dialogue, tmp_path, monkeypatch
) -> None:
    if not store.database.is_sqlite:
        pytest.skip("PostgreSQL cleans in time of its own")
    answers, plain = [], store.database.scrub

    async def scrubbed() -> bool:
        answers.append(await plain())
        return answers[-1]

    monkeypatch.setattr(store.database, "scrub", scrubbed)
    async with store.read() as session:
        await session.scalar(text("SELECT count(*) FROM entries"))
        await _erase(store, dialogue)
        keeping = asyncio.create_task(keep_clean(store, tmp_path / "erasures.jsonl"))
        await soon(lambda: answers)
        assert traces(tmp_path)
    # The files are clean a moment before it says so.
    await soon(lambda: not traces(tmp_path) and answers[-1])
    keeping.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await keeping
    assert (answers[0], answers[-1]) == (False, True)


async def test_failure_is_told_once_and_the_next_try_does_it(store, dialogue, tmp_path, capfd) -> None:
    folder = tmp_path / "away"
    folder.write_text("no folder")
    await _erase(store, dialogue)
    keeping = asyncio.create_task(keep_clean(store, folder / "erasures.jsonl"))
    await soon(lambda: "not_scrubbed" in _heard(capfd))
    folder.unlink()
    await soon((folder / "erasures.jsonl").exists)
    keeping.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await keeping
    assert len(read_list(folder / "erasures.jsonl")) == 3


def _heard(capfd) -> str:
    heard = capfd.readouterr()
    return heard.out + heard.err
