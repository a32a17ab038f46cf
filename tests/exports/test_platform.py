"""The files for participation platforms, read as Decidim reads them and compared with the evening."""

import csv
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import time
from io import StringIO

import pytest

from exports.formulas import is_formula
from exports.platform import PROPOSED, SUMMARY_LENGTH, render_platform_files
from exports.results import Results
from exports.text import printable
from tests.exports.harvested import SECRETS, harvest
from tests.exports.test_bundle import NASTY
from workshop.domain.queries.results import results_of
from workshop.i18n import catalogue
from workshop.models import EntryState

unit = pytest.mark.unit
# Decidim takes these before the ones with a language, and would store bare words where it wants languages.
FORBIDDEN = {"title", "body", "address", "latitude", "longitude", "scope", "category", "taxonomies"}
FILES = [f"plattform{kind}.{ending}" for kind in ("", "-treffen") for ending in ("csv", "json")]


def taken_in(name: str, content: bytes) -> list[dict[str, object]]:
    """Return the rows as the platform reads them: heads from the first row, then cell by cell."""
    if name.endswith(".json"):
        listed = json.loads(content)
        assert isinstance(listed, list)
        heads = list(listed[0]) if listed else []
        rows = [list(row.values()) for row in listed]
    else:
        heads, *rows = csv.reader(
            StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";", strict=True
        )
    assert len(set(heads)) == len(heads)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def proposals_of(name: str, content: bytes, *, lang: str = "de") -> list[tuple[str, str]]:
    """Return title and text of what Decidim makes of a list of proposals, by its own rules."""
    made = []
    for row in taken_in(name, content):
        assert not FORBIDDEN & {*row}
        title, body = row[f"title/{lang}"], row[f"body/{lang}"]
        assert isinstance(title, str)
        assert isinstance(body, str)
        assert body.strip()
        made.append((title, body))
    return made


def cells_of(rows: list[dict[str, object]], *names: str) -> list[tuple[object, ...]]:
    return [tuple(row[name] for name in names) for row in rows]


def read_all(files: Mapping[str, bytes]) -> dict[str, list[dict[str, object]]]:
    return {name: taken_in(name, content) for name, content in files.items()}


@unit
def test_ideas_suggestions_and_recommendations_are_taken_in_as_proposals(evening: Results, german) -> None:
    files = render_platform_files(evening, gettext=german)
    assert list(files) == FILES
    made = proposals_of("plattform.json", files["plattform.json"])
    assert made == proposals_of("plattform.csv", files["plattform.csv"])
    assert [title for title, _body in made] == [
        "Sprachkurs mit Kinderbetreuung",
        "Nachbarschaftshilfe sichtbar machen",
        "Abendkurse",
        "Wohnraumprogramm verlängern",
    ]
    assert made[0][1] == (
        "Ein Vormittagskurs, bei dem die Kinder im selben Haus betreut werden.\n\n"
        "Wer kümmert sich: Volkshochschule\n"
        "Wer macht mit: Familienzentrum, Freundeskreis Asyl\n"
        "Erster Schritt: Raum im Familienzentrum anfragen\n"
        "Bis wann: 30.04.2026\n\n"
        "Ergebnis von: Dialogabend „Miteinander“ & Nachbarschaft · Stadthalle, Großer Saal, Musterstadt"
        " · 12. März 2026"
    )


@unit
def test_each_proposal_names_the_meeting_that_it_comes_from(evening: Results, german) -> None:
    begun = replace(evening.dialogue, begins=time(18, 30), ends=time(0, 15))
    read = read_all(render_platform_files(replace(evening, dialogue=begun), gettext=german))
    hall, talk = read["plattform-treffen.json"]
    assert {row["meeting/id"] for row in read["plattform.json"]} == {hall["id"]} == {"KFD7M2QX"}
    for here, there in (
        ("meeting/title/de", "title/de"),
        ("meeting/start_time", "start_time"),
        ("meeting/end_time", "end_time"),
        ("meeting/address", "address"),
    ):
        assert {row[here] for row in read["plattform.csv"]} == {hall[there]}
    assert (hall["start_time"], hall["end_time"]) == ("2026-03-12T18:30:00", "2026-03-13T00:15:00")
    assert hall["related_proposals"] == [row["id"] for row in read["plattform.json"]]
    assert cells_of([hall, talk], "title/de", "address", "location/de", "contributions") == [
        (
            "Dialogabend „Miteinander“ & Nachbarschaft",
            "Stadthalle, Großer Saal, Musterstadt",
            "Stadthalle, Großer Saal",
            11,
        ),
        ("Runder Tisch: Bezahlbar wohnen", "Rathaus, Musterstadt", "Rathaus", 3),
    ]
    assert (talk["start_time"], talk["related_proposals"]) == ("2026-05-21", ["KFD7M2QX-7"])
    assert "Wer lädt ein: Bauverwaltung" in str(talk["description/de"])
    assert hall["description/de"] == f"{evening.dialogue.goal}\n\n{evening.dialogue.promise}"


@unit
def test_a_day_in_words_is_no_moment_but_is_told(one_card, german) -> None:
    results = one_card("nach den Ferien")
    undated = replace(results, dialogue=replace(results.dialogue, held_on=None))
    outcomes = tuple(
        replace(each, details=replace(each.details, values={**each.details.values, "held_on": "im Mai"}))
        if each.kind == "round_table"
        else each
        for each in undated.outcomes
    )
    rows = read_all(render_platform_files(replace(undated, outcomes=outcomes), gettext=german))
    hall, talk = rows["plattform-treffen.csv"]
    assert cells_of([hall, talk], "start_time", "end_time") == [("", ""), ("", "")]
    assert "Termin: im Mai" in str(talk["description/de"])


@unit
def test_columns_speak_the_language_of_the_dialogue(evening: Results, german) -> None:
    simple = replace(evening, dialogue=replace(evening.dialogue, lang="de-simple"))
    arabic = replace(evening, dialogue=replace(evening.dialogue, lang="ar"))
    assert proposals_of("plattform.csv", render_platform_files(simple, gettext=german)["plattform.csv"])
    files = render_platform_files(arabic, gettext=german)
    assert proposals_of("plattform.json", files["plattform.json"], lang="ar")
    assert all("title/ar" in row for row in taken_in("plattform-treffen.csv", files["plattform-treffen.csv"]))


@unit
def test_a_dialogue_without_outcomes_has_no_proposal_but_its_evening(empty: Results, german) -> None:
    files = render_platform_files(empty, gettext=german)
    assert files["plattform.csv"].startswith(b"\xef\xbb\xbfid;title/de;body/de;")
    read = read_all(files)
    assert [len(rows) for rows in read.values()] == [0, 0, 1, 1]


@unit
def test_a_rehearsal_says_so_in_each_row(rehearsal: Results, german) -> None:
    read = read_all(render_platform_files(rehearsal, gettext=german))
    assert all(str(row["title/de"]).startswith("PROBE: ") for rows in read.values() for row in rows)
    texts = [row["body/de"] for row in read["plattform.csv"]]
    texts += [row["description/de"] for row in read["plattform-treffen.csv"]]
    assert [text for text in texts if not str(text).startswith("PROBE – keine echten Beiträge")] == []


@unit
@pytest.mark.parametrize("text", ["=1+1", "\u200b@SUM(A1)", "－2", "+49 7171 1", '=HYPERLINK("x";"y")'])
def test_no_cell_is_a_formula_and_the_list_for_machines_keeps_the_text(one_card, german, text: str) -> None:
    files = render_platform_files(one_card(text), gettext=german)
    read = read_all(files)
    cells = [
        cell for name, rows in read.items() if name.endswith("csv") for row in rows for cell in row.values()
    ]
    assert [cell for cell in cells if is_formula(str(cell))] == []
    assert {row["title/de"] for row in read["plattform.csv"]} == {f"'{text}"}
    assert {row["title/de"] for row in read["plattform.json"]} == {text}


@unit
@pytest.mark.parametrize(
    "text",
    [
        *(text[:4000] for text in NASTY),
        "دورات لغة مسائية",
        "שלום, \u200fעולם",
        'a;b"c\r\nd\re',
        "<p>&amp;</p>",
    ],
)
def test_any_text_comes_back_as_it_was_said(one_card, german, text: str) -> None:
    files = render_platform_files(one_card(text), gettext=german)
    for rows in read_all(files).values():
        assert [row for row in rows if not str(row["title/de"]).endswith(printable(text))] == []
    for title, body in proposals_of("plattform.json", files["plattform.json"]):
        assert title == printable(text)
        assert printable(text) in body


@unit
def test_what_runs_the_other_way_has_a_line_to_itself(one_card, german) -> None:
    files = render_platform_files(one_card("دورات مسائية"), gettext=german)
    (_title, body), *_others = proposals_of("plattform.csv", files["plattform.csv"])
    assert "Wer kümmert sich:\nدورات مسائية\n" in body


@unit
@pytest.mark.parametrize(
    ("text", "summary"),
    [
        ("kurz\nund gut", "kurz und gut"),
        ("wort " * 50, "wort " * 38 + "wort…"),
        ("x" * 300, "x" * (SUMMARY_LENGTH - 1) + "…"),
        ("👨‍👩‍👧" * 50, "👨‍👩‍👧" * 39 + "…"),
    ],
)
def test_summary_is_as_long_as_may_be_and_cuts_no_sign(one_card, german, text: str, summary: str) -> None:
    rows = taken_in("plattform.json", render_platform_files(one_card(text), gettext=german)["plattform.json"])
    assert {row["summary/de"] for row in rows} == {summary}
    assert len(summary) <= SUMMARY_LENGTH


@pytest.mark.integration
async def test_files_hold_what_the_database_holds_and_nothing_that_is_not_shown(store, dialogue) -> None:
    stored = await harvest(store, dialogue)
    async with store.read() as session:
        results = await results_of(session, dialogue.code)
    files = render_platform_files(results, gettext=catalogue("exports", "de").gettext)
    read = read_all(files)
    outcomes = {f"{dialogue.code}-{each.id}": each for each in stored.outcomes if not each.discarded}
    proposed = {key: each for key, each in outcomes.items() if each.kind in PROPOSED}
    assert len(proposed) == 3
    assert {row["id"]: row["title/de"] for row in read["plattform.json"]} == {
        key: each.title for key, each in proposed.items()
    }
    for row in read["plattform.json"]:
        own = proposed[str(row["id"])]
        assert str(row["body/de"]).startswith(own.description)
        assert row["category/name/de"] == "1 Bauen & Wohnen"
        for said in own.details.values():
            assert said == "district" or str(said) in str(row["body/de"])
    now, tables = stored.dialogue, [each for each in outcomes.values() if each.kind == "round_table"]
    hall, talk = read["plattform-treffen.json"]
    assert cells_of([hall, talk], "id", "title/de", "start_time", "location/de") == [
        (now.code, now.title, f"{now.held_on}T{now.planned_start}", now.place),
        (f"{now.code}-{tables[0].id}", f"Runder Tisch: {tables[0].title}", "2026-05-21", "Rathaus"),
    ]
    assert hall["contributions"] == sum(each.state == EntryState.SHOWN for each in stored.entries)
    assert talk["related_proposals"] == list(proposed)
    written = b"".join(files.values()).decode()
    assert [word for word in SECRETS if word in written] == []
