"""The gong: at the end of a round and two minutes before, once for each, and only where it may sound."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from py_mini_racer import MiniRacer

import workshop.board
from tests.board.conftest import card
from workshop.domain.round import sound_gong, start_round

GONG = Path(workshop.board.__file__).parent / "pieces" / "gong.js"
SOON = 120_000
# What the page hears instead of loudspeakers; one gong is two tones. It is blocked as browsers block it.
AUDIO = """
window.tones = [];
const nothing = () => {};
const param = () => ({
  value: 0, setValueAtTime: nothing, linearRampToValueAtTime: nothing, exponentialRampToValueAtTime: nothing,
});
window.AudioContext = class {
  state = window.name === 'allowed' ? 'running' : 'suspended';
  currentTime = 0;
  destination = {};
  resume() { this.state = 'running'; return Promise.resolve(); }
  createGain() { return {gain: param(), connect: next => next}; }
  createOscillator() {
    const frequency = param();
    return {frequency, connect: next => next, start() { window.tones.push(frequency.value); }, stop() {}};
  }
};
"""


def marks(*looks: tuple[int | None, int | None]) -> list[str]:
    """Return what is sounded when a page looks at clocks so: the clock's end, and how much is left of it."""
    engine = MiniRacer()
    engine.eval(GONG.read_text(encoding="utf-8").replace("export ", ""))
    engine.eval("const marks = new Marks();")
    found = [engine.eval(f"marks.look({json.dumps(end)}, {json.dumps(left)}, {SOON})") for end, left in looks]
    return [str(each) for each in found]


@pytest.mark.unit
def test_each_mark_sounds_once_also_where_the_clock_of_a_browser_is_set_right() -> None:
    # Each message may move the browser's idea of the server's time a little.
    before, after = (1, 120_100), (1, 119_900)
    assert marks(before, after, before, after) == ["", "soon", "", ""]
    assert marks((1, 100), (1, -40), (1, 10), (1, -300), (1, -60_000)) == ["", "over", "", "", ""]


@pytest.mark.unit
def test_what_was_before_a_page_was_open_or_long_ago_makes_no_sound() -> None:
    assert marks((1, -200), (1, -400)) == ["", ""]
    assert marks((1, 60_000), (1, 59_000)) == ["", ""]
    # A tab that slept over it.
    assert marks((1, 200_000), (1, 50_000), (1, 30_000), (1, -20_000)) == ["", "", "", ""]
    # No clock, a pause, another clock that is over already.
    assert marks((None, None), (1, 50), (None, None), (2, -10), (2, -20)) == [""] * 5


@pytest.mark.unit
def test_end_that_a_person_brings_near_sounds_and_a_later_one_again() -> None:
    assert marks((1, 50_000), (2, -30), (3, 59_000), (3, -30)) == ["", "over", "", "over"]


@pytest.fixture
def open_clock(evening, open_board):
    """Open a board on which the page's time passes as the test says."""

    def open_page(path: str = "", *, allowed: bool = True) -> Page:
        page = open_board(evening, path)
        page.add_init_script(f"window.name = '{'allowed' if allowed else ''}';{AUDIO}")
        page.clock.install()
        page.reload()
        page.wait_for_selector(".clock")
        return page

    return open_page


def tones(page: Page) -> int:
    return int(page.evaluate("window.tones.length"))


def pass_mark(page: Page, mark: int) -> None:
    """Let the page's clock pass a mark: at a stroke to some seconds before it, and then as seconds go."""
    minutes, seconds = page.locator(".clock").inner_text().split(":")
    page.clock.fast_forward(1000 * (60 * int(minutes) + int(seconds) - mark - 6))
    page.clock.run_for(8000)


@pytest.mark.e2e
def test_hall_is_warned_sees_a_calm_zero_and_hears_each_once(evening, open_clock):
    evening.do(start_round, minutes=4)
    page = open_clock()
    clock, word, told = (
        page.locator(each) for each in (".clock", ".clock-word", ".visually-hidden[role=status]")
    )
    assert (word.count(), tones(page)) == (0, 0)
    page.keyboard.press("b")
    pass_mark(page, 120)
    # Also on the calm slide, and once with it and the head of the page.
    expect(word).to_have_text("Die letzten zwei Minuten")
    expect(told).to_have_text("Die letzten zwei Minuten")
    page.keyboard.press("b")
    page.clock.run_for(2000)
    assert tones(page) == 2
    pass_mark(page, 0)
    expect(clock).to_have_text("00:00")
    expect(word).to_have_text("Bitte zum Ende kommen")
    expect(told).to_have_text("Bitte zum Ende kommen")
    evening.post("Weckt die Tafel")
    page.clock.run_for(2000)
    assert tones(page) == 4
    page.clock.fast_forward(180_000)
    page.clock.run_for(1000)
    expect(clock).to_have_text("00:00")
    assert tones(page) == 4
    assert page.evaluate("getComputedStyle(document.querySelector('.clock')).animationName") == "none"


@pytest.mark.e2e
def test_browser_that_blocks_sound_is_asked_calmly_and_the_console_has_the_last_word(evening, open_clock):
    evening.do(start_round, minutes=4)
    page = open_clock(allowed=False)
    button = page.get_by_role("button", name="Ton einschalten")
    expect(button).to_be_visible()
    pass_mark(page, 120)
    assert tones(page) == 0
    button.click()
    page.clock.run_for(500)
    expect(button).to_have_count(0)
    assert tones(page) == 0
    evening.do(sound_gong, sounds=False)
    expect(card(page, evening.post("Weckt die Tafel"))).to_have_count(1)
    pass_mark(page, 0)
    expect(page.locator(".clock-word")).to_have_text("Bitte zum Ende kommen")
    assert tones(page) == 0
