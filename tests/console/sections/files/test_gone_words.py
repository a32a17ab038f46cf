from dataclasses import replace
from datetime import UTC, datetime

import pytest

from exports.results import AdditionFacts, DialogueFacts, EntryFacts, Results, SummaryFacts, TableFacts
from tests.board.pictures import entry
from workshop.console.sections.files.gone_words import shows_gone_words
from workshop.domain.queries.summary import AdditionView, Replies, SummaryView
from workshop.models import EntryState, Role

pytestmark = pytest.mark.unit

CARD = entry("a", group_id=None)
SUMMARY = SummaryView(
    id=1,
    table_id=1,
    round=1,
    text="Mehr Busse",
    edition=1,
    offered=True,
    role=Role.HOST,
    changed_at=datetime(2026, 3, 12, tzinfo=UTC),
    version=1,
    replies=Replies(1, add=1, additions=(AdditionView(1, "auch nachts", "de", EntryState.SHOWN, None),)),
)
RESULTS = Results(
    dialogue=DialogueFacts(code="LEER", title="Abend", questions={}),
    tables=(TableFacts("tisch1", "Wege", 1),),
    entries=(EntryFacts("a", "tisch1", "works", CARD.text),),
    summaries=(SummaryFacts("tisch1", 1, "Mehr Busse", add=1, additions=(AdditionFacts("auch nachts"),)),),
)


def gone(*cards, summaries=()) -> bool:
    return shows_gone_words(RESULTS, cards, [("tisch1", each) for each in summaries])


@pytest.mark.parametrize("state", [each for each in EntryState if each != EntryState.SHOWN])
def test_card_that_is_no_longer_shown_is_gone(state: EntryState):
    assert gone(replace(CARD, state=state))


def test_card_in_which_words_were_blacked_out_is_gone():
    assert gone(replace(CARD, text="█████"))


def test_what_was_sorted_or_came_in_later_is_not_gone():
    assert not gone(
        replace(CARD, group_id=7, version=9), entry("b"), replace(entry("c"), state=EntryState.HELD)
    )


def test_summary_in_other_words_is_gone_and_a_reply_is_none():
    assert not gone(summaries=[SUMMARY, replace(SUMMARY, round=2, text="Anderes")])
    assert not gone(summaries=[replace(SUMMARY, replies=replace(SUMMARY.replies, agree=5))])
    assert gone(summaries=[replace(SUMMARY, text="Mehr █████")])


def test_addition_that_was_hidden_is_gone():
    hidden = AdditionView(1, "auch nachts", "de", EntryState.HIDDEN, None)
    assert gone(summaries=[replace(SUMMARY, replies=Replies(1, add=1, additions=(hidden,)))])
