"""Words of a card are blacked out for good, wherever they were taken up."""

import pytest

from tests.domain.test_erasure import rows_of
from tests.factories import entries, everything, groups, post
from workshop.domain.entry import (
    PaperCard,
    add_paper_entry,
    correct_paper_entry,
    show_entry,
    withdraw_entry,
)
from workshop.domain.errors import ConflictError, ForbiddenError, RefusedError
from workshop.domain.group import gather_entries, rename_group
from workshop.domain.outcome import Draft, create_outcome
from workshop.domain.queries.step import steps_of
from workshop.domain.redaction import redact_entry
from workshop.domain.rights import Actor, operator
from workshop.domain.step import redo_step, undo_step
from workshop.models import EntryState, OutcomeKind, QuestionKey, StepVerb

pytestmark = pytest.mark.integration
TEXT = "Frau Zwetschgenmann, Tel. 0171 2345678, weiß mehr"
NAME, NUMBER = (5, 19), (26, 38)


@pytest.fixture
def act(dialogue):
    return {"actor": operator(), "dialogue_id": dialogue.id}


async def test_chosen_words_are_blacked_out_and_the_card_the_machine_held_is_shown(store, dialogue, act):
    (receipt,) = await post(store, dialogue, TEXT)
    assert receipt.state == EntryState.HELD
    await redact_entry(store, entry_id=receipt.id, spans=[NUMBER, NAME], seen_version=1, **act)
    (entry,) = (await everything(store, dialogue)).entries
    assert (entry.text, entry.state) == ("Frau ███, Tel. ███, weiß mehr", EntryState.SHOWN)
    after = await rows_of(store)
    assert ("zwetschgenmann" in after, "2345678" in after) == (False, False)


async def test_card_that_a_person_let_be_shown_stays_shown(store, dialogue, act):
    (receipt,) = await post(store, dialogue, TEXT)
    await show_entry(store, entry_id=receipt.id, **act)
    await redact_entry(store, entry_id=receipt.id, spans=[NAME], **act)
    (entry,) = (await everything(store, dialogue)).entries
    assert (entry.text, entry.state) == ("Frau ███, Tel. 0171 2345678, weiß mehr", EntryState.SHOWN)


async def test_the_same_words_go_from_names_results_and_log(store, dialogue, act, wohnen):
    paper = PaperCard(wohnen, QuestionKey.NEEDED, "Ein Zettel von Zwetschgenmann", "de")
    entry_id = await add_paper_entry(store, card=paper, **act)
    right = PaperCard(wohnen, QuestionKey.NEEDED, "Ein Zettel von Zwetschgenmann!", "de")
    await correct_paper_entry(store, entry_id=entry_id, card=right, **act)
    (other,) = await post(store, dialogue, "Zwetschgenmannstraße")
    group = await gather_entries(store, entry_ids=[entry_id, other.id], label="Rund um Zwetschgenmann", **act)
    await rename_group(store, group_id=group, label="Haus Zwetschgenmann", **act)
    draft = Draft(OutcomeKind.PROBLEM, "Zwetschgenmann hilft", "Mit Zwetschgenmann.", group_ids=[group])
    await create_outcome(store, draft=draft, **act)
    await redact_entry(store, entry_id=entry_id, spans=[(15, 29)], **act)
    after = await rows_of(store)
    # Another word of another card is not what was chosen.
    assert after.count("zwetschgenmann") == after.count("zwetschgenmannstrasse") == 1
    assert set(await groups(store, dialogue)) == {"Haus ███"}
    (outcome,) = (await everything(store, dialogue)).outcomes
    assert (outcome.title, outcome.description) == ("███ hilft", "Mit ███.")


async def test_nobody_takes_it_back_and_the_log_says_that_it_was_done(store, dialogue, act, wohnen):
    paper = PaperCard(wohnen, QuestionKey.NEEDED, "Ein Zettel von Zwetschgenmann", "de")
    entry_id = await add_paper_entry(store, card=paper, **act)
    right = PaperCard(wohnen, QuestionKey.WORKS, "Der Zettel von Zwetschgenmann", "de")
    await correct_paper_entry(store, entry_id=entry_id, card=right, **act)
    await redact_entry(store, entry_id=entry_id, spans=[(15, 29)], **act)
    async with store.read() as session:
        last, *_ = await steps_of(session, dialogue.id)
    assert (last.verb, last.cards) == (StepVerb.REDACT_ENTRY, 1)
    # What undo reaches is the correction, of which only the question is left.
    turned = await undo_step(store, table_id=wohnen, **act)
    assert turned.verb == StepVerb.CORRECT_ENTRY
    (entry,) = (await everything(store, dialogue)).entries
    assert (entry.question, entry.text) == (QuestionKey.NEEDED, "Der Zettel von ███")
    await redo_step(store, table_id=wohnen, **act)
    assert "zwetschgen" not in await rows_of(store)


@pytest.mark.parametrize("spans", [[], [(3, 3)], [(-1, 4)], [(0, 500)], [(7, 2)]])
async def test_places_that_are_none_change_nothing(store, dialogue, act, spans):
    (receipt,) = await post(store, dialogue, TEXT)
    with pytest.raises(RefusedError, match="nothing_chosen"):
        await redact_entry(store, entry_id=receipt.id, spans=spans, **act)
    assert list(await entries(store, dialogue)) == [TEXT]


async def test_touching_places_are_one_bar(store, dialogue, act):
    (receipt,) = await post(store, dialogue, TEXT)
    await redact_entry(store, entry_id=receipt.id, spans=[(5, 10), (10, 19), (8, 12)], **act)
    assert list(await entries(store, dialogue)) == ["Frau ███, Tel. 0171 2345678, weiß mehr"]


async def test_other_version_withdrawn_card_and_foreign_table_are_refused(store, dialogue, act):
    first, second = await post(store, dialogue, TEXT, "x y")
    with pytest.raises(ConflictError, match="changed_meanwhile"):
        await redact_entry(store, entry_id=first.id, spans=[NAME], seen_version=7, **act)
    author = {"actor": Actor(participant="p1"), "dialogue_id": dialogue.id}
    with pytest.raises(ForbiddenError):
        await redact_entry(store, entry_id=first.id, spans=[NAME], **author)
    await withdraw_entry(store, entry_id=second.id, **author)
    with pytest.raises(ConflictError, match="entry_withdrawn"):
        await redact_entry(store, entry_id=second.id, spans=[(0, 1)], **act)
