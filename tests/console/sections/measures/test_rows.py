"""What stands in the rows of the measures table, without a browser."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from tests.board.pictures import entry, group, picture
from workshop.console.sections.measures.rows import table_of
from workshop.domain.queries.outcome import OutcomeView
from workshop.i18n import catalogue
from workshop.models import OutcomeKind

pytestmark = pytest.mark.unit


def outcome(number: int, kind: OutcomeKind = OutcomeKind.PROJECT_IDEA, **details: object) -> OutcomeView:
    return OutcomeView(number, 1, kind, f"Maßnahme {number}", "", details, discarded=False, version=1)


def page(*outcomes: OutcomeView, lang: str = "de") -> SimpleNamespace:
    seen = picture(entry("a", group_id=1), entry("b", group_id=1), groups=(group(1),))
    seen.outcomes = {each.id: each for each in outcomes}
    texts = catalogue("console", lang)
    return SimpleNamespace(picture=seen, lang=lang, gettext=texts.gettext, ngettext=texts.ngettext)


def parts(row: dict) -> dict[str, dict]:
    return {part["name"]: part for cell in row["cells"] for part in cell}


def test_rows_are_numbered_and_only_measures_that_were_not_discarded() -> None:
    gone = replace(outcome(3), discarded=True)
    table = table_of(
        page(outcome(1), outcome(2, OutcomeKind.PROBLEM), gone, outcome(4, OutcomeKind.ROUND_TABLE))
    )
    assert [(row["id"], row["number"]) for row in table.rows] == [(1, 1), (4, 2)]
    assert all(len(row["cells"]) == len(table.columns) for row in table.rows)
    assert table.columns[0] == {"key": "title", "title": "Maßnahme"}


def test_a_row_says_kind_and_cards_above_its_name_and_dots_once_they_are_counted() -> None:
    measure = replace(outcome(1), group_ids=(1,), entry_ids=("a", "b", "gone"))
    seen = page(measure)
    (row,) = table_of(seen).rows
    assert row["about"] == "Projektidee · 2 Karten"
    seen.picture.tally = lambda _group: SimpleNamespace(total=7)
    assert table_of(seen).rows[0]["about"] == "Projektidee · 2 Karten · 7 Punkte"


@pytest.mark.parametrize(
    ("lang", "typed", "shown"), [("de", "01.03.2027", "1. März 2027"), ("en", "2027-03-01", "March 1, 2027")]
)
def test_a_day_is_read_in_words_and_typed_in_digits(lang: str, typed: str, shown: str) -> None:
    (row,) = table_of(page(outcome(1, by_when="2027-03-01"), lang=lang)).rows
    part = parts(row)["by_when"]
    assert (part["text"], part["shown"], part["gap"]) == (typed, shown, "")


def test_words_for_a_day_and_lists_stand_as_they_were_written() -> None:
    (row,) = table_of(page(outcome(1, by_when="vor den Ferien", partners=["Stadt", "Kreis"]))).rows
    assert parts(row)["by_when"]["shown"] == "vor den Ferien"
    assert parts(row)["partners"]["text"] == "Stadt\nKreis"
    assert parts(row)["partners"]["kind"] == "lines"


def test_for_whom_nobody_in_particular_sees_to_it_the_head_counts() -> None:
    table = table_of(page(outcome(1, caretaker="Stadt"), outcome(2, caretaker="alle"), outcome(3)))
    assert list(table.open) == [2, 3]
    assert [parts(row)["caretaker"]["gap"] for row in table.rows] == [
        "",
        "„Alle“ heißt oft niemand: Wer fängt an?",
        "Noch niemand verantwortlich",
    ]


def test_what_is_settled_seeks_nobody_and_what_was_dropped_is_asked_why() -> None:
    done, dropped = outcome(1, state="done"), outcome(2, state="dropped")
    said = outcome(3, state="dropped", state_reason="Kein Geld")
    table = table_of(page(done, dropped, said, outcome(4, state="started")))
    assert list(table.open) == [4]
    assert [row["state"] for row in table.rows] == ["done", "dropped", "dropped", "started"]
    gaps = [{name: part["gap"] for name, part in parts(row).items() if part["gap"]} for row in table.rows]
    assert gaps[:3] == [{}, {"state_reason": "Warum wurde das aufgegeben?"}, {}]
    assert gaps[3].keys() == {"caretaker", "by_when"}
    state = parts(table.rows[1])["state"]
    assert (state["kind"], state["text"]) == ("choice", "dropped")
    assert ["dropped", "Aufgegeben"] in state["options"]
