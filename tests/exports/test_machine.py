import json
from dataclasses import replace
from datetime import time
from pathlib import Path

import jsonschema
import pytest

import exports
from exports.machine import render_json
from exports.paper_facts import PAPER_FIELDS, PaperFacts, PaperKind, paper_facts_of
from exports.results import Results

pytestmark = pytest.mark.unit

SCHEMA = json.loads((Path(exports.__file__).parent / "results.schema.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())


@pytest.mark.parametrize("name", ["evening", "rehearsal", "empty", "summed_up"])
def test_json_keeps_to_its_schema(name: str, request: pytest.FixtureRequest):
    results: Results = request.getfixturevalue(name)
    document = json.loads(render_json(results))
    assert [error.message for error in VALIDATOR.iter_errors(document)] == []
    assert document["dialogue"]["rehearsal"] is (name == "rehearsal")


def test_schema_refuses_an_entry_that_is_not_shown(evening: Results):
    document = json.loads(render_json(evening))
    document["entries"][0]["state"] = "hidden"
    assert [error.message for error in VALIDATOR.iter_errors(document)] == ["'shown' was expected"]


@pytest.mark.parametrize("key", ["caretaker", "by_when"])
def test_schema_refuses_an_outcome_without_the_fields_of_its_kind(evening: Results, key: str):
    document = json.loads(render_json(evening))
    del document["outcomes"][0][key]
    assert VALIDATOR.is_valid(document) is False


def test_schema_refuses_a_field_of_another_kind(evening: Results):
    document = json.loads(render_json(evening))
    document["outcomes"][4]["caretaker"] = "jemand"
    assert VALIDATOR.is_valid(document) is False


def test_json_holds_the_dialogue_as_the_contract_names_it(evening: Results):
    dialogue = json.loads(render_json(evening))["dialogue"]
    assert (dialogue["code"], dialogue["date"], dialogue["theme_set"]) == ("KFD7M2QX", "2026-03-12", "gmuend")
    assert dialogue["counts"] == {"received": 14, "shown": 11, "held": 1, "hidden": 1, "withdrawn": 1}
    assert list(dialogue["questions"]) == ["works", "improve", "needed"]


def test_json_says_what_was_entered_for_papers_and_nothing_where_nothing_was(evening: Results):
    assert "paper" not in json.loads(render_json(evening))["dialogue"]
    facts = PaperFacts(**{each.name: 7 if each.kind is PaperKind.NUMBER else "x" for each in PAPER_FIELDS})
    entered = replace(evening, dialogue=replace(evening.dialogue, paper=facts))
    document = json.loads(render_json(entered))
    assert paper_facts_of(document["dialogue"]["paper"]) == facts
    assert VALIDATOR.is_valid(document)
    document["dialogue"]["paper"]["mayor"] = "x"
    assert VALIDATOR.is_valid(document) is False


def test_json_says_how_people_stand_to_a_topic_in_words_of_the_list(evening: Results):
    document = json.loads(render_json(evening))
    assert {group["label"]: group["accord"] for group in document["groups"]} == {
        "Sprachkurse": "",
        "Mieten": "disputed",
    }
    document["groups"][0]["accord"] = "loud"
    assert VALIDATOR.is_valid(document) is False
    # Files of before have none.
    del document["groups"][0]["accord"]
    assert VALIDATOR.is_valid(document) is True


def test_json_says_what_becomes_of_a_topic_and_why(answered: Results):
    document = json.loads(render_json(answered))
    assert [(group["verdict"], group["verdict_reason"]) for group in document["groups"]] == [
        ("taken_up", ""),
        ("not", "لا توجد أموال هذا العام\n=1+1"),
    ]
    assert VALIDATOR.is_valid(document) is True
    document["groups"][0]["verdict"] = "maybe"
    assert VALIDATOR.is_valid(document) is False
    # Files of before have neither.
    del document["groups"][0]["verdict"], document["groups"][0]["verdict_reason"]
    assert VALIDATOR.is_valid(document) is True


def test_json_links_outcomes_and_groups_to_cards_that_are_in_it(evening: Results):
    document = json.loads(render_json(evening))
    texts = {entry["id"]: entry["text"] for entry in document["entries"]}
    labels = {group["id"]: group["label"] for group in document["groups"]}
    idea = document["outcomes"][0]
    assert [texts[entry_id] for entry_id in idea["entry_ids"]] == [
        "Sprachkurse mit Kinderbetreuung",
        "Der Kurs der VHS am Vormittag",
        "Wartezeit von acht Monaten\nauf einen Platz!!",
        "دورات لغة مسائية",
    ]
    assert [labels[group_id] for group_id in idea["group_ids"]] == ["Sprachkurse"]
    placed = {entry["id"]: entry["group_id"] for entry in document["entries"]}
    assert [{placed[entry_id] for entry_id in group["entry_ids"]} for group in document["groups"]] == [
        {1},
        {2},
    ]


def test_json_writes_days_in_iso_and_keeps_words(evening: Results):
    outcomes = json.loads(render_json(evening))["outcomes"]
    assert [outcome.get("by_when", outcome.get("date")) for outcome in outcomes[:3]] == [
        "2026-04-30",
        "vor den Sommerferien",
        "2026-05-21",
    ]


def test_json_says_of_a_card_that_it_came_before_or_after_and_of_no_other(windows: Results):
    document = json.loads(render_json(windows))
    assert VALIDATOR.is_valid(document)
    assert [entry.get("window") for entry in document["entries"]][:3] == ["before", "after", None]
    assert "window" not in document["entries"][2]
    assert (document["dialogue"]["counts"]["before"], document["dialogue"]["counts"]["after"]) == (1, 2)
    document["entries"][0]["window"] = "during"
    assert VALIDATOR.is_valid(document) is False


def test_times_of_the_evening_are_there_where_they_were_planned(evening: Results):
    assert {"begins", "ends"}.isdisjoint(json.loads(render_json(evening))["dialogue"])
    planned = replace(evening, dialogue=replace(evening.dialogue, begins=time(19), ends=time(0, 30)))
    document = json.loads(render_json(planned))
    assert VALIDATOR.is_valid(document)
    assert (document["dialogue"]["begins"], document["dialogue"]["ends"]) == ("19:00", "00:30")
    document["dialogue"]["ends"] = "24:30"
    assert not VALIDATOR.is_valid(document)


def test_json_has_summaries_only_where_there_are_some(evening: Results, summed_up: Results):
    assert "summaries" not in json.loads(render_json(evening))
    first, second = json.loads(render_json(summed_up))["summaries"]
    assert (first["round"], first["answers"]) == (1, {"agree": 12, "add": 3, "disagree": 1})
    assert first["additions"][1] == {"text": "دورات مسائية", "lang": "ar"}
    assert (second["text"], second["additions"]) == ("Die Stadt sucht Räume.", [])
