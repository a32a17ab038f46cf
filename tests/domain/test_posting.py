import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from tests.factories import card, entries, everything, post
from workshop.domain import posting
from workshop.domain.dialogue import admit_newcomers, set_phase
from workshop.domain.entry import correct_entry, withdraw_entry
from workshop.domain.errors import (
    ClosedError,
    ConflictError,
    NotCollectingError,
    NotFoundError,
    Refusal,
    RefusedError,
)
from workshop.domain.posting import Inbox
from workshop.domain.queries.table import tables_of
from workshop.domain.rights import Actor, operator
from workshop.domain.table import pause_table
from workshop.domain.word_list import NO_WORDS
from workshop.models import Entry, EntryState, Origin, Phase, Showing, now

pytestmark = pytest.mark.integration


async def test_posted_card_is_stored_as_written(store, dialogue) -> None:
    (receipt,) = await post(store, dialogue, "  mehr bänke im park!! ")
    (entry,) = (await everything(store, dialogue)).entries
    assert (entry.id, entry.text, entry.lang, entry.state) == (
        receipt.id,
        "mehr bänke im park!!",
        "de",
        EntryState.SHOWN,
    )
    assert receipt.revision == 2


async def test_row_of_a_card_is_whole(store, dialogue) -> None:
    before = now()
    (receipt,) = await post(store, dialogue, "Mehr Busse")
    async with store.read() as session:
        row = await session.scalar(select(Entry).where(Entry.id == receipt.id))
    assert (row.state, row.first_state, row.hold_reason) == (EntryState.SHOWN, EntryState.SHOWN, None)
    assert (row.revision, row.first_revision, row.version) == (2, 2, 1)
    assert (row.origin, row.participant, row.group_id, row.placed_by) == (Origin.PHONE, "p1", None, None)
    assert before <= row.created_at <= now()


async def test_same_id_and_content_gives_one_row_and_the_same_answer(store, dialogue) -> None:
    inbox, one = Inbox(store), card(dialogue)
    receipts = [await inbox.post_entry(one) for _ in range(3)]
    at_once = await asyncio.gather(*(inbox.post_entry(one) for _ in range(5)))
    assert {(r.id, r.state, r.revision) for r in [*receipts, *at_once]} == {(one.id, EntryState.SHOWN, 2)}
    assert [r.repeated for r in receipts] == [False, True, True]
    assert len((await everything(store, dialogue)).entries) == 1


async def test_same_id_twice_in_one_commit_gives_one_row(store, dialogue) -> None:
    inbox, one = Inbox(store), card(dialogue)
    receipts = await asyncio.gather(*(inbox.post_entry(one) for _ in range(4)))
    assert sorted(r.repeated for r in receipts) == [False, True, True, True]
    assert len((await everything(store, dialogue)).entries) == 1


async def test_same_id_with_other_content_is_refused(store, dialogue) -> None:
    inbox, one = Inbox(store), card(dialogue)
    await inbox.post_entry(one)
    for other in ({"text": "anderes"}, {"question": "works"}, {"table": "arbeit"}):
        with pytest.raises(RefusedError, match="id_taken"):
            await inbox.post_entry(card(dialogue, id=one.id, **({"text": one.text} | other)))
    assert len((await everything(store, dialogue)).entries) == 1


async def test_repeat_of_a_corrected_or_withdrawn_card_still_gets_its_first_answer(store, dialogue) -> None:
    inbox, one = Inbox(store), card(dialogue)
    first = await inbox.post_entry(one)
    author = Actor(participant="p1")
    await correct_entry(store, actor=author, dialogue_id=dialogue.id, entry_id=one.id, text="Neu")
    assert (await inbox.post_entry(one)).revision == first.revision
    await withdraw_entry(store, actor=author, dialogue_id=dialogue.id, entry_id=one.id)
    assert (await inbox.post_entry(one)).revision == first.revision
    (entry,) = (await everything(store, dialogue)).entries
    assert (entry.state, entry.text) == (EntryState.WITHDRAWN, "")


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"text": " \u200b "}, "text_empty"),
        ({"text": "x" * 501}, "text_too_long"),
        ({"question": "why"}, "question_unknown"),
        ({"id": "1"}, "id_invalid"),
    ],
)
async def test_what_cannot_be_taken_is_refused(store, dialogue, fields, key) -> None:
    with pytest.raises(RefusedError, match=key):
        await Inbox(store).post_entry(card(dialogue, **fields))
    assert (await everything(store, dialogue)).entries == ()


@pytest.mark.parametrize(
    ("fields", "key"), [({"code": "NOWHERE2"}, "dialogue_unknown"), ({"table": "garten"}, "table_unknown")]
)
async def test_unknown_place_is_not_found(store, dialogue, fields, key) -> None:
    with pytest.raises(NotFoundError, match=key):
        await Inbox(store).post_entry(card(dialogue, **fields))


@pytest.mark.parametrize(
    ("phase", "error"),
    [
        (Phase.PREPARATION, NotCollectingError),
        (Phase.SORT, NotCollectingError),
        (Phase.HARVEST, NotCollectingError),
        (Phase.CLOSED, ClosedError),
    ],
)
async def test_card_outside_collecting_is_not_stored(store, dialogue, phase, error) -> None:
    await set_phase(store, actor=operator(), dialogue_id=dialogue.id, phase=phase)
    with pytest.raises(error):
        await Inbox(store).post_entry(card(dialogue))
    assert (await everything(store, dialogue)).entries == ()


async def test_repeat_after_the_close_still_gets_its_first_answer(store, dialogue) -> None:
    inbox, one = Inbox(store), card(dialogue)
    first = await inbox.post_entry(one)
    await set_phase(store, actor=operator(), dialogue_id=dialogue.id, phase=Phase.CLOSED)
    again = await inbox.post_entry(one)
    assert (again.revision, again.repeated) == (first.revision, True)


async def test_many_at_once_are_all_stored_with_gapless_revisions(store, dialogue) -> None:
    inbox = Inbox(store)
    receipts = await asyncio.gather(*(inbox.post_entry(card(dialogue, f"Karte {n}")) for n in range(600)))
    assert sorted(receipt.revision for receipt in receipts) == list(range(2, 602))
    delta = await everything(store, dialogue)
    assert len(delta.entries) == 600
    assert delta.revision == 601


async def test_one_refused_card_does_not_spoil_the_others_of_its_commit(store, dialogue) -> None:
    inbox = Inbox(store)
    answers = await asyncio.gather(
        inbox.post_entry(card(dialogue, "eins")),
        inbox.post_entry(card(dialogue, "zwei", table="garten")),
        inbox.post_entry(card(dialogue, "drei")),
        return_exceptions=True,
    )
    assert [type(answer).__name__ for answer in answers] == ["Receipt", "NotFoundError", "Receipt"]
    assert sorted(await entries(store, dialogue)) == ["drei", "eins"]


async def test_card_with_a_phone_number_is_held(store, dialogue) -> None:
    (receipt,) = await post(store, dialogue, "Ruft an: 0151 00000000")
    assert receipt.state == EntryState.HELD
    (entry,) = (await everything(store, dialogue)).entries
    assert entry.hold_reason == "personal_data"


async def test_feed_wakes_after_the_commit(store, dialogue) -> None:
    follower = store.feed.follow(dialogue.id)
    assert not await follower.wait(0.01)
    await post(store, dialogue, "neu")
    assert await follower.wait(1)


async def test_card_that_the_database_refuses_does_not_tell_its_text(store, dialogue) -> None:
    states = {"lang": "de", "showing": Showing.AT_ONCE, "after": 0, "admits": True, "has_muted": False}
    states |= {"before_from": None, "after_until": None}
    locked = posting._Locked(dialogue.id, dialogue.phase, 2, None, **states, tables={}, paused=set())
    given = card(dialogue, "geheim")
    row = posting._row(given, locked, None, posting._Look(NO_WORDS, None).standing(given, locked), now())
    with pytest.raises(IntegrityError) as caught:
        await store.database.write_at_once(lambda at: posting._insert_for(at.dialect).run(at, [row]))
    assert "geheim" not in str(caught.value)


async def test_error_of_the_database_does_not_carry_the_text(store, dialogue) -> None:
    await post(store, dialogue, "geheim")
    row = {"id": None, "text": "geheim", "dialogue_id": dialogue.id}
    with pytest.raises(IntegrityError) as caught:
        async with store.database.write() as session:
            await session.execute(insert(Entry), [row])
    assert "geheim" not in str(caught.value)


async def test_only_a_newcomer_stays_outside_while_nobody_new_is_admitted(store, dialogue) -> None:
    inbox, mine = Inbox(store), card(dialogue, "Schon da")
    new = replace(card(dialogue, "Neu", participant="p2"), is_newcomer=True)
    first = await inbox.post_entry(new)
    await admit_newcomers(store, actor=operator(), dialogue_id=dialogue.id, admitted=False)
    # The answer was lost: its repeat is no new card.
    assert (await inbox.post_entry(new)).revision == first.revision
    await inbox.post_entry(mine)
    later = replace(card(dialogue, "Später", participant="p3"), is_newcomer=True)
    with pytest.raises(ConflictError, match="nobody_new"):
        await inbox.post_entry(later)
    await admit_newcomers(store, actor=operator(), dialogue_id=dialogue.id, admitted=True)
    await inbox.post_entry(later)
    assert set(await entries(store, dialogue)) == {"Neu", "Schon da", "Später"}


async def test_table_that_pauses_takes_no_card_and_the_others_go_on(store, dialogue) -> None:
    inbox, one = Inbox(store), card(dialogue, "Davor")
    async with store.read() as session:
        wohnen, *_ = await session.run_sync(tables_of, dialogue.id)
    first = await inbox.post_entry(one)
    whose = {"actor": operator(), "dialogue_id": dialogue.id, "table_id": wohnen.id}
    await pause_table(store, paused=True, **whose)
    assert [each.paused for each in (await everything(store, dialogue)).tables].count(True) == 1
    assert (await inbox.post_entry(one)).revision == first.revision
    waiting = card(dialogue, "Wartet")
    answers = await asyncio.gather(
        inbox.post_entry(waiting),
        inbox.post_entry(card(dialogue, "Woanders", table="arbeit")),
        return_exceptions=True,
    )
    assert isinstance(answers[0], ConflictError)
    assert answers[0].key == Refusal.TABLE_PAUSED
    await pause_table(store, paused=False, **whose)
    await inbox.post_entry(waiting)
    assert set(await entries(store, dialogue)) == {"Davor", "Woanders", "Wartet"}
