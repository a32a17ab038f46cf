"""The machine's lines in the log: one for each card that it holds, by every way in, and never two."""

import pytest
from sqlalchemy import select

from tests.factories import card, everything
from workshop.domain.dialogue import DialogueFacts, describe_dialogue
from workshop.domain.entry import (
    PaperCard,
    add_paper_entry,
    correct_entry,
    correct_paper_entry,
    hold_entry,
    show_entry,
)
from workshop.domain.mute import mute_author
from workshop.domain.posting import Card, Inbox
from workshop.domain.queries.step import count_steps, steps_of
from workshop.domain.redaction import redact_entry
from workshop.domain.repeats import Repeats
from workshop.domain.rights import Actor, operator
from workshop.domain.showing import show_due
from workshop.domain.step import redo_step, undo_step
from workshop.models import EntryState, HoldReason, QuestionKey, Role, Showing, Step, StepVerb

pytestmark = pytest.mark.integration
HARMLESS, TELLING = "Mehr Busse", "Mehr Busse, Tel. 0171.234.56.78"
PERSONAL = HoldReason.PERSONAL_DATA


async def lines(store, dialogue) -> list[tuple[str, str | None]]:
    """Return role and reason of what the machine noted, the oldest first."""
    async with store.read() as session:
        noted = select(Step).where(Step.dialogue_id == dialogue.id, Step.verb == StepVerb.HOLD_BY_MACHINE)
        return [(step.role, step.reason) for step in await session.scalars(noted.order_by(Step.id))]


async def post(store, dialogue, *texts: str, repeats: Repeats | None = None) -> list[Card]:
    cards = [card(dialogue, text) for text in texts]
    inbox = Inbox(store, repeats)
    for each in cards:
        await inbox.post_entry(each)
    return cards


async def let(store, dialogue, showing: Showing) -> None:
    facts = DialogueFacts(title="Abend", showing=showing)
    await describe_dialogue(store, actor=operator(), dialogue_id=dialogue.id, facts=facts)


def paper(table_id: int, text: str) -> PaperCard:
    return PaperCard(table_id, QuestionKey.NEEDED, text, "de")


@pytest.mark.parametrize(
    ("showing", "reasons"),
    [
        (Showing.AT_ONCE, [PERSONAL]),
        (Showing.DELAY, [HoldReason.DELAY, PERSONAL]),
        (Showing.APPROVAL, [HoldReason.APPROVAL, PERSONAL]),
    ],
)
async def test_each_card_of_a_phone_that_waits_has_its_line(store, dialogue, showing, reasons) -> None:
    await let(store, dialogue, showing)
    (_, telling) = await post(store, dialogue, HARMLESS, TELLING)
    await Inbox(store).post_entry(telling)  # a repeat
    assert await lines(store, dialogue) == [(Role.MACHINE, reason) for reason in reasons]


async def test_repeats_have_theirs(store, dialogue) -> None:
    await post(store, dialogue, HARMLESS, HARMLESS, repeats=Repeats())
    assert await lines(store, dialogue) == [(Role.MACHINE, HoldReason.DUPLICATE)]


async def test_card_from_paper_has_the_typists_line_and_the_machines(store, dialogue, wohnen) -> None:
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    number = await add_paper_entry(store, card=paper(wohnen, TELLING), **act)
    async with store.read() as session:
        steps = await steps_of(session, dialogue.id)
    assert [(step.role, step.verb, step.reason, step.cards) for step in steps] == [
        (Role.MACHINE, StepVerb.HOLD_BY_MACHINE, PERSONAL, 1),
        (Role.ORGANISER, StepVerb.ADD_ENTRY, None, 1),
    ]
    # The last step at the table is the typist's; what redo brings back is not held once more.
    await undo_step(store, table_id=wohnen, **act)
    await redo_step(store, table_id=wohnen, **act)
    assert await lines(store, dialogue) == [(Role.MACHINE, PERSONAL)]
    await correct_paper_entry(store, entry_id=number, card=paper(wohnen, HARMLESS), **act)
    await correct_paper_entry(store, entry_id=number, card=paper(wohnen, TELLING), **act)
    assert await lines(store, dialogue) == [(Role.MACHINE, PERSONAL)] * 2


async def test_correction_has_a_line_when_it_is_held_for_another_reason_than_before(store, dialogue) -> None:
    (one,) = await post(store, dialogue, HARMLESS)
    act = {"actor": Actor(participant=one.participant), "dialogue_id": dialogue.id, "entry_id": one.id}
    await correct_entry(store, text=TELLING, **act)
    await correct_entry(store, text=TELLING + "9", **act)
    assert await lines(store, dialogue) == [(Role.MACHINE, PERSONAL)]
    await correct_entry(store, text=HARMLESS, **act)
    await correct_entry(store, text=TELLING, **act)
    assert await lines(store, dialogue) == [(Role.MACHINE, PERSONAL)] * 2


async def test_what_a_person_decides_and_takes_back_is_no_line_of_the_machine(
    store, dialogue, wohnen
) -> None:
    (one,) = await post(store, dialogue, TELLING)
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    await show_entry(store, entry_id=one.id, **act)
    await undo_step(store, table_id=wohnen, **act)
    (entry,) = (await everything(store, dialogue)).entries
    assert (entry.state, entry.hold_reason) == (EntryState.HELD, PERSONAL)
    await hold_entry(store, entry_id=one.id, reason=HoldReason.OFF_TOPIC, **act)
    assert await lines(store, dialogue) == [(Role.MACHINE, PERSONAL)]


async def test_words_that_undo_brings_back_and_the_machine_holds_have_a_line(store, dialogue, wohnen) -> None:
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    number = await add_paper_entry(store, card=paper(wohnen, TELLING), **act)
    await show_entry(store, entry_id=number, **act)
    await correct_paper_entry(store, entry_id=number, card=paper(wohnen, HARMLESS), **act)
    before = len(await lines(store, dialogue))
    await undo_step(store, table_id=wohnen, **act)
    (entry,) = (await everything(store, dialogue)).entries
    held = entry.state == EntryState.HELD
    assert len(await lines(store, dialogue)) == before + held


async def test_rest_of_a_card_that_was_blacked_out_has_a_line_if_it_is_held(store, dialogue) -> None:
    (one,) = await post(store, dialogue, HARMLESS)
    act = {"dialogue_id": dialogue.id, "entry_id": one.id}
    await show_entry(store, actor=operator(), **act)
    author = Actor(participant=one.participant)
    await correct_entry(store, actor=author, text=f"Schmidt {TELLING}", **act)
    await show_entry(store, actor=operator(), **act)
    await redact_entry(store, actor=operator(), spans=[(0, 7)], **act)
    (entry,) = (await everything(store, dialogue)).entries
    assert len(await lines(store, dialogue)) == 1 + (entry.state == EntryState.HELD)


async def test_card_of_whoever_is_muted_has_none_and_one_whose_moment_comes_no_second(
    store, dialogue, monkeypatch
) -> None:
    (one,) = await post(store, dialogue, HARMLESS)
    where = {"actor": operator(), "dialogue_id": dialogue.id}
    await mute_author(store, entry_id=one.id, reason=HoldReason.FLOOD, **where)
    await post(store, dialogue, "Noch mehr Busse")
    assert await lines(store, dialogue) == []
    await let(store, dialogue, Showing.DELAY)
    await Inbox(store).post_entry(card(dialogue, "Anderswo", participant="p2"))
    monkeypatch.setattr("workshop.domain.showing.time.time", lambda: 4e9)
    assert await show_due(store) == 1
    assert await lines(store, dialogue) == [(Role.MACHINE, HoldReason.DELAY)]


async def test_hundreds_of_lines_are_read_as_few_and_never_hide_what_people_did(
    store, dialogue, wohnen
) -> None:
    await let(store, dialogue, Showing.APPROVAL)
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    first = await post(store, dialogue, *(f"Karte {n}" for n in range(60)))
    await show_entry(store, entry_id=first[0].id, **act)
    await post(store, dialogue, *(f"Noch eine {n}" for n in range(40)), TELLING)

    async def log(limit: int = 200):
        async with store.read() as session:
            return await steps_of(session, dialogue.id, limit=limit)

    steps = await log()
    assert [(step.verb, step.reason, step.cards) for step in steps] == [
        (StepVerb.HOLD_BY_MACHINE, PERSONAL, 1),
        (StepVerb.HOLD_BY_MACHINE, HoldReason.APPROVAL, 40),
        (StepVerb.SHOW_ENTRY, None, 1),
        (StepVerb.HOLD_BY_MACHINE, HoldReason.APPROVAL, 60),
    ]
    assert all(step.since <= step.at for step in steps if step.role == Role.MACHINE)
    await post(store, dialogue, "Und eine")
    grown = await log()
    assert [(step.id, step.cards) for step in grown][1] == (steps[1].id, 41)
    # With less room the oldest go, whoever they are of.
    assert [step.cards for step in await log(limit=1)] == [1, 41]
    async with store.read() as session:
        assert await count_steps(session, dialogue.id) == 1
