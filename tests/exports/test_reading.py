"""What `results.json` says is read back as it was; what is none is refused with its place."""

import json
from dataclasses import replace

import pytest

from exports.errors import RefusedResultsError
from exports.field import Day
from exports.machine import render_json
from exports.outcome_fields import fields_of
from exports.reading import MOST_BYTES, read_json
from exports.results import Results, SeriesFacts

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("name", ["evening", "rehearsal", "empty", "summed_up", "answered", "windows"])
def test_what_was_written_is_read_as_it_was(name: str, request: pytest.FixtureRequest):
    results: Results = request.getfixturevalue(name)
    written = render_json(results)
    assert render_json(read_json(written)) == written
    read = read_json(written)
    assert (read.entries, read.outcomes, read.summaries) == (
        results.entries,
        results.outcomes,
        results.summaries,
    )


def test_an_evening_of_a_series_is_read_with_its_place(evening: Results):
    placed = replace(evening, dialogue=replace(evening.dialogue, series=SeriesFacts("Reihe", 2, 3)))
    assert read_json(render_json(placed)).dialogue.series == SeriesFacts("Reihe", 2, 3)


def test_a_file_with_a_mark_of_its_order_is_read(evening: Results):
    assert read_json(b"\xef\xbb\xbf" + render_json(evening)).tables == evening.tables


def test_earlier_versions_knew_fewer_fields(evening: Results):
    document = json.loads(render_json(evening))
    for outcome, facts in zip(document["outcomes"], evening.outcomes, strict=True):
        for each in fields_of(facts.kind):
            del outcome[each.json_name or each.name]
    for group in document["groups"]:
        del group["accord"], group["verdict"], group["verdict_reason"]
    read = read_json(json.dumps(document).encode())
    assert [outcome.title for outcome in read.outcomes] == [outcome.title for outcome in evening.outcomes]
    assert {
        value if isinstance(each, Day) else value or None
        for outcome in read.outcomes
        for each in fields_of(outcome.kind)
        if (value := outcome.details.values[each.name]) in ("", (), False)
    } <= {"", None}


@pytest.mark.parametrize(
    ("place", "value", "told"),
    [
        (("entries", 2, "state"), "hidden", "entries/2/state: 'shown' was expected"),
        (("entries", 0, "table"), "nirgends", "points to table nirgends"),
        (("entries", 1, "id"), "a1", "entry a1 is there twice"),
        (("entries", 0, "author"), "p1", "entries/0: Additional properties are not allowed"),
        (("outcomes", 0, "kind"), "wish", "outcomes/0/kind"),
        (("outcomes", 0, "partners"), "einer", "outcomes/0/partners"),
        (("outcomes", 5, "caretaker"), "jemand", "outcomes/5"),
        (("dialogue", "date"), "2026-02-30", "the file cannot be read"),
        (("dialogue", "begins"), "25:00", "dialogue/begins"),
        (("groups", 0, "dots"), -1, "groups/0/dots"),
        (("groups", 0, "entry_ids"), [], "disagree"),
        (("summaries",), [], "summaries"),
    ],
)
def test_what_is_no_result_is_refused_with_its_place(
    evening: Results, place: tuple[str | int, ...], value: object, told: str
):
    document = json.loads(render_json(evening))
    spot = document
    for step in place[:-1]:
        spot = spot[step]
    spot[place[-1]] = value
    with pytest.raises(RefusedResultsError, match=told) as refused:
        read_json(json.dumps(document).encode())
    assert len(str(refused.value).splitlines()) == 1


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"PK\x03\x04",
        b'{"dialogue": NaN}',
        b"[" * 100_000,
        b"1" * 10_000,
        '{"dialogue": "Grüße"}'.encode("latin-1"),
        b'{"dialogue": 1, "tables": [], "entries": [], "groups": [], "outcomes": []}',
    ],
)
def test_what_is_no_file_of_ours_is_refused_in_one_line(content: bytes):
    with pytest.raises(RefusedResultsError) as refused:
        read_json(content)
    assert 0 < len(str(refused.value)) < 300
    assert len(str(refused.value).splitlines()) == 1


def test_a_file_that_is_too_large_is_not_even_parsed():
    with pytest.raises(RefusedResultsError, match="larger than 64 MB"):
        read_json(b" " * (MOST_BYTES + 1))
