import time

import pytest

from tests.waiting import soon, until

pytestmark = pytest.mark.unit


def test_until_returns_the_first_true_answer() -> None:
    answers = iter([0, None, "", "yes", "later"])
    assert until(lambda: next(answers)) == "yes"


def test_until_says_why_it_gave_up() -> None:
    began = time.monotonic()
    with pytest.raises(AssertionError, match=r"waited 0.1 s in vain: still 3"):
        until(lambda: False, within=0.1, why=lambda: "still 3")
    assert time.monotonic() - began >= 0.1


async def test_soon_asks_functions_and_coroutine_functions() -> None:
    answers = iter([0, 1, 0, 2])

    async def ask() -> int:
        return next(answers)

    assert await soon(lambda: next(answers)) == 1
    assert await soon(ask) == 2


async def test_soon_says_why_it_gave_up() -> None:
    with pytest.raises(AssertionError, match=r"waited 0.1 s in vain: nobody came"):
        await soon(lambda: None, within=0.1, why=lambda: "nobody came")
