"""A name that is too long for its place is cut off cleanly."""

import pytest
from playwright.sync_api import expect

from workshop.domain.group import gather_entries

pytestmark = pytest.mark.e2e
# Lines of a text that look out below the place where it is cut off.
LOOKS_OUT = """element => {
  const lines = document.createRange(), end = element.getBoundingClientRect().bottom;
  lines.selectNodeContents(element);
  return [...lines.getClientRects()].filter(line => line.top < end - 2 && line.bottom > end + 8).length;
}"""


@pytest.mark.parametrize(("path", "label"), [("", ".topic__label"), ("/wohnen", ".topic-row__label")])
def test_nothing_looks_out_below_a_name_that_is_cut_off(evening, open_board, path, label):
    ids = [evening.post(f"Donaudampfschiff {n}") for n in range(3)]
    evening.do(gather_entries, entry_ids=ids, label="Donaudampfschifffahrtsgesellschaft" * 2)
    evening.post("Anderes")
    name = open_board(evening, path).locator(label, has_text="Donaudampf").first
    expect(name).to_be_visible()
    assert name.evaluate("element => element.scrollHeight > element.clientHeight")
    assert name.evaluate(LOOKS_OUT) == 0


def test_two_long_words_are_read_whole_over_the_largest_topic(evening, open_board):
    for count, label in ((9, "Grundstücke, Sozialwohnungen"), (2, "Bad"), (1, "Bus")):
        cards = [evening.post(f"{label} {n}") for n in range(count)]
        evening.do(gather_entries, entry_ids=cards, label=label)
    name = open_board(evening, "").locator(".is-level-3 > .topic__label")
    expect(name).to_contain_text("Grund")
    assert name.evaluate("element => element.scrollHeight <= element.clientHeight")
