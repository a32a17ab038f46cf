"""The load tools themselves: they stay on this machine, and lose no card. Counts only, never times."""

from collections.abc import Iterator

import pytest

from tests.load.burst import MOST_PHONES as MOST_BURST_PHONES
from tests.load.burst import MOST_SECONDS, Hall
from tests.load.evening import Lengths, spend_evening
from tests.load.generator import percentile
from tests.load.phase import measure
from tests.load.phone import MOST_PHONES, Orders
from tests.load.servers import Ours, Place, Reference, fresh_directory
from tests.load.watcher import Beamer
from tests.load.wire import RefusedHostError, Target
from tests.sampling import sampled

pytestmark = pytest.mark.load

PHONES = 20


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/",
        "http://192.0.2.1:8080/",
        "http://10.0.0.1/",
        "http://0.0.0.0/",
        "http://[2001:db8::1]/",
        "http://127.0.0.1.example.org/",
        "http://localhost.example.org/",
        "https://127.0.0.1/",
        "//127.0.0.1/",
        "",
    ],
)
def test_generator_refuses_other_hosts(url) -> None:
    with pytest.raises(RefusedHostError):
        Orders(url=url, code="X", theme_set="gmuend", tables=["t"], phones=1)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://127.0.0.1:8080", "127.0.0.1"),
        ("http://127.0.0.9:8080/", "127.0.0.9"),
        ("http://localhost:8080", "127.0.0.1"),
    ],
)
def test_generator_takes_this_machine(url, host) -> None:
    assert Target.of(url) == Target(host, 8080)


@pytest.mark.parametrize("phones", [0, -1, MOST_PHONES + 1])
def test_generator_is_bounded_in_number(phones) -> None:
    with pytest.raises(ValueError, match="at most"):
        Orders(url="http://127.0.0.1", code="X", theme_set="gmuend", tables=["t"], phones=phones)


def test_burst_is_bounded() -> None:
    assert Hall(10**6, 10**6).bounded() == Hall(MOST_BURST_PHONES, MOST_SECONDS)
    assert Hall(20, 1.5).bounded() == Hall(20, 1.5)


def test_percentile_is_a_value_that_was_measured() -> None:
    assert [percentile([3.0, 1.0, 2.0, 4.0], share) for share in (0, 0.5, 0.95, 1)] == [1.0, 3.0, 4.0, 4.0]


@pytest.fixture(params=sampled([Reference, Ours], [Ours]))
def place(request) -> Iterator[Place]:
    with fresh_directory() as directory:
        made: Place = request.param(directory)
        made.start()
        yield made
        made.stop()


def test_twenty_phones_lose_nothing(place) -> None:
    short = Lengths(join=1, steady=1, burst=1, saturate=0.5)
    with Beamer() as beamer:
        numbers = spend_evening(place, beamer, phones=PHONES, lengths=short, seed=1)
    counts = {
        "join: phones that failed": 0,
        "burst: cards": PHONES,
        "5 cards/s: shown cards missing on the beamer": 0,
        "burst: shown cards missing on the beamer": 0,
        "streams lost": 0,
        "restart: phones that did not come back": 0,
        "cards refused": 0,
        "cards never acknowledged": 0,
        "no pause: cards refused": 0,
        "cards lost (acknowledged, not stored)": 0,
    }
    assert {name: numbers[name] for name in counts} == counts
    assert numbers["no pause: durable cards/s"] > 0


@pytest.mark.parametrize("kind", sampled([Reference, Ours], [Ours]))
def test_all_phones_hear_of_each_phase(kind) -> None:
    with fresh_directory() as directory:
        numbers = measure(kind(directory), phones=PHONES, turns=2)
    assert (numbers["phones that joined"], numbers["not heard"]) == (PHONES, 0)
