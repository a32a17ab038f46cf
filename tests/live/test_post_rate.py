"""Who is slowed and who is not, on a clock that the tests turn."""

import itertools
import random
from collections.abc import Callable, Iterator

import pytest

from workshop.domain.errors import TooFastError
from workshop.live import bucket
from workshop.live.bucket import MOST_SENDERS, Buckets
from workshop.live.post_rate import PostRate, is_more_than_a_hall_does
from workshop.live.sender import Sender, sender_of

pytestmark = pytest.mark.unit
HALL = "203.0.113.7"
NUMBERS = itertools.count()


class Clock:
    """The time, as far as limits know it."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    turned = Clock()
    monkeypatch.setattr(bucket, "monotonic", turned)
    return turned


@pytest.fixture
def rate(clock: Clock) -> PostRate:
    assert clock.now
    return PostRate(enabled=True)


def with_cookie(name: str) -> Sender:
    return Sender(participant=name, has_cookie=True, address=HALL, connection=f"{HALL} {name}")


def with_token(name: str) -> Sender:
    return Sender(participant=name, address=HALL, connection=f"{HALL} {name}")


def stranger(connection: str) -> Sender:
    return Sender(address=HALL, connection=connection)


def posts(rate: PostRate, sender: Sender, *, code: str = "A") -> bool:
    """Post a valid card; say whether it was taken."""
    try:
        rate.check(sender, code=code)
    except TooFastError:
        return False
    rate.stored(code)
    return True


def refused_after(rate: PostRate, clock: Clock, senders: Iterator[Sender], *, per_second: float) -> float:
    """Let somebody post at a rate; return the seconds until the first refusal."""
    begun = clock.now
    for sender in senders:
        if not posts(rate, sender):
            break
        clock.now += 1 / per_second
    return clock.now - begun


def again(sender: Callable[[], Sender], times: int = 10_000) -> Iterator[Sender]:
    return (sender() for _ in range(times))


def test_150_phones_behind_one_address_may_post_every_2_seconds_for_minutes(rate: PostRate, clock: Clock):
    chance = random.Random(1)  # noqa: S311 - a hall, no secret
    due = [(chance.uniform(0, 2), number) for number in range(150)]
    for start, number in due:
        assert posts(rate, stranger(f"c{number}")), start
    events = sorted(
        (start + 2 * turn + chance.uniform(-0.9, 0.9), number)
        for turn in range(1, 150)
        for start, number in due
    )
    begun = clock.now
    for at, number in events:
        clock.now = begun + at
        assert posts(rate, with_cookie(f"p{number}")), at


@pytest.mark.parametrize("sender", [stranger, with_token], ids=["without a token", "with one"])
def test_1000_phones_may_join_within_a_minute_from_one_address(rate: PostRate, clock: Clock, sender):
    chance = random.Random(2)  # noqa: S311 - as above
    for number, at in enumerate(sorted(chance.uniform(0, 60) for _ in range(1000))):
        clock.now = 1000 + at
        assert posts(rate, sender(f"n{number}")), at


@pytest.mark.parametrize(("sender", "phones"), [(stranger, 150), (with_token, 1000)])
def test_hall_may_send_its_first_cards_in_one_moment(rate: PostRate, sender, phones):
    assert all(posts(rate, sender(f"n{number}")) for number in range(phones))


def test_strangers_may_go_on_joining_over_few_connections(rate: PostRate, clock: Clock):
    for number in range(600):
        assert posts(rate, stranger(f"c{number % 3}"))
        clock.now += 1 / 17


@pytest.mark.parametrize(
    ("sender", "within"),
    [
        (lambda: with_cookie("flooder"), 0.5),
        (lambda: with_token("flooder"), 0.5),
        (lambda: stranger("the same"), 1.0),
        (lambda: stranger(str(next(NUMBERS))), 5.0),
        (lambda: with_token(str(next(NUMBERS))), 41.0),
    ],
    ids=["cookie", "token", "one connection", "new connections", "new tokens"],
)
def test_flooder_at_50_a_second_is_stopped(rate: PostRate, clock: Clock, sender, within):
    assert refused_after(rate, clock, again(sender), per_second=50) < within


def test_flooder_on_one_connection_takes_nothing_from_the_hall(rate: PostRate, clock: Clock):
    for _ in range(3000):
        posts(rate, stranger("flooder"))
        posts(rate, with_cookie("flooder"))
        clock.now += 0.01
    assert all(posts(rate, with_token(f"n{number}")) for number in range(300))
    assert all(posts(rate, with_cookie(f"p{number}")) for number in range(300))


def test_what_is_not_stored_uses_up_nothing_of_the_dialogue(rate: PostRate, clock: Clock):
    for number in range(6000):
        rate.check(with_cookie(f"p{number}"), code="A")
    assert posts(rate, with_cookie("somebody"))
    for _ in range(5000):
        rate.stored("A")
    assert not posts(rate, with_cookie("somebody else"))
    assert posts(rate, with_cookie("somebody else"), code="B")
    clock.now += 1
    assert posts(rate, with_cookie("somebody else"))


def test_invalid_posts_cost_their_sender(rate: PostRate):
    for _ in range(10):
        rate.check(with_cookie("p"))
    with pytest.raises(TooFastError) as caught:
        rate.check(with_cookie("p"))
    assert caught.value.retry_after == 1


def test_repeats_are_looked_up_a_few_times_only(rate: PostRate, clock: Clock):
    begun = clock.now
    while posts(rate, with_cookie("p")) or rate.may_look_up(with_cookie("p")):
        clock.now += 1 / 50
    assert clock.now - begun < 1
    clock.now += 1
    assert rate.may_look_up(with_cookie("p"))


def test_strangers_of_one_address_share_their_look_ups_and_take_none_from_phones(rate: PostRate):
    assert sum(rate.may_look_up(stranger(f"c{number}")) for number in range(100)) == 20
    assert rate.may_look_up(with_cookie("p"))
    assert rate.may_look_up(with_token("t"))


def test_guesses_of_codes_are_counted_by_address(rate: PostRate, clock: Clock):
    for _ in range(60):
        rate.check_guess(stranger("c"))
    with pytest.raises(TooFastError):
        rate.check_guess(with_cookie("p"))
    rate.check_guess(Sender(address="203.0.113.8"))
    clock.now += 2
    rate.check_guess(stranger("c"))


def test_nothing_is_counted_when_switched_off():
    rate = PostRate(enabled=False)
    for _ in range(200):
        assert posts(rate, stranger("c"))
        rate.check_guess(stranger("c"))


def test_whose_address_is_unknown_is_not_counted_by_it(rate: PostRate):
    for _ in range(500):
        assert posts(rate, Sender())
        rate.check_guess(Sender())


def test_memory_is_bounded_and_who_was_throttled_most_stays_so(clock: Clock):
    buckets = Buckets(burst=5, per_second=1)
    for _ in range(5):
        buckets.take("flooder")
    for number in range(3 * MOST_SENDERS):
        buckets.take(str(number))
        assert len(buckets) <= MOST_SENDERS
    assert buckets.wait("flooder") > 0
    clock.now += 100
    for number in range(MOST_SENDERS):
        buckets.take(f"later {number}")
    assert len(buckets) <= MOST_SENDERS


@pytest.mark.parametrize(
    ("client", "address", "connection"),
    [
        (("192.0.2.1", 4711), "192.0.2.1", "192.0.2.1 4711"),
        (("2001:db8:1:2:3:4:5:6", 4711), "2001:db8:1:2::/64", "2001:db8:1:2:3:4:5:6 4711"),
        (("2001:db8:1:2::9", 0), "2001:db8:1:2::/64", ""),
        (("::ffff:192.0.2.1", 0), "192.0.2.1", ""),
        (("fe80::1%eth0", 0), "fe80::/64", ""),
        (("testclient", 0), "testclient", ""),
        (None, "", ""),
    ],
)
def test_sender_is_known_by_address_and_connection(client, address, connection):
    sender = sender_of({"client": client})
    assert (sender.address, sender.connection, sender.participant) == (address, connection, None)


def test_cookie_counts_before_a_token():
    assert sender_of({}, cookie="a", token="b") == Sender("a", has_cookie=True)
    assert sender_of({}, token="b") == Sender("b", has_cookie=False)


@pytest.mark.parametrize(
    ("cards", "joined", "people", "is_more"),
    [
        (0, 0, 0, False),
        (480, 160, 160, False),
        (481, 0, 12, True),
        (20, 161, 161, True),
        # A hall of 10,000 sends 500 a second at most.
        (30_000, 100, 10_000, False),
        (30_001, 100, 10_000, True),
    ],
)
def test_what_is_more_than_a_hall_does(cards, joined, people, is_more) -> None:
    assert is_more_than_a_hall_does(cards=cards, joined=joined, people=people) is is_more
