import csv
from dataclasses import replace
from io import StringIO

import pytest

from exports.csv_files import render_csv_files
from exports.results import Results

pytestmark = pytest.mark.unit


def read(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_csv_files_are_the_seven_tables(evening: Results, german):
    files = render_csv_files(evening, gettext=german)
    assert {stem: len(read(content)) for stem, content in files.items()} == {
        "projektideen": 2,
        "runde-tische": 1,
        "vorhandenes": 1,
        "probleme-und-anregungen": 2,
        "empfehlungen": 1,
        "themen": 2,
        "beitraege": 11,
        "zahlen": 3,
    }


def test_csv_begins_with_a_bom_and_ends_rows_as_windows_does(evening: Results, german):
    for content in render_csv_files(evening, gettext=german).values():
        assert content.startswith(b"\xef\xbb\xbf")
        assert content.endswith(b"\r\n")


def test_csv_writes_german_days_and_keeps_words(evening: Results, german):
    rows = read(render_csv_files(evening, gettext=german)["projektideen"])
    assert [row["Bis wann"] for row in rows] == ["30.04.2026", "vor den Sommerferien"]


def test_csv_says_how_people_stand_to_a_topic(evening: Results, german):
    rows = read(render_csv_files(evening, gettext=german)["themen"])
    assert [(row["Thema"], row["Markierung"]) for row in rows] == [
        ("Mieten", "umstritten"),
        ("Sprachkurse", ""),
    ]


def test_csv_says_what_becomes_of_a_topic_once_one_is_answered(evening: Results, answered: Results, german):
    rows = read(render_csv_files(answered, gettext=german)["themen"])
    assert list(rows[0])[-3:] == ["Ergebnisse", "Antwort", "Begründung"]
    assert [(row["Thema"], row["Antwort"], row["Begründung"]) for row in rows] == [
        ("Mieten", "nicht berücksichtigt", "لا توجد أموال هذا العام\n=1+1"),
        ("Sprachkurse", "berücksichtigt", ""),
    ]
    assert "Antwort" not in read(render_csv_files(evening, gettext=german)["themen"])[0]
    kept, left = answered.groups
    formula = replace(answered, groups=(kept, replace(left, verdict_reason="=1+1")))
    assert read(render_csv_files(formula, gettext=german)["themen"])[0]["Begründung"] == "'=1+1"


def test_csv_keeps_line_breaks_of_a_card(evening: Results, german):
    rows = read(render_csv_files(evening, gettext=german)["beitraege"])
    assert rows[7]["Karte"] == "Wartezeit von acht Monaten\nauf einen Platz!!"


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+49 7171",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        " =1+1",
        "\n=1+1",
        "＝1+1",
        '=HYPERLINK("https://example.invalid";"hier")',
    ],
)
def test_csv_tames_what_a_spreadsheet_would_calculate(one_card, german, text: str):
    files = render_csv_files(one_card(text), gettext=german)
    row = read(files["beitraege"])[0]
    assert row["Karte"] == f"'{text}"
    for content in files.values():
        for cell in [cell for row in read(content) for pair in row.items() for cell in pair]:
            assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝"))


def test_csv_leaves_harmless_signs_alone(one_card, german):
    row = read(render_csv_files(one_card("A+B = C; 'so' \"ist\" es"), gettext=german)["beitraege"])[0]
    assert row["Karte"] == "A+B = C; 'so' \"ist\" es"


def test_csv_of_an_empty_dialogue_has_only_headings(empty: Results, german):
    for content in render_csv_files(empty, gettext=german).values():
        assert len(content.decode("utf-8-sig").splitlines()) == 1


def test_csv_lists_outcomes_beside_every_card(evening: Results, german):
    rows = read(render_csv_files(evening, gettext=german)["beitraege"])
    found = {row["Karte"]: row["Ergebnisse"] for row in rows}
    assert found["Sprachkurse mit Kinderbetreuung"] == "Projektidee: Sprachkurs mit Kinderbetreuung"
    assert found["More information in English, please"] == ""


def test_csv_speaks_the_language_of_its_gettext(evening: Results, english):
    english_evening = replace(evening, dialogue=replace(evening.dialogue, lang="en"))
    rows = read(render_csv_files(english_evening, gettext=english)["beitraege"])
    assert [rows[9]["Language"], rows[10]["Language"]] == ["Arabic (العربية)", "Persian (فارسی)"]


def test_csv_says_when_a_card_came_only_where_some_came_outside(evening: Results, windows: Results, german):
    cards = read(render_csv_files(windows, gettext=german)["beitraege"])
    assert list(cards[0])[-1] == "Eingang"
    assert {card["Karte"]: card["Eingang"] for card in cards}["Nachts fehlt ein Bus"] == "nachgereicht"
    assert sorted(card["Eingang"] for card in cards if card["Eingang"]) == ["nachgereicht"] * 2 + ["vorab"]
    assert "Eingang" not in read(render_csv_files(evening, gettext=german)["beitraege"])[0]
    topics = read(render_csv_files(windows, gettext=german)["themen"])
    text = windows.entries[0].text
    assert any(f"• {text} (vorab)" in cell for topic in topics for cell in topic.values())
