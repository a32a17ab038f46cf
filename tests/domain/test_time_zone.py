from zoneinfo import ZoneInfo

import pytest

from tests.factories import everything
from workshop.domain.dialogue import DialogueFacts, copy_dialogue, create_dialogue, describe_dialogue
from workshop.domain.errors import RefusedError
from workshop.domain.queries.dialogue import dialogue_by_code
from workshop.domain.rights import operator
from workshop.domain.time_zone import time_zones, zone_of

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.integration
async def test_dialogue_keeps_its_zone_until_another_is_said(store) -> None:
    facts = DialogueFacts(title="T", time_zone="Europe/Lisbon")
    code = await create_dialogue(store, actor=operator(), facts=facts, theme_set="gmuend")
    async with store.read() as session:
        dialogue = await dialogue_by_code(session, code)
    act = {"actor": operator(), "dialogue_id": dialogue.id}

    async def present() -> str:
        return str((await everything(store, dialogue)).dialogue.zone(BERLIN))

    assert await present() == "Europe/Lisbon"
    await describe_dialogue(store, facts=DialogueFacts(title="Anders"), **act)
    assert await present() == "Europe/Lisbon"
    async with store.read() as session:
        copy = await dialogue_by_code(session, await copy_dialogue(store, **act))
    assert copy.time_zone == "Europe/Lisbon"
    await describe_dialogue(store, facts=DialogueFacts(title="T", time_zone="Asia/Kolkata"), **act)
    assert await present() == "Asia/Kolkata"
    await describe_dialogue(store, facts=DialogueFacts(title="T", time_zone=""), **act)
    assert await present() == "Europe/Berlin"


@pytest.mark.unit
@pytest.mark.parametrize("name", ["Europe/Schwerin", "../etc/passwd", "+01:00", "a" * 1000, " "])
def test_what_is_no_zone_is_refused(name) -> None:
    with pytest.raises(RefusedError):
        DialogueFacts(title="T", time_zone=name).checked()


@pytest.mark.unit
@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../../etc/passwd", "\0"])
def test_zone_that_this_machine_lacks_is_the_installations(name) -> None:
    assert zone_of(name, BERLIN) == BERLIN


@pytest.mark.unit
def test_zones_to_choose_from_are_places_that_this_machine_knows() -> None:
    zones = time_zones()
    assert {"Europe/Berlin", "Europe/London", "Asia/Kolkata", "America/New_York"} <= zones
    assert all(str(zone_of(name, BERLIN)) == name for name in zones)
