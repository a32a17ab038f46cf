"""A host sums a round up, shows it to the table, and a changed text is asked anew."""

import pytest

from tests.domain.test_erasure import rows_of
from tests.factories import everything, post
from workshop.domain import bounds
from workshop.domain.dialogue import set_phase
from workshop.domain.erasure import erase_again, listed
from workshop.domain.errors import ConflictError, DomainError, ForbiddenError, NotFoundError, Refusal
from workshop.domain.queries.results import results_of
from workshop.domain.queries.summary import SummaryView
from workshop.domain.redaction import redact_addition, redact_entry, redact_summary
from workshop.domain.replying import Answer, ReplyBox
from workshop.domain.rights import Actor, Right, operator
from workshop.domain.round import start_round
from workshop.domain.summary import decide_addition, offer_summary, write_summary
from workshop.models import EntryState, Phase, Reply, Role, Summary

pytestmark = pytest.mark.integration
TEXT = "Mehr Busse am Abend, und Frau Zwetschgenmann fährt mit."


@pytest.fixture
def act(dialogue) -> dict[str, object]:
    return {"actor": operator(), "dialogue_id": dialogue.id}


async def summaries(store, dialogue) -> dict[int, SummaryView]:
    return {each.round: each for each in (await everything(store, dialogue)).summaries}


async def say(store, dialogue, summary: SummaryView, answer: str, text: str = "", by: str = "p1"):
    sent = Answer(dialogue.code, summary.id, summary.edition, answer, text, "de", by)
    return await ReplyBox(store).reply(sent)


@pytest.fixture
async def shown(store, dialogue, wohnen, act) -> SummaryView:
    """A summary that the table reads."""
    number = await write_summary(store, table_id=wohnen, number=1, text=TEXT, **act)
    await offer_summary(store, summary_id=number, **act)
    return (await summaries(store, dialogue))[1]


async def test_summary_is_written_shown_and_taken_back(store, dialogue, wohnen, act) -> None:
    number = await write_summary(store, table_id=wohnen, number=1, text="  Mehr\r\nBusse ", **act)
    first = (await summaries(store, dialogue))[1]
    assert (first.text, first.offered, first.edition, first.version) == ("Mehr\nBusse", False, 1, 1)
    await offer_summary(store, summary_id=number, seen_version=1, **act)
    assert (await summaries(store, dialogue))[1].offered
    await offer_summary(store, summary_id=number, offered=False, **act)
    assert not (await summaries(store, dialogue))[1].offered
    # Nobody reads or has answered it now: it is written over, and nobody has to be asked anew.
    await write_summary(store, table_id=wohnen, number=1, text="Mehr Busse und Bahnen", **act)
    assert not (await summaries(store, dialogue))[1].waits_to_be_asked


async def test_text_that_is_changed_is_asked_anew_and_old_replies_do_not_count_for_it(
    store, dialogue, wohnen, act, shown
) -> None:
    await say(store, dialogue, shown, "agree")
    await say(store, dialogue, shown, "add", "Auch am Sonntag", by="p2")
    await write_summary(store, table_id=wohnen, number=1, text=TEXT, **act)
    assert (await summaries(store, dialogue))[1].offered  # the same text is no change
    await write_summary(store, table_id=wohnen, number=1, text="Mehr Busse, auch am Sonntag", **act)
    changed = (await summaries(store, dialogue))[1]
    assert (changed.offered, changed.edition, changed.waits_to_be_asked) == (False, 2, True)
    assert (changed.present.agree, changed.present.add) == (0, 0)
    # What was said before is there to be worked in.
    assert changed.replies is not None
    assert [each.text for each in changed.replies.additions] == ["Auch am Sonntag"]
    (facts,) = (await in_files(store, dialogue)).summaries
    assert (facts.agree, facts.additions) == (0, ())
    with pytest.raises(ConflictError) as told:
        await say(store, dialogue, shown, "agree")
    assert told.value.key == Refusal.SUMMARY_CHANGED
    await offer_summary(store, summary_id=changed.id, **act)
    await say(store, dialogue, changed, "agree", by="p2")
    asked = (await summaries(store, dialogue))[1]
    assert (asked.waits_to_be_asked, asked.present.agree, asked.present.add) == (False, 1, 0)


async def in_files(store, dialogue):
    async with store.read() as session:
        return await results_of(session, dialogue.code)


async def test_rounds_that_have_begun_have_a_summary_each(store, dialogue, wohnen, act) -> None:
    for refused in (0, 2, 21):
        with pytest.raises(DomainError) as told:
            await write_summary(store, table_id=wohnen, number=refused, text="Zu früh", **act)
        assert told.value.key == Refusal.ROUNDS_OUT_OF_RANGE
    for number in (1, 2):
        await start_round(store, minutes=10, **act)
        await write_summary(store, table_id=wohnen, number=number, text=f"Runde {number}", **act)
    await write_summary(store, table_id=wohnen, number=1, text="Runde 1, besser gesagt", **act)
    found = await summaries(store, dialogue)
    assert [found[n].text for n in (1, 2)] == ["Runde 1, besser gesagt", "Runde 2"]
    # Nothing written takes it out of the files.
    await write_summary(store, table_id=wohnen, number=2, text=" ", **act)
    assert [each.round for each in (await in_files(store, dialogue)).summaries] == [1]


@pytest.mark.parametrize("phase", list(Phase))
async def test_summaries_are_written_from_collecting_until_the_closing(
    store, dialogue, wohnen, act, shown, phase
) -> None:
    await set_phase(store, phase=phase, **act)
    told = []
    for deed in (
        write_summary(store, table_id=wohnen, number=1, text="Anders", **act),
        offer_summary(store, summary_id=shown.id, **act),
    ):
        try:
            await deed
        except ConflictError as error:
            told.append(error.key)
    is_over = phase in {Phase.PREPARATION, Phase.CLOSED}
    assert told == ([Refusal.NO_SUMMARIES_NOW] * 2 if is_over else [])


async def test_only_the_own_table_and_the_version_that_was_seen(store, dialogue, wohnen, act, shown) -> None:
    host = Actor(frozenset({Right(Role.HOST, dialogue.id, wohnen)}))
    elsewhere = Actor(frozenset({Right(Role.HOST, dialogue.id, wohnen + 1)}))
    mine, theirs = ({"actor": each, "dialogue_id": dialogue.id} for each in (host, elsewhere))
    with pytest.raises(ConflictError):
        await write_summary(store, table_id=wohnen, number=1, text="Von gestern", seen_version=0, **mine)
    with pytest.raises(ConflictError):
        await offer_summary(store, summary_id=shown.id, offered=False, seen_version=7, **mine)
    await write_summary(
        store, table_id=wohnen, number=1, text="Von heute", seen_version=shown.version, **mine
    )
    assert (await summaries(store, dialogue))[1].role == Role.HOST
    with pytest.raises(ForbiddenError):
        await write_summary(store, table_id=wohnen, number=1, text="Fremd", **theirs)
    with pytest.raises(ForbiddenError):
        await offer_summary(store, summary_id=shown.id, **theirs)
    for wrong in (0, 10**9, "x"):
        with pytest.raises(NotFoundError):
            await offer_summary(store, summary_id=wrong, **act)
    with pytest.raises(DomainError) as told:
        await write_summary(store, table_id=wohnen, number=1, text="x" * (bounds.SUMMARY + 1), **act)
    assert told.value.key == Refusal.TEXT_TOO_LONG


async def test_addition_that_is_held_is_counted_at_once_and_read_after_a_moderator_looked(
    store, dialogue, wohnen, act, shown
) -> None:
    held = await say(store, dialogue, shown, "add", "Ruft mich an: 0171 2345678")
    assert held.held
    replies = (await summaries(store, dialogue))[1].present
    (addition,) = replies.additions
    assert (replies.add, addition.is_shown) == (1, False)
    assert (await in_files(store, dialogue)).summaries[0].additions == ()
    host = Actor(frozenset({Right(Role.HOST, dialogue.id, wohnen)}))
    decide = {"reply_id": addition.id, "seen": addition.text}
    with pytest.raises(ForbiddenError):
        await decide_addition(store, actor=host, dialogue_id=dialogue.id, shown=True, **decide)
    with pytest.raises(ConflictError):
        await decide_addition(store, **act, shown=True, reply_id=addition.id, seen="Etwas anderes")
    await decide_addition(store, **act, shown=True, **decide)
    assert (await summaries(store, dialogue))[1].present.additions[0].is_shown
    (facts,) = (await in_files(store, dialogue)).summaries
    assert [each.text for each in facts.additions] == [addition.text]
    # Somebody let these very words be read, and no others.
    assert not (await say(store, dialogue, shown, "add", addition.text)).held
    assert (await say(store, dialogue, shown, "add", "Oder per Mail: a@example.org")).held
    (other,) = (await summaries(store, dialogue))[1].present.additions
    await decide_addition(store, **act, shown=False, reply_id=other.id, seen=other.text)
    assert (await say(store, dialogue, shown, "add", "Ganz harmlos")).held
    assert (await summaries(store, dialogue))[1].present.additions[0].state == EntryState.HIDDEN


async def test_words_are_blacked_out_of_summary_and_addition_and_wherever_they_stand(
    store, dialogue, act, shown
) -> None:
    await say(store, dialogue, shown, "add", "Zwetschgenmann sagt es auch")
    await say(store, dialogue, shown, "agree", by="p2")
    start = TEXT.index("Zwetschgenmann")
    spans = [(start, start + len("Zwetschgenmann"))]
    with pytest.raises(ConflictError):
        await redact_summary(store, summary_id=shown.id, spans=spans, seen="Anderes", **act)
    await redact_summary(store, summary_id=shown.id, spans=spans, seen=shown.text, **act)
    after = (await summaries(store, dialogue))[1]
    assert after.text == TEXT.replace("Zwetschgenmann", "███")
    assert after.present.additions[0].text == "███ sagt es auch"
    # Who agreed still does.
    assert (after.offered, after.edition, after.present.agree) == (True, 1, 1)
    assert "zwetschgenmann" not in await rows_of(store)


async def test_words_of_an_addition_and_of_a_card_go_from_the_summary_too(
    store, dialogue, act, shown
) -> None:
    await say(store, dialogue, shown, "add", "Bei Familie Quittenfeld")
    (addition,) = (await summaries(store, dialogue))[1].present.additions
    redact = {"reply_id": addition.id, "spans": [(12, 23)]}
    with pytest.raises(ConflictError):
        await redact_addition(store, seen="Anderes", **redact, **act)
    await redact_addition(store, seen=addition.text, **redact, **act)
    assert (await summaries(store, dialogue))[1].present.additions[0].text == "Bei Familie ███"
    (card,) = await post(store, dialogue, "Zwetschgenmann wohnt hier")
    await redact_entry(store, entry_id=card.id, spans=[(0, 14)], **act)
    assert "zwetschgenmann" not in await rows_of(store)
    assert "quittenfeld" not in await rows_of(store)


async def test_older_backup_loses_the_same_words_again(store, dialogue, act, shown) -> None:
    await say(store, dialogue, shown, "add", "Bei Familie Quittenfeld")
    (addition,) = (await summaries(store, dialogue))[1].present.additions
    start = TEXT.index("Zwetschgenmann")
    spans = [(start, start + len("Zwetschgenmann"))]
    await redact_summary(store, summary_id=shown.id, spans=spans, **act)
    await redact_addition(store, reply_id=addition.id, spans=[(12, 23)], seen=addition.text, **act)
    async with store.database.write() as session:
        erased = await listed(session)
        # As it was when the backup was written.
        summary, reply = await session.get(Summary, shown.id), await session.get(Reply, addition.id)
        summary.text, summary.version, reply.text = TEXT, shown.version, addition.text
        await session.flush()
        assert await erase_again(session, erased) == 2
    after = (await summaries(store, dialogue))[1]
    assert after.text == TEXT.replace("Zwetschgenmann", "███")
    # Of an addition nobody can say any more which words had to go: it stays without any, and is counted.
    assert (after.present.add, after.present.additions) == (1, ())
