"""Photos are added, described, put in order, made unrecognisable and deleted, and gone when they are gone."""

import dataclasses

import pytest
from sqlalchemy import select

from tests.photos import saved, taken
from workshop.backup import restore_backup, write_backup
from workshop.changes import LocalFeed
from workshop.domain import bounds
from workshop.domain.erasure import listed
from workshop.domain.errors import (
    ConflictError,
    DomainError,
    ForbiddenError,
    NotFoundError,
    Refusal,
    RefusedError,
)
from workshop.domain.photo import (
    TakenPicture,
    add_photo,
    blur_photo,
    delete_photo,
    describe_photo,
    move_photo,
)
from workshop.domain.queries.changes import changes_since
from workshop.domain.queries.photo import photos_of, picture_of
from workshop.domain.queries.results import results_of
from workshop.domain.queries.table import tables_of
from workshop.domain.rights import Actor, Right, operator
from workshop.domain.store import Store
from workshop.live.erasure_list import read_list
from workshop.live.scrubber import scrub
from workshop.models import ErasureKind, Photo, Role
from workshop.models.database import Database

pytestmark = pytest.mark.integration
CANARY = b"Zwetschgenkuchen"


@pytest.fixture
def act(dialogue) -> dict[str, object]:
    return {"actor": operator(), "dialogue_id": dialogue.id}


def with_canary() -> TakenPicture:
    """A picture that can be found again, byte by byte."""
    content = saved() + CANARY * 3000
    return TakenPicture(content, saved() + CANARY, 320, 240)


async def captions(store, dialogue) -> list[str]:
    async with store.read() as session:
        return [each.caption for each in await photos_of(session, dialogue.id)]


async def test_photos_stand_table_by_table_and_then_those_of_the_hall(store, dialogue, act, wohnen) -> None:
    async with store.read() as session:
        second = (await session.run_sync(tables_of, dialogue.id))[1].id
    for name, table in (("Saal", None), ("Zwei", second), ("Eins a", wohnen), ("Eins b", wohnen)):
        await add_photo(store, picture=taken(), caption=f" {name}\n", table_id=table, **act)
    assert await captions(store, dialogue) == ["Eins a", "Eins b", "Zwei", "Saal"]
    async with store.read() as session:
        results = await results_of(session, dialogue.code)
    assert [(each.number, each.caption, each.table) for each in results.photos] == [
        (1, "Eins a", "wohnen"),
        (2, "Eins b", "wohnen"),
        (3, "Zwei", results.tables[1].key),
        (4, "Saal", ""),
    ]
    assert (results.photos[0].content, results.photos[0].width) == (taken().content, 64)


async def test_photo_is_moved_described_and_put_to_another_table(store, dialogue, act, wohnen) -> None:
    first, second = [
        await add_photo(store, picture=taken(), caption=name, table_id=wohnen, **act) for name in ("A", "B")
    ]
    for by, order in ((-1, "AB"), (1, "BA"), (1, "BA"), (-1, "AB")):
        await move_photo(store, photo_id=first, by=by, **act)
        assert "".join(await captions(store, dialogue)) == order
    await describe_photo(store, photo_id=first, caption="Anders", table_id=None, seen_version=1, **act)
    assert await captions(store, dialogue) == ["B", "Anders"]
    with pytest.raises(ConflictError):
        await describe_photo(store, photo_id=first, caption="Veraltet", table_id=None, seen_version=1, **act)
    async with store.read() as session:
        assert (await picture_of(session, dialogue.id, second, small=True)).table_id == wohnen


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"caption": " \u200b "}, Refusal.CAPTION_MISSING),
        ({"caption": "x" * (bounds.PHOTO_CAPTION + 1)}, Refusal.TEXT_TOO_LONG),
        ({"picture": dataclasses.replace(taken(), content=b"<html>")}, Refusal.PHOTO_UNREADABLE),
        ({"picture": dataclasses.replace(taken(), small=b"")}, Refusal.PHOTO_UNREADABLE),
        (
            {"picture": dataclasses.replace(taken(), content=b"\xff\xd8\xff" + bytes(bounds.PHOTO_STORED))},
            Refusal.PHOTO_UNREADABLE,
        ),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
async def test_photo_without_words_or_a_picture_is_refused(store, dialogue, act, given, why) -> None:
    with pytest.raises(RefusedError) as told:
        await add_photo(store, **({"picture": taken(), "caption": "Wand"} | given), **act)
    assert told.value.key == why
    assert await captions(store, dialogue) == []


async def test_an_evening_has_no_more_photos_than_it_may(store, dialogue, act, monkeypatch) -> None:
    monkeypatch.setattr(bounds, "PHOTOS", 2)
    first, _ = [await add_photo(store, picture=taken(), caption="Wand", **act) for _ in range(2)]
    with pytest.raises(ConflictError) as told:
        await add_photo(store, picture=taken(), caption="Noch eine", **act)
    assert told.value.key == Refusal.TOO_MANY_PHOTOS
    await delete_photo(store, photo_id=first, **act)
    await add_photo(store, picture=taken(), caption="Jetzt", **act)
    assert await captions(store, dialogue) == ["Wand", "Jetzt"]


async def test_host_has_the_photos_of_the_own_table_and_no_others(store, dialogue, act, wohnen) -> None:
    host = {"actor": Actor(frozenset({Right(Role.HOST, dialogue.id, wohnen)})), "dialogue_id": dialogue.id}
    own = await add_photo(store, picture=taken(), caption="Unsere Wand", table_id=wohnen, **host)
    halls = await add_photo(store, picture=taken(), caption="Saal", **act)
    about = {"caption": "Anders", "table_id": None}
    for deed in (
        add_photo(store, picture=taken(), caption="Saal", **host),
        describe_photo(store, photo_id=own, **about, **host),
        describe_photo(store, photo_id=halls, caption="Mein", table_id=wohnen, **host),
        move_photo(store, photo_id=halls, by=1, **host),
        blur_photo(store, photo_id=halls, picture=taken(), seen_version=1, **host),
        delete_photo(store, photo_id=halls, **host),
        delete_photo(store, photo_id=999, **host),
    ):
        with pytest.raises(ForbiddenError):
            await deed
    await delete_photo(store, photo_id=own, **host)
    assert await captions(store, dialogue) == ["Saal"]


async def test_readers_hear_that_photos_changed_and_nothing_of_them(store, dialogue, act) -> None:
    async def heard(since: int) -> tuple[int, bool]:
        async with store.read() as session:
            delta = await session.run_sync(changes_since, dialogue.id, since)
        return delta.revision, delta.photos

    before, _ = await heard(0)
    number = await add_photo(store, picture=taken(), caption="Wand", **act)
    added, changed = await heard(before)
    assert changed
    await delete_photo(store, photo_id=number, **act)
    deleted, changed = await heard(added)
    assert changed
    assert await heard(deleted) == (deleted, False)


async def test_photo_of_before_is_in_no_file_once_places_are_unrecognisable_or_all_is_deleted(
    store, dialogue, act, tmp_path
) -> None:
    def traces() -> list[str]:
        return [each.name for each in tmp_path.rglob("*") if each.is_file() and CANARY in each.read_bytes()]

    file, kept = tmp_path / "erasures.jsonl", {}
    for caption in ("Übermalt", "Gelöscht"):
        kept[caption] = await add_photo(store, picture=with_canary(), caption=caption, **act)
    await store.database.scrub()
    if store.database.is_sqlite:
        assert traces()
    blurred, deleted = kept.values()
    await blur_photo(store, photo_id=blurred, picture=taken(), seen_version=1, **act)
    with pytest.raises(ConflictError):
        await blur_photo(store, photo_id=blurred, picture=with_canary(), seen_version=1, **act)
    await delete_photo(store, photo_id=deleted, **act)
    assert store.erased.is_set()
    assert await scrub(store, file)
    assert traces() == []
    assert [each.kind for each in read_list(file)] == [ErasureKind.REDACTED, ErasureKind.WITHDRAWN]
    for photo_id in (deleted, 999, "x"):
        with pytest.raises(NotFoundError):
            async with store.read() as session:
                await picture_of(session, dialogue.id, photo_id)
    with pytest.raises(DomainError):
        await delete_photo(store, photo_id=deleted, **act)
    async with store.read() as session:
        assert (await picture_of(session, dialogue.id, blurred)).content == taken().content
        row = await session.scalar(select(Photo).where(Photo.id == deleted))
    assert (row.caption, row.width, row.deleted) == ("", 0, True)
    # Nor does a copy that is written now hold it, whatever form it has there.
    await write_backup(store.database, tmp_path / "copy", secret="s")
    other = Database(f"sqlite:///{tmp_path / 'other.sqlite'}")
    await other.migrate()
    await restore_backup(other, tmp_path / "copy")
    await other.close()
    assert traces() == []


async def test_older_copy_loses_what_was_made_unrecognisable_or_deleted_after_it(
    store, dialogue, act, tmp_path
) -> None:
    stays, blurred, deleted = [
        await add_photo(store, picture=taken(), caption=name, **act) for name in ("Bleibt", "Gesicht", "Weg")
    ]
    await write_backup(store.database, tmp_path / "copy", secret="s")
    await blur_photo(store, photo_id=blurred, picture=taken((32, 32)), seen_version=1, **act)
    await delete_photo(store, photo_id=deleted, **act)
    async with store.read() as session:
        erased = await listed(session)
    other = Database(f"sqlite:///{tmp_path / 'other.sqlite'}")
    await other.migrate()
    await restore_backup(other, tmp_path / "copy", erased=erased)
    restored = Store(other, LocalFeed())
    async with restored.read() as session:
        # Which places were to be seen no more nobody knows: the whole picture goes.
        assert [each.caption for each in await photos_of(session, dialogue.id)] == ["Bleibt"]
        assert (await picture_of(session, dialogue.id, stays)).content == taken().content
    await other.close()
