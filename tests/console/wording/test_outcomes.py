import pytest

from tests.catalogues import translated
from workshop.console.wording.outcomes import KINDS, kind_heading, kind_name
from workshop.i18n import languages_of
from workshop.models import OutcomeKind

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("words", [kind_name, kind_heading])
@pytest.mark.parametrize("lang", languages_of("console"))
def test_each_kind_has_its_own_name_and_heading(lang, words):
    texts = translated("console", lang)
    assert len({texts[words(kind, gettext=str)] for kind in OutcomeKind}) == len(OutcomeKind)


def test_the_console_offers_every_kind_once():
    assert sorted(KINDS) == sorted(OutcomeKind)
