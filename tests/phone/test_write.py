import pytest

from tests.catalogues import translated
from workshop.i18n import LANGUAGES
from workshop.models import EntryState
from workshop.phone.language import DOMAIN, offered
from workshop.phone.write import STATES

pytestmark = pytest.mark.unit


def test_the_page_speaks_all_eleven_languages():
    assert (set(offered()), len(offered())) == (set(LANGUAGES), 11)


@pytest.mark.parametrize("tag", offered())
def test_each_state_of_an_own_card_has_its_own_words(tag):
    texts = translated(DOMAIN, tag)
    # A withdrawn card is not among one's own any more.
    seen = set(EntryState) - {EntryState.WITHDRAWN}
    assert len({texts[STATES[state]] for state in seen}) == len(seen)
