from zoneinfo import ZoneInfo

import pytest

from tests.factories import redescribe
from workshop.domain.queries.results import results_of, results_of_series
from workshop.domain.rights import operator
from workshop.domain.series import start_series

pytestmark = pytest.mark.integration

LISBON = ZoneInfo("Europe/Lisbon")


async def test_results_know_the_clock_of_the_hall_and_how_often_all_changed(store, dialogue) -> None:
    await start_series(store, actor=operator(), dialogue_id=dialogue.id, title="Reihe")
    async with store.read() as session:
        usual = (await results_of(session, dialogue.code)).dialogue
        elsewhere = (await results_of(session, dialogue.code, zone=LISBON)).dialogue
        (evening,) = (await results_of_series(session, operator(), dialogue.code, zone=LISBON)).evenings
    assert (usual.time_zone, elsewhere.time_zone) == ("Europe/Berlin", "Europe/Lisbon")
    assert evening.dialogue == elsewhere
    await redescribe(store, actor=operator(), dialogue_id=dialogue.id, time_zone="Europe/Kyiv")
    async with store.read() as session:
        own = (await results_of(session, dialogue.code, zone=LISBON)).dialogue
    assert own.time_zone == "Europe/Kyiv"
    assert own.created_at == usual.created_at == dialogue.created_at
    assert own.revision == usual.revision + 1 > dialogue.revision
