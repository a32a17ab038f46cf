"""The handouts are made once for all who ask, and anew when their words change."""

import asyncio
from typing import Any

import pytest

from exports.errors import UnwritableError
from tests.factories import entries, post
from workshop.domain.dialogue import set_phase
from workshop.domain.entry import hide_entry
from workshop.domain.handout import release_handouts, take_handouts_back
from workshop.domain.rights import operator
from workshop.live import handouts as room
from workshop.live.handouts import Handout, Handouts
from workshop.models import HoldReason, Phase
from workshop.settings import Settings

pytestmark = pytest.mark.integration


class Setter:
    """Stands for the type-setter: counts, says what it was given, and fails where it is told to."""

    def __init__(self) -> None:
        self.given: list[dict[str, Any]] = []
        self.fails = False

    def __call__(self, data: dict[str, Any]) -> bytes:
        self.given.append(data)
        if self.fails:
            raise UnwritableError("no paper")
        return repr(data).encode()


@pytest.fixture
def setter(monkeypatch: pytest.MonkeyPatch) -> Setter:
    stand_in = Setter()
    monkeypatch.setattr("exports.sheets_pdf.set_sheets", stand_in)
    return stand_in


@pytest.fixture
def handouts(store, tmp_path, setter) -> Handouts:
    return Handouts(store, Settings(data_dir=tmp_path, public_url="https://dialog.example"))


@pytest.fixture
async def act(store, dialogue):
    given = {"actor": operator(), "dialogue_id": dialogue.id}
    await release_handouts(store, **given)
    return given


async def test_nobody_gets_what_is_not_released(store, dialogue, handouts, setter, act) -> None:
    asked = dialogue.id, dialogue.code, Handout.EDITION
    await take_handouts_back(store, **act)
    assert await handouts.released(*asked) is None
    assert setter.given == []
    assert await handouts.now(*asked) is not None
    assert await handouts.released(*asked) is None
    await release_handouts(store, **act)
    assert await handouts.released(*asked) is not None
    assert await handouts.released(dialogue.id + 1, "NONE", Handout.EDITION) is None


async def test_all_who_ask_at_once_get_the_same_set_once(dialogue, handouts, setter, act) -> None:
    asked = [handouts.released(dialogue.id, dialogue.code, Handout.EDITION) for _ in range(150)]
    made = await asyncio.gather(*asked)
    assert len(setter.given) == 1
    assert len({id(each) for each in made}) == 1
    await handouts.released(dialogue.id, dialogue.code, Handout.WALL)
    assert len(setter.given) == 2


async def test_nothing_is_set_anew_as_long_as_the_words_stay(store, dialogue, handouts, setter, act) -> None:
    asked = dialogue.id, dialogue.code, Handout.EDITION
    first = await handouts.released(*asked)
    await set_phase(store, phase=Phase.SORT, **act)
    second = await handouts.released(*asked)
    assert len(setter.given) == 1
    assert (second.mark, second.at) == (first.mark, first.at)
    assert second.revision > first.revision


async def test_hidden_card_is_gone_from_the_next_answer(store, dialogue, handouts, setter, act) -> None:
    await post(store, dialogue, "Ein Bus am Abend")
    asked = dialogue.id, dialogue.code, Handout.EDITION
    before = await handouts.released(*asked)
    assert "Ein Bus am Abend" in before.content.decode()
    card = (await entries(store, dialogue))["Ein Bus am Abend"]
    await hide_entry(store, **act, entry_id=card.id, reason=HoldReason.FLOOD)
    after = await handouts.released(*asked)
    assert "Ein Bus am Abend" not in after.content.decode()
    assert after.mark != before.mark


async def test_what_cannot_be_set_is_not_tried_by_everybody(dialogue, handouts, setter, act) -> None:
    setter.fails = True
    asked = [handouts.released(dialogue.id, dialogue.code, Handout.EDITION) for _ in range(20)]
    refused = await asyncio.gather(*asked, return_exceptions=True)
    assert {type(each) for each in refused} == {UnwritableError}
    assert len(setter.given) == 1
    setter.fails = False
    with pytest.raises(UnwritableError):
        await handouts.released(dialogue.id, dialogue.code, Handout.EDITION)
    handouts._failed = dict.fromkeys(handouts._failed, 0.0)
    assert await handouts.released(dialogue.id, dialogue.code, Handout.EDITION) is not None


async def test_memory_keeps_few_evenings_and_none_that_is_gone(dialogue, handouts, act) -> None:
    await handouts.released(dialogue.id, dialogue.code, Handout.EDITION)
    assert handouts.last(dialogue.id, Handout.EDITION) is not None
    handouts.forget(dialogue.id)
    assert handouts.last(dialogue.id, Handout.EDITION) is None
    for number in range(40):
        handouts._made[1000 + number, Handout.EDITION] = room.Made(10**6, room.now(), "", b"")
    await handouts.released(dialogue.id, dialogue.code, Handout.EDITION)
    assert len(handouts._made) == 16
    assert handouts.last(dialogue.id, Handout.EDITION) is not None


async def test_photos_are_not_read_for_them(dialogue, handouts, act, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(*_asked: object) -> None:
        raise AssertionError("photos were read")

    monkeypatch.setattr("workshop.domain.queries.results.pictures_of", read)
    assert await handouts.released(dialogue.id, dialogue.code, Handout.EDITION) is not None


async def test_the_way_to_them_stands_on_them(dialogue, handouts, setter, act) -> None:
    await handouts.released(dialogue.id, dialogue.code, Handout.EDITION)
    ways = [sheet["way"]["address"]["text"] for sheet in setter.given[0]["sheets"] if sheet["way"]]
    assert {way.replace("\u200b", "") for way in ways} == {f"dialog.example/j/{dialogue.code}/papers"}
