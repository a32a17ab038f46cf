"""Why a card was refused or held, in each language of the phone page."""

import json

import pytest

from tests.catalogues import translated
from workshop.domain.errors import Refusal, RefusedError, TooFastError
from workshop.models import HoldReason
from workshop.phone.language import DOMAIN, Reading, offered
from workshop.phone.refusal import HOLD_REASONS, SENTENCES, answer_of, unavailable
from workshop.phone.write import WAITING

pytestmark = pytest.mark.unit

GENERAL = "That did not work. Please try again."
WAIT = "That was very fast. Please wait %(seconds)s second."
# What only moderators, hosts and organisers can meet: a phone posts, corrects and withdraws its own cards.
NOT_ON_PHONES = {
    Refusal.FORBIDDEN,
    Refusal.LAST_ORGANISER,
    Refusal.LINK_EXPIRED,
    Refusal.LINK_INVALID,
    Refusal.LINK_REVOKED,
    Refusal.LINK_UNKNOWN,
    Refusal.LINK_USED,
    Refusal.ALREADY_STARTED,
    Refusal.NOT_A_REHEARSAL,
    Refusal.NOT_IN_SERIES,
    Refusal.SERIES_UNKNOWN,
    Refusal.NO_CLOCK,
    Refusal.NO_SUMMARIES_NOW,
    Refusal.FROM_PAPER,
    Refusal.MUTE_UNKNOWN,
    Refusal.GROUP_DISSOLVED,
    Refusal.OUTCOME_UNKNOWN,
    Refusal.PROPOSAL_UNKNOWN,
    Refusal.CAPTION_MISSING,
    Refusal.PHOTO_HEIC,
    Refusal.PHOTO_KIND,
    Refusal.PHOTO_MOVES,
    Refusal.PHOTO_TOO_LARGE,
    Refusal.PHOTO_UNKNOWN,
    Refusal.PHOTO_UNREADABLE,
    Refusal.PHOTOS_BUSY,
    Refusal.TOO_MANY_PHOTOS,
    Refusal.NOTHING_TO_REDO,
    Refusal.NOTHING_TO_UNDO,
    Refusal.STEP_IN_THE_WAY,
    Refusal.ALREADY_THERE,
    Refusal.CODE_DIFFERS,
    Refusal.DAY_OUT_OF_RANGE,
    Refusal.DELETE_DAY_OUT_OF_RANGE,
    Refusal.DOTS_GIVEN,
    Refusal.DETAILS_INVALID,
    Refusal.FIELD_MISSING,
    Refusal.GROUP_WITHOUT_NUMBER,
    Refusal.NUMBER_INVALID,
    Refusal.LABEL_MISSING,
    Refusal.LAST_TABLE,
    Refusal.MINUTES_OUT_OF_RANGE,
    Refusal.NOT_FROM_PAPER,
    Refusal.NOTHING_CHOSEN,
    Refusal.NOTHING_LEFT_IN_GROUP,
    Refusal.NOTHING_TO_MARK,
    Refusal.NOTHING_TO_MERGE,
    Refusal.OTHER_TABLE,
    Refusal.REASON_MISSING,
    Refusal.VERDICT_MISSING,
    Refusal.BUDGET_OUT_OF_RANGE,
    Refusal.ROUNDS_OUT_OF_RANGE,
    Refusal.SECONDS_OUT_OF_RANGE,
    Refusal.TABLE_KEY_RESERVED,
    Refusal.TITLE_MISSING,
    Refusal.TOO_MANY,
    Refusal.TOO_MANY_TABLES,
    Refusal.WINDOW_OUT_OF_RANGE,
}


def test_each_refusal_that_can_reach_a_phone_has_its_sentence():
    assert set(Refusal) - NOT_ON_PHONES == {*SENTENCES, Refusal.TOO_FAST}


@pytest.mark.parametrize("tag", offered())
def test_each_refusal_is_said_in_each_language(tag):
    texts = translated(DOMAIN, tag)
    for refusal, sentence in SENTENCES.items():
        said = answer_of(RefusedError(refusal), Reading(tag)).message
        assert (said, said == texts[GENERAL]) == (texts[sentence], False), refusal


@pytest.mark.parametrize("tag", offered())
def test_too_fast_says_how_long_to_wait(tag):
    forms = translated(DOMAIN, tag)[WAIT]
    answer = answer_of(TooFastError(retry_after=37), Reading(tag))
    assert answer.message in {form % {"seconds": 37} for form in forms}
    assert (answer.status, answer.headers) == (429, {"Retry-After": "37"})


@pytest.mark.parametrize("tag", offered())
def test_what_only_staff_can_meet_is_still_answered(tag):
    for refusal in NOT_ON_PHONES:
        answer = answer_of(RefusedError(refusal), Reading(tag))
        assert answer.message == translated(DOMAIN, tag)[GENERAL], refusal


@pytest.mark.parametrize("tag", offered())
def test_each_reason_to_hold_has_its_own_words(tag):
    texts = translated(DOMAIN, tag)
    said = HOLD_REASONS | WAITING
    assert len({texts[said[reason]] for reason in HoldReason}) == len(HoldReason)


def test_script_gets_the_reason_as_plain_text():
    answer = unavailable(Reading("en"))
    assert json.dumps(answer.body) == (
        '{"error": "storage_failed", '
        '"message": "The card could not be stored just now. Please send it once more in a moment."}'
    )


def test_reasons_that_scripts_and_logs_know_stay_as_they_are():
    assert set(Refusal) >= {
        "body_invalid", "changed_meanwhile", "closed", "dialogue_unknown", "entry_unknown", "entry_withdrawn",
        "id_invalid", "id_taken", "not_collecting", "not_utf8", "not_your_card", "question_unknown",
        "storage_failed", "table_unknown", "text_empty", "text_too_long", "too_fast",
    }  # fmt: skip
