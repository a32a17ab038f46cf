import pytest

from workshop.console.wording.summaries import counts_sentence, summary_name
from workshop.domain.queries.summary import Replies
from workshop.i18n import catalogue

pytestmark = pytest.mark.unit


def test_one_round_needs_no_number():
    german = catalogue("console", "de").gettext
    assert summary_name(1, has_rounds=False, gettext=german) == "Zusammenfassung"
    assert summary_name(2, has_rounds=True, gettext=german) == "Zusammenfassung der Runde 2"


def test_counts_are_told_once_somebody_answered():
    german = catalogue("console", "de").gettext
    assert counts_sentence(Replies(1), gettext=german) == ""
    told = counts_sentence(Replies(1, agree=12, add=3, disagree=1), gettext=german)
    assert told == "12 stimmt · 3 ergänzen · 1 stimmt nicht"
