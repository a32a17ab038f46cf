"""One home decides which card is held: for every way in, and whatever is done to a card afterwards."""

import ast
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.factories import card, entries, everything, post
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
from workshop.domain.errors import ConflictError
from workshop.domain.posting import Inbox
from workshop.domain.queries.step import steps_of
from workshop.domain.rights import Actor, operator
from workshop.domain.step import redo_step, undo_step
from workshop.models import Entry, EntryState, Hand, HoldReason, QuestionKey

pytestmark = pytest.mark.integration
HARMLESS, TELLING, OTHER = "Mehr Busse", "Mehr Busse, Tel. 0171.234.56.78", "Mehr Busse: jemand@stadt.example"
PERSONAL = (EntryState.HELD, HoldReason.PERSONAL_DATA)
ON_THE_BOARD = (EntryState.SHOWN, None)


class Evening:
    """A dialogue with one card, and what is done to it."""

    def __init__(self, store, dialogue, table_id: int) -> None:
        self.store, self.dialogue, self.table_id = store, dialogue, table_id
        self.act = {"actor": operator(), "dialogue_id": dialogue.id}
        self.entry_id = ""

    async def post(self, text: str) -> tuple[str, str | None]:
        one = card(self.dialogue, text)
        self.entry_id = one.id
        await Inbox(self.store).post_entry(one)
        return await self.state()

    async def type_in(self, text: str) -> tuple[str, str | None]:
        paper = PaperCard(self.table_id, QuestionKey.NEEDED, text, "de")
        self.entry_id = await add_paper_entry(self.store, card=paper, **self.act)
        return await self.state()

    async def correct(self, text: str) -> tuple[str, str | None]:
        author = self.act | {"actor": Actor(participant="p1")}
        await correct_entry(self.store, entry_id=self.entry_id, text=text, **author)
        return await self.state()

    async def correct_paper(self, text: str) -> tuple[str, str | None]:
        paper = PaperCard(self.table_id, QuestionKey.NEEDED, text, "de")
        await correct_paper_entry(self.store, entry_id=self.entry_id, card=paper, **self.act)
        return await self.state()

    async def do(self, verb, **more) -> tuple[str, str | None]:
        await verb(self.store, entry_id=self.entry_id, **self.act, **more)
        return await self.state()

    async def turn(self, verb) -> tuple[str, str | None]:
        await verb(self.store, table_id=self.table_id, **self.act)
        return await self.state()

    async def state(self) -> tuple[str, str | None]:
        found = [e for e in (await everything(self.store, self.dialogue)).entries if e.id == self.entry_id]
        return found[0].state, found[0].hold_reason

    async def row(self) -> Entry:
        async with self.store.read() as session:
            return await session.scalar(select(Entry).where(Entry.id == self.entry_id))

    async def reasons(self) -> list[str | None]:
        async with self.store.read() as session:
            return [step.reason for step in await steps_of(session, self.dialogue.id)]


@pytest.fixture
def evening(store, dialogue, wohnen) -> Evening:
    return Evening(store, dialogue, wohnen)


async def test_own_correction_with_personal_data_leaves_the_board(evening) -> None:
    assert await evening.post(HARMLESS) == ON_THE_BOARD
    assert await evening.correct(TELLING) == PERSONAL
    assert (await evening.row()).held_by == Hand.MACHINE


async def test_own_correction_that_takes_the_data_out_brings_a_card_of_the_machine_back(evening) -> None:
    assert await evening.post(TELLING) == PERSONAL
    assert await evening.correct(OTHER) == PERSONAL
    assert await evening.correct(HARMLESS) == ON_THE_BOARD
    assert (await evening.row()).held_by is None


async def test_what_a_person_holds_stays_held_whatever_its_author_writes(evening) -> None:
    await evening.post(HARMLESS)
    await evening.do(hold_entry, reason=HoldReason.OFF_TOPIC)
    for text in (TELLING, HARMLESS):
        assert await evening.correct(text) == (EntryState.HELD, HoldReason.OFF_TOPIC)


async def test_what_a_person_held_for_personal_data_is_not_taken_for_the_machines(evening) -> None:
    await evening.post(HARMLESS)
    await evening.do(hold_entry, reason=HoldReason.PERSONAL_DATA)
    assert await evening.correct("Noch mehr Busse") == PERSONAL


async def test_what_the_machine_held_and_a_person_confirmed_is_the_persons(evening) -> None:
    await evening.post(TELLING)
    await evening.do(hold_entry, reason=HoldReason.PERSONAL_DATA)
    assert await evening.correct(HARMLESS) == PERSONAL


async def test_hidden_card_stays_hidden_and_takes_no_correction(evening) -> None:
    await evening.post(HARMLESS)
    await evening.do(hide_entry, reason=HoldReason.ADVERTISING)
    with pytest.raises(ConflictError):
        await evening.correct("Noch mehr Busse")
    assert await evening.state() == (EntryState.HIDDEN, HoldReason.ADVERTISING)


async def test_a_person_may_show_what_the_machine_held(evening) -> None:
    await evening.post(TELLING)
    assert await evening.do(show_entry) == ON_THE_BOARD
    # Saving the same words again changes nothing, other personal data are new to everybody.
    assert await evening.correct(TELLING) == ON_THE_BOARD
    assert await evening.correct(OTHER) == PERSONAL
    # Of words that were corrected nothing is kept, not even that somebody had let them be shown.
    assert await evening.correct(TELLING) == PERSONAL


async def test_card_that_a_person_shows_again_after_hiding_it_is_shown(evening) -> None:
    await evening.post(TELLING)
    await evening.do(hide_entry, reason=HoldReason.PERSONAL_DATA)
    assert await evening.do(show_entry) == ON_THE_BOARD


async def test_paper_card_with_personal_data_is_held_until_a_person_shows_it(evening) -> None:
    assert await evening.type_in(TELLING) == PERSONAL
    assert (await evening.row()).first_state == EntryState.HELD
    assert await evening.reasons() == [HoldReason.PERSONAL_DATA, None]
    assert await evening.do(show_entry) == ON_THE_BOARD


async def test_correction_of_a_paper_card_is_looked_at_too(evening) -> None:
    assert await evening.type_in(HARMLESS) == ON_THE_BOARD
    assert await evening.correct_paper(TELLING) == PERSONAL
    assert await evening.correct_paper(HARMLESS) == ON_THE_BOARD
    assert await evening.reasons() == [None, HoldReason.PERSONAL_DATA, None, None]


async def test_undo_and_redo_bring_words_and_state_back_together(evening) -> None:
    await evening.type_in(TELLING)
    await evening.correct_paper(HARMLESS)
    assert await evening.turn(undo_step) == PERSONAL
    assert await evening.turn(redo_step) == ON_THE_BOARD
    await evening.do(take_back_paper_entry)
    assert await evening.turn(undo_step) == ON_THE_BOARD
    await evening.turn(undo_step)
    await evening.do(take_back_paper_entry)
    assert await evening.turn(undo_step) == PERSONAL


async def test_undo_of_a_decision_brings_back_who_held_the_card(evening) -> None:
    await evening.post(TELLING)
    await evening.do(show_entry)
    assert await evening.turn(undo_step) == PERSONAL
    assert await evening.correct(HARMLESS) == ON_THE_BOARD


async def test_undo_does_not_show_words_that_came_after_the_step(evening) -> None:
    await evening.post(HARMLESS)
    await evening.do(hold_entry, reason=HoldReason.OFF_TOPIC)
    await evening.correct(TELLING)
    assert await evening.turn(undo_step) == PERSONAL
    assert (await evening.row()).held_by == Hand.MACHINE


async def test_undo_shows_again_what_a_person_had_let_be_shown(evening) -> None:
    await evening.post(TELLING)
    await evening.do(show_entry)
    await evening.do(hide_entry, reason=HoldReason.OFF_TOPIC)
    assert await evening.turn(undo_step) == ON_THE_BOARD


async def test_withdrawn_card_leaves_no_trace_of_its_words(evening) -> None:
    await evening.post(TELLING)
    await evening.do(show_entry)
    author = {"actor": Actor(participant="p1"), "dialogue_id": evening.dialogue.id}
    await withdraw_entry(evening.store, entry_id=evening.entry_id, **author)
    row = await evening.row()
    assert (row.text, row.vouched) == ("", None)


async def test_card_that_a_person_shows_is_among_the_shown(store, dialogue) -> None:
    (receipt,) = await post(store, dialogue, TELLING)
    await show_entry(store, actor=operator(), dialogue_id=dialogue.id, entry_id=receipt.id)
    assert (await entries(store, dialogue))[TELLING].is_shown


WRITERS = {"entry.py", "erasure.py", "holding.py", "posting.py", "redaction.py", "step.py", "summary.py"}
DECIDED = {"hold_reason", "held_by", "vouched", "text"}


@pytest.mark.unit
def test_no_other_room_decides_what_is_held() -> None:
    """Whoever gives a card words or a state does so in one of these modules, which ask `holding`."""
    house = Path(__file__).parents[2] / "workshop"
    found = set()
    for path in house.rglob("*.py"):
        calls = (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call))
        sets = (call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr == "set")
        if any(DECIDED & {keyword.arg for keyword in call.keywords} for call in sets):
            found.add(path.name)
    assert found <= WRITERS
    asking = [p.name for p in house.rglob("*.py") if "import reason_to_hold" in p.read_text("utf-8")]
    assert asking == ["holding.py"]
