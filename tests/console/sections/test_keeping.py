"""What is due to be deleted stands on a page of the organisers, with what it waits for, and goes there."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select, update

from tests.console.conftest import Evening, House
from tests.console.test_accessibility import violations
from tests.entering import admit, enter
from tests.hearing import HearingServer
from tests.ports import free_port
from workshop.domain.queries.deletion import keeping_of_all
from workshop.domain.store import Store
from workshop.models import Dialogue, Phase, now

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A server of its own: at first it holds no dialogue."""
    port = free_port()
    server = HearingServer(f"http://127.0.0.1:{port}", tmp_path_factory.mktemp("keeping"), port)
    server.start()
    yield House(server)
    server.stop()


def let_go_on(house: House, evening: Evening, day: date) -> None:
    """Set a day of deletion, also one that nobody could choose."""

    async def work(store: Store) -> None:
        async with store.database.write() as session:
            which = update(Dialogue).where(Dialogue.id == evening.dialogue.id)
            await session.execute(which.values(delete_on=day))

    house.run(work)


def day_of(house: House, evening: Evening) -> date:
    async def work(store: Store) -> date:
        async with store.read() as session:
            views = await keeping_of_all(session, store.keeping)
        return next(view.day for view in views if view.dialogue.id == evening.dialogue.id)

    return house.run(work)


def is_there(house: House, evening: Evening) -> bool:
    async def work(store: Store) -> bool:
        async with store.read() as session:
            found = select(Dialogue.id).where(Dialogue.code == evening.dialogue.code)
            return await session.scalar(found) is not None

    return house.run(work)


def test_page_without_a_dialogue_says_so(page: Page, house: House) -> None:
    admit(page.context, house.organiser_link())
    page.goto(f"{house.server.url}/console/keeping")
    expect(page.locator(".empty h2")).to_have_text("Hier wird nichts aufbewahrt")
    assert violations(page) == []


@pytest.mark.parametrize("width", [1440, 390])
def test_page_tells_what_is_due_and_does_it(page: Page, house: House, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    enter(page, house.organiser_link())
    evening, later = house.evening(), house.evening(phase=Phase.CLOSED)
    let_go_on(house, evening, now().date() - timedelta(days=3))
    page.goto(f"{house.server.url}/console")
    page.get_by_role("link", name="Aufbewahrung").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Aufbewahren und Löschen")
    row = page.locator(f"[data-code='{evening.dialogue.code}']")
    expect(row).to_contain_text("wartet auf den Vermerk zum Archiv")
    expect(row).to_contain_text("noch nichts vermerkt")
    expect(page.locator(f"[data-code='{later.dialogue.code}']")).to_contain_text("wird am")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    # The archive's answer: one that needs a reason, and one that does not.
    row.get_by_role("button", name="Antwort des Archivs vermerken").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("muss nicht angeboten werden").check()
    dialog.get_by_role("button", name="Speichern").click()
    expect(dialog.locator(".problem")).to_have_text("Bitte füllen Sie alle nötigen Felder aus.")
    assert violations(page) == []
    dialog.get_by_label("vom Archiv abgelehnt").check()
    dialog.get_by_label("Bemerkung oder Grund").fill("Az. <b>1</b>")
    dialog.get_by_role("button", name="Speichern").click()
    expect(row).to_contain_text("wird innerhalb einer Stunde gelöscht")
    expect(row).to_contain_text("vom Archiv abgelehnt, vermerkt am")
    expect(row).to_contain_text("– Az. <b>1</b>")
    # Deleting at once: what goes is told before, and the code has to be typed.
    row.get_by_role("button", name="Jetzt löschen").click()
    expect(dialog.locator("li").first).to_have_text("8 Karten")
    expect(dialog.locator("li").nth(1)).to_have_text("2 Themen")
    dialog.get_by_role("textbox").fill(later.dialogue.code)
    dialog.get_by_role("button", name="Endgültig löschen").click()
    expect(dialog.locator(".problem")).to_contain_text("nicht der Code dieses Abends")
    assert violations(page) == []
    assert is_there(house, evening)
    dialog.get_by_role("textbox").fill(evening.dialogue.spoken_code.lower())
    dialog.get_by_role("button", name="Endgültig löschen").click()
    expect(row).to_have_count(0)
    assert not is_there(house, evening)
    assert is_there(house, later)


def test_day_is_set_with_the_other_facts(page: Page, house: House) -> None:
    evening = house.evening()
    usual = day_of(house, evening)
    admit(page.context, evening.invitation.console_url)
    page.goto(f"{house.server.url}/console/{evening.dialogue.code}?view=facts")
    field = page.get_by_label("Löschtag")
    save = page.locator(".facts-form").get_by_role("button", name="Speichern")
    problem = page.locator(".panel .problem").first
    expect(page.locator(".facts-form")).to_contain_text("Leer: 12 Monate nach dem Abend.")
    field.fill((now().date() + timedelta(days=2)).isoformat())
    save.click()
    expect(problem).to_contain_text("zu früh oder zu spät")
    assert day_of(house, evening) == usual
    chosen = now().date() + timedelta(days=60)
    field.fill(chosen.isoformat())
    save.click()
    expect(page.locator(".message")).to_contain_text("Gespeichert")
    assert day_of(house, evening) == chosen
    field.fill("")
    save.click()
    expect(problem).to_have_text("")
    page.reload()
    expect(field).to_have_value("")
    assert day_of(house, evening) == usual


def test_only_organisers_see_the_page(page: Page, house: House) -> None:
    evening = house.evening()
    enter(page, evening.invitation.console_url)
    assert page.goto(f"{house.server.url}/console/keeping").status == 403
    page.goto(f"{house.server.url}/console")
    expect(page.locator(".dialogue-row").first).to_be_visible()
    expect(page.get_by_role("link", name="Aufbewahrung")).to_have_count(0)
