import pytest

from exports.columns import Column, card_width, paged

pytestmark = pytest.mark.unit

LEAD = (Column("number", "Nr.", 6), Column("title", "Titel", 22))
PAGE = 168


def columns(*widths: float) -> tuple[Column, ...]:
    return tuple(Column(f"c{number}", "", width) for number, width in enumerate(widths))


@pytest.mark.parametrize(
    ("widths", "cards"), [((40, 40), 20), ((40, 60), 100 / 3), ((70, 70), 140 / 3), ((20, 10), 110 / 3)]
)
def test_facts_of_one_page_stay_as_they_are(widths: tuple[float, ...], cards: float):
    facts, pages = paged(LEAD, columns(*widths))
    assert (tuple(each.width for each in facts), pages) == (widths, 1)
    assert card_width(LEAD, facts, pages) == pytest.approx(cards)


@pytest.mark.parametrize("widths", [(141, 10), (20,) * 8, (100, 20, 30, 40), (200, 10), (10, 300, 20, 15)])
def test_facts_of_two_pages_fill_both_alike(widths: tuple[float, ...]):
    facts, pages = paged(LEAD, columns(*widths))
    assert ([each.key for each in facts], pages) == ([each.key for each in columns(*widths)], 2)
    full = 3 * card_width(LEAD, facts, pages)
    assert full >= PAGE - 28
    total, sums = 0.0, []
    for each in facts:
        total += each.width
        sums.append(total)
    assert sums[-1] == pytest.approx(2 * full)
    assert [each for each in sums if each == pytest.approx(full)] != []
    assert [each.width for each in facts if each.width < min(widths)] == []
