"""Cards before the evening and after it: taken by the clock, marked, and beside all that is there."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from tests.factories import card, entries, everything, groups, post
from workshop.domain import entry as entry_module
from workshop.domain import posting
from workshop.domain.dialogue import (
    DialogueFacts,
    copy_dialogue,
    create_dialogue,
    describe_dialogue,
    set_phase,
)
from workshop.domain.entry import correct_entry, show_entry, withdraw_entry
from workshop.domain.errors import (
    ClosedError,
    ConflictError,
    DomainError,
    ForbiddenError,
    NotCollectingError,
    RefusedError,
)
from workshop.domain.group import gather_entries
from workshop.domain.keeping import Keeping
from workshop.domain.mute import mute_author
from workshop.domain.participant import OWN_CARDS, forget_participants
from workshop.domain.posting import Inbox
from workshop.domain.queries.dialogue import dialogue_by_code
from workshop.domain.queries.results import results_of
from workshop.domain.rights import Actor, operator
from workshop.domain.window import Windows, tell_windows, window_at
from workshop.models import Dialogue, Entry, EntryState, Hand, HoldReason, Mute, Phase, Showing, Window, now

pytestmark = pytest.mark.integration
AT = datetime(2026, 12, 1, 18, tzinfo=UTC)
HOUR = timedelta(hours=1)


async def let(store, dialogue, phase: Phase, windows: Windows | None = None, **facts) -> None:
    where = {"actor": operator(), "dialogue_id": dialogue.id}
    await describe_dialogue(store, facts=DialogueFacts(title="Abend", windows=windows, **facts), **where)
    await set_phase(store, phase=phase, **where)


def clock(monkeypatch, at: datetime) -> None:
    """Let the door read another clock."""
    for module in (posting, entry_module):
        monkeypatch.setattr(module, "now", lambda: at)


async def windows_of(store, dialogue) -> dict[str, Window]:
    return {text: card.window for text, card in (await entries(store, dialogue)).items()}


@pytest.mark.parametrize(
    ("phase", "begins", "ends", "expected"),
    [
        (Phase.COLLECT, None, None, Window.NONE),
        (Phase.COLLECT, AT - HOUR, AT + HOUR, Window.NONE),
        (Phase.PREPARATION, None, AT + HOUR, None),
        (Phase.PREPARATION, AT, None, Window.BEFORE),
        (Phase.PREPARATION, AT + HOUR, None, None),
        (Phase.SORT, AT - HOUR, AT + HOUR, None),
        (Phase.WEIGH, AT - HOUR, AT + HOUR, None),
        (Phase.HARVEST, None, AT + HOUR, Window.AFTER),
        (Phase.CLOSED, None, AT + HOUR, Window.AFTER),
        (Phase.CLOSED, None, AT, None),
        (Phase.CLOSED, AT - HOUR, None, None),
    ],
)
def test_window_is_open_by_phase_and_clock(phase, begins, ends, expected) -> None:
    assert window_at(Dialogue(phase=phase, before_from=begins, after_until=ends), AT) == expected


async def test_card_before_the_evening_is_taken_in_the_window_and_marked(
    store, dialogue, monkeypatch
) -> None:
    begins = now() + HOUR
    await let(store, dialogue, Phase.PREPARATION, Windows(begins))
    with pytest.raises(NotCollectingError):
        await post(store, dialogue, "Zu früh")
    clock(monkeypatch, begins)
    (receipt,) = await post(store, dialogue, "Vorab")
    assert receipt.state == EntryState.SHOWN
    await correct_entry(
        store, actor=Actor(participant="p1"), dialogue_id=dialogue.id, entry_id=receipt.id, text="Vorab, neu"
    )
    await set_phase(store, actor=operator(), dialogue_id=dialogue.id, phase=Phase.COLLECT)
    # Written before, and on its way until now: a card like any other.
    await post(store, dialogue, "Am Abend")
    assert await windows_of(store, dialogue) == {"Vorab, neu": Window.BEFORE, "Am Abend": Window.NONE}


@pytest.mark.parametrize(
    ("phase", "error"), [(Phase.HARVEST, NotCollectingError), (Phase.CLOSED, ClosedError)]
)
async def test_card_after_the_evening_is_taken_until_the_named_moment(
    store, dialogue, monkeypatch, phase, error
) -> None:
    ends = now() + HOUR
    await let(store, dialogue, phase, Windows(None, ends))
    late = card(dialogue, "Nachgereicht")
    clock(monkeypatch, ends - timedelta(seconds=1))
    receipt = await Inbox(store).post_entry(late)
    clock(monkeypatch, ends)
    with pytest.raises(error):
        await post(store, dialogue, "Zu spät")
    # A repeat still gets its first answer.
    again = await Inbox(store).post_entry(late)
    assert (again.id, again.revision, again.repeated) == (receipt.id, receipt.revision, True)
    assert await windows_of(store, dialogue) == {"Nachgereicht": Window.AFTER}


async def test_without_a_window_nothing_is_taken_outside(store, dialogue) -> None:
    for phase, error in ((Phase.PREPARATION, NotCollectingError), (Phase.CLOSED, ClosedError)):
        await set_phase(store, actor=operator(), dialogue_id=dialogue.id, phase=phase)
        with pytest.raises(error):
            await post(store, dialogue, "Zu früh oder zu spät")


async def test_rules_of_the_evening_hold_in_a_window(store, dialogue) -> None:
    await post(store, dialogue, "Am Abend")
    (evening,) = (await everything(store, dialogue)).entries
    await mute_author(
        store, actor=operator(), dialogue_id=dialogue.id, entry_id=evening.id, reason=HoldReason.ADVERTISING
    )
    ends = Windows(None, now() + HOUR)
    await let(store, dialogue, Phase.CLOSED, ends, card_budget=2, showing=Showing.APPROVAL)
    await post(store, dialogue, "Von wem alles wartet")
    with pytest.raises(RefusedError, match="budget_used"):
        await post(store, dialogue, "Eine zu viel")
    await post(store, dialogue, "Von jemand anderem", participant="p2")
    cards = await entries(store, dialogue)
    assert cards["Von wem alles wartet"].hold_reason == HoldReason.ADVERTISING
    assert cards["Von jemand anderem"].hold_reason == HoldReason.APPROVAL


async def test_newcomers_stay_outside_in_a_window_too(store, dialogue) -> None:
    await let(store, dialogue, Phase.CLOSED, Windows(None, now() + HOUR))
    async with store.database.write() as session:
        await session.execute(update(Dialogue).values(admits=False))
    with pytest.raises(ConflictError, match="nobody_new"):
        await Inbox(store).post_entry(card(dialogue, is_newcomer=True))


async def test_what_was_handed_in_later_stands_alone_until_a_person_sorts_it(store, dialogue) -> None:
    where = {"actor": operator(), "dialogue_id": dialogue.id}
    receipts = await post(store, dialogue, "Mehr Busse", "Bus am Abend")
    await gather_entries(store, entry_ids=[each.id for each in receipts], label="Busse", **where)
    before = await groups(store, dialogue)
    await let(store, dialogue, Phase.CLOSED, Windows(None, now() + HOUR), showing=Showing.APPROVAL)
    (late,) = await post(store, dialogue, "Busse in der Nacht")
    await show_entry(store, entry_id=late.id, **where)
    told = (await entries(store, dialogue))["Busse in der Nacht"]
    # As what the machine has looked at and left alone: it looks no more.
    assert (told.group_id, told.placed_by) == (None, Hand.MACHINE)
    assert await groups(store, dialogue) == before
    # A person may, without opening the evening again.
    await gather_entries(store, entry_ids=[late.id], label="Nachts", **where)
    told = (await entries(store, dialogue))["Busse in der Nacht"]
    assert (told.placed_by, told.window) == (Hand.PERSON, Window.AFTER)


async def test_words_of_the_evening_stay_when_the_window_is_open(store, dialogue) -> None:
    (evening,) = await post(store, dialogue, "Am Abend")
    await let(store, dialogue, Phase.HARVEST, Windows(None, now() + HOUR))
    (late,) = await post(store, dialogue, "Danach")
    for each in (evening, late):
        with pytest.raises(NotCollectingError):
            await correct_entry(
                store,
                actor=Actor(participant="p1"),
                dialogue_id=dialogue.id,
                entry_id=each.id,
                text="Anders",
            )
    await withdraw_entry(store, actor=Actor(participant="p1"), dialogue_id=dialogue.id, entry_id=late.id)


async def test_authors_of_late_cards_are_forgotten_some_days_after_the_window(store, dialogue) -> None:
    days = store.keeping.corrections
    await post(store, dialogue, "Am Abend")
    await let(store, dialogue, Phase.CLOSED, Windows(None, now() + HOUR))

    async def shift(closed: timedelta, ends: timedelta) -> int:
        async with store.database.write() as session:
            moved = update(Dialogue).values(closed_at=now() - closed, after_until=now() + ends)
            await session.execute(moved)
        return await forget_participants(store)

    # All of the evening are forgotten; who writes from then on is somebody for some days more.
    assert await shift(days, HOUR) == 1
    await post(store, dialogue, "Danach")
    assert await shift(days, HOUR) == 0
    assert await shift(2 * days, HOUR - days) == 0
    assert await authors(store) == {"Am Abend": None, "Danach": "p1"}
    assert await shift(2 * days, -days) == 1
    assert await authors(store) == {"Am Abend": None, "Danach": None}
    late = (await entries(store, dialogue))["Danach"]
    with pytest.raises(ForbiddenError, match="author_forgotten"):
        await withdraw_entry(store, actor=Actor(participant="p1"), dialogue_id=dialogue.id, entry_id=late.id)


async def test_late_author_is_forgotten_when_no_phone_remembers_however_long_the_window(
    store, dialogue
) -> None:
    await let(store, dialogue, Phase.CLOSED, Windows(None, now() + timedelta(days=60)))
    await post(store, dialogue, "Danach")
    async with store.database.write() as session:
        await session.execute(update(Entry).values(created_at=now() - OWN_CARDS - HOUR))
    assert await forget_participants(store) == 1


async def test_mute_goes_on_while_cards_come_in_later(store, dialogue) -> None:
    store.keeping = Keeping(corrections=timedelta())
    (receipt,) = await post(store, dialogue, "Am Abend")
    await mute_author(
        store, actor=operator(), dialogue_id=dialogue.id, entry_id=receipt.id, reason=HoldReason.ADVERTISING
    )
    await let(store, dialogue, Phase.CLOSED, Windows(None, now() + HOUR))
    await forget_participants(store)
    (late,) = await post(store, dialogue, "Danach")
    assert late.state == EntryState.HELD
    async with store.database.write() as session:
        await session.execute(update(Dialogue).values(after_until=now()))
    await forget_participants(store)
    async with store.read() as session:
        assert await session.scalar(select(Mute.participant)) is None


async def test_day_of_deletion_stays(store, dialogue) -> None:
    day = store.keeping.day_for(await row(store, dialogue))
    await let(store, dialogue, Phase.CLOSED, Windows(None, now() + timedelta(days=100)))
    await post(store, dialogue, "Danach")
    assert store.keeping.day_for(await row(store, dialogue)) == day


async def test_pages_are_told_of_a_window_once_when_it_opens_and_when_it_shuts(store, dialogue) -> None:
    at = now()
    await let(store, dialogue, Phase.PREPARATION, Windows(at + HOUR, at + 3 * HOUR))
    revision = (await row(store, dialogue)).revision
    assert await tell_windows(store, at, at + HOUR - timedelta(seconds=1)) == 0
    assert await tell_windows(store, at, at + HOUR) == 1
    assert await tell_windows(store, at + HOUR, at + 4 * HOUR) == 0
    await set_phase(store, actor=operator(), dialogue_id=dialogue.id, phase=Phase.CLOSED)
    version = (await row(store, dialogue)).version
    assert await tell_windows(store, at + HOUR, at + 3 * HOUR) == 1
    told = await row(store, dialogue)
    # Whoever has the form of the evening open is not told that somebody changed it.
    assert (told.revision, told.version) == (revision + 3, version)


@pytest.mark.parametrize(
    "windows",
    [
        Windows(None, AT.replace(year=1899)),
        Windows(AT.replace(year=2200)),
        Windows(None, datetime.now(UTC) - HOUR),
        Windows(None, datetime.now(UTC) + timedelta(days=185)),
        Windows(datetime.now(UTC) + timedelta(days=185)),
    ],
)
async def test_moments_that_cannot_be_meant_are_refused(store, dialogue, windows) -> None:
    facts = DialogueFacts(title="Abend", windows=windows)
    with pytest.raises(DomainError, match="_out_of_range"):
        await describe_dialogue(store, actor=operator(), dialogue_id=dialogue.id, facts=facts)
    with pytest.raises(DomainError, match="_out_of_range"):
        await create_dialogue(store, actor=operator(), facts=facts, theme_set="gmuend")


async def test_end_that_has_passed_may_stay_when_something_else_is_said(store, dialogue) -> None:
    ends = now() + HOUR
    await let(store, dialogue, Phase.CLOSED, Windows(None, ends))
    async with store.database.write() as session:
        await session.execute(update(Dialogue).values(after_until=ends - 2 * HOUR))
    await let(store, dialogue, Phase.CLOSED, Windows(None, ends - 2 * HOUR), goal="Anders")
    assert (await row(store, dialogue)).goal == "Anders"


async def test_copy_and_new_dialogue_have_no_window(store, dialogue) -> None:
    assert (dialogue.before_from, dialogue.after_until) == (None, None)
    await let(store, dialogue, Phase.COLLECT, Windows(now(), now() + HOUR))
    code = await copy_dialogue(store, actor=operator(), dialogue_id=dialogue.id)
    async with store.read() as session:
        copy = await dialogue_by_code(session, code)
    assert (copy.before_from, copy.after_until) == (None, None)
    facts = DialogueFacts(title="Neu", windows=Windows(AT, None))
    code = await create_dialogue(store, actor=operator(), facts=facts, theme_set="gmuend")
    async with store.read() as session:
        assert (await dialogue_by_code(session, code)).before_from == AT


async def test_facts_without_windows_leave_them_as_they_are(store, dialogue) -> None:
    ends = now() + HOUR
    await let(store, dialogue, Phase.COLLECT, Windows(None, ends))
    await let(store, dialogue, Phase.COLLECT)
    assert (await row(store, dialogue)).after_until == ends


async def test_results_say_of_each_card_when_it_came_and_count_apart(store, dialogue) -> None:
    await let(store, dialogue, Phase.PREPARATION, Windows(now()))
    vorab, _ = await post(store, dialogue, "Vorab", "Vorab, zurückgezogen")
    (gone,) = [e for e in (await everything(store, dialogue)).entries if e.id != vorab.id]
    await withdraw_entry(store, actor=Actor(participant="p1"), dialogue_id=dialogue.id, entry_id=gone.id)
    await let(store, dialogue, Phase.COLLECT)
    await post(store, dialogue, "Am Abend")
    await let(store, dialogue, Phase.CLOSED, Windows(None, now() + HOUR))
    await post(store, dialogue, "Danach")
    async with store.read() as session:
        results = await results_of(session, dialogue.code)
    assert [(each.text, each.window) for each in results.entries] == [
        ("Vorab", "before"),
        ("Am Abend", ""),
        ("Danach", "after"),
    ]
    counts = results.dialogue.counts
    assert (counts.received, counts.before, counts.after) == (4, 2, 1)


async def authors(store) -> dict[str, str | None]:
    async with store.read() as session:
        return dict((await session.execute(select(Entry.text, Entry.participant))).all())


async def row(store, dialogue) -> Dialogue:
    async with store.read() as session:
        return await session.get(Dialogue, dialogue.id)
