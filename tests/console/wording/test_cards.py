import pytest

from tests.catalogues import translated
from workshop.console.wording.cards import held_sentence, question_name, reason_name, window_name
from workshop.i18n import languages_of
from workshop.models import HoldReason, QuestionKey, Window

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("lang", languages_of("console"))
def test_each_question_has_its_own_word(lang):
    texts = translated("console", lang)
    assert len({texts[question_name(key, gettext=str)] for key in QuestionKey}) == len(QuestionKey)


@pytest.mark.parametrize("lang", languages_of("console"))
def test_each_reason_has_its_own_words_and_so_has_none(lang):
    texts, reasons = translated("console", lang), (*HoldReason, None)
    assert len({texts[reason_name(reason, gettext=str)] for reason in reasons}) == len(reasons)


@pytest.mark.parametrize("lang", languages_of("console"))
def test_only_a_card_that_came_outside_has_a_mark(lang):
    texts = translated("console", lang)
    marks = [window_name(window, gettext=lambda text: texts[text]) for window in Window]
    assert (marks[0], len(set(marks))) == ("", 3)


def test_whose_paper_card_is_held_hears_why():
    assert "personal data" in held_sentence(HoldReason.PERSONAL_DATA, gettext=str)
