"""The ranking: hidden while the tally is open, ties at one rank, and all numbers in words."""

from dataclasses import replace

import httpx
import pytest
from playwright.sync_api import expect

from tests.board.pictures import entry, group, picture
from workshop.board.overview import Overview
from workshop.board.ranking import PLACES, ranking_of
from workshop.board.wording import Wording
from workshop.domain.dialogue import set_phase
from workshop.domain.dot import close_tally, count_paper_dots
from workshop.domain.group import gather_entries
from workshop.domain.queries.changes import Delta
from workshop.live.picture import Picture
from workshop.models import Accord, Phase, now

# Width and size of letters, in pixels.
BOXES = "all => all.map(e => ({width: e.offsetWidth, size: parseFloat(getComputedStyle(e).fontSize)}))"


def weighed(*dots: int, paper: int = 0, phase: Phase = Phase.WEIGH, closed: bool = True) -> Picture:
    """Return a picture with a topic for each number of dots, the first one with paper dots too."""
    groups = [replace(group(n), paper_dots=paper if n == 1 else 0) for n in range(1, len(dots) + 1)]
    of = picture(*[entry(f"k{each.id}", group_id=each.id) for each in groups], groups=groups)
    of.apply(
        Delta(
            of.revision + 1,
            replace(of.dialogue, phase=phase, tally_closed_at=now() if closed else None),
            dots=dict(enumerate(dots, start=1)) if closed else {},
        )
    )
    return of


@pytest.mark.unit
def test_topics_stand_by_their_dots_and_ties_share_a_rank() -> None:
    found = ranking_of(weighed(3, 7, 0, 3, 1, paper=0), Wording("de"))
    assert found is not None
    ranks = [(row["id"], row["rank"], row["tied"], row["total"], row["follows"]) for row in found["rows"]]
    assert ranks == [
        (2, 1, "", 7, False),
        (1, 2, "gleichauf", 3, False),
        (4, 2, "gleichauf", 3, True),
        (5, 4, "", 1, False),
    ]
    assert (found["most"], found["total"], found["more"]) == (7, "14 Punkte insgesamt", "")
    assert {row["parts"] for row in found["rows"]} == {""}


@pytest.mark.unit
def test_consensus_and_dissent_stand_beside_the_topic() -> None:
    of = weighed(3, 2, 1)
    marked = {1: Accord.DISPUTED, 3: Accord.AGREED}
    groups = tuple(replace(of.groups[each], accord=accord) for each, accord in marked.items())
    of.apply(Delta(of.revision + 1, of.dialogue, groups=groups))
    found = ranking_of(of, Wording("de"))
    assert found is not None
    assert [(row["id"], row["accord"], row["mark"]) for row in found["rows"]] == [
        (1, "disputed", "umstritten"),
        (2, "", ""),
        (3, "agreed", "Einigkeit"),
    ]


@pytest.mark.unit
def test_paper_is_told_beside_the_phones() -> None:
    found = ranking_of(weighed(3, 4, paper=2), Wording("de"))
    assert found is not None
    assert [(row["total"], row["parts"]) for row in found["rows"]] == [
        (5, "Handy 3   Papier 2"),
        (4, "Handy 4   Papier 0"),
    ]


@pytest.mark.unit
def test_what_has_no_place_is_counted_and_a_tie_across_the_edge_is_one() -> None:
    found = ranking_of(weighed(*[5] * (PLACES + 3)), Wording("de"))
    assert found is not None
    assert [row["rank"] for row in found["rows"]] == [1] * PLACES
    assert found["more"] == "+ 3 weitere Themen, davon 3 gleichauf"
    found = ranking_of(weighed(*[5] * PLACES, 4, 3), Wording("de"))
    assert found is not None
    assert found["more"] == "+ 2 weitere Themen"


@pytest.mark.unit
@pytest.mark.parametrize("phase", list(Phase))
def test_ranking_is_shown_from_the_closing_on_and_in_the_harvest(phase: Phase) -> None:
    shown = Overview(weighed(3, 1, phase=phase), Wording("de")).scene()["facts"]["ranking"]
    assert bool(shown) == (phase in {Phase.WEIGH, Phase.HARVEST})
    assert ranking_of(weighed(3, paper=9, phase=phase, closed=False), Wording("de")) is None
    assert ranking_of(weighed(0, 0, phase=phase), Wording("de")) is None


@pytest.mark.e2e
def test_board_shows_the_ranking_once_the_tally_is_closed(evening, open_board) -> None:
    """Three topics, two of them level and one in letters that run the other way."""
    labels = ("Kinderbetreuung im Kurs", "دورات لغة مسائية", "Bezahlbare Wohnungen für Familien mit Kindern")
    topics = [evening.do(gather_entries, entry_ids=[evening.post(label)], label=label) for label in labels]
    evening.do(set_phase, phase=Phase.WEIGH)
    for topic, dots in zip(topics, (4, 1, 4), strict=True):
        body = {"group": topic, "dots": dots}
        given = httpx.post(f"{evening.server.url}/j/{evening.code}/dots", json=body, timeout=30)
        assert given.status_code == 200
    evening.do(count_paper_dots, group_id=topics[1], dots=2)
    page = open_board(evening)
    expect(page.locator(".tables")).to_be_visible()
    assert page.locator(".ranking").count() == 0
    evening.do(close_tally)
    expect(page.locator(".rank")).to_have_count(3)
    rows = page.locator(".rank").all_inner_texts()
    assert [row.split()[0] for row in rows] == ["1", "1", "3"]
    assert [row.split()[-1] for row in rows] == ["4", "4", "3"]
    assert "gleichauf" in rows[0]
    assert "Handy 1   Papier 2" in rows[2]
    assert page.locator(".rank").first.get_attribute("data-group-id") == str(topics[0])
    bars = [each["width"] for each in page.locator(".rank__phone").evaluate_all(BOXES)]
    assert bars[0] == pytest.approx(bars[1])
    assert bars[2] == pytest.approx(bars[0] / 4, abs=1)
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    for row in page.locator(".rank__name, .rank__total").evaluate_all(BOXES):
        assert row["size"] >= 29
