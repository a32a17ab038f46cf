import re
from zoneinfo import ZoneInfo

import pytest

from tests.board.pictures import change, picture
from tests.catalogues import translated
from workshop.domain.plan import WARNING_SECONDS
from workshop.i18n import LANGUAGES
from workshop.models import EntryState, Phase
from workshop.phone.assets import STATIC
from workshop.phone.language import DOMAIN, Reading, offered
from workshop.phone.seat import Place
from workshop.phone.write import STATES, WritePages

pytestmark = pytest.mark.unit


def test_the_page_speaks_all_eleven_languages():
    assert (set(offered()), len(offered())) == (set(LANGUAGES), 11)


@pytest.mark.parametrize("tag", offered())
def test_each_state_of_an_own_card_has_its_own_words(tag):
    texts = translated(DOMAIN, tag)
    # A withdrawn card is not among one's own any more.
    seen = set(EntryState) - {EntryState.WITHDRAWN}
    assert len({texts[STATES[state]] for state in seen}) == len(seen)


@pytest.mark.parametrize("tag", offered())
def test_each_phase_without_a_form_has_its_own_notice(tag):
    of = picture()
    html = WritePages(ZoneInfo("Europe/Berlin")).page(of, Place(of.tables[1]), Reading(tag))
    heads = dict(re.findall(r'<section class="notice" data-for="(\w+)"[^>]*>\s*<h2>([^<]+)</h2>', html))
    assert heads.keys() == set(Phase) - {Phase.COLLECT}
    assert len(set(heads.values())) == len(heads)


def test_evening_with_one_round_hears_of_none():
    of = picture()
    change(of, rounds=1)
    html = WritePages(ZoneInfo("Europe/Berlin")).page(of, Place(of.tables[1]), Reading("de"))
    assert not re.search(r"Runde \d", html.partition('id="texts"')[0])
    assert 'id="move"' not in html
    assert "Danach werden Karten zum selben Thema zusammengelegt." in html


def test_script_warns_when_board_and_console_do():
    source = (STATIC / "evening.js").read_text(encoding="utf-8")
    assert re.findall(r"left > (\d+)", source) == [str(WARNING_SECONDS)]
