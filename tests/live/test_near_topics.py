"""Near topics of other tables: looked for in the background, named as the picture has them."""

import asyncio
from dataclasses import replace

import pytest

from tests.board.pictures import change, entry, group, picture
from tests.waiting import soon
from workshop.live import near_topics
from workshop.live.near_topics import NearTopics
from workshop.models import EntryState, GroupState

pytestmark = pytest.mark.unit

HERE = [entry(f"hier {number}", group_id=1) for number in range(3)]
FAR = [entry(f"dort {number}", table_id=2, group_id=2) for number in range(3)]


class Watched:
    """A dialogue with a topic at each of two tables."""

    def __init__(self) -> None:
        self.picture = picture(*HERE, *FAR, groups=(group(1), group(2, table_id=2)))


@pytest.fixture
async def looks():
    """What was asked for, and what looks for it; a look is over when its answer was taken in."""
    asked: list[int] = []

    async def look():
        asked.append(1)
        return [(1, 2)]

    near = NearTopics(Watched(), look)
    yield asked, near
    near.close()


@pytest.mark.parametrize("of", [1, 2])
@pytest.mark.parametrize(
    "gone",
    [
        {"groups": (group(2, table_id=2, parked=True), group(1, parked=True))},
        {
            "groups": (
                group(2, table_id=2, state=GroupState.DISSOLVED),
                group(1, state=GroupState.DISSOLVED),
            )
        },
        {"entries": [replace(each, state=EntryState.HIDDEN) for each in (*HERE, *FAR)]},
    ],
)
async def test_a_topic_is_named_as_it_is_now_and_only_while_it_is_there(looks, of, gone) -> None:
    _, near = looks
    near.listen(lambda: None)
    await soon(lambda: near.of(of))
    change(near._watch.picture, groups=(group(3 - of, table_id=3 - of, label="Anders"),))
    assert [each.label for each in near.of(of)] == ["Anders"]
    change(near._watch.picture, *gone.get("entries", ()), groups=gone.get("groups", ()))
    assert near.of(of) == []


async def test_it_is_looked_for_only_while_somebody_would_see_it_and_not_again_and_again(
    looks, monkeypatch
) -> None:
    asked, near = looks
    told: list[int] = []
    near.want()
    await asyncio.sleep(0)
    assert asked == []
    stop = near.listen(lambda: told.append(1))
    await soon(lambda: told)
    for _ in range(5):
        near.want()
        await asyncio.sleep(0)
    near.listen(lambda: None)()
    assert (asked, near_topics.PAUSE_SECONDS >= 30) == ([1], True)
    stop()


async def test_a_review_has_it_looked_for_again_and_a_failure_does_not_end_it(looks, monkeypatch) -> None:
    asked, near = looks
    monkeypatch.setattr(near_topics, "PAUSE_SECONDS", 0.0)
    near.listen(lambda: None)
    await soon(lambda: len(asked) == 1)
    real = near._look

    async def failing():
        asked.append(0)
        raise RuntimeError

    near._look = failing
    near.want()
    await soon(lambda: len(asked) == 2)
    near._look = real
    near.want()
    await soon(lambda: len(asked) == 3)
    assert near.of(1)


async def test_while_one_table_alone_has_topics_nothing_is_looked_for(looks) -> None:
    asked, near = looks
    told: list[int] = []
    change(near._watch.picture, replace(FAR[0], state=EntryState.HIDDEN))
    near.listen(lambda: told.append(1))
    await soon(lambda: told)
    assert asked == []
