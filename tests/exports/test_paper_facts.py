from dataclasses import fields

import pytest

from exports.errors import RefusedResultsError
from exports.paper_facts import (
    FIELD_OF,
    PAPER_FIELDS,
    PaperFacts,
    PaperKind,
    lasting,
    paper_facts_of,
    read_group,
    read_number,
)

pytestmark = pytest.mark.unit


def test_list_names_each_fact_once_and_in_the_order_of_the_form():
    assert [each.name for each in PAPER_FIELDS] == [each.name for each in fields(PaperFacts)]
    numbers = {each.name for each in PAPER_FIELDS if each.kind is PaperKind.NUMBER}
    assert numbers == {each.name for each in fields(PaperFacts) if each.default is None}


def test_facts_are_read_back_as_they_were_said():
    facts = PaperFacts(inhabitants=24_300, attendance=0, occasion="Ein Anlass")
    assert facts.said() == {"inhabitants": 24_300, "attendance": 0, "occasion": "Ein Anlass"}
    assert paper_facts_of(facts.said()) == facts
    assert paper_facts_of({"attendance": None}) == PaperFacts()


@pytest.mark.parametrize(
    "stored", [{"mayor": "x"}, {"inhabitants": "24300"}, {"attendance": True}, {"occasion": 3}]
)
def test_what_is_no_fact_is_refused(stored):
    with pytest.raises(RefusedResultsError):
        paper_facts_of(stored)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        *(("24300", 24_300), ("24.300", 24_300), (" 1 234 567 ", 1_234_567), ("24\u202f300", 24_300)),
        *(("0", 0), ("٢٤٣٠٠", 24_300), ("24.30", None), ("24,5", None), ("ca. 300", None), ("", None)),
        *(("-3", None), ("1" * 10, None), ("²", None)),
    ],
)
def test_numbers_are_read_as_people_write_them(written, number):
    assert read_number(written) == number


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("Ehrenamtliche: 52", ("Ehrenamtliche", 52)),
        ("Jugend: unter 18: 1.200", ("Jugend: unter 18", 1200)),
        ("متطوعون: ٥٢", ("متطوعون", 52)),
        ("Ehrenamtliche", ("Ehrenamtliche", None)),
        ("Ehrenamtliche: viele", ("Ehrenamtliche: viele", None)),
        (": 52", (": 52", None)),
    ],
)
def test_group_and_number_are_told_apart(line, read):
    assert read_group(line) == read


def test_what_says_something_of_one_evening_does_not_last():
    everything = {each.name: 1 if each.kind is PaperKind.NUMBER else "x" for each in PAPER_FIELDS}
    assert set(lasting(everything)) == {
        *("inhabitants", "municipality_kind", "district", "region", "contact", "organiser"),
        *("funding_note", "occasion", "format", "method", "lead_office"),
    }
    assert not FIELD_OF["attendance"].lasts
