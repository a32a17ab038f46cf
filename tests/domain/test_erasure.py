"""What must go is gone from every row, and goes again from a restored older backup."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.factories import card, entries, everything, groups, post
from workshop.domain.deletion import delete_again
from workshop.domain.dialogue import set_phase
from workshop.domain.entry import (
    PaperCard,
    add_paper_entry,
    correct_entry,
    correct_paper_entry,
    hide_entry,
    show_entry,
    take_back_paper_entry,
    withdraw_entry,
)
from workshop.domain.erasure import Erased, erase_again, joined, listed, note_deleted
from workshop.domain.errors import ClosedError, RefusedError
from workshop.domain.group import merge_groups, rename_group
from workshop.domain.placement import Description, Suggestion, describe_groups, place_entries
from workshop.domain.posting import Inbox, digest_of
from workshop.domain.rights import Actor, operator
from workshop.domain.step import undo_step
from workshop.models import (
    Base,
    Dialogue,
    Entry,
    EntryState,
    ErasureKind,
    HoldReason,
    Phase,
    QuestionKey,
    now,
)

pytestmark = pytest.mark.integration
AUTHOR = Actor(participant="p1")
WORDS = ("Zwetschgenallee", "Zwetschgenallee bitte sperren", "Die Zwetschgenallee!")


async def rows_of(store) -> str:
    """Return everything that any table holds, as one text."""
    async with store.read() as session:
        found = [(await session.execute(select(table))).all() for table in Base.metadata.sorted_tables]
    return json.dumps(found, default=str, ensure_ascii=False).casefold()


@pytest.fixture
async def topic(store, dialogue, wohnen) -> list[str]:
    """A topic that the machine named after its three cards, with a fourth one in other words; their ids."""
    ids = [receipt.id for receipt in await post(store, dialogue, *WORDS, "Schatten für die Allee")]
    suggestion = Suggestion(wohnen, tuple(ids), None, "Zwetschgenallee", ("Zwetschgenallee", "Allee"))
    await place_entries(store, dialogue_id=dialogue.id, suggestions=[suggestion])
    return ids


async def test_withdrawn_words_are_in_no_row_any_more(store, dialogue, wohnen, topic) -> None:
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    # The log keeps names and what a person let be shown.
    (other,) = await post(store, dialogue, "Etwas anderes")
    (second,) = await place_entries(
        store, dialogue_id=dialogue.id, suggestions=[Suggestion(wohnen, (other.id,), None, "Anderes")]
    )
    first = (await groups(store, dialogue))["Zwetschgenallee"].id
    await show_entry(store, entry_id=topic[0], **act)
    await rename_group(store, group_id=first, label="Allee", **act)
    await undo_step(store, table_id=wohnen, **act)
    await merge_groups(store, into=second, group_ids=[first], **act)
    digests = [digest_of(wohnen, "needed", text) for text in WORDS]
    before = await rows_of(store)
    assert "zwetschgen" in before
    assert all(digest in before for digest in digests)
    for entry_id in topic[:3]:
        await withdraw_entry(store, actor=AUTHOR, dialogue_id=dialogue.id, entry_id=entry_id)
    after = await rows_of(store)
    assert "zwetschgen" not in after
    assert not any(digest in after for digest in digests)
    # What other cards say, and what a person wrote, is still there.
    assert "schatten für die allee" in after
    await undo_step(store, table_id=wohnen, **act)
    assert "zwetschgen" not in await rows_of(store)


async def test_heading_stays_while_another_card_says_it(store, dialogue, topic) -> None:
    for entry_id in topic[:2]:
        await withdraw_entry(store, actor=AUTHOR, dialogue_id=dialogue.id, entry_id=entry_id)
    assert list(await groups(store, dialogue)) == ["Zwetschgenallee"]
    where = {"actor": AUTHOR, "dialogue_id": dialogue.id, "entry_id": topic[2]}
    await correct_entry(store, text="Die Zwetschgenallee, aber bald!", **where)
    assert list(await groups(store, dialogue)) == ["Zwetschgenallee"]
    await correct_entry(store, text="Die Obstallee!", **where)
    (group,) = (await everything(store, dialogue)).groups
    assert (group.label, group.words) == ("", ())
    assert "zwetschgen" not in await rows_of(store)


async def test_name_that_a_person_wrote_stays(store, dialogue, topic) -> None:
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    first = (await groups(store, dialogue))["Zwetschgenallee"].id
    await rename_group(store, group_id=first, label="Unsere Zwetschgenallee", **act)
    for entry_id in topic[:3]:
        await withdraw_entry(store, actor=AUTHOR, dialogue_id=dialogue.id, entry_id=entry_id)
    (group,) = (await everything(store, dialogue)).groups
    assert (group.label, group.words) == ("Unsere Zwetschgenallee", ())


async def test_heading_of_a_card_that_is_hidden_leaves_the_board(store, dialogue, topic) -> None:
    for entry_id in topic[:3]:
        where = {"actor": operator(), "dialogue_id": dialogue.id, "entry_id": entry_id}
        await hide_entry(store, reason=HoldReason.OFF_TOPIC, **where)
    (group,) = (await everything(store, dialogue)).groups
    assert (group.label, group.words) == ("", ())


async def test_closed_dialogue_gives_a_name_to_a_topic_only_that_lost_its_own(store, dialogue, topic) -> None:
    (group,) = (await everything(store, dialogue)).groups
    await set_phase(store, actor=operator(), dialogue_id=dialogue.id, phase=Phase.CLOSED)
    news = {"dialogue_id": dialogue.id, "descriptions": [Description(group.id, "Schatten", ("Schatten",))]}
    with pytest.raises(ClosedError):
        await describe_groups(store, **news)
    for entry_id in topic[:3]:
        await withdraw_entry(store, actor=AUTHOR, dialogue_id=dialogue.id, entry_id=entry_id)
    await describe_groups(store, **news)
    assert list(await groups(store, dialogue)) == ["Schatten"]


@pytest.mark.parametrize("verb", ["withdraw", "correct"])
async def test_late_repeat_of_a_card_whose_words_are_gone_makes_no_second_one(store, dialogue, verb) -> None:
    inbox, sent = Inbox(store), card(dialogue, "Mehr Busse")
    first = await inbox.post_entry(sent)
    where = {"actor": AUTHOR, "dialogue_id": dialogue.id, "entry_id": sent.id}
    if verb == "withdraw":
        await withdraw_entry(store, **where)
    else:
        await correct_entry(store, text="Mehr Bahnen", **where)
    again = await inbox.post_entry(sent)
    assert (again.id, again.state, again.revision, again.repeated) == (*_answer(first), True)
    assert len((await everything(store, dialogue)).entries) == 1


def _answer(receipt):
    return receipt.id, receipt.state, receipt.revision


async def test_id_of_another_card_is_still_refused(store, dialogue) -> None:
    sent = card(dialogue, "Mehr Busse")
    await Inbox(store).post_entry(sent)
    with pytest.raises(RefusedError, match="id_taken"):
        await Inbox(store).post_entry(card(dialogue, "Mehr Bahnen", id=sent.id))


async def test_former_words_of_paper_cards_stay_for_undo_until_the_closing(store, dialogue, wohnen) -> None:
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    taken = await add_paper_entry(
        store, card=PaperCard(wohnen, QuestionKey.NEEDED, "Quittengelee", "de"), **act
    )
    await take_back_paper_entry(store, entry_id=taken, **act)
    typed = await add_paper_entry(
        store, card=PaperCard(wohnen, QuestionKey.NEEDED, "Mirabellen", "de"), **act
    )
    right = PaperCard(wohnen, QuestionKey.NEEDED, "Reineclauden", "de")
    await correct_paper_entry(store, entry_id=typed, card=right, **act)
    before = await rows_of(store)
    assert all(word in before for word in ("quittengelee", "mirabellen"))
    await set_phase(store, phase=Phase.CLOSED, **act)
    after = await rows_of(store)
    assert [word in after for word in ("quittengelee", "mirabellen", "reineclauden")] == [False, False, True]


async def _listed(store):
    async with store.read() as session:
        return await listed(session)


async def test_list_says_which_cards_and_when_and_no_words(store, dialogue, topic) -> None:
    where = {"actor": AUTHOR, "dialogue_id": dialogue.id}
    await withdraw_entry(store, entry_id=topic[0], **where)
    await withdraw_entry(store, entry_id=topic[0], **where)
    await correct_entry(store, entry_id=topic[1], text=WORDS[1], **where)
    await correct_entry(store, entry_id=topic[1], text="Anders", **where)
    found = [(each.kind, each.dialogue, each.entry_id) for each in await _listed(store)]
    assert found == [("withdrawn", dialogue.code, topic[0]), ("corrected", dialogue.code, topic[1])]
    assert store.erased.is_set()


async def test_older_rows_lose_the_same_words_again(store, dialogue, wohnen, topic) -> None:
    await withdraw_entry(store, actor=AUTHOR, dialogue_id=dialogue.id, entry_id=topic[3])
    (told,) = await _listed(store)
    lines = [
        Erased(ErasureKind.WITHDRAWN, dialogue.code, now(), topic[0]),
        Erased(ErasureKind.CORRECTED, dialogue.code, now(), topic[1]),
        Erased(ErasureKind.REDACTED, dialogue.code, now(), topic[2], version=1, spans=((4, 19),)),
        Erased(ErasureKind.WITHDRAWN, dialogue.code, now(), "unknown"),
        Erased(ErasureKind.WITHDRAWN, "NOSUCH", now(), topic[3]),
    ]
    async with store.database.write() as session:
        assert await erase_again(session, lines) == 3
    assert "zwetschgen" not in await rows_of(store)
    found = {e.id: (e.state, e.text) for e in (await everything(store, dialogue)).entries}
    gone = (EntryState.WITHDRAWN, "")
    assert [found[each] for each in topic] == [gone, gone, (EntryState.SHOWN, "Die ███!"), gone]
    assert await _listed(store) == joined([told], lines)


async def test_redaction_that_fits_no_more_takes_the_whole_card(store, dialogue, topic) -> None:
    line = Erased(ErasureKind.REDACTED, dialogue.code, now(), topic[0], version=1, spans=((4, 190),))
    async with store.database.write() as session:
        await erase_again(session, [line])
    assert WORDS[0] not in await entries(store, dialogue)


async def test_deleted_dialogue_is_deleted_again_and_a_later_one_of_the_same_code_is_not(
    store, dialogue, topic
) -> None:
    await withdraw_entry(store, actor=AUTHOR, dialogue_id=dialogue.id, entry_id=topic[0])
    async with store.database.write() as session:
        await note_deleted(session, dialogue.code, now())
    (line,) = await _listed(store)
    assert (line.kind, line.dialogue, line.entry_id) == (ErasureKind.DELETED, dialogue.code, None)
    early = Erased(ErasureKind.DELETED, dialogue.code, now() - timedelta(days=1))
    async with store.database.write() as session:
        await delete_again(session, [(early.dialogue, 0, early.at)])
        assert await session.scalar(select(Dialogue.id)) == dialogue.id
        await delete_again(session, [(line.dialogue, 0, line.at)])
    async with store.read() as session:
        assert [await session.scalar(select(row)) for row in (Dialogue.id, Entry.number)] == [None, None]


def test_joined_lists_have_each_line_once_and_nothing_more_of_a_deleted_dialogue() -> None:
    at = now()
    card_line = Erased(ErasureKind.WITHDRAWN, "A", at, "x")
    deleted = Erased(ErasureKind.DELETED, "A", at + timedelta(hours=1))
    other = Erased(ErasureKind.WITHDRAWN, "B", at, "y")
    assert joined([card_line, other], [card_line]) == [card_line, other]
    assert joined([card_line], [other, deleted]) == [other, deleted]
