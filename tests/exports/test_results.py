from dataclasses import replace

import pytest

from exports.errors import RefusedResultsError
from exports.outcome_fields import OutcomeKind
from exports.results import EntryFacts, GroupFacts, Results

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("state", ["held", "hidden", "withdrawn", ""])
def test_results_refuse_an_entry_that_is_not_shown(evening: Results, state: str):
    secret = EntryFacts(id="s1", table="wohnen", question="works", text="streng geheim", state=state)
    with pytest.raises(RefusedResultsError) as refused:
        replace(evening, entries=(*evening.entries, secret))
    assert str(refused.value) == f"entry s1 is {state}, only shown entries get out"


def test_results_refuse_an_outcome_that_links_to_a_card_that_is_not_among_them(evening: Results):
    outcome = replace(evening.outcomes[0], entry_ids=("hidden-card",))
    with pytest.raises(RefusedResultsError) as refused:
        replace(evening, outcomes=(outcome,))
    assert str(refused.value) == "outcome 1 points to entry hidden-card, which is not among the results"


def test_results_refuse_a_group_that_leaves_out_a_card_of_its_own(evening: Results):
    group = GroupFacts(id=1, table="bildung", label="Sprachkurse", entry_ids=("a2", "a3", "a4"))
    with pytest.raises(RefusedResultsError) as refused:
        replace(evening, groups=(group, evening.groups[1]))
    assert str(refused.value) == "group 1 and entry a1 disagree"


def test_results_take_a_card_that_stands_in_a_second_group_too(evening: Results):
    group = GroupFacts(id=1, table="bildung", label="Sprachkurse", entry_ids=("a1", "a2", "a3", "a4", "a5"))
    taken = replace(evening, groups=(group, evening.groups[1]))
    assert [len(each.entry_ids) for each in taken.groups] == [5, len(evening.groups[1].entry_ids)]


@pytest.mark.parametrize("noun", ["tables", "entries", "groups", "outcomes"])
def test_results_refuse_an_id_that_is_there_twice(evening: Results, noun: str):
    rows = getattr(evening, noun)
    with pytest.raises(RefusedResultsError, match="is there twice"):
        replace(evening, **{noun: (*rows, rows[0])})


@pytest.mark.parametrize(("field", "value"), [("table", "nowhere"), ("question", "why"), ("group_id", 99)])
def test_results_refuse_an_entry_that_points_nowhere(evening: Results, field: str, value: object):
    loose = replace(evening.entries[4], **{field: value})
    with pytest.raises(RefusedResultsError):
        replace(evening, entries=(*evening.entries[:4], loose, *evening.entries[5:]))


def test_outcome_knows_its_kind(evening: Results):
    assert [outcome.kind for outcome in evening.outcomes] == [
        OutcomeKind.PROJECT_IDEA,
        OutcomeKind.PROJECT_IDEA,
        OutcomeKind.ROUND_TABLE,
        OutcomeKind.EXISTING_OFFER,
        OutcomeKind.PROBLEM,
        OutcomeKind.SUGGESTION,
        OutcomeKind.RECOMMENDATION,
    ]
