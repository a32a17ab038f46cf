import pytest

from workshop.domain.errors import TooFastError
from workshop.live import post_rate
from workshop.live.post_rate import PostRate

pytestmark = pytest.mark.unit


def test_eleventh_card_within_ten_seconds_waits_and_others_do_not() -> None:
    posts = PostRate(enabled=True)
    for _ in range(10):
        posts.check(code="A", participant="p1")
    with pytest.raises(TooFastError) as caught:
        posts.check(code="A", participant="p1")
    assert 1 <= caught.value.facts["seconds"] <= 10
    posts.check(code="A", participant="p2")


def test_nothing_is_counted_when_switched_off() -> None:
    posts = PostRate(enabled=False)
    assert [posts.check(code="A", participant="p1") for _ in range(50)] == [None] * 50


@pytest.fixture
def posts(monkeypatch: pytest.MonkeyPatch) -> PostRate:
    """A rate whose storage has swept once and pauses, until a test ends the pause."""
    monkeypatch.setattr(post_rate, "SWEEP_SECONDS", 3600.0)
    made = PostRate(enabled=True)
    made._storage.timer.join()
    for _ in range(2):
        made.check(code="A", participant="p")
        if made._storage.timer is not made._pause:
            made._storage.timer.join()
    return made


def test_posts_during_the_pause_start_no_thread(posts: PostRate) -> None:
    pause = posts._storage.timer
    for number in range(50):
        posts.check(code="A", participant=f"p{number}")
    assert posts._storage.timer is pause
    assert (pause.interval, pause.daemon) == (3600.0, True)
    pause.cancel()


def test_after_the_pause_the_next_post_starts_a_sweep(posts: PostRate) -> None:
    pause = posts._storage.timer
    pause.cancel()
    pause.join()
    posts.check(code="A", participant="p")
    sweep = posts._storage.timer
    assert (sweep is pause, sweep.interval < 1) == (False, True)
