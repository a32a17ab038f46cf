import asyncio

import pytest

from workshop.changes import LocalFeed

pytestmark = pytest.mark.unit


async def test_follower_is_woken_by_its_dialogue_only() -> None:
    feed = LocalFeed()
    one, other = feed.follow(1), feed.follow(2)
    await feed.publish(1)
    assert (await one.wait(0.01), await other.wait(0.01)) == (True, False)


async def test_many_changes_are_one_wake_up() -> None:
    feed = LocalFeed()
    follower = feed.follow(1)
    for _ in range(5):
        await feed.publish(1)
    assert (await follower.wait(0.01), await follower.wait(0.01)) == (True, False)


async def test_wake_up_while_waiting_ends_the_wait() -> None:
    feed = LocalFeed()
    follower = feed.follow(1)
    waiting = asyncio.create_task(follower.wait(5))
    await asyncio.sleep(0)  # no time passes: the wait begins
    await feed.publish(1)
    assert await waiting


async def test_closed_follower_hears_nothing() -> None:
    feed = LocalFeed()
    follower = feed.follow(1)
    follower.close()
    await feed.publish(1)
    assert not await follower.wait(0.01)
