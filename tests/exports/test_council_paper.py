from dataclasses import replace

import pytest
from docx.oxml.ns import qn

from exports.council_paper import council_paper
from exports.results import Results
from tests.exports.office_papers import (
    ARABIC,
    EMOJI,
    TIGRINYA,
    advice,
    asked,
    chapters,
    idea,
    read,
    said,
    with_outcomes,
)

pytestmark = pytest.mark.unit

FILES = ("ergebnisse.xlsx", "protokoll.pdf", "massnahmen.docx", "sitzungsvorlage.docx", "archivpaket.zip")
CHAPTERS = [
    "Betreff",
    "Federführung",
    "Beratungsfolge",
    "Beschlussvorschlag",
    "Sachverhalt",
    "Finanzielle Auswirkungen",
    "Anlagen",
]
EVENING = "„Dialogabend ‚Miteinander‘ & Nachbarschaft“ vom 12.\u00a0März 2026"
NAMES = (
    "[Vor einer öffentlichen Sitzung: Amt, Verein oder Stelle statt der Namen von Privatpersonen einsetzen]"
)


def paper_of(results: Results, german):
    return read(council_paper(results, files=FILES, gettext=german))


def test_chapters_stand_in_the_order_of_the_office(evening: Results, empty: Results, german):
    for results in (evening, asked(evening), empty):
        assert list(chapters(paper_of(results, german))) == CHAPTERS


def test_what_was_entered_stands_there_and_what_is_missing_has_its_place(evening: Results, german):
    found = chapters(paper_of(asked(evening), german))
    assert (found["Betreff"], found["Federführung"]) == (["Umsetzung der Ergebnisse"], ["Sozialamt"])
    assert found["Sachverhalt"][:9] == [
        "Das Konzept wird fortgeschrieben.",
        "Der Abend",
        f"Veranstaltung | {EVENING}",
        "Ort | Musterstadt, Stadthalle, Großer Saal",
        "Veranstalter | Stadt Musterstadt",
        "Ziel | Was nehmen wir uns für das nächste Jahr vor?",
        "Teilnehmende | 148",
        "darunter | Geflüchtete: 41; Ehrenamtliche: 52",
        "Tische | 3",
    ]
    found = chapters(paper_of(evening, german))
    assert found["Betreff"] == [f"Ergebnisse der Veranstaltung {EVENING}"]
    assert found["Federführung"] == ["[Amt oder Stabsstelle]"]
    assert found["Beratungsfolge"] == [
        "Gremium | Sitzung am | öffentlich / nichtöffentlich | Vorberatung oder Beschluss",
        *[" |  |  | "] * 4,
    ]


def test_decision_is_drafted_from_the_measures_under_the_numbers_of_their_table(evening: Results, german):
    assert chapters(paper_of(evening, german))["Beschlussvorschlag"] == [
        "[Name des Gremiums] beschließt:",
        f"1. Die Ergebnisse der Veranstaltung {EVENING} werden zur Kenntnis genommen.",
        "2. Die folgenden Maßnahmen werden unterstützt. Die Verwaltung begleitet ihre Umsetzung.",
        "Nr. | Maßnahme | Wer | Bis wann",
        "1 | Sprachkurs mit Kinderbetreuung | Volkshochschule | 30.04.2026",
        "2 | Nachbarschaftshilfe sichtbar machen | offen | vor den Sommerferien",
        "3 | Runder Tisch: Bezahlbar wohnen | Bauverwaltung | 21.05.2026",
        NAMES,
        "3. Die Verwaltung berichtet bis zum [Tag], was daraus geworden ist.",
    ]


def test_what_is_done_or_dropped_is_decided_no_more_and_keeps_no_number_from_others(evening: Results, german):
    states = ("done", "open", "dropped", "started")
    ideas = [idea(n, f"Idee {n}", state=state) for n, state in enumerate(states, 1)]
    found = chapters(paper_of(with_outcomes(evening, *ideas), german))
    rows = ["2 | Idee 2 | offen | offen", "4 | Idee 4 | offen | offen"]
    assert [text for text in found["Beschlussvorschlag"] if "Idee" in text] == rows
    costs = [text.split(" | ")[0] for text in found["Finanzielle Auswirkungen"] if "Idee" in text]
    assert costs == ["2", "4"]


def test_recommendations_to_the_municipality_ask_for_its_statement(evening: Results, german):
    results = with_outcomes(
        evening,
        advice(1, "Ortsbus verlängern", "municipality"),
        advice(2, "Programm verlängern", "state", statement="Wird geprüft."),
    )
    found = chapters(paper_of(results, german))
    assert found["Beschlussvorschlag"][2:] == [
        "2. Die Verwaltung nimmt zu den folgenden Empfehlungen Stellung.",
        "Ortsbus verlängern",
        "Es wurde keine Maßnahme vereinbart.",
    ]
    assert "Ortsbus verlängern | Kommune | noch keine" in found["Sachverhalt"]
    assert "Programm verlängern | Land | Wird geprüft." in found["Sachverhalt"]


def test_costs_are_those_of_the_measures(evening: Results, german):
    results = with_outcomes(
        evening,
        idea(1, "Kurs", costs="up_to", costs_amount="500 Euro", funding=["Lokale Bündnisse"]),
        idea(2, "Bus", costs="more"),
        idea(3, "Café", costs="none"),
        idea(4, "Fest"),
    )
    assert chapters(paper_of(results, german))["Finanzielle Auswirkungen"][1:] == [
        "Nr. | Maßnahme | Kosten | Mögliche Förderung",
        "1 | Kurs | bis 500 Euro | Lokale Bündnisse",
        "2 | Bus | mehr | ",
        "3 | Café | keine | ",
        "4 | Fest | noch nicht bekannt | ",
        "[Haushaltsjahr, Produktkonto und Deckung: von der Kämmerei zu ergänzen]",
    ]


def test_enclosed_are_the_files_that_exist(evening: Results, rehearsal: Results, german):
    assert chapters(paper_of(evening, german))["Anlagen"] == [
        "protokoll.pdf – Protokoll des Abends mit allen Karten",
        "massnahmen.docx – Maßnahmenplan",
        "ergebnisse.xlsx – Alle Ergebnisse, Themen und Karten als Tabellen",
    ]
    marked = chapters(paper_of(rehearsal, german))["Anlagen"]
    assert [text for text in marked if not text.startswith("PROBE-")] == []
    nothing = read(council_paper(evening, files=(), gettext=german))
    assert chapters(nothing)["Anlagen"] == ["Keine."]


def test_topics_with_the_most_dots_come_first(evening: Results, german):
    found = chapters(paper_of(evening, german), level=2)
    assert found["Themen mit den meisten Punkten"] == [
        "Thema | Tisch | Karten | Punkte",
        "Sprachkurse | 5 Bildung & Ausbildung | 4 | 12",
        "Mieten | 1 Bauen & Wohnen | 5 | 3",
    ]


def test_draft_of_an_empty_evening_says_what_is_missing(empty: Results, german):
    found = chapters(paper_of(empty, german))
    assert found["Beschlussvorschlag"] == [
        "[Name des Gremiums] beschließt:",
        "1. Die Ergebnisse der Veranstaltung „Leerer Abend“ werden zur Kenntnis genommen.",
        "Es wurde keine Maßnahme vereinbart.",
    ]
    assert found["Sachverhalt"] == ["Der Abend", "Veranstaltung | „Leerer Abend“"]
    assert found["Finanzielle Auswirkungen"][0] == "Es wurde keine Maßnahme vereinbart, die etwas kostet."


def test_forty_measures_with_long_titles_are_all_decided_about(evening: Results, german):
    ideas = [idea(n, f"Maßnahme {n} " + "lang " * 38, description=f"Text {n}") for n in range(1, 41)]
    found = chapters(paper_of(with_outcomes(evening, *ideas), german))
    rows = [text for text in found["Beschlussvorschlag"] if " | Maßnahme " in text][1:]
    assert rows == [f"{n} | {ideas[n - 1].title} | offen | offen" for n in range(1, 41)]
    assert [f"Text {n}" for n in range(1, 41) if f"Text {n}" not in found["Sachverhalt"]] == []


def test_texts_of_any_script_stay_as_written_and_run_as_they_do(evening: Results, german):
    texts = [ARABIC, TIGRINYA, EMOJI, "=1+1"]
    ideas = [idea(n, text, description=text, caretaker=text) for n, text in enumerate(texts, 1)]
    document = paper_of(with_outcomes(evening, *ideas), german)
    for text in texts:
        assert sum(line.count(text) for line in said(document)) == 5, text
    cells = [
        p for table in document.tables for row in table.rows for cell in row.cells for p in cell.paragraphs
    ]
    turned = {p.text for p in (*document.paragraphs, *cells) if p._p.find(f".//{qn('w:bidi')}") is not None}
    assert turned == {ARABIC, f"1 {ARABIC}"}


def test_draft_says_that_it_is_one_and_a_rehearsal_is_stamped(evening: Results, rehearsal: Results, german):
    document = paper_of(evening, german)
    assert said(document)[0] == "Sitzungsvorlage"
    assert said(document)[2].startswith("Entwurf, erstellt aus den Ergebnissen des Abends.")
    assert document.sections[0].footer.paragraphs[0].text.startswith("Entwurf · Sitzungsvorlage · Dialog")
    assert document.sections[0].header.paragraphs[0].text == ""
    assert paper_of(rehearsal, german).sections[0].header.paragraphs[0].text.startswith("PROBE – ")


def test_promise_of_the_evening_is_told_to_the_council(evening: Results, german):
    kept = chapters(paper_of(evening, german), level=2)["Was den Teilnehmenden zugesagt wurde"]
    assert "Der Gemeinderat berät sie im Mai." in kept
    silent = replace(evening, dialogue=replace(evening.dialogue, promise=""))
    assert "zugesagt" not in " ".join(said(paper_of(silent, german)))
