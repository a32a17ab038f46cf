import pytest

from exports.names import kind_heading, kind_name, question_name
from exports.outcome_fields import OutcomeKind
from exports.results import DialogueFacts, QuestionKey
from tests.catalogues import translated
from workshop.i18n import languages_of

pytestmark = pytest.mark.unit

LANGUAGES = languages_of("exports")


def test_files_are_written_in_german_and_english() -> None:
    assert set(LANGUAGES) == {"de", "en"}


@pytest.mark.parametrize("words", [kind_name, kind_heading])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_kind_has_its_own_name_and_heading(lang, words) -> None:
    texts = translated("exports", lang)
    assert len({texts[words(kind, gettext=str)] for kind in OutcomeKind}) == len(OutcomeKind)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_question_has_its_own_words_where_the_dialogue_has_none(lang) -> None:
    texts, dialogue = translated("exports", lang), DialogueFacts("CODE2345", "Abend", {})
    asked = {texts[question_name(key, dialogue, gettext=str)] for key in QuestionKey}
    assert len(asked) == len(QuestionKey)
