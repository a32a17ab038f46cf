"""The visitor of these tests does what a browser does; else a refusal of it would prove nothing."""

from tests.console.conftest import Evening, House
from tests.sockets.visitor import Visitor
from tests.waiting import soon


async def test_a_board_hears_its_scene(visitor: Visitor, evening: Evening) -> None:
    page = await visitor.open(f"/b/{evening.dialogue.code}")
    async with page.socket() as socket:
        assert socket.is_open
        await soon(lambda: any(event == "update" for event, _ in socket.heard))
        assert any("Fahrradwerkstatt" in str(frame) for frame in socket.frames)


async def test_a_moderator_opens_a_place_by_a_click(visitor: Visitor, evening: Evening, house: House) -> None:
    await visitor.enter(evening.invitation.console_url)
    page = await visitor.open(f"/console/{evening.dialogue.code}")
    assert page.status == 200
    async with page.socket() as socket:
        await socket.fire(page.find(text="Dateien", classes="nav-link"))
        await socket.wait_for(classes="download")


async def test_a_stranger_sees_nothing(visitor: Visitor, evening: Evening) -> None:
    page = await visitor.open(f"/console/{evening.dialogue.code}")
    assert page.status == 403
    assert not list(page.walk(classes="nav-link"))
