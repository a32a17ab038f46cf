"""From the first link to an evening that runs, and who may see it."""

import re
from datetime import time, timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.console.conftest import House
from tests.entering import admit, enter
from workshop.domain.grant import revoke_hosts
from workshop.domain.queries.table import tables_of
from workshop.domain.rights import operator
from workshop.domain.round import pause_round, start_round
from workshop.domain.store import Store
from workshop.models import now

pytestmark = pytest.mark.e2e


def test_create_a_dialogue_open_collecting_and_run_a_round(page: Page, house: House):
    enter(page, house.organiser_link())
    expect(page).to_have_url(f"{house.server.url}/console")
    page.get_by_role("button", name="+ Neuer Dialog").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Dialog anlegen").click()
    expect(dialog.get_by_role("alert")).to_have_text("Bitte geben Sie einen Titel an.")
    dialog.get_by_label("Titel des Abends", exact=True).fill("Dialog am Rathaus")
    dialog.get_by_label("Kommune").fill("Ostfildern")
    dialog.get_by_label("Themensatz").select_option("ostfildern")
    expect(dialog.locator(".preview-tables li")).to_have_count(3)
    dialog.locator("[name=goal]").fill("Hören, was fehlt")
    dialog.get_by_role("button", name="Dialog anlegen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dialog am Rathaus")
    expect(page.locator(".table-panel")).to_have_count(3)
    page.get_by_role("button", name="Sammeln öffnen").click()
    expect(page.locator('[aria-current="step"]')).to_have_text("Sammeln")
    page.get_by_label("Minuten").fill("12")
    page.get_by_role("button", name="Runde 1 starten").click()
    expect(page.get_by_role("timer")).to_have_text(re.compile(r"^1[12]:\d\d$"))
    page.get_by_role("button", name="+ 1 Minute").click()
    expect(page.get_by_role("timer")).to_have_text(re.compile(r"^(13:00|12:[1-5]\d)$"))
    page.get_by_role("button", name="Anhalten", exact=True).click()
    expect(page.locator(".clock-pause:visible")).to_have_text("Pause")
    paused = page.get_by_role("timer").inner_text()
    page.get_by_role("button", name="Weiter: Sortieren").click()
    page.get_by_role("button", name="✓ Sammeln").click()
    expect(page.get_by_role("timer")).to_have_text(paused)
    page.get_by_role("button", name="Fortsetzen").click()
    expect(page.locator(".clock-pause:visible")).to_have_count(0)
    page.get_by_role("button", name="Runde 2 starten").click()
    expect(page.locator(".round")).to_have_text("Runde 2 von 3")
    page.get_by_role("button", name="Zurück zu Runde 1").click()
    expect(page.locator(".round")).to_have_text("Runde 1 von 3")
    expect(page.get_by_role("timer")).to_have_text(re.compile(r"^1[123]:\d\d$"))
    page.get_by_role("button", name="Ohne Uhr weiter").click()
    expect(page.locator(".round")).to_have_text("Runde 1 von 3 · ohne Uhr")
    page.get_by_role("button", name="Uhr wie zuvor").click()
    expect(page.get_by_role("timer")).to_have_text(re.compile(r"^1[123]:\d\d$"))
    page.get_by_role("button", name="Weiter: Sortieren").click()
    expect(page.locator('[aria-current="step"]')).to_have_text("Sortieren")
    page.get_by_role("button", name="✓ Sammeln").click()
    expect(page.locator('[aria-current="step"]')).to_have_text("Sammeln")


def test_next_round_is_offered_when_the_time_is_up_and_a_mistaken_phase_costs_none(page: Page, house: House):
    evening = house.evening(cards=False)
    act = {"actor": operator(), "dialogue_id": evening.dialogue.id}

    async def nearly_over(store: Store) -> None:
        await start_round(store, minutes=1, **act)
        async with store.change(evening.dialogue.id) as change:
            change.set_facts(ends_at=now() + timedelta(seconds=6), planned_end=time(21), late=660)

    house.run(nearly_over)
    enter(page, evening.invitation.console_url)
    expect(page.locator(".round")).to_be_visible()
    word = page.locator(".clock-line .clock-word")
    expect(word).to_have_text("Die letzten zwei Minuten")
    expect(word).to_have_text("über der Zeit", timeout=15_000)
    expect(page.locator("[data-clock-told]")).to_have_text("Die Zeit ist um.")
    expect(page.get_by_role("timer")).to_have_text(re.compile(r"^\+0:\d\d$"))
    expect(page.locator(".ending")).to_have_text(re.compile(r"^Ende voraussichtlich \d\d:\d\d Uhr$"))
    expect(page.get_by_text("geplant 21:00 Uhr")).to_be_visible()
    expect(page.get_by_role("button", name="Runde 2 starten")).to_be_visible()
    page.get_by_role("button", name="+ 1 Minute").click()
    expect(word).to_have_text("Die letzten zwei Minuten")
    page.get_by_role("button", name="− 1 Minute").click()
    expect(word).to_have_text("über der Zeit")
    page.get_by_role("button", name="Uhr wie zuvor").click()
    expect(word).to_have_text("Die letzten zwei Minuten")
    page.get_by_role("button", name="Gong ausschalten").click()
    expect(page.get_by_role("button", name="Gong einschalten")).to_be_visible()
    page.get_by_role("button", name="Weiter: Sortieren").click()
    page.locator(".message").get_by_role("button", name="Zurück").click()
    expect(page.locator('[aria-current="step"]')).to_have_text("Sammeln")
    expect(page.get_by_role("timer")).to_have_text(re.compile(r"^(1:00|0:5\d)$"))
    expect(page.locator(".clock-pause")).to_have_count(0)


def test_tables_and_questions_change_before_the_start_only(page: Page, house: House):
    enter(page, house.organiser_link())
    page.get_by_role("button", name="+ Neuer Dialog").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Titel des Abends", exact=True).fill("Vor dem Start")
    dialog.get_by_role("button", name="Dialog anlegen").click()
    expect(page.locator(".table-panel")).to_have_count(5)
    page.get_by_role("link", name="Angaben zum Abend").click()
    line = page.locator(".line[data-table=arbeit]")
    line.get_by_role("button", name="Ändern").click()
    dialog.get_by_label("Titel", exact=True).fill("Arbeit und Ausbildung")
    dialog.get_by_role("button", name="Speichern").click()
    expect(page.locator(".line", has_text=re.compile("Arbeit und Aus"))).to_have_count(1)
    page.locator(".line[data-table=frauen]").get_by_role("button", name="Herausnehmen").click()
    expect(page.locator(".line[data-table]")).to_have_count(4)
    page.locator(".message-action").click()
    expect(page.locator(".line[data-table]")).to_have_count(5)
    page.get_by_role("button", name="+ Tisch hinzufügen").click()
    dialog.get_by_label("Titel", exact=True).fill("Nahverkehr")
    dialog.get_by_role("button", name="Speichern").click()
    expect(page.locator(".line[data-table]")).to_have_count(6)
    page.get_by_role("button", name="Sammeln öffnen").click()
    expect(page.locator(".line").get_by_role("button")).to_have_count(0)


def test_host_sorts_at_one_table_and_reaches_no_other(browser: Browser, house: House):
    evening = house.evening()
    tablet = browser.new_context(viewport={"width": 820, "height": 1180}, locale="de-DE", has_touch=True)
    host = tablet.new_page()
    enter(host, evening.host_link("bildung"))
    expect(host).to_have_url(f"{house.server.url}/host/{evening.dialogue.code}/bildung")
    expect(host.locator(".topic")).to_have_count(2)
    expect(host.get_by_role("button", name="Ergebnis")).to_have_count(0)
    host.get_by_role("button", name="+ Papierkarte").tap()
    host.get_by_role("dialog").get_by_label(re.compile("Text der Karte")).fill("Mehr Bücher")
    host.get_by_role("dialog").get_by_role("button", name="Auf die Tafel").tap()
    expect(host.get_by_role("dialog")).to_contain_text("auf der Tafel")
    host.get_by_role("dialog").get_by_role("button", name="Fertig").tap()
    for toggle in host.locator(".topic-toggle").all():
        toggle.tap()
    expect(host.locator(".entry", has_text="Mehr Bücher")).to_be_visible()
    for address in (f"/host/{evening.dialogue.code}/arbeit", f"/console/{evening.dialogue.code}", "/console"):
        answer = host.goto(house.server.url + address)
        assert answer is not None
        assert answer.status == 403
        expect(host.locator(".notice h1")).to_have_text("Bitte fragen Sie nach einem Link")
    tablet.close()


def test_taken_back_right_stops_an_open_page(browser: Browser, house: House):
    evening = house.evening()
    table_id = next(
        t.id for t in house.run(lambda store: _tables(store, evening.dialogue.id)) if t.key == "bildung"
    )
    context = browser.new_context(locale="de-DE")
    host = context.new_page()
    enter(host, evening.host_link("bildung"))
    expect(host.locator(".topic")).to_have_count(2)
    house.run(
        lambda store: revoke_hosts(
            store, actor=operator(), dialogue_id=evening.dialogue.id, table_id=table_id
        )
    )
    expect(host.locator(".notice h1")).to_have_text("Bitte fragen Sie nach einem Link")
    expect(host.locator("[data-entry-id]")).to_have_count(0)
    context.close()


async def _tables(store, dialogue_id):
    async with store.read() as session:
        return await session.run_sync(tables_of, dialogue_id)


def test_host_sees_the_pause(page: Page, house: House):
    evening = house.evening(cards=False)
    act = {"actor": operator(), "dialogue_id": evening.dialogue.id}

    async def pause(store: Store) -> None:
        await start_round(store, minutes=10, **act)
        await pause_round(store, **act)

    house.run(pause)
    enter(page, evening.host_link("bildung"))
    expect(page.locator(".host-state .clock-pause")).to_have_text("Pause")
    expect(page.get_by_role("timer")).to_have_text(re.compile(r"^(10:00|9:5\d)$"))
    expect(page.locator(".host-state")).to_contain_text("Runde 1 von 3")
    expect(page.locator(".phase-told")).to_contain_text("Danach: Runde 2.")

    async def be_over(store: Store) -> None:
        async with store.change(evening.dialogue.id) as change:
            change.set_facts(ends_at=now() - timedelta(seconds=70), seconds_left=None)

    house.run(be_over)
    page.reload()
    expect(page.locator(".clock-word")).to_have_text("Bitte zum Ende kommen")
    expect(page.get_by_role("timer")).to_have_text("0:00")


def test_evening_with_one_round_has_a_clock_and_counts_no_rounds(page: Page, house: House):
    evening = house.evening(cards=False)

    async def plain(store: Store) -> None:
        async with store.change(evening.dialogue.id) as change:
            change.set_facts(rounds=1, round_minutes=35)

    house.run(plain)
    enter(page, evening.invitation.console_url)
    expect(page.get_by_label("Minuten")).to_have_value("35")
    page.get_by_role("button", name="Uhr starten").click()
    expect(page.get_by_role("timer")).to_have_text(re.compile(r"^3[45]:\d\d$"))
    page.get_by_role("button", name="Uhr starten").click()
    expect(page.get_by_role("button", name="Uhr wie zuvor")).to_be_visible()
    assert "Runde" not in page.locator(".clock-part").inner_text()


def test_host_link_made_in_the_console_works_once(page: Page, browser: Browser, house: House):
    evening = house.evening()
    enter(page, evening.invitation.console_url)
    page.locator("[data-table=frauen]").get_by_role("button", name="Link für die Tischleitung").click()
    link = page.get_by_role("dialog").get_by_role("textbox", name="Einmal-Link").input_value()
    phone = browser.new_context(viewport={"width": 390, "height": 844}, locale="de-DE")
    first = phone.new_page()
    enter(first, link)
    expect(first.get_by_role("heading", level=1)).to_have_text("4 Frauen")
    first.goto(link)
    expect(first.get_by_role("heading", level=1)).to_have_text("4 Frauen")
    other = browser.new_context(locale="de-DE")
    second = other.new_page()
    answer = second.goto(link)
    assert answer is not None
    assert answer.status == 410
    expect(second.get_by_role("heading")).to_have_text("Dieser Link öffnet nichts mehr")
    page.get_by_role("button", name="Alle Links dieses Tisches sperren").click()
    expect(page.locator(".message")).to_contain_text("gesperrt")
    expect(first.locator(".notice h1")).to_have_text("Bitte fragen Sie nach einem Link")
    phone.close()
    other.close()


def test_rehearsal_is_wiped_after_a_moment_to_think(page: Page, house: House):
    evening = house.evening(rehearsal=True)
    enter(page, house.organiser_link())
    row = page.locator(f'[data-code="{evening.dialogue.code}"]')
    row.get_by_role("button", name="Probe löschen").click()
    page.get_by_role("button", name="Doch behalten").click()
    expect(page.locator(".message")).to_have_text(re.compile("Die Probe bleibt"))
    row.get_by_role("button", name="Probe löschen").click()
    expect(row).to_have_count(0, timeout=15_000)
    answer = page.goto(f"{house.server.url}/console/{evening.dialogue.code}")
    assert answer is not None
    assert answer.status == 404


def test_new_cards_appear_live_without_moving_what_is_in_hand(
    page: Page, context: BrowserContext, house: House
):
    evening = house.evening()
    admit(page.context, evening.invitation.console_url)
    page.goto(f"{house.server.url}/console/{evening.dialogue.code}?view=topics&table=bildung")
    first = page.locator(".topic").first
    expect(first.locator(".topic-label")).to_have_text("Sprach\u00adkur\u00adse")
    page.locator(".topic-toggle").last.focus()
    other = context.new_page()
    other.goto(page.url)
    for text in ("Ein Klavier", "Fahrradwerkstatt am Bahnhof"):
        card = other.locator(f'[data-entry-id="{evening.cards[text]}"]')
        card.locator(".entry__text").drag_to(
            other.locator(f'[data-group-id="{evening.groups["Dolmetscher"]}"] .topic-label')
        )
        expect(card).to_have_count(0)
    last = page.locator(".topic").last
    expect(last.locator(".topic-count")).to_have_text("4 Karten")
    expect(first.locator(".topic-label")).to_have_text("Sprach\u00adkur\u00adse")
    expect(page.get_by_role("button", name="Nach Größe ordnen")).to_be_visible()
    page.get_by_role("button", name="Nach Größe ordnen").click()
    expect(first.locator(".topic-label")).to_have_text("Dol\u00admet\u00adscher")


def test_english_by_switch(page: Page, house: House):
    enter(page, house.organiser_link())
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dialogues")
    assert page.evaluate("document.documentElement.lang") == "en-US"


def test_no_page_is_wider_than_its_screen(page: Page, house: House):
    evening = house.evening()
    wide = {}
    admit(page.context, house.organiser_link())
    for path in (
        "/console",
        f"/console/{evening.dialogue.code}?view=topics&table=bildung",
        f"/console/{evening.dialogue.code}?view=tables",
        f"/host/{evening.dialogue.code}/bildung",
    ):
        page.goto(house.server.url + path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        for width, height in ((1280, 720), (820, 1180), (390, 844)):
            page.set_viewport_size({"width": width, "height": height})
            if (found := page.evaluate("document.documentElement.scrollWidth")) > width:
                wide[path.split("?")[-1], width] = found
    assert wide == {}
