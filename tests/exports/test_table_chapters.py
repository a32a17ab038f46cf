from dataclasses import replace

import pytest
from docx.oxml.ns import qn

from exports.minutes import render_minutes
from exports.results import Accord, Results
from tests.exports.word_reading import everything, grid, headings, read, rows_of

pytestmark = pytest.mark.unit


def test_minutes_count_the_evening(evening: Results, german):
    document = read(render_minutes(evening, gettext=german))
    assert (
        "Eingegangene Karten: 14 · in diesem Protokoll: 11 · zurückgestellt: 1 · ausgeblendet: 1"
        " · selbst gelöscht: 1"
    ) in [p.text for p in document.paragraphs]
    head = (
        "Tisch",
        "✓ Was läuft gut?",
        "↑ Was muss verbessert werden?",
        "+ Was braucht es?",
        "Karten",
        "Themen",
    )
    assert grid(document, *head) == [
        ["1 Bauen & Wohnen", "2", "2", "2", "6", "1"],
        ["4 Frauen", "0", "0", "0", "0", "0"],
        ["5 Bildung & Ausbildung", "1", "1", "3", "5", "1"],
    ]


def test_minutes_say_what_becomes_of_a_topic_and_why(evening: Results, answered: Results, german):
    document = read(render_minutes(answered, gettext=german))
    lines = [p.text for p in document.paragraphs]
    at = lines.index("1.1 Mieten  Karten: 5 · Punkte: 3 · umstritten")
    why = "لا توجد أموال هذا العام\n=1+1"
    assert lines[at + 1 : at + 3] == ["Antwort: nicht berücksichtigt", why]
    # The reason runs from right to left, the answer before it does not.
    turned = [p._p.find(f".//{qn('w:bidi')}") is not None for p in document.paragraphs[at + 1 : at + 3]]
    assert turned == [False, True]
    at = lines.index("5.1 Sprachkurse  Karten: 4 · Punkte: 12")
    assert lines[at + 1] == "Antwort: berücksichtigt"
    assert "Antwort" not in "".join(p.text for p in read(render_minutes(evening, gettext=german)).paragraphs)


def test_minutes_say_of_a_topic_whether_people_agree(evening: Results, german):
    agreed = replace(evening.groups[0], accord=Accord.AGREED)
    results = replace(evening, groups=(agreed, *evening.groups[1:]))
    found = [
        text for style, text in headings(read(render_minutes(results, gettext=german))) if style[-1] == "3"
    ]
    assert [text for text in found if "Karten" in text and " · " in text] == [
        "1.1 Mieten  Karten: 5 · Punkte: 3 · umstritten",
        "5.1 Sprachkurse  Karten: 4 · Punkte: 12 · Einigkeit",
    ]


def test_minutes_say_of_what_people_are_agreed_and_of_what_not(evening: Results, german):
    agreed = replace(evening.groups[0], accord=Accord.AGREED)
    results = replace(evening, groups=(agreed, *evening.groups[1:]))
    document = read(render_minutes(results, gettext=german))
    lines = [p.text for p in document.paragraphs]
    at = lines.index("Konsens und Dissens")
    assert lines[at + 1 : at + 3] == ["Konsens", "Dissens"]
    found = [rows_of(table) for table in document.tables]
    assert [rows[1:] for rows in found if rows[0] == ["Nr.", "Thema", "Tisch"]] == [
        [["5.1", "Sprachkurse", "Bildung & Ausbildung"]],
        [["1.1", "Mieten", "Bauen & Wohnen"]],
    ]
    unmarked = replace(evening, groups=tuple(replace(each, accord=Accord.NONE) for each in evening.groups))
    text = [p.text for p in read(render_minutes(unmarked, gettext=german)).paragraphs]
    assert "Konsens und Dissens" not in text


def test_minutes_show_a_doubled_card_in_both_places(evening: Results, german):
    doubled = replace(evening.groups[1], entry_ids=(*evening.groups[1].entry_ids, "a1"))
    results = replace(evening, groups=(evening.groups[0], doubled), outcomes=())
    texts = everything(read(render_minutes(results, gettext=german)))
    card = "✓ Der Kurs der VHS am Vormittag"
    # Below both topics, and once in the appendix with the numbers of both.
    assert texts.count(card) == 2
    assert texts.count(f"{card} · 5.1, 1.1") == 1


def test_minutes_have_the_summaries_of_each_table_by_round(summed_up: Results, evening: Results, german):
    texts = everything(read(render_minutes(summed_up, gettext=german)))
    begun = texts.index("Zusammenfassung der Runde 1")
    assert texts[begun : begun + 8] == [
        "Zusammenfassung der Runde 1",
        "Es fehlen Kurse am Abend.",
        "Viele warten lange.",
        "Der Tisch sagt dazu: 12 stimmt · 3 ergänzen · 1 stimmt nicht",
        "Was ergänzt werden soll",
        "Auch am Sonntag",
        "دورات مسائية",
        "Zusammenfassung der Runde 2",
    ]
    # Nobody was asked about the second one.
    assert sum(text.startswith("Der Tisch sagt dazu") for text in texts) == 1
    alone = replace(evening, summaries=summed_up.summaries[:1])
    texts = everything(read(render_minutes(alone, gettext=german)))
    assert ("Zusammenfassung" in texts, any("Runde 1" in text for text in texts)) == (True, False)
