"""Whose further cards wait for a look: all of one person's, and nobody learns which ones those are."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from tests.factories import entries, everything, post
from workshop.domain.entry import PaperCard, add_paper_entry, correct_entry, show_entry
from workshop.domain.errors import ConflictError, ForbiddenError, NotFoundError, RefusedError
from workshop.domain.mute import end_mute, mute_author
from workshop.domain.participant import OWN_CARDS, forget_participants
from workshop.domain.queries.step import steps_of
from workshop.domain.rights import Actor, operator
from workshop.domain.step import undo_step
from workshop.models import Entry, EntryState, HoldReason, Mute, QuestionKey, Role, StepVerb, now

pytestmark = pytest.mark.integration


async def standing(store, dialogue) -> dict[str, tuple[EntryState, HoldReason | None]]:
    return {text: (card.state, card.hold_reason) for text, card in (await entries(store, dialogue)).items()}


@pytest.fixture
async def muted(store, dialogue) -> int:
    """A mute from a card of `p1`, whose reason is a flood."""
    (first,) = await post(store, dialogue, "Kauft bei mir")
    return await mute_author(
        store, actor=operator(), dialogue_id=dialogue.id, entry_id=first.id, reason=HoldReason.FLOOD
    )


SHOWN, FLOOD = (EntryState.SHOWN, None), (EntryState.HELD, HoldReason.FLOOD)


async def test_further_cards_of_the_same_author_wait_at_every_table_and_no_others(
    store, dialogue, muted
) -> None:
    (receipt,) = await post(store, dialogue, "Nochmal: 0171 2345678")
    await post(store, dialogue, "Auch hier", table="arbeit")
    await post(store, dialogue, "Ein Chor", participant="p2")
    assert receipt.state == EntryState.HELD
    assert await standing(store, dialogue) == {
        "Kauft bei mir": SHOWN,
        "Nochmal: 0171 2345678": FLOOD,
        "Auch hier": FLOOD,
        "Ein Chor": SHOWN,
    }
    await end_mute(store, actor=operator(), dialogue_id=dialogue.id, mute_id=muted)
    await post(store, dialogue, "Wieder da")
    assert (await standing(store, dialogue))["Wieder da"] == SHOWN
    assert (await standing(store, dialogue))["Auch hier"] == FLOOD


async def test_held_card_that_was_let_be_shown_does_not_end_it(store, dialogue, muted) -> None:
    (second,) = await post(store, dialogue, "Ein Chor")
    await show_entry(store, actor=operator(), dialogue_id=dialogue.id, entry_id=second.id)
    await post(store, dialogue, "Noch ein Chor")
    assert await standing(store, dialogue) == {
        "Kauft bei mir": SHOWN,
        "Ein Chor": SHOWN,
        "Noch ein Chor": FLOOD,
    }


async def test_other_words_for_a_shown_card_wait_too(store, dialogue, muted) -> None:
    card = (await entries(store, dialogue))["Kauft bei mir"]
    whose = {"actor": Actor(participant="p1"), "dialogue_id": dialogue.id, "entry_id": card.id}
    await correct_entry(store, text="Kauft bei mir", **whose)
    assert (await standing(store, dialogue))["Kauft bei mir"] == SHOWN
    await correct_entry(store, text="Kauft nur bei mir", **whose)
    assert (await standing(store, dialogue))["Kauft nur bei mir"] == FLOOD


async def test_card_that_the_computer_held_before_waits_for_a_person_once_reworded(store, dialogue) -> None:
    shown, held = await post(store, dialogue, "Ein Chor", "Ruft an: 0171 2345678")
    mute = {"actor": operator(), "dialogue_id": dialogue.id, "reason": HoldReason.FLOOD}
    await mute_author(store, entry_id=shown.id, **mute)
    whose = {"actor": Actor(participant="p1"), "dialogue_id": dialogue.id}
    await correct_entry(store, entry_id=held.id, text="Ruft an", **whose)
    assert (await standing(store, dialogue))["Ruft an"] == FLOOD


async def test_second_mute_of_the_same_author_is_like_the_first_and_each_ends_by_itself(
    store, dialogue, muted
) -> None:
    (second,) = await post(store, dialogue, "Ein Chor")
    whose = {"actor": operator(), "dialogue_id": dialogue.id}
    again = await mute_author(store, entry_id=second.id, reason=HoldReason.ADVERTISING, **whose)
    assert again != muted
    await end_mute(store, mute_id=muted, **whose)
    await post(store, dialogue, "Noch ein Chor")
    assert (await standing(store, dialogue))["Noch ein Chor"] == (EntryState.HELD, HoldReason.ADVERTISING)
    await end_mute(store, mute_id=again, **whose)
    await end_mute(store, mute_id=again, **whose)
    await post(store, dialogue, "Und noch einer")
    assert (await standing(store, dialogue))["Und noch einer"] == SHOWN


async def test_it_is_logged_with_role_and_reason_and_names_nobody(store, dialogue, wohnen, muted) -> None:
    await end_mute(store, actor=operator(), dialogue_id=dialogue.id, mute_id=muted)
    async with store.read() as session:
        steps = await steps_of(session, dialogue.id)
        assert await session.scalar(select(Mute.participant)) is None
    assert [(step.verb, step.role, step.reason, step.cards) for step in steps] == [
        (StepVerb.UNMUTE_AUTHOR, Role.ORGANISER, HoldReason.FLOOD, 0),
        (StepVerb.MUTE_AUTHOR, Role.ORGANISER, HoldReason.FLOOD, 0),
    ]
    (mute,) = (await everything(store, dialogue)).mutes
    assert "p1" not in repr(mute)
    assert not mute.active
    # A host takes back what was done at the table, and never that.
    host = {"actor": operator(), "dialogue_id": dialogue.id, "table_id": wohnen}
    with pytest.raises(ConflictError, match="nothing_to_undo"):
        await undo_step(store, **host)


async def test_nobody_is_muted_who_wrote_on_paper_or_is_forgotten(store, dialogue, wohnen) -> None:
    whose = {"actor": operator(), "dialogue_id": dialogue.id}
    paper = PaperCard(wohnen, QuestionKey.WORKS, "Das Fest", "de")
    on_paper = await add_paper_entry(store, card=paper, **whose)
    with pytest.raises(ConflictError, match="from_paper"):
        await mute_author(store, entry_id=on_paper, reason=HoldReason.FLOOD, **whose)
    with pytest.raises(NotFoundError, match="entry_unknown"):
        await mute_author(store, entry_id="x", reason=HoldReason.FLOOD, **whose)
    with pytest.raises(NotFoundError, match="mute_unknown"):
        await end_mute(store, mute_id=99, **whose)


async def test_who_was_muted_is_forgotten_with_all_others(store, dialogue, muted) -> None:
    whose = {"actor": operator(), "dialogue_id": dialogue.id}
    await forget_participants(store)
    async with store.database.write() as session:
        assert await session.scalar(select(Mute.participant)) == "p1"
        await session.execute(update(Mute).values(at=now() - OWN_CARDS - timedelta(minutes=1)))
    await forget_participants(store)
    async with store.read() as session:
        assert await session.scalar(select(Mute.participant)) is None
    await end_mute(store, mute_id=muted, **whose)


async def test_forgotten_author_of_a_card_cannot_be_muted(store, dialogue) -> None:
    (first,) = await post(store, dialogue, "Ein Chor")
    async with store.database.write() as session:
        await session.execute(update(Entry).values(participant=None))
    with pytest.raises(ForbiddenError, match="author_forgotten"):
        await mute_author(
            store, actor=operator(), dialogue_id=dialogue.id, entry_id=first.id, reason=HoldReason.FLOOD
        )


@pytest.mark.parametrize("reason", [HoldReason.DELAY, HoldReason.APPROVAL, "too_loud", None])
async def test_reason_of_a_mute_is_one_that_a_person_may_give(store, dialogue, reason) -> None:
    (receipt,) = await post(store, dialogue, "Mehr Busse")
    where = {"actor": operator(), "dialogue_id": dialogue.id, "entry_id": receipt.id}
    with pytest.raises(RefusedError, match="reason_missing"):
        await mute_author(store, reason=reason, **where)
