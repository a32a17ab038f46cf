"""In a real browser: what is said looks like what it is, and says what is true now."""

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from tests.phone.hall import Hall
from tests.phone.test_outbox import open_page, send, write
from workshop.domain.dialogue import DialogueFacts, describe_dialogue
from workshop.domain.entry import hide_entry, show_entry
from workshop.domain.rights import operator
from workshop.i18n import LANGUAGES
from workshop.models import HoldReason, Phase

pytestmark = pytest.mark.e2e
SUCCESS, CARE, REFUSAL = "rgb(28, 107, 64)", "rgb(95, 55, 0)", "rgb(163, 38, 28)"
EARLY = {"error": "not_collecting", "message": "Gerade nicht."}
LONG = {"error": "text_too_long", "message": "Der Text ist zu lang."}


def colour(place: Locator) -> str:
    return place.evaluate("element => getComputedStyle(element).color")


def look(page: Page, selector: str) -> dict[str, str]:
    return page.locator(selector).evaluate(
        "element => (({backgroundColor, borderTopWidth, borderTopColor, outlineStyle, fontWeight}) =>"
        " ({backgroundColor, borderTopWidth, borderTopColor, outlineStyle, fontWeight}))"
        "(getComputedStyle(element))"
    )


def test_only_what_went_well_is_green(phone: BrowserContext, evening: Hall):
    page = open_page(phone, evening)
    said, state = page.locator("#say"), page.locator("#cards li").first.locator(".state")
    send(page, "Gut")
    expect(said).to_have_text("Gesendet. Vielen Dank!")
    assert (colour(said), colour(state)) == (SUCCESS, SUCCESS)
    send(page, "Ruft an: 0171 2345678")
    expect(said).to_have_text("zurückgestellt: jemand sieht sie sich an")
    assert (colour(said), colour(state)) == (CARE, CARE)
    for answer, wanted in ((LONG, REFUSAL), (EARLY, CARE), ({}, CARE)):
        page.unroute_all()
        status = {"not_collecting": 409, "text_too_long": 422}.get(answer.get("error", ""), 502)

        def refuse(route: Route, *, status: int = status, answer: dict[str, str] = answer) -> None:
            route.fulfill(status=status, json=answer)

        page.route("**/entries", refuse)
        send(page, f"Karte {status}")
        expect(page.locator("#cards li", has_text=f"Karte {status}")).to_have_class(
            "card works late" if status != 422 else "card works"
        )
        expect(said).to_have_text(
            {422: "abgelehnt: Der Text ist zu lang.", 409: "Gerade nicht."}.get(
                status, "Auf diesem Handy gespeichert. Die Karte wird gesendet, sobald wieder Netz da ist."
            )
        )
        assert (status, colour(said), colour(state)) == (status, wanted, wanted)


def test_refused_correction_and_missing_parts_are_not_green(phone: BrowserContext, evening: Hall):
    page = open_page(phone, evening)
    said = page.locator("#say")
    page.locator("#send").click()
    expect(said).to_have_text("Bitte schreiben Sie zuerst etwas.")
    assert colour(said) == REFUSAL
    send(page, "Karte")
    expect(page.locator("#cards li[data-state=shown]")).to_have_count(1)
    page.locator("#cards summary").click()
    page.locator("#cards .correct textarea").fill(" ")
    page.locator("#cards .correct button").click()
    expect(said).to_have_text("Bitte schreiben Sie zuerst etwas.")
    assert colour(said) == REFUSAL


def test_correction_that_is_held_is_not_green_and_says_so(phone: BrowserContext, evening: Hall):
    page = open_page(phone, evening)
    said = page.locator("#say")
    send(page, "Karte")
    expect(page.locator("#cards li[data-state=shown]")).to_have_count(1)
    page.locator("#cards summary").click()
    page.locator("#cards .correct textarea").fill("Karte, Tel. 0171.234.56.78")
    page.locator("#cards .correct button").click()
    expect(page.locator("#cards li[data-state=held]")).to_have_count(1)
    expect(said).to_have_text("zurückgestellt: jemand sieht sie sich an")
    assert colour(said) != SUCCESS


def test_question_that_is_asked_for_does_not_look_chosen(phone: BrowserContext, evening: Hall):
    page = open_page(phone, evening)
    untouched = look(page, ".q.works")
    page.locator("#text").fill("Ohne Frage")
    page.locator("#send").click()
    expect(page.locator("#ask")).to_have_class("ask")
    asked = look(page, ".q.works")
    page.locator(".q.works").click()
    chosen = look(page, ".q.works")
    assert asked | {"borderTopColor": ""} == untouched | {"borderTopColor": ""}
    assert (chosen["borderTopWidth"], chosen["fontWeight"]) == ("3px", "700")
    assert chosen["backgroundColor"] != untouched["backgroundColor"]
    expect(page.locator("#ask")).not_to_have_class("ask")


def test_counts_of_the_hall_do_not_stand_under_my_cards(phone: BrowserContext, evening: Hall):
    page = open_page(phone, evening)
    assert page.locator("#own [data-count]").count() == 0
    expect(page.locator("#hall h2")).to_have_text("Alle Karten des Abends")
    expect(page.locator("#hall [data-count=received]")).to_have_text("0")


def test_author_hears_within_seconds_that_a_card_is_shown_again_and_others_do_not_ask(
    phone: BrowserContext, browser: Browser, evening: Hall
):
    page = open_page(phone, evening)
    send(page, "Meine Karte")
    expect(page.locator("#cards li[data-state=shown]")).to_have_count(1)
    stranger = browser.new_context().new_page()
    stranger.goto(evening.address())
    send(stranger, "Karte von nebenan")
    expect(stranger.locator("#cards li[data-state=shown]")).to_have_count(1)
    asked: list[str] = []
    stranger.on("request", lambda request: asked.append(request.url))
    (card,) = [each for each in evening.cards() if each.text == "Meine Karte"]
    who = {"actor": operator(), "dialogue_id": evening.id, "entry_id": card.id}
    for _ in range(2):
        evening.do(hide_entry, **who, reason=HoldReason.OFF_TOPIC)
        expect(page.locator("#cards li")).to_have_attribute("data-state", "hidden")
        evening.do(show_entry, **who)
        expect(page.locator("#cards li")).to_have_attribute("data-state", "shown")
        expect(page.locator("#cards .state")).to_have_text("auf der Tafel")
    assert [url for url in asked if "/mine" in url] == []
    stranger.context.close()


def test_after_the_end_a_draft_does_not_claim_to_stay(phone: BrowserContext, evening: Hall):
    page = open_page(phone, evening)
    write(page, "Nicht mehr gesendet")
    evening.phase(Phase.CLOSED)
    expect(page.locator("#late")).to_contain_text("Dieser Text wurde nicht gesendet")
    assert page.locator("#stay").is_hidden()
    assert page.locator("#text").input_value() == "Nicht mehr gesendet"
    evening.phase(Phase.HARVEST)
    expect(page.locator("#stay")).to_be_visible()
    assert page.locator("#late").is_hidden()


def test_card_that_waited_for_collecting_is_told_that_the_dialogue_is_over(
    phone: BrowserContext, evening: Hall
):
    page = open_page(phone, evening)
    write(page, "Zu früh")
    page.route("**/entries", lambda route: route.fulfill(status=409, json=EARLY))
    page.locator("#send").click()
    expect(page.locator("#cards .state")).to_have_text("wartet – gerade werden keine Karten gesammelt")
    page.unroute_all()
    evening.phase(Phase.CLOSED)
    expect(page.locator("#cards .state")).to_contain_text("abgelehnt: Der Dialog ist beendet.")
    page.locator("#cards .edit").click()
    expect(page.locator("#text")).to_be_visible()
    assert page.locator("#text").input_value() == "Zu früh"


@pytest.mark.parametrize("path", ["/-/privacy", "/-/goal", "/-/tables"])
def test_title_in_another_direction_keeps_its_order(phone: BrowserContext, evening: Hall, path: str):
    facts = DialogueFacts("1. Flüchtlingsdialog", "Beispielstadt")
    evening.do(describe_dialogue, actor=operator(), dialogue_id=evening.id, facts=facts)
    page = phone.new_page()
    page.goto(evening.address(f"{path}?lang=ar"))
    number, letter = page.evaluate("""() => {
        const walker = document.createTreeWalker(document.querySelector('header'), NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
            const text = walker.currentNode;
            if (!text.data.includes('1. F')) continue;
            const at = text.data.indexOf('1. F');
            return [at, at + 3].map(from => {
                const range = document.createRange();
                range.setStart(text, from); range.setEnd(text, from + 1);
                return range.getBoundingClientRect().left;
            });
        }
    }""")
    assert number < letter


# The longest name of a language leaves too little beside it on the narrowest phones.
@pytest.mark.parametrize("tag", LANGUAGES)
def test_clock_moves_nothing_in_any_language(browser: Browser, evening: Hall, tag: str):
    widths = [360] if tag == "de-simple" else [360, 320]
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()

    def header_at(width: int):
        page.set_viewport_size({"width": width, "height": 740})
        return page.locator("header").bounding_box()

    with page.expect_response("**/events*"):
        page.goto(evening.address(f"/wohnen?lang={tag}"))
    before = {width: header_at(width) for width in widths}
    evening.round(12)
    expect(page.locator("#clock")).not_to_be_empty()
    for width in widths:
        assert header_at(width) == before[width]
        clock, menu = (page.locator(each).bounding_box() for each in ("#clock", ".langs"))
        assert clock is not None
        assert menu is not None
        assert clock["height"] < 30
        assert clock["x"] + clock["width"] <= menu["x"] or menu["x"] + menu["width"] <= clock["x"]
        assert page.locator("#clock").evaluate("clock => clock.scrollWidth <= clock.clientWidth")
    context.close()
