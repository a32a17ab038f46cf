import pytest

from tests.catalogues import translated
from workshop.console.wording.errors import error_sentence
from workshop.domain.errors import DomainError, Refusal
from workshop.i18n import languages_of

pytestmark = pytest.mark.unit

GENERAL = "This did not work; nothing was changed."
# What only a phone can meet: it sends cards and dots, changes its own ones and is slowed down.
ONLY_ON_PHONES = {
    Refusal.DIALOGUE_DELETED,
    Refusal.ADDITION_TOO_LONG,
    Refusal.ANSWER_INVALID,
    Refusal.BODY_INVALID,
    Refusal.BUDGET_USED,
    Refusal.DOTS_ON_ONE,
    Refusal.DOTS_USED,
    Refusal.TALLY_CLOSED,
    Refusal.ID_INVALID,
    Refusal.ID_TAKEN,
    Refusal.NOBODY_NEW,
    Refusal.NOT_UTF8,
    Refusal.NOT_YOUR_CARD,
    Refusal.REPLIES_CLOSED,
    Refusal.STORAGE_FAILED,
    Refusal.SUMMARY_CHANGED,
    Refusal.TABLE_PAUSED,
    Refusal.TOO_FAST,
}
HERE = sorted(set(Refusal) - ONLY_ON_PHONES)


@pytest.mark.parametrize("lang", languages_of("console"))
def test_each_refusal_has_its_own_sentence(lang):
    texts = translated("console", lang)
    sentences = {refusal: error_sentence(DomainError(refusal), gettext=str) for refusal in HERE}
    assert {refusal for refusal, sentence in sentences.items() if sentence == GENERAL} == set()
    assert len({texts[sentence] for sentence in sentences.values()}) == len(HERE)


@pytest.mark.parametrize("refusal", sorted(ONLY_ON_PHONES))
def test_what_only_phones_can_meet_has_no_sentence_of_its_own(refusal):
    assert error_sentence(DomainError(refusal), gettext=str) == GENERAL
