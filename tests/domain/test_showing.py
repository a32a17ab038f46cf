"""When a card comes on the board: at once, after its moment, after a person's look; on both databases."""

import time

import pytest
from sqlalchemy import update

from tests.factories import card, everything
from workshop.domain.dialogue import DialogueFacts, copy_dialogue, describe_dialogue
from workshop.domain.entry import (
    PaperCard,
    add_paper_entry,
    correct_entry,
    hide_entry,
    hold_entry,
    show_entry,
    withdraw_entry,
)
from workshop.domain.errors import RefusedError
from workshop.domain.posting import Inbox
from workshop.domain.queries.dialogue import dialogue_by_code
from workshop.domain.redaction import redact_entry
from workshop.domain.repeats import Repeats
from workshop.domain.rights import Actor, operator
from workshop.domain.showing import show_due
from workshop.domain.step import undo_step
from workshop.domain.word_list import WordList
from workshop.models import Entry, EntryState, HoldReason, QuestionKey, Showing

pytestmark = pytest.mark.integration
SHOWN, HELD = EntryState.SHOWN, EntryState.HELD


async def let(store, dialogue, showing: Showing, after: int = 10) -> None:
    facts = DialogueFacts(title="Abend", showing=showing, show_after=after)
    await describe_dialogue(store, actor=operator(), dialogue_id=dialogue.id, facts=facts)


async def post(store, dialogue, text: str = "Mehr Bänke", *, repeats: Repeats | None = None) -> str:
    return (await Inbox(store, repeats).post_entry(card(dialogue, text))).id


async def standing(store, dialogue) -> list[tuple[EntryState, HoldReason | None]]:
    entries = (await everything(store, dialogue)).entries
    return [(each.state, each.hold_reason) for each in sorted(entries, key=lambda each: each.number)]


def later(monkeypatch, seconds: int) -> None:
    moment = time.time() + seconds
    monkeypatch.setattr("workshop.domain.showing.time.time", lambda: moment)


async def test_card_waits_for_its_moment_and_comes_by_itself(store, dialogue, monkeypatch) -> None:
    await let(store, dialogue, Showing.DELAY, 30)
    await post(store, dialogue)
    assert await show_due(store) == 0
    assert await standing(store, dialogue) == [(HELD, HoldReason.DELAY)]
    later(monkeypatch, 31)
    assert await show_due(store) == 1
    assert await standing(store, dialogue) == [(SHOWN, None)]
    assert await show_due(store) == 0


async def test_whoever_was_quicker_than_the_moment_has_decided(store, dialogue, monkeypatch) -> None:
    await let(store, dialogue, Showing.DELAY, 5)
    ids = [await post(store, dialogue, f"Karte {n}") for n in range(4)]
    person = {"actor": operator(), "dialogue_id": dialogue.id}
    await hold_entry(store, **person, entry_id=ids[0], reason=HoldReason.OFF_TOPIC)
    await hide_entry(store, **person, entry_id=ids[1], reason=HoldReason.ADVERTISING)
    await withdraw_entry(store, actor=Actor(participant="p1"), dialogue_id=dialogue.id, entry_id=ids[2])
    await show_entry(store, **person, entry_id=ids[3])
    later(monkeypatch, 60)
    assert await show_due(store) == 0
    assert [state for state, _ in await standing(store, dialogue)] == ["held", "hidden", "withdrawn", "shown"]


async def test_clock_that_finds_nothing_due_changes_nothing(store, dialogue, monkeypatch) -> None:
    """A moment that was left behind with another state must not wake everybody each second."""
    entry_id = await post(store, dialogue)
    async with store.database.write() as session:
        await session.execute(update(Entry).where(Entry.id == entry_id).values(show_at=1))
    before = (await everything(store, dialogue)).revision
    later(monkeypatch, 60)
    assert await show_due(store) == 0
    assert (await everything(store, dialogue)).revision == before


async def test_undone_hold_comes_when_its_moment_is_over(store, dialogue, monkeypatch) -> None:
    await let(store, dialogue, Showing.DELAY, 5)
    entry_id = await post(store, dialogue)
    (entry,) = (await everything(store, dialogue)).entries
    person = {"actor": operator(), "dialogue_id": dialogue.id}
    await hold_entry(store, **person, entry_id=entry_id, reason=HoldReason.OFF_TOPIC)
    await undo_step(store, **person, table_id=entry.table_id)
    assert await standing(store, dialogue) == [(HELD, HoldReason.DELAY)]
    later(monkeypatch, 6)
    assert await show_due(store) == 1


async def test_correction_waits_anew(store, dialogue, monkeypatch) -> None:
    await let(store, dialogue, Showing.DELAY, 5)
    entry_id = await post(store, dialogue)
    later(monkeypatch, 6)
    await show_due(store)
    monkeypatch.undo()
    author = Actor(participant="p1")
    await correct_entry(store, actor=author, dialogue_id=dialogue.id, entry_id=entry_id, text="Andere Worte")
    assert await standing(store, dialogue) == [(HELD, HoldReason.DELAY)]


async def test_card_waits_for_a_look_and_so_do_other_words(store, dialogue, monkeypatch) -> None:
    await let(store, dialogue, Showing.APPROVAL)
    entry_id = await post(store, dialogue)
    later(monkeypatch, 1000)
    assert await show_due(store) == 0
    assert await standing(store, dialogue) == [(HELD, HoldReason.APPROVAL)]
    await redact_entry(store, actor=operator(), dialogue_id=dialogue.id, entry_id=entry_id, spans=[(0, 4)])
    assert await standing(store, dialogue) == [(HELD, HoldReason.APPROVAL)]
    await show_entry(store, actor=operator(), dialogue_id=dialogue.id, entry_id=entry_id)
    assert await standing(store, dialogue) == [(SHOWN, None)]
    author = Actor(participant="p1")
    await correct_entry(store, actor=author, dialogue_id=dialogue.id, entry_id=entry_id, text="Andere Worte")
    assert await standing(store, dialogue) == [(HELD, HoldReason.APPROVAL)]


async def test_what_looks_like_a_reason_keeps_it_in_every_way(store, dialogue) -> None:
    store.words = WordList.of({"de": ["Depp"]})
    for showing in Showing:
        await let(store, dialogue, showing)
        await post(store, dialogue, f"Ruft an: 07171 603-0000 {showing}")
        await post(store, dialogue, f"Der Depp war schon wieder da, {showing}")
    assert await standing(store, dialogue) == [
        (HELD, HoldReason.PERSONAL_DATA),
        (HELD, HoldReason.WORD_LIST),
    ] * len(Showing)


async def test_same_words_again_are_held_and_a_second_try_is_not(store, dialogue) -> None:
    repeats, inbox = Repeats(), None
    inbox = Inbox(store, repeats)
    one = card(dialogue, "Mehr Bänke")
    first, again = await inbox.post_entry(one), await inbox.post_entry(one)
    assert (first.state, again.state, again.repeated) == (SHOWN, SHOWN, True)
    assert (await inbox.post_entry(card(dialogue, "Mehr  Bänke"))).state == HELD
    assert await standing(store, dialogue) == [(SHOWN, None), (HELD, HoldReason.DUPLICATE)]


async def test_card_from_paper_comes_at_once(store, dialogue) -> None:
    store.words = WordList.of({"de": ["Depp"]})
    table = next(iter((await everything(store, dialogue)).tables))
    for showing in (Showing.DELAY, Showing.APPROVAL):
        await let(store, dialogue, showing)
        for text in ("Vom Papier", "Ein Depp"):
            paper = PaperCard(table.id, QuestionKey.WORKS, f"{text} {showing}", "de")
            await add_paper_entry(store, actor=operator(), dialogue_id=dialogue.id, card=paper)
    assert await standing(store, dialogue) == [(SHOWN, None), (HELD, HoldReason.WORD_LIST)] * 2


@pytest.mark.parametrize("after", [0, 4, 121, -1])
async def test_seconds_are_bounded(store, dialogue, after) -> None:
    with pytest.raises(RefusedError):
        await let(store, dialogue, Showing.DELAY, after)


async def test_copy_shows_cards_as_its_original(store, dialogue) -> None:
    await let(store, dialogue, Showing.DELAY, 33)
    code = await copy_dialogue(store, actor=operator(), dialogue_id=dialogue.id)
    async with store.read() as session:
        copy = await dialogue_by_code(session, code)
    assert (copy.showing, copy.show_after) == (Showing.DELAY, 33)
