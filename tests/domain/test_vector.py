"""A vector belongs to the present words of a shown card, and goes with them whatever takes them away."""

import pytest
from sqlalchemy import func, select

from tests.factories import entries, post
from workshop.backup import restore_backup, write_backup
from workshop.changes import LocalFeed
from workshop.domain.deletion import delete_dialogue
from workshop.domain.dialogue import set_phase, wipe_rehearsal
from workshop.domain.entry import (
    PaperCard,
    add_paper_entry,
    correct_entry,
    correct_paper_entry,
    hide_entry,
    hold_entry,
    show_entry,
    take_back_paper_entry,
    withdraw_entry,
)
from workshop.domain.errors import ClosedError
from workshop.domain.group import gather_entries, move_entry
from workshop.domain.participant import forget_participants
from workshop.domain.placement import ALONE, Suggestion, place_entries
from workshop.domain.queries.vector import vectors_of
from workshop.domain.redaction import redact_entry
from workshop.domain.rights import Actor, operator
from workshop.domain.step import redo_step, undo_step
from workshop.domain.store import Store
from workshop.domain.vector import CardVector, keep_vectors
from workshop.models import Dialogue, HoldReason, Phase, QuestionKey, Vector
from workshop.models.database import Database

pytestmark = pytest.mark.integration
AUTHOR = {"actor": Actor(participant="p1")}
# As bytes they are nowhere else.
NUMBERS = bytes(range(1, 200)) * 4
TEXT, PAPER = "Zwetschgenallee sperren", "Mirabellenhof lüften"


def made(entry_id: str, text: str = TEXT, numbers: bytes = NUMBERS, model: str = "m") -> CardVector:
    return CardVector(entry_id, text, model, numbers)


async def kept(store, dialogue) -> dict[str, str]:
    """Return the texts of which a vector is kept, by card."""
    found = await store.read_at_once(lambda session: vectors_of(session, dialogue.id))
    return {each.entry_id: each.text for each in found}


def files_with_numbers(store) -> list[str]:
    """Return SQLite's files that hold the numbers, byte by byte."""
    file = store.database.file
    return [each.name for each in file.parent.glob(f"{file.name}*") if NUMBERS in each.read_bytes()]


@pytest.fixture
async def phone_card(store, dialogue) -> str:
    (receipt,) = await post(store, dialogue, TEXT)
    assert await keep_vectors(store, dialogue_id=dialogue.id, vectors=[made(receipt.id)])
    return receipt.id


@pytest.fixture
async def paper_card(store, dialogue, wohnen) -> str:
    card = PaperCard(wohnen, QuestionKey.NEEDED, PAPER, "de")
    here = {"actor": operator(), "dialogue_id": dialogue.id}
    entry_id = await add_paper_entry(store, card=card, **here)
    assert await keep_vectors(store, dialogue_id=dialogue.id, vectors=[made(entry_id, PAPER)])
    return entry_id


WAYS = {
    "withdrawn": lambda store, here: withdraw_entry(store, **here | AUTHOR),
    "corrected": lambda store, here: correct_entry(store, text="Linden pflanzen", **here | AUTHOR),
    "blacked out": lambda store, here: redact_entry(store, spans=[(0, 5)], **here),
    "hidden": lambda store, here: hide_entry(store, reason=HoldReason.OFF_TOPIC, **here),
    "held": lambda store, here: hold_entry(store, reason=HoldReason.OFF_TOPIC, **here),
}


@pytest.mark.parametrize("way", WAYS)
async def test_vector_goes_with_the_words(store, dialogue, phone_card, way) -> None:
    (other,) = await post(store, dialogue, "Anderes")
    assert await keep_vectors(store, dialogue_id=dialogue.id, vectors=[made(other.id, "Anderes", b"ab")])
    assert await kept(store, dialogue) == {phone_card: TEXT, other.id: "Anderes"}
    here = {"actor": operator(), "dialogue_id": dialogue.id, "entry_id": phone_card}
    await WAYS[way](store, here)
    assert await kept(store, dialogue) == {other.id: "Anderes"}
    # It was made before, and comes late.
    assert await keep_vectors(store, dialogue_id=dialogue.id, vectors=[made(phone_card)])
    assert phone_card not in await kept(store, dialogue)
    assert await store.database.scrub()
    if store.database.is_sqlite:
        assert files_with_numbers(store) == []
    if way in {"hidden", "held"}:
        await show_entry(store, **here)
        assert await keep_vectors(store, dialogue_id=dialogue.id, vectors=[made(phone_card)])
        assert phone_card in await kept(store, dialogue)


async def test_vector_of_a_paper_card_goes_with_each_of_its_wordings(
    store, dialogue, wohnen, paper_card
) -> None:
    here = {"actor": operator(), "dialogue_id": dialogue.id}
    card = PaperCard(wohnen, QuestionKey.NEEDED, "Anders abgetippt", "de")
    await correct_paper_entry(store, entry_id=paper_card, card=card, **here)
    assert await kept(store, dialogue) == {}
    again = made(paper_card, "Anders abgetippt")
    await keep_vectors(store, dialogue_id=dialogue.id, vectors=[again])
    await undo_step(store, table_id=wohnen, **here)
    assert await kept(store, dialogue) == {}
    await keep_vectors(store, dialogue_id=dialogue.id, vectors=[again, made(paper_card, PAPER)])
    assert await kept(store, dialogue) == {paper_card: PAPER}
    await redo_step(store, table_id=wohnen, **here)
    assert await kept(store, dialogue) == {}
    await keep_vectors(store, dialogue_id=dialogue.id, vectors=[again])
    await take_back_paper_entry(store, entry_id=paper_card, **here)
    assert await kept(store, dialogue) == {}


async def test_vector_stays_while_a_card_is_moved_and_its_author_forgotten(
    store, dialogue, wohnen, phone_card
) -> None:
    (other,) = await post(store, dialogue, "Anderes")
    here = {"actor": operator(), "dialogue_id": dialogue.id}
    await gather_entries(store, entry_ids=[phone_card, other.id], **here)
    await move_entry(store, entry_id=phone_card, group_id=None, **here)
    await undo_step(store, table_id=wohnen, **here)
    await set_phase(store, phase=Phase.CLOSED, **here)
    await forget_participants(store)
    assert await kept(store, dialogue) == {phone_card: TEXT}


async def test_vectors_come_with_places_in_one_commit_and_a_later_one_takes_the_place(
    store, dialogue, wohnen, phone_card
) -> None:
    suggestion = Suggestion(wohnen, (phone_card,), ALONE, "", (), 1)
    other = made(phone_card, numbers=b"cd", model="another")
    stale = made("not a card", "of this dialogue")
    await place_entries(store, dialogue_id=dialogue.id, suggestions=[suggestion], vectors=[other, stale])
    assert await store.read_at_once(lambda session: vectors_of(session, dialogue.id)) == (other,)


async def test_nothing_is_kept_of_a_closed_dialogue_and_nobody_is_woken(
    store, dialogue, wohnen, phone_card
) -> None:
    (late,) = await post(store, dialogue, "Spät")
    await set_phase(store, actor=operator(), dialogue_id=dialogue.id, phase=Phase.CLOSED)

    async def revision() -> int:
        async with store.read() as session:
            return await session.scalar(select(Dialogue.revision).where(Dialogue.id == dialogue.id))

    before = await revision()
    assert not await keep_vectors(store, dialogue_id=dialogue.id, vectors=[made(late.id, "Spät")])
    suggestion = Suggestion(wohnen, (late.id,), ALONE, "", (), 1)
    with pytest.raises(ClosedError):
        await place_entries(
            store, dialogue_id=dialogue.id, suggestions=[suggestion], vectors=[made(late.id, "Spät")]
        )
    assert await kept(store, dialogue) == {phone_card: TEXT}
    assert await revision() == before


async def test_no_backup_holds_a_vector_and_a_restored_one_is_without(
    store, dialogue, phone_card, tmp_path
) -> None:
    file = tmp_path / "a.backup"
    await write_backup(store.database, file, secret="s3")
    assert b"vectors" not in file.read_bytes()
    database = Database(f"sqlite:///{tmp_path / 'restored.sqlite'}")
    await database.migrate()
    await restore_backup(database, file)
    restored = Store(database, LocalFeed())
    assert list(await entries(restored, dialogue)) == [TEXT]
    assert await kept(restored, dialogue) == {}
    await database.close()


@pytest.mark.parametrize("way", [delete_dialogue, wipe_rehearsal])
async def test_no_vector_outlives_its_dialogue(store, dialogue, phone_card, way) -> None:
    if way is wipe_rehearsal:
        async with store.database.write() as session:
            (await session.get(Dialogue, dialogue.id)).rehearsal = True
    await way(store, actor=operator(), dialogue_id=dialogue.id)
    async with store.read() as session:
        assert await session.scalar(select(func.count()).select_from(Vector)) == 0
    assert await store.database.scrub()
    assert not store.database.is_sqlite or files_with_numbers(store) == []


async def test_what_is_too_long_is_not_kept_and_no_line_shows_words(store, dialogue) -> None:
    (receipt,) = await post(store, dialogue, TEXT)
    for odd in (made(receipt.id, numbers=b"x" * 8194), made(receipt.id, model="m" * 65)):
        assert await keep_vectors(store, dialogue_id=dialogue.id, vectors=[odd])
        assert await kept(store, dialogue) == {}
    assert TEXT not in repr(made(receipt.id))
    assert repr(NUMBERS)[2:9] not in repr(made(receipt.id))
