from dataclasses import replace

import pytest

from exports.details import details_of
from exports.minutes import render_minutes
from exports.results import Results
from tests.exports.word_reading import grid, read

pytestmark = pytest.mark.unit


def test_minutes_plan_measures_with_their_numbers_and_topics(evening: Results, german):
    document = read(render_minutes(evening, gettext=german))
    head = ("Nr.", "Maßnahme", "Wer", "Mit wem", "Erster Schritt", "Bis wann", "Stand")
    partners = "Architekten\nMieterbund\nGrundstückseigentümer"
    language = "Sprachkurs mit Kinderbetreuung\nProjektidee · 5.1"
    step = "Raum im Familienzentrum anfragen"
    assert [row[:6] for row in grid(document, *head)] == [
        ["1", language, "Volkshochschule", "Familienzentrum\nFreundeskreis Asyl", step, "30.04.2026"],
        ["2", "Nachbarschaftshilfe sichtbar machen\nProjektidee", "offen", "", "", "vor den Sommerferien"],
        ["3", "Bezahlbar wohnen\nRunder Tisch · 1.1", "Bauverwaltung", partners, "", "21.05.2026"],
    ]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({}, ["Kommune", "offen", "offen"]),
        (
            {"addressee": "state", "addressee_name": "Ministerium", "statement_by": "2026-06-01"},
            ["Land: Ministerium", "01.06.2026", "offen"],
        ),
        (
            {"addressee": "other", "addressee_name": "Kirchen", "statement": "Ja."},
            ["Kirchen", "offen", "Ja."],
        ),
    ],
)
def test_minutes_put_the_statement_beside_what_is_asked_of_whom(
    evening: Results, german, said: dict, told: list[str]
):
    advice = replace(evening.outcomes[-1], details=details_of("recommendation", said))
    document = read(render_minutes(replace(evening, outcomes=(advice,)), gettext=german))
    head = ("Empfehlung", "An wen", "Stellungnahme erbeten bis", "Stellungnahme")
    assert grid(document, *head) == [["Wohnraumprogramm verlängern", *told]]


def test_minutes_quote_some_cards_of_an_outcome_and_say_how_many_more_there_are(evening: Results, german):
    ids = tuple(entry.id for entry in evening.entries)
    results = replace(evening, outcomes=(replace(evening.outcomes[4], entry_ids=ids),))
    paragraphs = read(render_minutes(results, gettext=german)).paragraphs
    assert sum(p.style.name.startswith("Karte ") for p in paragraphs) == 6
    assert "und 5 weitere, die im Anhang stehen" in [p.text for p in paragraphs]


def test_minutes_show_an_outcome_with_its_cards_by_question(evening: Results, german):
    paragraphs = read(render_minutes(evening, gettext=german)).paragraphs
    texts = [p.text for p in paragraphs]
    first = texts.index("1 Sprachkurs mit Kinderbetreuung")
    assert [(p.style.name, p.text) for p in paragraphs[first + 2 : first + 14]] == [
        ("Normal", "Wer kümmert sich: Volkshochschule"),
        ("Normal", "Wer macht mit: Familienzentrum, Freundeskreis Asyl"),
        ("Normal", "Erster Schritt: Raum im Familienzentrum anfragen"),
        ("Normal", "Bis wann: 30.04.2026"),
        ("Normal", "Tisch: 5 Bildung & Ausbildung"),
        ("Normal", "Themen: 5.1 Sprachkurse"),
        ("Normal", "Punkte: 12"),
        ("Normal", "Was die Menschen geschrieben haben (4)"),
        ("Karte ✓", "✓ Der Kurs der VHS am Vormittag"),
        ("Karte ↑", "↑ Wartezeit von acht Monaten\nauf einen Platz!!"),
        ("Karte +", "+ Sprachkurse mit Kinderbetreuung"),
        ("Karte +", "+ دورات لغة مسائية"),
    ]
