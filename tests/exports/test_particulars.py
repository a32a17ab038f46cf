from dataclasses import replace
from datetime import time

import pytest

from exports.minutes import render_minutes
from exports.paper_facts import PaperFacts
from exports.results import CourseStep, Happening, Results
from tests.exports.word_reading import read

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("begins", "ends", "told"),
    [
        (time(19), time(21, 30), "12. März 2026, 19:00–21:30 Uhr"),
        (time(19), None, "12. März 2026, ab 19:00 Uhr"),
        (None, time(21), "12. März 2026, bis 21:00 Uhr"),
    ],
)
def test_minutes_say_from_when_to_when(evening: Results, german, begins, ends, told):
    planned = replace(evening, dialogue=replace(evening.dialogue, begins=begins, ends=ends))
    document = read(render_minutes(planned, gettext=german))
    assert document.paragraphs[2].text.endswith(f"· {told}")
    assert document.tables[0].rows[0].cells[1].text == told


def test_minutes_say_what_organisers_entered(evening: Results, german):
    paper = PaperFacts(
        organiser="Stadt Musterstadt",
        attendance=148,
        attendance_of="Geflüchtete: 41\nEhrenamtliche: 52\nRat",
        moderation="Büro für Beteiligung",
        minutes_by="Stabsstelle",
        funding_note="Gefördert vom Land.",
        occasion="Der Rat hat es beschlossen.\n\nSeit Jahren.",
        course="18:00 Uhr Begrüßung\n18:20–19:20 Uhr: Drei Runden\n20.40 Abschluss",
        conclusion="Ein guter Abend.",
    )
    results = replace(evening, dialogue=replace(evening.dialogue, paper=paper))
    document = read(render_minutes(results, gettext=german))
    facts, course = (
        [[cell.text for cell in row.cells] for row in table.rows] for table in document.tables[:2]
    )
    assert facts[2:] == [
        ["Veranstalter", "Stadt Musterstadt"],
        ["Teilnehmende", "148, darunter 41 Geflüchtete, 52 Ehrenamtliche, Rat"],
        ["Moderation", "Büro für Beteiligung"],
        ["Protokoll", "Stabsstelle"],
        ["Förderhinweis", "Gefördert vom Land."],
    ]
    assert course == [
        ["18:00 Uhr", "Begrüßung"],
        ["18:20–19:20 Uhr", "Drei Runden"],
        ["20.40", "Abschluss"],
    ]
    lines = [p.text for p in document.paragraphs]
    at = lines.index("Anlass")
    assert lines[at + 1 : at + 4] == ["Der Rat hat es beschlossen.", "Seit Jahren.", "Ziel des Abends"]
    assert lines[lines.index("Fazit und Ausblick") + 1] == "Ein guter Abend."


def test_minutes_draft_the_course_from_what_the_dialogue_knows(evening: Results, german):
    course = (
        CourseStep(Happening.BEGINS, time(19)),
        CourseStep(Happening.ROUND, time(19, 12), 1),
        CourseStep(Happening.ROUND, None, 2),
        CourseStep(Happening.COLLECTING, time(19, 13)),
        CourseStep(Happening.COUNTED, time(20, 30)),
        CourseStep(Happening.ENDS, time(21)),
    )
    document = read(render_minutes(replace(evening, course=course), gettext=german))
    assert [[cell.text for cell in row.cells] for row in document.tables[1].rows] == [
        ["19:00", "Beginn (geplant)"],
        ["19:12", "Runde 1 an 3 Thementischen"],
        ["–", "Runde 2 an 3 Thementischen"],
        ["19:13", "Gespräche an 3 Thementischen"],
        ["20:30", "Punkte ausgezählt"],
        ["21:00", "Ende (geplant)"],
    ]
    lines = [p.text for p in document.paragraphs]
    assert lines[lines.index("Ablauf") + 1].startswith("Entwurf aus dem, was die Anwendung")
    # What people entered is theirs: the draft is gone.
    paper = PaperFacts(course="Begrüßung, dann Gespräche.")
    entered = replace(evening, course=course, dialogue=replace(evening.dialogue, paper=paper))
    lines = [p.text for p in read(render_minutes(entered, gettext=german)).paragraphs]
    assert lines[lines.index("Ablauf") + 1 : lines.index("Ergebnisse je Tisch")] == [paper.course]
