"""Two pages with the measures table in one process: what is stored at one comes to the other."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from types import SimpleNamespace

import pytest
from nicegui import Client, core, ui
from starlette.requests import Request

from tests.factories import everything, opened
from workshop.console.frame.key import NAME
from workshop.console.pages.measures import HostMeasuresPage, MeasuresPage
from workshop.console.sections.measures.section import MeasuresGrid
from workshop.domain.outcome import Draft, create_outcome, discard_outcome
from workshop.domain.queries.table import TableView
from workshop.domain.rights import operator
from workshop.live.cell_editors import EditorsByDialogue
from workshop.live.watch import Watch, Watches
from workshop.models import OutcomeKind, Role
from workshop.settings import Settings

pytestmark = pytest.mark.integration


@pytest.fixture
def loop_of_pages() -> Iterator[None]:
    """Let NiceGUI's background tasks run in the loop of the test."""
    before, core.loop = core.loop, None
    yield
    core.loop = before


class Seat:
    """Somebody at a page with the table."""

    def __init__(self, page: MeasuresPage | HostMeasuresPage) -> None:
        self.page = page
        self.answers: list[dict] = []
        self.grid = next(each for each in page.client.elements.values() if isinstance(each, MeasuresGrid))
        self.grid.run_method = lambda _name, said: self.answers.append(said)

    async def tell(self, event: str, told: dict) -> None:
        (listener,) = [each for each in self.grid._event_listeners.values() if each.type == event]
        with self.page.client:
            await listener.handler(SimpleNamespace(args=told))

    async def write(self, outcome: int, name: str, text: str, seen: str) -> str:
        """Write into a cell; return what the browser hears of it."""
        await self.tell("write", {"outcome": outcome, "name": name, "text": text, "seen": seen})
        return self.answers[-1]["state"]

    def text(self, name: str) -> str:
        (row,) = self.grid.props["rows"]
        return next(part["text"] for cell in row["cells"] for part in cell if part["name"] == name)


async def sit(
    services: SimpleNamespace, watch: Watch, page: type, role: Role, table: TableView | None = None
) -> Seat:
    """Open a page with the table as somebody who has a role."""
    bounds = {"dialogue_id": watch.picture.dialogue.id} | ({"table_id": table.id} if table else {})
    key = await opened(services.store, role, **bounds)
    headers = [(b"cookie", f"{NAME}={key}".encode()), (b"accept-language", b"de")]
    request = Request({"type": "http", "path": "/console", "query_string": b"", "headers": headers})
    with Client(ui.page("/console"), request=request):
        return Seat(page(services, request, watch, *([table] if table else [])))


@pytest.fixture
async def seats(store, dialogue, loop_of_pages) -> AsyncIterator[tuple[Seat, Seat, int]]:
    """Two moderators, and a measure."""
    core.loop = asyncio.get_running_loop()
    draft = Draft(OutcomeKind.PROJECT_IDEA, "Abendbus", details={"caretaker": "alle"})
    number = await create_outcome(store, actor=operator(), dialogue_id=dialogue.id, draft=draft)
    watches = Watches(store)
    watch = await watches.by_code(dialogue.code)
    services = SimpleNamespace(
        store=store, settings=Settings(), watches=watches, cell_editors=EditorsByDialogue()
    )
    seats = [await sit(services, watch, MeasuresPage, Role.MODERATOR) for _ in range(2)]
    yield *seats, number
    for seat in seats:
        if not seat.page.client.is_deleted:
            seat.page.client.delete()
    await watches.close()


async def test_each_cell_is_stored_by_itself_and_comes_to_the_other_page(seats, store, dialogue) -> None:
    one, other, number = seats
    assert await one.write(number, "first_step", "Fahrgäste zählen", "") == "stored"
    assert await other.write(number, "caretaker", "Stadtwerke", "alle") == "stored"
    assert other.text("first_step") == "Fahrgäste zählen"
    assert one.text("caretaker") == "Stadtwerke"
    (found,) = (await everything(store, dialogue)).outcomes
    assert found.details == {"caretaker": "Stadtwerke", "first_step": "Fahrgäste zählen"}
    assert one.answers[-1]["words"].startswith("gespeichert um ")


async def test_who_comes_later_hears_what_stands_there_now(seats) -> None:
    one, other, number = seats
    assert await one.write(number, "caretaker", "Stadtwerke", "alle") == "stored"
    assert await other.write(number, "caretaker", "Landratsamt", "alle") == "changed"
    assert (other.answers[-1]["now"], other.answers[-1]["text"]) == ("Stadtwerke", "Landratsamt")
    assert other.text("caretaker") == "Stadtwerke"
    assert await other.write(number, "caretaker", "Landratsamt", "Stadtwerke") == "stored"
    assert one.text("caretaker") == "Landratsamt"


async def test_what_cannot_be_stored_is_told_in_words_and_the_page_goes_on(seats, store, dialogue) -> None:
    one, _other, number = seats
    assert await one.write(number, "title", " ", "Abendbus") == "refused"
    assert one.answers[-1]["words"] == "Bitte geben Sie einen Titel an."
    await discard_outcome(store, actor=operator(), dialogue_id=dialogue.id, outcome_id=number)
    assert await one.write(number, "title", "Neu", "Abendbus") == "refused"
    assert one.answers[-1]["now"] is None
    assert one.grid.props["rows"] == []


async def test_a_fault_is_answered_too_so_that_the_browser_keeps_what_was_typed(seats, monkeypatch) -> None:
    one, _other, number = seats

    async def fails() -> None:
        raise OSError

    monkeypatch.setattr(one.page.watch, "catch_up", fails)
    assert await one.write(number, "first_step", "Zählen", "") == "failed"


async def test_who_writes_is_shown_at_the_others_cell_until_the_page_is_left(seats) -> None:
    one, other, number = seats
    await one.tell("open", {"outcome": number, "name": "title"})
    await other.tell("open", {"outcome": number, "name": "caretaker"})
    assert one.grid.props["busy"] == {f"{number}.caretaker": {"name": "Moderation 2", "number": 2}}
    assert other.grid.props["busy"] == {f"{number}.title": {"name": "Moderation", "number": 1}}
    assert other.grid.props["me"] == {"name": "Moderation 2", "number": 2}
    await other.tell("open", {})
    assert one.grid.props["busy"] == {}
    one.page.client.delete()
    assert other.grid.props["busy"] == {}


async def test_a_host_writes_the_measures_of_the_own_table_and_sees_no_others(seats, store, dialogue) -> None:
    moderator, _other, of_none = seats
    page = moderator.page
    table = next(iter(page.picture.tables.values()))
    draft = Draft(OutcomeKind.ROUND_TABLE, "Wohnungen", table_id=table.id)
    own = await create_outcome(store, actor=operator(), dialogue_id=dialogue.id, draft=draft)
    await page.watch.catch_up()
    host = await sit(page.services, page.watch, HostMeasuresPage, Role.HOST, table)
    assert [(row["id"], row["number"]) for row in host.grid.props["rows"]] == [(own, 2)]
    assert host.grid.props["me"] == {}
    await host.tell("open", {"outcome": of_none, "name": "title"})
    assert moderator.grid.props["busy"] == {}
    await host.tell("open", {"outcome": own, "name": "title"})
    assert moderator.grid.props["busy"] == {f"{own}.title": {"name": "Leitung Tisch 1", "number": 1}}
    assert await host.write(own, "convenor", "Bauamt", "") == "stored"
    assert await host.write(of_none, "title", "Meins", "Abendbus") == "failed"
    (found, other) = (await everything(store, dialogue)).outcomes
    assert (found.title, other.details) == ("Abendbus", {"convenor": "Bauamt"})
    host.page.client.delete()
