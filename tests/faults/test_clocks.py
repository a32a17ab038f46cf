"""Clocks that are wrong, that jump, that are put forward and back in the night: what counts stays right."""

import re
from datetime import UTC, datetime, timedelta
from time import monotonic
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, expect

from tests.factories import everything, post
from tests.phone.hall import Hall
from workshop.console.wording.moments import moment
from workshop.domain.entry import hide_entry, show_entry
from workshop.domain.queries.dialogue import dialogue_by_code
from workshop.domain.queries.results import results_of
from workshop.domain.queries.step import steps_of
from workshop.domain.rights import operator
from workshop.domain.round import extend_round, pause_round, resume_round, start_round
from workshop.models import HoldReason, base, now
from workshop.phone import events

pytestmark = pytest.mark.fault
TEN_MINUTES = re.compile(r"^noch \W?(9:\d\d|10:00)\W?$")
BERLIN = ZoneInfo("Europe/Berlin")


class ServerClock:
    """The server's clock, which the test sets; unset it goes right."""

    # This one nobody sets.
    monotonic = staticmethod(monotonic)

    def __init__(self) -> None:
        self.stands: datetime | None = None
        self.wrong = timedelta()

    def now(self, zone: object = UTC) -> datetime:
        """Return what it shows."""
        return (self.stands or datetime.now(UTC)) + self.wrong

    def time(self) -> float:
        """Return the same in seconds."""
        return self.now().timestamp()


@pytest.fixture
def server_clock(monkeypatch: pytest.MonkeyPatch) -> ServerClock:
    clock = ServerClock()
    monkeypatch.setattr(base, "datetime", clock)
    monkeypatch.setattr(events, "time", clock)
    return clock


async def _ends_at(store, dialogue) -> datetime | None:
    async with store.read() as session:
        found = await dialogue_by_code(session, dialogue.code)
    return found.ends_at


async def test_order_of_cards_and_steps_is_theirs_when_the_clock_jumps(store, dialogue, server_clock) -> None:
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    texts, told = [], []
    for number, hours in enumerate((0, -1, 0, 1, -1)):
        server_clock.wrong = timedelta(hours=hours)
        texts.append(f"Karte {number}")
        (receipt,) = await post(store, dialogue, texts[-1])
        told.append(receipt.revision)
        await hide_entry(store, **act, entry_id=receipt.id, reason=HoldReason.OFF_TOPIC)
        await show_entry(store, **act, entry_id=receipt.id)
    assert told == sorted(told)
    kept = sorted((await everything(store, dialogue)).entries, key=lambda entry: entry.number)
    assert [entry.text for entry in kept] == texts
    async with store.read() as session:
        assert [entry.text for entry in (await results_of(session, dialogue.code)).entries] == texts
        steps = await steps_of(session, dialogue.id)
    assert [step.verb for step in reversed(steps)] == ["hide_entry", "show_entry"] * len(texts)
    assert [step.id for step in reversed(steps)] == sorted(step.id for step in steps)


async def test_paused_round_keeps_its_time_when_the_clock_jumps_in_the_pause(
    store, dialogue, server_clock
) -> None:
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    server_clock.stands = datetime(2026, 11, 5, 18, tzinfo=UTC)
    await start_round(store, **act, minutes=20)
    for hours in (1, -1):
        await pause_round(store, **act)
        server_clock.wrong = timedelta(hours=hours)
        await resume_round(store, **act)
        assert await _ends_at(store, dialogue) == server_clock.now() + timedelta(minutes=20)


# In Berlin the clock goes from 3:00 back to 2:00 in the first night, from 2:00 to 3:00 in the second.
NIGHTS = [
    (datetime(2026, 10, 25, 0, 50, tzinfo=UTC), ("02:50", "MESZ"), ("02:20", "MEZ")),
    (datetime(2027, 3, 28, 0, 50, tzinfo=UTC), ("01:50", ""), ("03:20", "")),
]


@pytest.mark.parametrize(("begins", "wall_before", "wall_after"), NIGHTS)
async def test_round_lasts_as_long_as_said_through_the_night_of_the_change(
    store, dialogue, server_clock, begins, wall_before, wall_after
) -> None:
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    server_clock.stands = begins
    await start_round(store, **act, minutes=20)
    (receipt,) = await post(store, dialogue, "Vor der Umstellung")
    await hide_entry(store, **act, entry_id=receipt.id, reason=HoldReason.OFF_TOPIC)
    server_clock.stands = begins + timedelta(minutes=5)
    await pause_round(store, **act)
    server_clock.stands = begins + timedelta(minutes=15)
    await resume_round(store, **act)
    await extend_round(store, **act, minutes=5)
    assert await _ends_at(store, dialogue) == begins + timedelta(minutes=35)
    server_clock.stands = begins + timedelta(minutes=30)
    await show_entry(store, **act, entry_id=receipt.id)
    await post(store, dialogue, "Nach der Umstellung")
    async with store.read() as session:
        later, earlier = await steps_of(session, dialogue.id)
        results = await results_of(session, dialogue.code)
    assert later.at - earlier.at == timedelta(minutes=30)
    for step, (wall, zone) in ((earlier, wall_before), (later, wall_after)):
        written = moment(step.at, lang="de", zone=BERLIN)
        assert wall in written
        assert written.endswith(zone or wall)
    assert [entry.text for entry in results.entries] == ["Vor der Umstellung", "Nach der Umstellung"]


@pytest.fixture
def evening(tmp_path):
    made = Hall(tmp_path)
    made.start()
    made.begin()
    yield made
    made.stop()


@pytest.mark.e2e
@pytest.mark.parametrize(("phone_hours", "server_hours"), [(3, -1), (-3, 1)])
def test_phone_and_server_with_wrong_clocks_agree_on_the_time_that_is_left(
    browser: Browser, evening: Hall, server_clock, phone_hours: int, server_hours: int
) -> None:
    server_clock.wrong = timedelta(hours=server_hours)
    evening.round(10)
    context = browser.new_context(locale="de-DE", service_workers="block")
    context.clock.install(time=now() - server_clock.wrong + timedelta(hours=phone_hours))
    context.clock.resume()
    page = context.new_page()
    page.goto(evening.address())
    expect(page.locator("#clock")).to_have_text(TEN_MINUTES, timeout=10_000)
    page.locator(".q.works").click()
    page.locator("#text").fill("Zur falschen Stunde")
    page.locator("#send").click()
    expect(page.locator("#cards .state")).to_have_text("auf der Tafel")
    assert [card.text for card in evening.cards()] == ["Zur falschen Stunde"]
    context.close()
