"""Nobody writes more cards to a question than the budget says, and no acknowledged card is lost."""

import asyncio

import pytest

from tests.factories import card, everything
from workshop.changes import open_feed
from workshop.domain.dialogue import DialogueFacts, copy_dialogue, describe_dialogue
from workshop.domain.entry import PaperCard, add_paper_entry, correct_entry, hide_entry, withdraw_entry
from workshop.domain.errors import RefusedError
from workshop.domain.posting import Inbox, Receipt
from workshop.domain.queries.dialogue import dialogue_by_code
from workshop.domain.rights import Actor, operator
from workshop.domain.store import Store
from workshop.models import HoldReason, QuestionKey
from workshop.models.database import Database

pytestmark = pytest.mark.integration
AUTHOR = Actor(participant="p1")


async def limit(store, dialogue, budget: int | None) -> None:
    facts = DialogueFacts(title="Abend", card_budget=budget)
    await describe_dialogue(store, actor=operator(), dialogue_id=dialogue.id, facts=facts)


async def send(inboxes: list[Inbox], cards) -> list[Receipt | RefusedError]:
    posts = (inboxes[number % len(inboxes)].post_entry(each) for number, each in enumerate(cards))
    return await asyncio.gather(*posts, return_exceptions=True)


def refused(answers) -> list[tuple[str, dict[str, object]]]:
    return [(each.key, each.facts) for each in answers if isinstance(each, RefusedError)]


async def test_card_above_the_budget_is_refused_with_the_number(store, dialogue) -> None:
    await limit(store, dialogue, 2)
    answers = await send([Inbox(store)], [card(dialogue, f"Karte {n}") for n in range(5)])
    assert [type(each) for each in answers[:2]] == [Receipt, Receipt]
    assert refused(answers) == [("budget_used", {"cards": 2})] * 3
    assert len((await everything(store, dialogue)).entries) == 2


async def test_each_question_and_each_participant_has_a_budget_of_its_own(store, dialogue) -> None:
    await limit(store, dialogue, 1)
    mine = [card(dialogue, question=key) for key in QuestionKey]
    others = [card(dialogue, question=key, participant="p2", table="arbeit") for key in QuestionKey]
    assert refused(await send([Inbox(store)], mine + others)) == []
    elsewhere = [card(dialogue, question=key, table="arbeit") for key in QuestionKey]
    assert len(refused(await send([Inbox(store)], elsewhere))) == 3


async def test_repeat_gets_its_first_answer_and_costs_nothing(store, dialogue) -> None:
    await limit(store, dialogue, 2)
    inbox, one = Inbox(store), card(dialogue)
    first = await inbox.post_entry(one)
    again = await send([inbox], [one, one, one])
    assert [(each.id, each.revision, each.repeated) for each in again] == [(one.id, first.revision, True)] * 3
    assert refused(await send([inbox], [card(dialogue, "zwei"), one, card(dialogue, "drei"), one])) == [
        ("budget_used", {"cards": 2})
    ]


async def test_withdrawn_card_gives_its_place_back_and_no_other_does(store, dialogue) -> None:
    await limit(store, dialogue, 1)
    inbox, one = Inbox(store), card(dialogue, "Ruft an: 0171 2345678")
    where = {"dialogue_id": dialogue.id, "entry_id": one.id}
    await inbox.post_entry(one)
    assert refused(await send([inbox], [card(dialogue)])), "a held card counts"
    await correct_entry(store, actor=AUTHOR, text="Neu", **where)
    await hide_entry(store, actor=operator(), reason=HoldReason.OFF_TOPIC, **where)
    assert refused(await send([inbox], [card(dialogue)])), "a hidden card counts"
    await withdraw_entry(store, actor=AUTHOR, **where)
    assert refused(await send([inbox], [card(dialogue), card(dialogue)])) == [("budget_used", {"cards": 1})]


async def test_paper_cards_count_for_nobody(store, dialogue, wohnen) -> None:
    await limit(store, dialogue, 1)
    paper = PaperCard(wohnen, QuestionKey.NEEDED, "Vom Papier", "de")
    for _ in range(2):
        await add_paper_entry(store, actor=operator(), dialogue_id=dialogue.id, card=paper)
    assert refused(await send([Inbox(store)], [card(dialogue)])) == []


async def test_budget_that_is_lowered_or_dropped_keeps_the_cards(store, dialogue) -> None:
    inbox = Inbox(store)
    await send([inbox], [card(dialogue, f"Karte {n}") for n in range(3)])
    await limit(store, dialogue, 1)
    assert len(refused(await send([inbox], [card(dialogue)]))) == 1
    assert len((await everything(store, dialogue)).entries) == 3
    await limit(store, dialogue, None)
    assert refused(await send([inbox], [card(dialogue)])) == []


async def test_two_processes_at_once_do_not_exceed_it(store, dialogue) -> None:
    await limit(store, dialogue, 3)
    other = Store(Database(store.database.url), open_feed(store.database.url))
    cards = [card(dialogue, f"Karte {n}") for n in range(40)]
    answers = await send([Inbox(store), Inbox(other), Inbox(store), Inbox(other)], cards)
    await other.feed.close()
    await other.database.close()
    assert len(refused(answers)) == 37
    assert len((await everything(store, dialogue)).entries) == 3


@pytest.mark.parametrize("budget", [0, -1, 101])
async def test_budget_out_of_range_is_refused(store, dialogue, budget: int) -> None:
    with pytest.raises(RefusedError, match="budget_out_of_range"):
        await limit(store, dialogue, budget)


async def test_copy_has_the_budget(store, dialogue) -> None:
    await limit(store, dialogue, 4)
    code = await copy_dialogue(store, actor=operator(), dialogue_id=dialogue.id)
    async with store.read() as session:
        assert (await dialogue_by_code(session, code)).card_budget == 4
