"""A field that is added to the list is in every file; nothing else has to be told of it."""

import json
from collections.abc import Callable
from csv import reader
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO, StringIO

import jsonschema
import pytest
from docx import Document
from openpyxl import load_workbook

from exports.csv_files import render_csv_files
from exports.details import details_of
from exports.errors import RefusedResultsError
from exports.field import Choice, Day, Field, Lines, Option, Place, Text, Tick
from exports.machine import render_json
from exports.minutes import render_minutes
from exports.outcome_fields import FIELDS, OutcomeKind, fields_of
from exports.results import Results
from exports.schema import SCHEMA, with_outcome_fields
from exports.workbook import render_workbook

pytestmark = pytest.mark.unit

SHEETS = {
    OutcomeKind.PROJECT_IDEA: ("Projektideen", "projektideen"),
    OutcomeKind.EXISTING_OFFER: ("Vorhandenes", "vorhandenes"),
    OutcomeKind.PROBLEM: ("Probleme und Anregungen", "probleme-und-anregungen"),
    OutcomeKind.SUGGESTION: ("Probleme und Anregungen", "probleme-und-anregungen"),
    OutcomeKind.RECOMMENDATION: ("Empfehlungen", "empfehlungen"),
    OutcomeKind.ROUND_TABLE: ("Runde Tische", "runde-tische"),
}
RESERVED = {"id", "kind", "title", "description", "table", "group_ids", "entry_ids"} | {
    *("edited", "problem_id", "follows_id"),
}
CELLS = {"number", "tables", "topics", "cards", "dots", "works", "improve", "needed", "asks", "mirrored"}
OPTIONS = (Option("few", "A few", "A few?"), Option("many", "Many", "Many?"))
DAY = datetime(2027, 3, 1)  # noqa: DTZ001 - a day in a cell has no zone


@dataclass(frozen=True)
class Added:
    """A field, what is stored of it, and what the files make of that."""

    field: Field
    stored: object
    cell: object
    words: str
    plain: object


ADDED = {
    "text": Added(Text("extra", "Extra", "Extra?"), "Bänke", "Bänke", "Bänke", "Bänke"),
    "lines": Added(Lines("extra", "Extra", "Extra?"), ["A", "B"], "A\nB", "A, B", ["A", "B"]),
    "day": Added(Day("extra", "Extra", "Extra?"), "2027-03-01", DAY, "01.03.2027", "2027-03-01"),
    "choice": Added(Choice("extra", "Extra", "Extra?", options=OPTIONS), "many", "Many", "Many", "many"),
    "tick": Added(Tick("extra", "Extra", "Extra?"), True, "yes", "yes", True),
}
EVERY_TYPE_AND_KIND = [
    *((type_, OutcomeKind.PROJECT_IDEA) for type_ in ADDED),
    *(("text", kind) for kind in OutcomeKind if kind != OutcomeKind.PROJECT_IDEA),
]


def with_extra(evening: Results, kind: OutcomeKind, stored: object) -> Results:
    outcome = next(each for each in evening.outcomes if each.kind == kind)
    other = replace(outcome, id=99, title="Zweites", details=details_of(kind, {}))
    told = replace(outcome, details=details_of(kind, {"extra": stored}))
    return replace(evening, outcomes=(told, other))


def cells_of(content: bytes, sheet: str, heading: str) -> list[object]:
    page = load_workbook(BytesIO(content))[sheet]
    head = next(row for row in page.iter_rows() if row[0].value == "No.")
    column = [cell.value for cell in head].index(heading) + 1
    return [page.cell(row, column).value for row in range(head[0].row + 1, page.max_row + 1)]


@pytest.mark.parametrize(("type_", "kind"), EVERY_TYPE_AND_KIND)
def test_field_that_is_added_is_in_every_file(
    evening: Results, monkeypatch: pytest.MonkeyPatch, kind: OutcomeKind, type_: str
):
    added = ADDED[type_]
    monkeypatch.setitem(FIELDS, kind, (*FIELDS[kind], added.field))
    results = with_extra(evening, kind, added.stored)
    sheet, file = SHEETS[kind]

    nothing = "A few" if type_ == "choice" else ""
    assert cells_of(render_workbook(results, gettext=str), sheet, "Extra") == [added.cell, nothing]

    csv = render_csv_files(results, gettext=str)[file].decode("utf-8-sig")
    head, first, *_ = reader(StringIO(csv), delimiter=";")
    in_csv = added.words if type_ == "day" else added.cell
    assert first[head.index("Extra")] == in_csv

    minutes = Document(BytesIO(render_minutes(results, gettext=str)))
    assert f"Extra: {added.words}" in [paragraph.text for paragraph in minutes.paragraphs]

    document = json.loads(render_json(results))
    assert document["outcomes"][0]["extra"] == added.plain
    schema = with_outcome_fields(json.loads(SCHEMA.read_text("utf-8")))
    jsonschema.validate(document, schema)
    del document["outcomes"][0]["extra"]
    assert not jsonschema.Draft202012Validator(schema).is_valid(document)


def test_sentences_that_are_added_stand_as_a_list_of_their_own(
    evening: Results, monkeypatch: pytest.MonkeyPatch
):
    field = Lines("extra", "Extra", "Extra?", sentences=True)
    monkeypatch.setitem(FIELDS, OutcomeKind.PROBLEM, (field,))
    results = with_extra(evening, OutcomeKind.PROBLEM, ["Wer?", "Wann?"])
    paragraphs = Document(BytesIO(render_minutes(results, gettext=str))).paragraphs
    texts = [(paragraph.style.name, paragraph.text) for paragraph in paragraphs]
    start = texts.index(("Normal", "Extra"))
    assert texts[start + 1 : start + 3] == [("List Bullet", "Wer?"), ("List Bullet", "Wann?")]


def test_field_of_one_kind_is_empty_for_the_other_kind_of_its_sheet(
    evening: Results, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(FIELDS, OutcomeKind.PROBLEM, (Text("extra", "Extra", "Extra?"),))
    suggestion = next(each for each in evening.outcomes if each.kind == OutcomeKind.SUGGESTION)
    results = with_extra(evening, OutcomeKind.PROBLEM, "Bänke")
    results = replace(results, outcomes=(*results.outcomes, suggestion))
    cells = cells_of(render_workbook(results, gettext=str), "Probleme und Anregungen", "Extra")
    assert cells == ["Bänke", "", ""]


def test_field_without_a_place_has_no_line_of_its_own(evening: Results, monkeypatch: pytest.MonkeyPatch):
    field = Text("extra", "Extra", "Extra?", places=frozenset({Place.MINUTES}))
    monkeypatch.setitem(FIELDS, OutcomeKind.PROBLEM, (field,))
    assert fields_of("problem", Place.MINUTES) == (field,)
    assert fields_of("problem", Place.SHEET) == ()
    csv = render_csv_files(with_extra(evening, OutcomeKind.PROBLEM, "Bänke"), gettext=str)
    assert "Extra" not in csv["probleme-und-anregungen"].decode()


FULL: dict[type, object] = {
    Text: "Worte zu {}",
    Lines: ["Erstes {}", "Zweites"],
    Day: "2027-03-01",
    Tick: True,
}


@pytest.mark.parametrize("kind", [kind for kind in OutcomeKind if fields_of(kind)])
def test_each_field_that_is_filled_in_is_in_every_file(evening: Results, german, kind: OutcomeKind):
    stored = {
        each.name: each.options[-1].key if isinstance(each, Choice) else filled(each)
        for each in fields_of(kind)
    }
    outcome = next(each for each in evening.outcomes if each.kind == kind)
    results = replace(evening, outcomes=(replace(outcome, details=details_of(kind, stored)),))
    plain = json.loads(render_json(results))["outcomes"][0]
    assert {each.name: plain[each.json_name or each.name] for each in fields_of(kind)} == stored

    sheet = load_workbook(BytesIO(render_workbook(results, gettext=german)))[SHEETS[kind][0]]
    cells = "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value)
    paragraphs = Document(BytesIO(render_minutes(results, gettext=german))).paragraphs
    lines = "\n".join(paragraph.text for paragraph in paragraphs)
    for each in fields_of(kind):
        for text in texts_of(each, stored[each.name], german):
            assert text in cells
            assert text in lines
        if each.places:
            assert german(each.label) in cells
            assert german(each.label) in lines


def filled(field: Field) -> object:
    """Return a value with the field's name in it."""
    made = FULL[type(field)]
    if isinstance(made, list):
        return [text.format(field.name) for text in made]
    return made.format(field.name) if isinstance(field, Text) else made


def texts_of(field: Field, stored: object, gettext: Callable[[str], str]) -> list[str]:
    """Return what sheets and minutes both say of it; a day stands differently in each."""
    match field:
        case Choice():
            return [gettext(field.options[-1].label)] if field.other == "" else []
        case Lines():
            return list(stored)
        case Text():
            return [str(stored)]
        case _:
            return []


@pytest.mark.parametrize("kind", OutcomeKind)
def test_fields_have_names_of_their_own(kind: OutcomeKind):
    names = [each.name for each in fields_of(kind)]
    assert len(set(names)) == len(names)
    assert {each.json_name or each.name for each in fields_of(kind)} & RESERVED == set()
    assert set(names) & (RESERVED | CELLS) == set()


@pytest.mark.parametrize("lang", ["german", "english"])
def test_fields_have_words_for_files(lang: str, request: pytest.FixtureRequest):
    gettext: Callable[[str], str] = request.getfixturevalue(lang)
    shown = [each for kind in OutcomeKind for each in fields_of(kind) if each.places]
    assert [each.name for each in shown if not gettext(each.label)] == []


def test_text_that_was_edited_is_marked_beside_its_cards_in_every_file(evening: Results, german):
    first, second, *rest = evening.outcomes
    results = replace(evening, outcomes=(first, replace(second, edited=True), *rest))
    assert cells_of(render_workbook(results, gettext=str), "Projektideen", "Wording") == [
        "",
        "edited after the evening",
    ]
    talks = load_workbook(BytesIO(render_workbook(results, gettext=str)))["Runde Tische"]
    assert "Wording" not in [cell.value for row in talks.iter_rows() for cell in row]
    document = json.loads(render_json(results))
    assert [each["edited"] for each in document["outcomes"][:3]] == [False, True, False]
    jsonschema.validate(document, json.loads(SCHEMA.read_text("utf-8")))
    paragraphs = Document(BytesIO(render_minutes(results, gettext=german))).paragraphs
    lines = [paragraph.text for paragraph in paragraphs]
    said = "nach dem Abend bearbeitet; die Karten stehen so da, wie sie geschrieben wurden."
    marked = [number for number, line in enumerate(lines) if line.endswith(said)]
    assert [lines[number - 1] for number in marked] == [f"2 {second.title}"]


def test_problem_and_suggestion_stand_beside_each_other_in_every_file(evening: Results, german):
    problem, suggestion = (
        next(each for each in evening.outcomes if each.kind == kind)
        for kind in (OutcomeKind.PROBLEM, OutcomeKind.SUGGESTION)
    )
    alone, second = replace(problem, id=98, title="Kein Platz"), replace(problem, id=99, title="Kein Raum")
    answer = replace(suggestion, problem_id=problem.id)
    lone = replace(suggestion, id=97, title="Mehr Licht")
    results = replace(evening, outcomes=(lone, alone, second, answer, problem))
    content = render_workbook(results, gettext=str)
    titles = cells_of(content, "Probleme und Anregungen", "Title")
    assert titles == ["Kein Platz", "Kein Raum", problem.title, answer.title, "Mehr Licht"]
    assert cells_of(content, "Probleme und Anregungen", "Answers no.") == ["", "", "", 3, ""]
    document = json.loads(render_json(results))
    assert [each.get("problem_id", "none") for each in document["outcomes"]] == [
        *(None, "none", "none"),
        *(problem.id, "none"),
    ]
    jsonschema.validate(document, json.loads(SCHEMA.read_text("utf-8")))
    paragraphs = Document(BytesIO(render_minutes(results, gettext=german))).paragraphs
    lines = [each.text for each in paragraphs if each.style.name in {"Heading 1", "Heading 2"}]
    start = lines.index(problem.title)
    assert lines[start + 1 : start + 4] == [f"Anregung dazu: {answer.title}", "Anregungen", "Mehr Licht"]
    with pytest.raises(RefusedResultsError, match="points to problem 97"):
        replace(results, outcomes=(lone, replace(answer, problem_id=lone.id)))


def test_meetings_of_a_round_table_name_each_other_in_every_file(evening: Results, german):
    first = next(each for each in evening.outcomes if each.kind == OutcomeKind.ROUND_TABLE)
    coming = replace(first, id=99, title="Zweites Treffen", follows_id=first.id)
    coming = replace(coming, details=details_of("round_table", {}))
    results = replace(evening, outcomes=(first, coming))
    assert cells_of(render_workbook(results, gettext=str), "Runde Tische", "Follows no.") == ["", 1]
    document = json.loads(render_json(results))
    assert [each["follows_id"] for each in document["outcomes"]] == [None, first.id]
    jsonschema.validate(document, json.loads(SCHEMA.read_text("utf-8")))
    paragraphs = Document(BytesIO(render_minutes(results, gettext=german))).paragraphs
    lines = [each.text for each in paragraphs]
    assert "Nächstes Treffen: offen" in lines[lines.index(first.title) : lines.index(coming.title)]
    assert "Treffen davor: 21.05.2026" in lines[lines.index(coming.title) :]
    with pytest.raises(RefusedResultsError, match="points to meeting 3"):
        replace(results, outcomes=(coming,))
