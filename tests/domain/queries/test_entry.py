from datetime import timedelta

import pytest
from sqlalchemy import update

from tests.factories import post
from workshop.domain.queries.entry import count_people
from workshop.models import Entry, now

pytestmark = pytest.mark.integration


async def test_people_are_counted_once_and_by_their_first_card(store, dialogue, other_dialogue) -> None:
    minute = timedelta(minutes=1)
    await post(store, dialogue, "Alt", "Auch alt")
    async with store.database.write() as session:
        await session.execute(update(Entry).values(created_at=now() - 2 * minute))
    await post(store, dialogue, "Wieder")
    await post(store, dialogue, "Neu", "Auch neu", participant="p2")
    await post(store, dialogue, "Neu", table="arbeit", participant="p3")
    async with store.read() as session:
        assert await count_people(session, dialogue.id, now() - minute) == (3, 2)
        assert await count_people(session, other_dialogue.id, now() - minute) == (0, 0)
