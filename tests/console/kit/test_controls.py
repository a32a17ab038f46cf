from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.bad_texts import NOT_TEXT, bad_texts
from workshop.console.frame.drafts import keys_of
from workshop.console.frame.versions import merged
from workshop.console.kit.controls import number_of, one_of, value, values_of
from workshop.console.kit.facts_form import facts_from
from workshop.console.sections.sorting.act import Act, drop_of, target_of
from workshop.domain import bounds
from workshop.domain.dot import Weighing
from workshop.domain.errors import DomainError, Refusal, RefusedError
from workshop.models import DotScope, OutcomeKind

pytestmark = pytest.mark.unit

RULES = {"dots": ["5"], "dots_on_one": [""], "dots_scope": ["table"]}
RULES |= {"before": ["on"], "before_from": [""], "after_until": [""]}
BERLIN = ZoneInfo("Europe/Berlin")
NO_FORM = [
    *(None, "x", 7, float("nan"), True, [], ["x"], [["x"]]),
    *({"title": value} for value in NOT_TEXT if not (isinstance(value, list) and value in ([], ["x"]))),
    *({"title": [value]} for value in NOT_TEXT),
    {"title": ["x" * (bounds.LONGEST + 1)]},
    {"entry": ["x"] * (bounds.MANY + 1)},
    {str(number): ["x"] for number in range(bounds.FORM_FIELDS + 1)},
    {str(number): ["x" * bounds.LONGEST] for number in range(40)},
    {"x" * bounds.FORM_CHARACTERS: ["x"]},
]


@pytest.mark.parametrize("sent", NO_FORM, ids=range(len(NO_FORM)))
def test_what_is_no_form_is_refused(sent):
    with pytest.raises(RefusedError):
        values_of(sent)


NOTHING = [None, "x", 7, float("nan"), True, [["x"]], [None], ["x"] * 10_000, ["x" * 10_000]]
NO_NUMBER = [-1, 2**31, 2**63, 1.5, float("nan"), True, "²", "9" * 400, "x", ["1"], {"x": 1}]
NO_ID = [7, ["x"], {"x": 1}, "x" * 65, True]


@pytest.mark.parametrize(
    ("read", "wrong"),
    [
        (target_of, [*NOTHING, {}, {"act": ["toggle"]}, {"act": {"toggle": 1}}, {"act": "party"}]),
        (target_of, [{"act": Act.TOGGLE, "group": number} for number in NO_NUMBER]),
        (target_of, [{"act": Act.CHOOSE, "entry": entry} for entry in NO_ID]),
        (drop_of, [*NOTHING, *({"kind": "entry", "id": each, "onto": "none"} for each in NO_ID)]),
        (drop_of, [{"kind": "entry", "id": "x", "onto": each} for each in NO_NUMBER]),
        (drop_of, [{"kind": "group", "id": each, "onto": 1} for each in NO_NUMBER]),
        (keys_of, [*NOTHING, {"x": 1}]),
    ],
)
def test_what_no_list_sends_is_refused(read, wrong):
    for sent in wrong:
        with pytest.raises(RefusedError):
            read(sent)


def test_bad_text_of_a_form_is_read_or_refused():
    fields = ("title", "municipality", "place", "held_on", "goal", "promise", "rounds", "title.en", "goal.ar")
    fields += ("card_budget", "dots", "dots_on_one", "dots_scope")
    fields += ("before", "before_from", "after_until")
    fields += ("planned_start", "planned_end", "round_minutes")
    for text in bad_texts():
        for name in fields:
            try:
                facts = facts_from(values_of(RULES | {"title": ["x"], name: [text]}), BERLIN).checked()
            except DomainError:
                continue
            assert 1 <= facts.rounds <= 20
            assert 1 <= facts.round_minutes <= 180
            assert facts.weighing == Weighing(5, DotScope.TABLE) or "dots" in name
            assert facts.card_budget is None or 1 <= facts.card_budget <= 100
    with pytest.raises(RefusedError):
        number_of("²")
    with pytest.raises(RefusedError):
        one_of(OutcomeKind, "party", Refusal.DETAILS_INVALID)


def test_windows_are_read_by_the_clocks_of_the_dialogue():
    given = RULES | {"title": ["x"], "after_until": ["2026-12-10T18:30"], "before_from": ["2026-07-01T08:00"]}
    windows = facts_from(given, BERLIN).windows
    assert windows is not None
    assert windows.after_until == datetime(2026, 12, 10, 17, 30, tzinfo=UTC)
    assert windows.before_from == datetime(2026, 7, 1, 6, tzinfo=UTC)
    # What the form names counts more than the installation, and nothing is opened that nobody wants.
    windows = facts_from(given | {"time_zone": ["America/New_York"], "before": [""]}, BERLIN).windows
    assert windows is not None
    assert (windows.after_until, windows.before_from) == (datetime(2026, 12, 10, 23, 30, tzinfo=UTC), None)
    for wrong in (
        "2026-12-10",
        "10.12.2026 18:30",
        "2026-02-30T10:00",
        "2200-01-01T00:00",
        "2026-12-10T18:30Z",
    ):
        with pytest.raises(RefusedError):
            facts_from(given | {"after_until": [wrong]}, BERLIN)
    assert facts_from({"title": ["x"]}, BERLIN).windows is None


def test_many_ticks_of_two_people_are_joined_quickly():
    mine, now = [f"a{n}" for n in range(bounds.MANY)], [f"b{n}" for n in range(bounds.MANY)]
    joined = merged({"entry": mine}, {"entry": []}, {"entry": now})
    assert joined["entry"] == [*now, *mine]
    assert value(joined, "title") == ""
