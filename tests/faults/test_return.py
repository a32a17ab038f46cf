"""The server ends and starts again: its hall is back soon, its board neither blank for long nor older."""

import sys
import time
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from tests.load.crowds import Crowds
from tests.load.servers import Ours, fresh_directory
from tests.load.watcher import Beamer
from tests.waiting import PATIENCE, until

pytestmark = [pytest.mark.fault, pytest.mark.load]
BACK_SECONDS = 60
BLANK_SECONDS = 5


@pytest.fixture(params=["sqlite"])
def place(request):
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""
    with fresh_directory() as directory:
        made = Ours(directory, rate_limit="on", database_url=url)
        made.start()
        yield made
        made.stop()


def _restart(place: Ours) -> float:
    """Return when the server answered again."""
    place.phones.stop()
    place.phones.start()
    return time.time()


def _watch(beamer: Beamer, cards: int, work: "Future[object]") -> tuple[float, set[int]]:
    """Look at the board until the work is done; return how long it was blank, and what else it showed."""
    longest, blank_since, shown = 0.0, 0.0, {cards}

    def look() -> bool:
        nonlocal longest, blank_since
        now, count = time.monotonic(), beamer.told_now()
        if count is not None:
            shown.add(count)
            blank_since = 0.0
        else:
            blank_since = blank_since or now
            longest = max(longest, now - blank_since)
        return work.done() and count is not None

    until(look, within=BACK_SECONDS + 2 * PATIENCE)
    return longest, shown


def _come_back(place: Ours, *, phones: int, seconds: float) -> None:
    with Beamer() as beamer, Crowds(place, phones=phones) as crowd, ThreadPoolExecutor(1) as thread:
        assert sum(each["joined"] for each in crowd.do("join", seconds=seconds)) == phones
        beamer.show(place.board_url)
        posted = [row for each in crowd.do("burst", seconds=seconds) for row in each["posted"]]
        cards = sum(row[3] == "shown" for row in posted)
        until(lambda: beamer.told_now() == cards, within=2 * PATIENCE, why=beamer.told_now)

        def restart_and_wait() -> list[float]:
            ready = _restart(place)
            results = crowd.do("wait_back", seconds=BACK_SECONDS)
            assert sum(each["back"] for each in results) == phones
            assert sum(each["lost"] for each in results) >= phones
            return [moment - ready for each in results for moment in each["at"]]

        work = thread.submit(restart_and_wait)
        blank, shown = _watch(beamer, cards, work)
        last = max(work.result())
        # For whoever asks for figures: pytest shows it with `-rP`.
        sys.stdout.write(f"{phones} phones back {last:.1f} s after the start; board blank {blank:.1f} s\n")
        crowd.do("leave")
    assert last < BACK_SECONDS
    assert blank < BLANK_SECONDS
    assert shown == {cards}, "the board was older than before"
    assert {row[0] for row in posted if row[2]} == place.stored_ids()


def test_phones_are_back_after_a_restart_and_the_board_stays(place) -> None:
    _come_back(place, phones=40, seconds=2)


@pytest.mark.soak
@pytest.mark.parametrize("place", ["sqlite", "postgresql"], indirect=True)
def test_a_thousand_phones_are_back_after_a_restart(place) -> None:
    _come_back(place, phones=1000, seconds=40)
