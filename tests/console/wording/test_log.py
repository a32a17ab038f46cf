import pytest

from tests.catalogues import translated
from workshop.console.wording.log import role_name, verb_name
from workshop.i18n import languages_of
from workshop.models import Role, StepVerb

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("lang", languages_of("console"))
def test_each_verb_of_the_log_has_its_own_words(lang):
    texts = translated("console", lang)
    assert len({texts[verb_name(verb, gettext=str)] for verb in StepVerb}) == len(StepVerb)


@pytest.mark.parametrize("lang", languages_of("console"))
def test_each_role_has_its_own_word(lang):
    texts = translated("console", lang)
    assert len({texts[role_name(role, gettext=str)] for role in Role}) == len(Role)
