"""What waits is visible at every width, nothing is cut off, and lists of topics scroll in their place."""

import re
import uuid

import pytest
from playwright.sync_api import Page, expect

from tests.console.conftest import Evening, House
from tests.entering import admit, enter
from tests.sampling import sampled
from tests.waiting import until
from workshop.addresses import enter_url
from workshop.domain.grant import make_link
from workshop.domain.group import gather_entries
from workshop.domain.posting import Card, Inbox
from workshop.domain.queries.table import tables_of
from workshop.domain.rights import operator
from workshop.domain.round import start_round
from workshop.domain.store import Store
from workshop.models import Phase, Role

pytestmark = pytest.mark.e2e
SIZES = [(1440, 900), (1024, 768), (768, 1024), (390, 844), (360, 740)]
# The widest, the first below the width where the page changes, and the smallest.
OFTEN = [SIZES[0], SIZES[2], SIZES[4]]
PLACES = (
    "tables",
    "topics&table=bildung",
    "outcomes",
    "photos",
    "files",
    "print",
    "facts",
    "log",
    "access",
    "rules",
)
NAMES = (
    "Sprachkurse am Abend mit Kinderbetreuung in allen Stadtteilen, auch in den Ferien",
    "Donaudampfschifffahrtsgesellschaftskapitänsverordnungsbeauftragter",
    "Bänke",
)
IN_VIEW = """element => {
  const box = element.getBoundingClientRect();
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return box.top >= 0 && box.bottom <= innerHeight && element.contains(top);
}"""
# What reaches beyond the screen; only the two lines of places and phases may scroll sideways.
CUT_OFF = """() => [...document.querySelectorAll('.console *')].filter(each => {
  const box = each.getBoundingClientRect();
  if (!box.width || !box.height || box.right <= innerWidth + 1) return false;
  for (let around = each.parentElement; around; around = around.parentElement) {
    const style = getComputedStyle(around);
    if (around.matches('.phases, .sidenav') || style.clipPath !== 'none') return false;
  }
  return true;
}).map(each => each.outerHTML.slice(0, 100))"""


def many_topics(house: House, evening: Evening, number: int) -> None:
    """Fill the table `bildung` with topics of two cards each."""

    async def fill(store: Store) -> None:
        inbox = Inbox(store)
        for n in range(number):
            ids = []
            for place in "ab":
                card = Card(
                    str(uuid.uuid4()),
                    evening.invitation.code,
                    "bildung",
                    "works",
                    f"{n} {place}",
                    "de",
                    str(n),
                )
                ids.append((await inbox.post_entry(card)).id)
            label = f"{NAMES[n % len(NAMES)]} {n}"[:80]
            act = {"actor": operator(), "dialogue_id": evening.dialogue.id}
            await gather_entries(store, **act, entry_ids=ids, label=label)

    house.run(fill)


def host_page(house: House, evening: Evening) -> str:
    """Return a fresh link to the host's page of `bildung`: the evening is there for many tests."""

    async def make(store: Store) -> str:
        async with store.read() as session:
            tables = await session.run_sync(tables_of, evening.dialogue.id)
        table = next(each for each in tables if each.key == "bildung")
        bounds = {"dialogue_id": evening.dialogue.id, "table_id": table.id}
        return enter_url(house.settings, await make_link(store, actor=operator(), role=Role.HOST, **bounds))

    return house.run(make)


@pytest.fixture(scope="module")
def evening(house: House) -> Evening:
    """An evening with a clock that runs, some held cards and more topics than a screen holds."""
    made = house.evening()
    many_topics(house, made, 20)

    async def begin(store: Store) -> None:
        await start_round(store, actor=operator(), dialogue_id=made.dialogue.id, minutes=20)

    house.run(begin)
    return made


@pytest.mark.parametrize("size", sampled(SIZES, OFTEN), ids=str)
def test_clock_and_held_cards_are_in_view_at_the_end_of_a_long_list(
    page: Page, evening: Evening, house: House, size: tuple[int, int]
):
    width, height = size
    page.set_viewport_size({"width": width, "height": height})
    admit(page.context, house.organiser_link())
    page.goto(f"{house.server.url}/console/{evening.dialogue.code}?view=topics&table=bildung")
    page.locator(".topic").nth(15).scroll_into_view_if_needed()
    clock = page.get_by_role("timer")
    expect(clock).to_have_count(1)
    until(lambda: clock.evaluate(IN_VIEW))
    held = page.get_by_text(re.compile("^Zurückgestellt · 1")).locator("visible=true")
    expect(held).to_have_count(1)
    until(lambda: held.evaluate(IN_VIEW))
    card = page.locator(".held")
    if width <= 860:
        expect(card).to_be_hidden()
        toggle = page.locator(".strip-toggle")
        toggle.click()
        expect(toggle).to_have_attribute("aria-expanded", "true")
    expect(card).to_be_visible()
    assert card.evaluate(IN_VIEW)
    if width <= 860:
        page.keyboard.press("Escape")
        expect(card).to_be_hidden()
        expect(toggle).to_be_focused()


@pytest.mark.parametrize("size", sampled(SIZES, OFTEN), ids=str)
def test_host_sees_at_the_top_what_waits_and_is_led_there(
    page: Page, evening: Evening, house: House, size: tuple[int, int]
):
    width, height = size
    page.set_viewport_size({"width": width, "height": height})
    enter(page, host_page(house, evening))
    page.locator(".topic").nth(15).scroll_into_view_if_needed()
    sign = page.locator(".held-sign")
    expect(sign).to_have_text("Zurückgestellt (1) ↓")
    assert sign.evaluate(IN_VIEW)
    assert page.get_by_role("timer").evaluate(IN_VIEW)
    sign.click()
    held = page.locator(".unshown .entry", has_text="Ruft mich an")
    expect(held).to_be_in_viewport()
    expect(page.locator(".unshown-toggle:focus")).to_have_text("Zurückgestellt (1)")


def test_no_place_is_cut_off(page: Page, evening: Evening, house: House):
    admit(page.context, house.organiser_link())
    cut_off = {}

    def look(place: str) -> None:
        for width in (360, 390, 768, 1024):
            page.set_viewport_size({"width": width, "height": 800})
            cut_off[place, width] = page.evaluate(CUT_OFF)

    for place in PLACES:
        page.goto(f"{house.server.url}/console/{evening.dialogue.code}?view={place}")
        expect(page.locator(".middle h2").first).to_be_visible()
        if place in {"access", "log"}:
            expect(page.locator("tbody tr").first).to_be_visible()
        look(place)
    page.goto(f"{house.server.url}/console")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    look("dialogues")
    enter(page, host_page(house, evening))
    expect(page.locator(".topic").first).to_be_visible()
    look("host")
    assert {place: found for place, found in cut_off.items() if found} == {}


PRESENT = ".phases [aria-current=step], .sidenav [aria-current=page]"
IN_SIGHT = """all => all.map(each => {
  const box = each.getBoundingClientRect();
  return box.left >= 0 && box.right <= innerWidth;
})"""


def test_present_phase_and_place_are_in_sight_and_the_first_ones_can_be_reached(
    page: Page, house: House
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    evening = house.evening(phase=Phase.HARVEST)
    admit(page.context, evening.invitation.console_url)
    page.goto(f"{house.server.url}/console/{evening.dialogue.code}?view=files")
    present = page.locator(PRESENT)
    expect(present).to_have_count(2)
    until(lambda: present.evaluate_all(IN_SIGHT) == [True, True])
    page.locator(".topbar").get_by_role("button", name="Weiter: Abschluss").click()
    expect(page.locator(".phases [aria-current=step]")).to_have_text("Abschluss")
    until(lambda: present.evaluate_all(IN_SIGHT) == [True, True])
    first = page.locator(".phases button").first
    first.evaluate("each => { each.closest('.phases').scrollLeft = 0; }")
    assert first.evaluate_all(IN_SIGHT) == [True]


@pytest.mark.parametrize("width", [390, 1440])
def test_one_long_word_widens_no_page(page: Page, house: House, width: int):
    code = house.evening(title="Donaudampfschiff" * 5, cards=False).invitation.code
    page.set_viewport_size({"width": width, "height": 800})
    admit(page.context, house.organiser_link())
    cut_off = {}
    for place in ("tables", "print", "facts"):
        page.goto(f"{house.server.url}/console/{code}?view={place}")
        expect(page.locator(".middle h2").first).to_be_visible()
        if place == "tables":
            page.locator(".host-sheet-button").click()
            expect(page.locator(".host-sheet-facts")).to_be_visible()
        cut_off[place] = page.evaluate(CUT_OFF)
    page.goto(f"{house.server.url}/console/{code}/results")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    cut_off["results"] = page.evaluate(CUT_OFF)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert {place: found for place, found in cut_off.items() if found} == {}


ASKING = {
    "Verschieben nach": "card",
    "Auch in … zeigen": "card",
    "Zusammenlegen mit": "topic",
    "Steht im Widerspruch": "topic",
}


@pytest.mark.parametrize("number", sampled([8, 30, 100], [8, 30]))
def test_lists_of_topics_scroll_in_their_place(page: Page, house: House, number: int):
    evening = house.evening()
    many_topics(house, evening, number)
    enter(page, evening.invitation.console_url)
    for item, of in ASKING.items():
        page.set_viewport_size({"width": 1440, "height": 900})
        page.goto(f"{house.server.url}/console/{evening.dialogue.code}?view=topics&table=bildung")
        if of == "card":
            page.locator(".topic-toggle").first.click()
        page.locator(".topic .card-foot .more" if of == "card" else ".topic-actions .more").first.click()
        page.get_by_role("menuitem", name=item).click()
        # All other topics, and for a move the new one.
        options = page.get_by_role("dialog").locator("option")
        expect(options).to_have_count(number + (2 if item == "Verschieben nach" else 1))
        for width, height in [(1440, 900), (1024, 768), (390, 844)]:
            page.set_viewport_size({"width": width, "height": height})
            look_at_list(page, height, name=f"{item} at {width}")


def look_at_list(page: Page, height: int, *, name: str) -> None:
    """Check that a list scrolls, is wide enough for its names, goes by keyboard and covers nothing."""
    choice = page.get_by_role("dialog").get_by_role("listbox")
    found = choice.evaluate(
        """list => ({ overflow: getComputedStyle(list).overflowY, height: list.clientHeight,
            wide: list.scrollWidth - list.clientWidth })"""
    )
    assert (found["overflow"], found["wide"]) == ("auto", 0), name
    assert 100 <= found["height"] <= 0.4 * height, name
    choice.focus()
    page.keyboard.press("Home")
    page.keyboard.press("End")
    last = choice.locator("option").last
    assert last.evaluate("option => option.selected"), name
    within = """option => {
        const own = option.getBoundingClientRect();
        const list = option.parentElement.getBoundingClientRect();
        return own.bottom <= list.bottom + 1 && own.top >= list.top - 1;
    }"""
    until(lambda: last.evaluate(within), within=5, why=lambda: name)
    submit = page.get_by_role("dialog").locator("[type=submit]")
    submit.scroll_into_view_if_needed()
    assert submit.evaluate(IN_VIEW), name
