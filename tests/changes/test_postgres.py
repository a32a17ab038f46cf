import asyncio

import psycopg
import pytest

from workshop.changes.postgres import PostgresFeed, connection_info

pytestmark = pytest.mark.integration


@pytest.fixture
async def feeds(postgres_url):
    one, other = PostgresFeed(postgres_url), PostgresFeed(postgres_url)
    await asyncio.gather(one.listening(), other.listening())
    yield one, other
    await asyncio.gather(one.close(), other.close())


async def test_change_wakes_followers_of_another_process(feeds) -> None:
    one, other = feeds
    here, there, elsewhere = one.follow(7), other.follow(7), other.follow(8)
    await one.publish(7)
    assert await here.wait(5)
    assert await there.wait(5)
    assert not await elsewhere.wait(0.1)


async def test_every_change_is_told_though_many_come_at_once(feeds) -> None:
    one, other = feeds
    followers = [other.follow(number) for number in range(100, 150)]
    for number in range(100, 150):
        await one.publish(number)
    assert all([await follower.wait(5) for follower in followers])


async def test_after_a_lost_connection_everybody_is_woken_and_hears_again(feeds, postgres_url) -> None:
    one, other = feeds
    follower = other.follow(7)
    async with await psycopg.AsyncConnection.connect(connection_info(postgres_url), autocommit=True) as admin:
        await admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND datname = current_database()"
        )
    assert await follower.wait(10)
    await asyncio.gather(one.listening(), other.listening())
    while await follower.wait(0.5):
        pass
    await one.publish(7)
    assert await follower.wait(10)
