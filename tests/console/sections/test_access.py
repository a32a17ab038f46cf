"""Who has access: the list names roles and tables, and takes any of them back."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.console.conftest import Evening, House
from tests.entering import admit, enter
from workshop.addresses import enter_url
from workshop.domain.grant import make_link
from workshop.domain.rights import operator
from workshop.models import Role

pytestmark = pytest.mark.e2e


@pytest.fixture
def tablet(browser: Browser) -> Iterator[Page]:
    """Another device."""
    context = browser.new_context(locale="de-DE")
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def reader_link(house: House, evening: Evening) -> str:
    where = {"role": Role.READER, "dialogue_id": evening.dialogue.id}
    secret = house.run(lambda store: make_link(store, actor=operator(), **where))
    return enter_url(house.settings, secret)


def test_moderator_sees_who_has_access_here_and_takes_it_back(page: Page, tablet: Page, house: House):
    evening = house.evening()
    admit(page.context, evening.invitation.console_url)
    page.goto(f"{house.server.url}/console/{evening.dialogue.code}?view=access")
    rows = page.locator(".access-table tbody tr")
    # Five links of hosts wait, and one device is there: this one.
    expect(rows).to_have_count(6)
    expect(rows.first).to_contain_text("Moderation")
    expect(rows.first).to_contain_text("dieses Gerät")
    expect(page.locator(".own-device")).to_have_count(1)
    # Whoever opens a link appears by itself, with role, table and day, and nothing of device or person.
    enter(tablet, evening.host_link("arbeit"))
    expect(page.locator(".access-table").first.locator("tbody tr")).to_have_count(2)
    host = page.locator("[data-role=host]").first
    assert " ".join(host.inner_text().split()) == "Tischleitung Tisch Arbeit heute benutzt Sperren …"
    host.get_by_role("button", name="Sperren: Tischleitung Tisch Arbeit").click()
    page.get_by_role("dialog").get_by_role("button", name="Abbrechen").click()
    expect(page.locator(".access-table").first.locator("tbody tr")).to_have_count(2)
    host.get_by_role("button", name="Sperren").click()
    page.get_by_role("dialog").get_by_role("button", name="Sperren").click()
    expect(page.locator(".message")).to_contain_text("Gesperrt: Tischleitung: Tisch Arbeit")
    expect(rows).to_have_count(5)
    assert tablet.reload().status == 403
    # All others at once: the links that wait, too.
    page.get_by_role("button", name="Alle anderen beenden …").click()
    page.get_by_role("dialog").get_by_role("button", name="Alle anderen beenden").click()
    expect(rows).to_have_count(1)
    assert tablet.goto(evening.host_link("frauen")).status == 410
    expect(page.get_by_role("heading", name="Zugänge")).to_be_visible()


def test_organiser_sees_all_access_and_the_last_one_stays(
    page: Page, tablet: Page, house: House, evening: Evening
):
    enter(tablet, evening.invitation.console_url)
    enter(page, house.organiser_link())
    page.get_by_role("link", name="Zugänge").click()
    expect(page.locator("[data-role=moderator]").first).to_contain_text("Dialogabend")
    # Other tests of this server have organisers, too; afterwards there is only this one.
    page.get_by_role("button", name="Alle anderen beenden …").click()
    page.get_by_role("dialog").get_by_role("button", name="Alle anderen beenden").click()
    expect(page.locator(".access-table tbody tr")).to_have_count(1)
    assert tablet.reload().status == 403
    page.get_by_role("button", name="Sperren: Organisationsteam").click()
    page.get_by_role("dialog").get_by_role("button", name="Sperren").click()
    expect(page.locator(".message")).to_contain_text("workshop access")
    expect(page.locator(".access-table tbody tr")).to_have_count(1)
    assert tablet.goto(f"{house.server.url}/console/access").status == 403


def test_reader_sees_results_and_takes_files_and_nothing_else(page: Page, house: House, evening: Evening):
    enter(page, reader_link(house, evening))
    expect(page).to_have_url(f"{house.server.url}/console/{evening.dialogue.code}/results")
    with page.expect_download() as download:
        page.get_by_role("button", name="Alles herunterladen").click()
    assert download.value.suggested_filename.endswith(".zip")
    expect(page.get_by_role("heading", name="Ergebnisse", exact=True)).to_be_visible()
    expect(page.locator(".message")).to_have_count(0)
    code = evening.dialogue.code
    for path in ("/console", "/console/access", f"/console/{code}", f"/host/{code}/bildung"):
        assert page.goto(house.server.url + path).status == 403, path
    other = house.evening()
    assert page.goto(f"{house.server.url}/console/{other.dialogue.code}/results").status == 403


def test_other_tabs_of_a_browser_go_on_with_its_new_key(
    page: Page, tablet: Page, house: House, evening: Evening
):
    enter(page, evening.host_link("bildung"))
    expect(page.locator(".topic")).to_have_count(2)
    key = next(each for each in page.context.cookies() if each["name"] == "workshop_staff")
    tablet.context.add_cookies([key])
    tablet.goto(page.url)
    expect(tablet.locator(".topic")).to_have_count(2)
    # In a second tab the same browser becomes the moderator's, and the copy of its key becomes nothing.
    enter(page.context.new_page(), evening.invitation.console_url)
    expect(tablet.locator(".notice h1")).to_have_text("Bitte fragen Sie nach einem Link")
    expect(page.locator(".topic")).to_have_count(2)
    page.get_by_role("button", name="+ Papierkarte").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert tablet.goto(f"{house.server.url}/console/{evening.dialogue.code}").status == 403


def test_cookie_lives_shortly_and_is_not_read_by_scripts(page: Page, house: House, evening: Evening):
    enter(page, evening.invitation.console_url)
    (key,) = [each for each in page.context.cookies() if each["name"] == "workshop_staff"]
    assert (key["httpOnly"], key["sameSite"], key["secure"]) == (True, "Lax", False)
    assert "workshop_staff" not in page.evaluate("document.cookie")
    days = timedelta(seconds=key["expires"] - page.evaluate("Date.now() / 1000")).days
    assert 28 <= days <= 30
