"""Every handler of the console, over the real socket: for those with the right, on their own page only."""

import urllib.parse
from collections.abc import Mapping, Sequence
from types import SimpleNamespace

import pytest

from tests.doors.conftest import Crowd, DoorsServer, Writes, gather_crowd
from tests.doors.deed_rows import DEEDS, ROUTE_OF, WITHOUT_DEEDS, PageKind
from tests.doors.intruders import Intruders
from tests.doors.table import ROUTES
from tests.doors.walk import Walk, may
from tests.doors.ways import PLACES
from tests.doors.who import Place, Who, actors_of
from tests.waiting import soon
from workshop.console.frame.deeds import Deed, Need
from workshop.console.frame.page import Page
from workshop.console.pages.access import AccessPage
from workshop.console.pages.dialogue import DialoguePage
from workshop.console.pages.dialogues import DialoguesPage
from workshop.console.pages.host import HostPage
from workshop.console.pages.keeping import KeepingPage
from workshop.console.pages.measures import HostMeasuresPage, MeasuresPage
from workshop.console.pages.results import ResultsPage
from workshop.sockets.complaints import Fault

pytestmark = pytest.mark.integration
PAGES: Mapping[PageKind, type[Page]] = {
    PageKind.DIALOGUES: DialoguesPage,
    PageKind.ACCESS: AccessPage,
    PageKind.DIALOGUE: DialoguePage,
    PageKind.RESULTS: ResultsPage,
    PageKind.HOST: HostPage,
    PageKind.KEEPING: KeepingPage,
    PageKind.MEASURES: MeasuresPage,
    PageKind.HOST_MEASURES: HostMeasuresPage,
}
# What a need lets in, the least first.
NEEDS: Mapping[Who, Need] = {
    Who.READER: Need.READER,
    Who.HOST: Need.HOST,
    Who.MODERATOR: Need.MODERATOR,
    Who.ORGANISER: Need.ORGANISER,
}
WALKS = [(kind, who) for kind in PageKind for who in Who if may(kind, who)]
# Each page in the hands of the least who may be there; the organiser's deeds on the list are nobody else's.
SHORT = {
    (PageKind.DIALOGUES, Who.MODERATOR_ELSEWHERE),
    (PageKind.DIALOGUES, Who.ORGANISER),
    (PageKind.ACCESS, Who.ORGANISER),
    (PageKind.DIALOGUE, Who.MODERATOR),
    (PageKind.RESULTS, Who.READER),
    (PageKind.HOST, Who.HOST),
    (PageKind.KEEPING, Who.ORGANISER),
    (PageKind.MEASURES, Who.MODERATOR),
    (PageKind.HOST_MEASURES, Who.HOST),
}

# What only organisers do on the page of a dialogue: they are walked there in the one place where that stands.
ORGANISERS_OWN = {"series.next"}


@pytest.mark.unit
def test_every_deed_has_a_row() -> None:
    def missing(deeds: Sequence[str]) -> set[str]:
        return set(deeds) ^ DEEDS.keys()

    assert missing([deed.value for deed in Deed]) == set()
    assert missing([*(deed.value for deed in Deed), "facts.planted"]) == {"facts.planted"}


@pytest.mark.unit
def test_every_deed_asks_for_as_much_as_the_least_needs_who_may_do_it() -> None:
    wrong = {}
    for deed in Deed:
        doers = set().union(*DEEDS[deed].who.values())
        needs = next(need for who, need in NEEDS.items() if who in doers)
        if deed.need != (Need.HOST if deed == Deed.DRAFTS_COMPARE else needs):
            wrong[deed] = (deed.need, needs)
    assert wrong == {}


@pytest.mark.unit
def test_every_page_of_the_console_is_walked_and_every_deed_on_the_short_walks() -> None:
    pages = {route for route in ROUTES if route.startswith(("GET /console", "GET /host"))}
    assert pages == {*ROUTE_OF.values(), *WITHOUT_DEEDS}
    assert ROUTE_OF.keys() == PAGES.keys() == set(PageKind)
    for kind in PageKind:
        assert {who for who in Who if may(kind, who)} == ROUTES[ROUTE_OF[kind]].who
    assert set(WALKS) >= SHORT
    assert set().union(ORGANISERS_OWN, *(may(kind, who) for kind, who in SHORT)) == DEEDS.keys()
    assert may(PageKind.DIALOGUE, Who.ORGANISER) - may(PageKind.DIALOGUE, Who.MODERATOR) == ORGANISERS_OWN


@pytest.mark.unit
@pytest.mark.parametrize("kind", PageKind)
def test_page_lets_nobody_do_what_the_table_does_not_give(kind: PageKind) -> None:
    """Should a handler ever stand where it does not belong, or the right shrink while a page is open."""
    page = PAGES[kind].__new__(PAGES[kind])
    page.__dict__ |= {
        "picture": SimpleNamespace(dialogue=SimpleNamespace(id=1)),
        "table": SimpleNamespace(id=1),
    }
    rights = {Need.READER: 0, Need.HOST: 1, Need.MODERATOR: 2, Need.ORGANISER: 3}
    heights = {Who.READER: 0, Who.HOST: 1, Who.MODERATOR_ELSEWHERE: 2, Who.MODERATOR: 2, Who.ORGANISER: 3}
    for who, actor in actors_of(Place(1, 1, 2, 2), participant="").items():
        is_at_home = who in ROUTES[ROUTE_OF[kind]].who
        assert page.permits(actor) == is_at_home, who
        for need in Need:
            assert page.meets(actor, need) == (is_at_home and heights[who] >= rights[need]), (who, need)


@pytest.fixture
async def crowd(doors: DoorsServer) -> Crowd:
    """Everybody, at evenings of their own: each test changes all there is."""
    return await gather_crowd(doors)


@pytest.mark.parametrize(
    ("kind", "who"),
    [pytest.param(*each, marks=[] if each in SHORT else [pytest.mark.soak]) for each in WALKS],
)
async def test_page_holds_what_its_person_may_do_and_does_it_for_nobody_else(
    doors: DoorsServer, crowd: Crowd, writes: Writes, kind: PageKind, who: Who
) -> None:
    before = doors.lists()
    async with Intruders(crowd) as intruders:
        walk = Walk(crowd, kind, who, writes=writes, intruders=intruders)
        await walk.go()
        foreign = before["refused"].get(Fault.FOREIGN_CLIENT, 0) + intruders.forged
        await soon(
            lambda: doors.lists()["refused"].get(Fault.FOREIGN_CLIENT) == foreign,
            within=10,
            why=lambda: f"not each of {foreign} forged calls was refused: {doors.lists()['refused']}",
        )
    assert walk.seen == may(kind, who)
    assert walk.wrote == {name for name in walk.seen if DEEDS[name].writes}
    assert walk.could_take == []
    # No handler was called but by whoever walked.
    assert walk.calls <= doors.lists()["begun"] - before["begun"] <= walk.calls + walk.lost


async def test_what_only_organisers_do_on_the_page_of_a_dialogue_nobody_else_does(
    doors: DoorsServer, crowd: Crowd, writes: Writes
) -> None:
    before = doors.lists()
    async with Intruders(crowd) as intruders:
        walk = Walk(
            crowd, PageKind.DIALOGUE, Who.ORGANISER, writes=writes, intruders=intruders, places=["facts"]
        )
        await walk.go()
    assert walk.wrote >= ORGANISERS_OWN
    assert walk.could_take == []
    assert walk.calls <= doors.lists()["begun"] - before["begun"] <= walk.calls + walk.lost


async def test_every_place_of_a_dialogue_is_walked(crowd: Crowd) -> None:
    async with crowd.visitor(Who.MODERATOR) as visitor:
        page = await visitor.open(f"/console/{crowd.hall.evening.code}")
    links = [urllib.parse.urlsplit(each["props"]["href"]) for each in page.walk(classes="nav-link")]
    assert {urllib.parse.parse_qs(link.query)["view"][0] for link in links} == PLACES.keys()
