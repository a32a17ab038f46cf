"""Lists that the operator edits count within seconds; one that cannot be read takes nothing away."""

import asyncio
import contextlib

import pytest

from tests.waiting import PATIENCE, soon
from workshop.domain.store import Store
from workshop.live import word_folder
from workshop.live.word_folder import keep_words, read_words
from workshop.models.database import Database


@pytest.mark.unit
def test_each_file_is_a_language(tmp_path) -> None:
    (tmp_path / "de.txt").write_bytes("\ufeffDepp\r\nIdiot*\r\n".encode())
    (tmp_path / "EN.txt").write_text("twit")
    (tmp_path / "de-AT.txt").write_text("Piefke")
    (tmp_path / "notes.md").write_text("Kuh")
    words = read_words(tmp_path)
    assert [words.has("Depp", "de"), words.has("twit", "en"), words.has("Kuh", "de", "notes")] == [
        True,
        True,
        False,
    ]
    assert words.has("Piefke", "de")
    assert not read_words(tmp_path / "nowhere").phrases


@pytest.mark.integration
async def test_change_is_seen_and_what_is_no_text_is_not(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(word_folder, "LOOK_SECONDS", 0.01)
    store = Store(Database(f"sqlite:///{tmp_path / 'w.sqlite'}"), feed=None)  # type: ignore[arg-type]
    folder = tmp_path / "words"
    task = asyncio.create_task(keep_words(store, folder))

    async def until_known(word: str) -> None:
        async with asyncio.timeout(PATIENCE):
            while not store.words.has(word, "de"):
                await asyncio.sleep(0.01)

    try:
        folder.mkdir()
        (folder / "de.txt").write_text("Depp")
        await until_known("Depp")
        (folder / "de.txt").write_bytes(b"\xff\xfe\xff no text")
        (folder / "nichts.txt").mkdir()
        await asyncio.sleep(0.1)
        assert store.words.has("Depp", "de")
        (folder / "nichts.txt").rmdir()
        (folder / "de.txt").write_text("Trottel, Depp")
        (folder / "de.txt").write_text("Trottel")
        await until_known("Trottel")
        assert not store.words.has("Depp", "de")
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        await store.database.close()


@pytest.mark.integration
async def test_list_that_could_not_be_read_is_tried_again_and_told_once(tmp_path, monkeypatch, capfd) -> None:
    monkeypatch.setattr(word_folder, "LOOK_SECONDS", 0.01)
    (tmp_path / "de.txt").write_text("Depp")
    faults = iter([PermissionError()] * 3)
    plain = word_folder.read_words

    def read(folder):
        if fault := next(faults, None):
            raise fault
        return plain(folder)

    monkeypatch.setattr(word_folder, "read_words", read)
    store = Store(Database(f"sqlite:///{tmp_path / 'w.sqlite'}"), feed=None)  # type: ignore[arg-type]
    task = asyncio.create_task(keep_words(store, tmp_path))
    try:
        await soon(lambda: store.words.has("Depp", "de"))
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        await store.database.close()
    assert "".join(capfd.readouterr()).count("word_lists_not_read") == 1
