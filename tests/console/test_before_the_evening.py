"""What is set up and passed on before an evening: the list of dialogues, tables, links, copied words."""

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.console.conftest import House
from tests.entering import admit, enter
from workshop.models import Phase

pytestmark = pytest.mark.e2e


def test_list_shows_code_and_date_sorts_searches_and_copies(page: Page, house: House):
    evening = house.evening()
    row = page.locator(f'[data-code="{evening.dialogue.code}"]')
    enter(page, house.organiser_link())
    expect(row.locator(".code")).to_have_text(evening.dialogue.code)
    expect(row).to_contain_text("22. November 2026")
    page.get_by_label("Suchen").fill(f"{evening.dialogue.code[:4].lower()} gmund 22.11.2026")
    expect(page.locator(".dialogue-row")).to_have_count(1)
    expect(row).to_be_visible()
    page.get_by_label("Suchen").fill("Nirgendwo")
    expect(page.get_by_text("Zu diesen Worten gibt es keinen Dialog.")).to_be_visible()
    page.get_by_label("Suchen").fill("")
    page.get_by_label("Ordnen").select_option("code")
    expect(page.locator(".dialogue-row").first).to_be_visible()
    codes = page.locator(".dialogue-row").evaluate_all("rows => rows.map((row) => row.dataset.code)")
    assert codes == sorted(codes)
    row.get_by_role("button", name="Kopieren").click()
    expect(page).to_have_url(re.compile(r"/console/[A-Z2-9]{8}\?view=facts"))
    assert evening.dialogue.code not in page.url
    expect(page.get_by_label("Titel des Abends", exact=True)).to_have_value("Dialogabend")
    expect(page.locator("[name=goal]")).to_have_value("Zuhören")
    expect(page.locator(".line[data-table]")).to_have_count(5)
    expect(page.locator('[aria-current="step"]')).to_have_text("Vorbereitung")


def test_tables_are_ordered_by_keyboard_and_come_back_after_they_were_taken_out(page: Page, house: House):
    evening = house.evening(phase=Phase.PREPARATION, cards=False)
    admit(page.context, evening.invitation.console_url)
    page.goto(f"{house.server.url}/console/{evening.dialogue.code}?view=facts")
    lines = page.locator(".line[data-table]")

    def keys() -> list[str]:
        return lines.evaluate_all("lines => lines.map((line) => line.dataset.table)")

    first, second, third, *others = keys()
    lines.nth(0).get_by_role("button", name="Nach unten").focus()
    page.keyboard.press("Enter")
    expect(lines.nth(1)).to_have_attribute("data-table", first)
    expect(lines.nth(1).get_by_role("button", name="Nach unten")).to_be_focused()
    page.keyboard.press("Enter")
    expect(lines.nth(2)).to_have_attribute("data-table", first)
    assert keys() == [second, third, first, *others]
    expect(lines.nth(2).locator("strong")).to_have_text(re.compile("^3 "))
    expect(lines.nth(0).get_by_role("button", name="Nach oben")).to_be_disabled()
    page.set_viewport_size({"width": 390, "height": 844})
    edges = page.locator(".line button").evaluate_all(
        "all => all.map((e) => e.getBoundingClientRect().right)"
    )
    assert max(edges) <= 390
    page.set_viewport_size({"width": 1440, "height": 900})
    lines.nth(0).get_by_role("button", name="Herausnehmen").click()
    expect(lines).to_have_count(4)
    page.reload()
    page.get_by_text("Herausgenommene Tische (1)").click()
    page.locator("[data-removed-table]").get_by_role("button", name="Wieder hineinnehmen").click()
    expect(lines).to_have_count(5)
    assert keys() == [second, third, first, *others]
    expect(page.get_by_text("Herausgenommene Tische")).to_have_count(0)


def test_one_sheet_has_a_link_for_each_host_and_ends_none_that_was_sent(
    page: Page, house: House, browser: Browser
):
    evening = house.evening(cards=False)
    enter(page, evening.invitation.console_url)
    page.locator('[data-table="bildung"] .host-link').click()
    expect(page.get_by_role("dialog")).to_contain_text("gelten weiter")
    sent = page.get_by_role("dialog").locator("input").input_value()
    page.get_by_role("dialog").get_by_role("button", name="Fertig").click()
    page.get_by_role("button", name="Links für alle Tischleitungen").click()
    slips = page.locator(".host-link-slip")
    expect(slips).to_have_count(5)
    expect(slips.locator("svg")).to_have_count(5)
    new = slips.locator("input").evaluate_all("fields => fields.map((field) => field.value)")
    assert len({sent, *new}) == 6
    page.emulate_media(media="print")
    expect(page.locator(".table-panel").first).to_be_hidden()
    expect(slips.first).to_be_visible()
    page.emulate_media(media="screen")
    for link in (evening.host_link("bildung"), sent, new[-1]):
        tablet = browser.new_context(locale="de-DE")
        host = tablet.new_page()
        enter(host, link)
        expect(host).to_have_url(re.compile(r"/host/.*/bildung$"))
        tablet.close()


def test_reason_is_chosen_by_a_person_and_never_by_the_form(topics: Page):
    for item, stores in (("Zurückstellen", "Zurückstellen"), ("Ausblenden", "Ausblenden")):
        topics.locator(".middle .single .more, .middle .entry .more").first.click()
        topics.get_by_role("menuitem", name=re.compile(item)).click()
        dialog = topics.get_by_role("dialog")
        expect(dialog.locator("[name=reason]").first).to_be_visible()
        expect(dialog.locator("[name=reason]:checked")).to_have_count(0)
        dialog.get_by_role("button", name=stores, exact=True).click()
        expect(dialog.get_by_role("alert")).to_have_text("Bitte wählen Sie einen Grund.")
        dialog.locator("[name=reason]").last.check()
        dialog.get_by_role("button", name=stores, exact=True).click()
        expect(dialog).to_have_count(0)


def test_who_copies_an_address_by_keyboard_goes_on_from_the_button(context: BrowserContext, house: House):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    evening = house.evening()
    page = context.new_page()
    admit(page.context, evening.invitation.console_url)
    page.goto(f"{house.server.url}/console/{evening.dialogue.code}?view=tables")
    copier = page.locator("[data-copy]:visible").first
    copier.focus()
    page.keyboard.press("Enter")
    expect(copier).to_have_text("Kopiert ✓")
    expect(copier).to_be_focused()
    assert "/j/" in page.evaluate("navigator.clipboard.readText()")


def copied(page: Page) -> str:
    page.keyboard.press("ControlOrMeta+c")
    return page.evaluate("navigator.clipboard.readText()")


def copied_html(page: Page) -> str:
    return page.evaluate(
        "navigator.clipboard.read().then(([item]) => item.getType('text/html')).then((blob) => blob.text())"
    )


@pytest.mark.parametrize(
    "place", ["console", "console?view=topics", "console?view=print", "console?view=facts", "host", "board"]
)
def test_what_is_copied_holds_nothing_unseen(context: BrowserContext, house: House, place: str):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    evening, code = house.evening(), ""
    code = evening.dialogue.code
    page = context.new_page()
    enter(page, evening.host_link("bildung") if place == "host" else evening.invitation.console_url)
    if place != "host":
        path = {"board": f"b/{code}"}.get(place, place.replace("console", f"console/{code}"))
        page.goto(f"{house.server.url}/{path}")
    expect(page.locator("h1, .board h1, .group, .topic").first).to_be_visible()
    page.wait_for_function(
        "document.body.innerText.includes('\u00ad')"
    ) if place != "console?view=print" else None
    page.evaluate("getSelection().selectAllChildren(document.body)")
    text = copied(page)
    assert "Bildung" in text
    assert re.findall("[\u00ad\u200b]", text + copied_html(page)) == []
    address = page.locator(".join-link, .sheet-address").first
    if address.count():
        address.evaluate("(link) => getSelection().selectAllChildren(link)")
        assert re.fullmatch(rf"127\.0\.0\.1:\d+/j/{code}(/[a-z-]+)?", copied(page))
    field = page.locator("input[type=text]:visible, textarea:visible").first
    if field.count():
        field.select_text()
        assert copied(page) == field.input_value()
