import pytest

from exports.press_text import press_text
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

LEAD = (
    "Die Veranstaltung „Dialogabend ‚Miteinander‘ & Nachbarschaft“ fand am 12.\u00a0März 2026 in Musterstadt "
    "(Stadthalle, Großer Saal) statt. "
)


def text_of(results: Results, german):
    return read(press_text(results, gettext=german))


def test_text_says_who_what_when_where_and_how_many(evening: Results, german):
    [_heading, below] = next(iter(chapters(text_of(asked(evening), german)).items()))
    assert below[:5] == [
        f"{LEAD}Teilgenommen haben 148 Menschen. Veranstalter: Stadt Musterstadt.",
        "An 3 Tischen schrieben die Teilnehmenden 11 Karten. Daraus wurden 2 Themen und 7 Ergebnisse.",
        "Darunter: Geflüchtete: 41; Ehrenamtliche: 52",
        "Ziel: Was nehmen wir uns für das nächste Jahr vor?",
        "Drei Ergebnisse",
    ]


def test_what_is_not_known_has_its_place(evening: Results, empty: Results, german):
    assert f"{LEAD}Teilgenommen haben [Zahl] Menschen. Veranstalter: [Veranstalter]." in said(
        text_of(evening, german)
    )
    texts = said(text_of(empty, german))
    assert texts[4].startswith("Die Veranstaltung „Leerer Abend“ fand am [Tag] in [Ort] statt.")
    assert chapters(text_of(empty, german), level=2) == {
        "Ergebnisse": ["Noch sind keine Ergebnisse festgehalten."],
        "Zitat": ["[Wortlaut, Name und Amt einer Person, die dem Zitat zugestimmt hat]"],
        "Wie es weitergeht": ["[Was mit den Ergebnissen geschieht, und wann]"],
        "Kontakt": ["[Amt, Telefonnummer, Mailadresse]", texts[-1]],
    }


def test_three_results_are_main_points_then_those_with_most_dots_and_cards(evening: Results, german):
    found = chapters(text_of(evening, german), level=2)["Drei Ergebnisse"]
    assert found == [
        "Projektidee: Sprachkurs mit Kinderbetreuung",
        "Ein Vormittagskurs, bei dem die Kinder im selben Haus betreut werden.",
        "Bis wann: 30.04.2026",
        "Runder Tisch: Bezahlbar wohnen",
        "Bis wann: 21.05.2026",
        "Empfehlung: Wohnraumprogramm verlängern",
    ]
    main = idea(50, "Schwerpunkt", emphasis="main_point")
    results = with_outcomes(evening, *evening.outcomes, main)
    assert chapters(text_of(results, german), level=2)["Drei Ergebnisse"][0] == "Projektidee: Schwerpunkt"


def test_results_that_organisers_wrote_down_are_taken(evening: Results, german):
    results = asked(evening, highlights="Ein Kurs\n\nEin Runder Tisch\nEin Bus\nnoch etwas")
    found = chapters(text_of(results, german), level=2)["Drei Ergebnisse"]
    assert found == ["Ein Kurs", "Ein Runder Tisch", "Ein Bus"]


def test_evening_with_fewer_results_does_not_speak_of_three(evening: Results, german):
    found = chapters(text_of(with_outcomes(evening, idea(1, "Kurs")), german), level=2)
    assert found["Ergebnisse"] == ["Projektidee: Kurs"]
    found = chapters(text_of(with_outcomes(evening), german), level=2)
    assert found["Worüber am meisten gesprochen wurde"] == [
        "Sprachkurse",
        "Mieten",
        "Noch sind keine Ergebnisse festgehalten.",
    ]


def test_nobody_who_takes_care_or_invites_is_named_and_nobody_quoted(evening: Results, german):
    names = ("Vorname Nachname", "Zweite Person")
    results = with_outcomes(
        asked(evening, moderation="Dritte Person", minutes_by="Vierte Person"),
        idea(1, "Kurs", caretaker=names[0], partners=[names[1]], first_step=f"{names[0]} ruft an"),
        advice(2, "Bus", "state", addressee_name=names[1], statement=f"{names[0]}: ja"),
    )
    texts = "\n".join(said(text_of(results, german)))
    assert [name for name in (*names, "Dritte Person", "Vierte Person") if name in texts] == []
    assert [entry.text for entry in evening.entries if entry.text in texts] == []
    assert texts.count("Zitat") == 2  # a heading, and the place for one
    assert "Stabsstelle Bürgerbeteiligung\nMarktplatz 1" in texts


def test_next_are_the_promise_and_the_days_that_come(evening: Results, german):
    results = with_outcomes(
        evening,
        idea(1, "Später", by_when="2026-09-01"),
        idea(2, "Bald", by_when="2026-04-01"),
        idea(3, "Vorher", by_when="2026-01-01"),
        idea(4, "Ohne Tag", by_when="im Herbst"),
        idea(5, "Fertig", by_when="2026-04-02", state="done"),
        idea(6, "Aufgegeben", by_when="2026-04-02", state="dropped", emphasis="main_point"),
    )
    assert chapters(text_of(results, german), level=2)["Wie es weitergeht"] == [
        "Die Ergebnisse gehen in vier Wochen an alle Beteiligten.",
        "Der Gemeinderat berät sie im Mai.",
        "01.04.2026: Projektidee: Bald",
        "01.09.2026: Projektidee: Später",
    ]
    assert "Aufgegeben" not in "\n".join(said(text_of(results, german)))


def test_forty_results_in_any_script_make_three(evening: Results, german):
    texts = [ARABIC, TIGRINYA, EMOJI, "=1+1 " + "lang " * 39]
    ideas = [idea(n, texts[n % 4], description=texts[n % 4]) for n in range(1, 41)]
    found = chapters(text_of(with_outcomes(evening, *ideas), german), level=2)["Drei Ergebnisse"]
    assert [text for text in found if text in texts] == [TIGRINYA, EMOJI, texts[3]]


def test_text_says_that_it_is_a_draft_and_a_rehearsal_is_stamped(rehearsal: Results, german):
    document = text_of(rehearsal, german)
    assert said(document)[0] == "Pressetext"
    assert said(document)[2].startswith("Entwurf, erstellt aus den Ergebnissen des Abends.")
    assert document.sections[0].header.paragraphs[0].text == "PROBE – keine echten Beiträge"
