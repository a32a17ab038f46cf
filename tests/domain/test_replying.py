"""One reply of each participant to each wording, through repeats, changes of mind, mutes and the closing."""

import asyncio
import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from tests.domain.test_erasure import rows_of
from tests.factories import everything, post
from workshop.domain import bounds
from workshop.domain.deletion import delete_dialogue
from workshop.domain.dialogue import admit_newcomers, set_phase
from workshop.domain.errors import ClosedError, DomainError, NotFoundError, Refusal
from workshop.domain.mute import mute_author
from workshop.domain.participant import OWN_CARDS, forget_participants
from workshop.domain.queries.summary import SummaryView, own_replies
from workshop.domain.replying import Answer, ReplyBox
from workshop.domain.rights import operator
from workshop.domain.summary import offer_summary, write_summary
from workshop.domain.word_list import WordList
from workshop.models import Erasure, ErasureKind, Phase, Reply, now

pytestmark = pytest.mark.integration


@pytest.fixture
def act(dialogue) -> dict[str, object]:
    return {"actor": operator(), "dialogue_id": dialogue.id}


@pytest.fixture
async def shown(store, dialogue, wohnen, act) -> SummaryView:
    number = await write_summary(store, table_id=wohnen, number=1, text="Mehr Busse", **act)
    await offer_summary(store, summary_id=number, **act)
    return await present(store, dialogue)


async def present(store, dialogue) -> SummaryView:
    (summary,) = (await everything(store, dialogue)).summaries
    return summary


def answer(dialogue, summary: SummaryView, said: str = "agree", **fields: object) -> Answer:
    given = {"text": "", "lang": "de", "participant": "p1"} | fields
    named = {"code": dialogue.code, "summary": summary.id, "edition": summary.edition, "answer": said}
    return Answer(**(named | given))  # type: ignore[arg-type]


async def test_last_reply_of_a_participant_counts_and_a_repeat_changes_nothing(
    store, dialogue, shown
) -> None:
    box = ReplyBox(store)
    first = await box.reply(answer(dialogue, shown))
    assert (first.summary, first.answer, first.held) == (shown.id, "agree", False)
    assert await box.reply(answer(dialogue, shown)) == first
    later = await box.reply(answer(dialogue, shown, "disagree"))
    assert later.revision == first.revision + 1
    summary = await present(store, dialogue)
    assert (summary.present.agree, summary.present.disagree) == (0, 1)
    # What is said to it leaves the version alone, by which two people at one form know each other.
    assert (summary.version, summary.edition) == (shown.version, shown.edition)


async def test_many_replies_at_once_are_all_counted(store, dialogue, shown) -> None:
    box = ReplyBox(store)
    kinds = ("agree", "add", "disagree")
    sent = [answer(dialogue, shown, kinds[n % 3], participant=uuid.uuid4().hex) for n in range(60)]
    receipts = await asyncio.gather(*[box.reply(each) for each in [*sent, *sent]])
    assert len(receipts) == 120
    replies = (await present(store, dialogue)).present
    assert (replies.agree, replies.add, replies.disagree) == (20, 20, 20)


async def test_words_that_are_taken_back_are_gone_and_on_the_list_of_erasures(store, dialogue, shown) -> None:
    box = ReplyBox(store)
    await box.reply(answer(dialogue, shown, "add", text="Auch am Zwetschgensonntag"))
    store.erased.clear()
    await box.reply(answer(dialogue, shown, "agree", text="wird nicht gelesen"))
    assert store.erased.is_set()
    assert not [word for word in ("zwetschgensonntag", "gelesen") if word in await rows_of(store)]
    async with store.read() as session:
        erased, reply = await session.scalar(select(Erasure)), await session.scalar(select(Reply))
    assert (erased.kind, erased.entry_id) == (ErasureKind.WITHDRAWN, reply.key)


async def test_own_replies_are_found_by_the_participant(store, dialogue, shown) -> None:
    await ReplyBox(store).reply(answer(dialogue, shown, "add", text="Auch am Sonntag"))

    def found(by: str):
        return store.read_at_once(lambda at: own_replies(at, dialogue_id=dialogue.id, participant=by))

    assert (await found("p1"))[shown.id, 1].text == "Auch am Sonntag"
    assert await found("p2") == {}


async def refused(store, sent: Answer) -> Refusal:
    with pytest.raises(DomainError) as told:
        await ReplyBox(store).reply(sent)
    return told.value.key


async def test_what_cannot_be_is_refused(store, dialogue, other_dialogue, act, shown) -> None:
    for fields, key in (
        ({"answer": "maybe"}, Refusal.ANSWER_INVALID),
        ({"edition": 0}, Refusal.ANSWER_INVALID),
        ({"edition": 2}, Refusal.SUMMARY_CHANGED),
        ({"summary": 10**9}, Refusal.SUMMARY_UNKNOWN),
        ({"code": "NICHTDA2"}, Refusal.DIALOGUE_UNKNOWN),
        ({"code": other_dialogue.code}, Refusal.SUMMARY_UNKNOWN),
        ({"answer": "add", "text": "x" * (bounds.ADDITION + 1)}, Refusal.TEXT_TOO_LONG),
    ):
        assert await refused(store, replace(answer(dialogue, shown), **fields)) == key, fields
    await offer_summary(store, summary_id=shown.id, offered=False, **act)
    with pytest.raises(NotFoundError):
        await ReplyBox(store).reply(answer(dialogue, shown))
    await offer_summary(store, summary_id=shown.id, **act)
    await set_phase(store, phase=Phase.CLOSED, **act)
    with pytest.raises(ClosedError) as told:
        await ReplyBox(store).reply(answer(dialogue, shown))
    assert told.value.key == Refusal.REPLIES_CLOSED
    assert (await present(store, dialogue)).replies is None


async def test_where_the_door_is_closed_nobody_new_replies(store, dialogue, act, shown) -> None:
    new = answer(dialogue, shown, participant="new", is_newcomer=True)
    await admit_newcomers(store, admitted=False, **act)
    assert await refused(store, new) == Refusal.NOBODY_NEW
    await ReplyBox(store).reply(answer(dialogue, shown))
    await admit_newcomers(store, admitted=True, **act)
    await ReplyBox(store).reply(new)
    assert (await present(store, dialogue)).replies.agree == 2


async def test_word_list_and_mute_hold_what_is_to_be_added(store, dialogue, act, shown) -> None:
    store.words = WordList.of({"de": ["donnerwetter"]})
    assert (await ReplyBox(store).reply(answer(dialogue, shown, "add", text="Donnerwetter"))).held
    (card,) = await post(store, dialogue, "Von p2", participant="p2")
    await mute_author(store, entry_id=card.id, reason="flood", **act)
    muted = answer(dialogue, shown, "add", text="Ganz harmlos", participant="p2")
    assert (await ReplyBox(store).reply(muted)).held
    assert not (await ReplyBox(store).reply(answer(dialogue, shown, participant="p2"))).held


async def test_ids_go_with_those_of_cards_and_replies_with_the_dialogue(store, dialogue, act, shown) -> None:
    box = ReplyBox(store)
    for participant in ("p1", "p2"):
        await box.reply(answer(dialogue, shown, participant=participant))
    await forget_participants(store)
    async with store.database.write() as session:
        old = update(Reply).where(Reply.participant == "p1")
        await session.execute(old.values(given_at=now() - OWN_CARDS - timedelta(minutes=1)))
    await forget_participants(store)
    async with store.read() as session:
        assert list(await session.scalars(select(Reply.participant).order_by(Reply.id))) == [None, "p2"]
    # Whose they were nobody knows; that there were two stays.
    assert (await present(store, dialogue)).present.agree == 2
    await delete_dialogue(store, **act)
    async with store.read() as session:
        assert list(await session.scalars(select(Reply.id))) == []
