from dataclasses import replace
from datetime import time
from io import BytesIO

import pytest
from docx import Document
from docx.document import Document as DocumentType
from docx.oxml.ns import qn

from exports.details import details_of
from exports.minutes import render_minutes
from exports.results import Accord, Results

pytestmark = pytest.mark.unit


def read(content: bytes) -> DocumentType:
    return Document(BytesIO(content))


def headings(document: DocumentType) -> list[tuple[str, str]]:
    return [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith("Heading")]


def everything(document: DocumentType) -> list[str]:
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    return [p.text for p in document.paragraphs] + [p.text for cell in cells for p in cell.paragraphs]


def test_minutes_have_headings_from_the_goal_to_the_cards(evening: Results, german):
    assert headings(read(render_minutes(evening, gettext=german))) == [
        ("Heading 1", "Ziel des Abends"),
        ("Heading 1", "Was mit den Ergebnissen geschieht"),
        ("Heading 1", "Der Abend in Zahlen"),
        ("Heading 1", "Nächste Schritte"),
        ("Heading 1", "Ergebnisse"),
        ("Heading 2", "Projektideen"),
        ("Heading 3", "Sprachkurs mit Kinderbetreuung"),
        ("Heading 3", "Nachbarschaftshilfe sichtbar machen"),
        ("Heading 2", "Runde Tische"),
        ("Heading 3", "Bezahlbar wohnen"),
        ("Heading 2", "Vorhandenes"),
        ("Heading 3", "Mietberatung"),
        ("Heading 2", "Probleme"),
        ("Heading 3", "Lange Wartezeiten"),
        ("Heading 2", "Anregungen"),
        ("Heading 3", "Abendkurse"),
        ("Heading 2", "Empfehlungen"),
        ("Heading 3", "Wohnraumprogramm verlängern"),
        ("Heading 1", "Die Tische und ihre Karten"),
        ("Heading 2", "1 Bauen & Wohnen"),
        ("Heading 3", "Mieten  Karten: 5 · Punkte: 3 · umstritten"),
        ("Heading 3", "Einzelne Karten  Karten: 1"),
        ("Heading 2", "4 Frauen"),
        ("Heading 2", "5 Bildung & Ausbildung"),
        ("Heading 3", "Sprachkurse  Karten: 4 · Punkte: 12"),
        ("Heading 3", "Einzelne Karten  Karten: 1"),
    ]


def contents(document: DocumentType) -> list[tuple[str, str, str]]:
    """Return style, text and the bookmark whose page is counted of each line of the contents."""
    block = document.element.body.find(qn("w:sdt")).find(qn("w:sdtContent"))
    lines = []
    for line in block.findall(qn("w:p")):
        code = "".join(part.text for part in line.iter(qn("w:instrText")))
        text = "".join(part.text for part in line.iter(qn("w:t")))
        lines.append((line.pPr.pStyle.get(qn("w:val")), text, code.removesuffix("\\h ").strip()))
    return lines


def test_minutes_show_their_contents_without_being_asked(evening: Results, german):
    document = read(render_minutes(evening, gettext=german))
    lines = contents(document)
    assert lines[0] == ("TOCHeading", "Inhalt", "")
    shown = [(f"Heading {style[-1]}", text) for style, text, _ in lines[1:]]
    assert shown == [heading for heading in headings(document) if heading[0] != "Heading 3"]
    marks = {mark.get(qn("w:name")) for mark in document.element.body.iter(qn("w:bookmarkStart"))}
    assert {code for *_, code in lines[1:]} == {f"PAGEREF {mark}" for mark in marks}
    assert len(marks) == len(lines) - 1
    # This would make Word ask a question when the file is opened.
    assert document.settings.element.find(qn("w:updateFields")) is None
    assert [mark for mark in document.element.body.iter(qn("w:fldChar")) if mark.get(qn("w:dirty"))] == []


def test_contents_stand_before_the_first_chapter(evening: Results, german):
    body = read(render_minutes(evening, gettext=german)).element.body
    first = next(p for p in body.iter(qn("w:p")) if p.pPr is not None and p.style == "Heading1")
    assert first.getprevious().tag == qn("w:sdt")


def test_minutes_break_no_card_across_pages(one_card, german):
    document = read(render_minutes(many_cards(one_card), gettext=german))
    for sign in "✓↑+":
        assert document.styles[f"Karte {sign}"].paragraph_format.keep_together is True
    rows = [row for table in document.tables for row in table.rows]
    assert [row for row in rows[1:] if row._tr.trPr is None] == []
    cards = document.tables[-1]
    assert len(cards.rows) > 5
    assert [row for row in cards.rows if row._tr.trPr.find(qn("w:cantSplit")) is None] == []
    assert [row for row in cards.rows[1:] if row._tr.trPr.find(qn("w:tblHeader")) is not None] == []
    # Low rows leave little paper white: only a single long card makes a row tall.
    assert [row for row in cards.rows[1:] if max(len(cell.text) for cell in row.cells) > 600] == []


def test_minutes_keep_cards_in_order_from_row_to_row(one_card, german):
    results = many_cards(one_card)
    table = read(render_minutes(results, gettext=german)).tables[-1]
    shown = [p.text[2:] for row in table.rows[1:] for p in row.cells[2].paragraphs if p.text]
    assert shown == [entry.text for entry in results.entries]


def test_card_longer_than_a_page_may_break(one_card, german):
    table = read(render_minutes(one_card("x\n" * 240 + "x"), gettext=german)).tables[-1]
    assert table.rows[1]._tr.trPr is None or table.rows[1]._tr.trPr.find(qn("w:cantSplit")) is None


def many_cards(one_card) -> Results:
    first = one_card("Karte")
    cards = tuple(
        replace(first.entries[0], id=f"e{n}", text=f"Karte {n} " + "und noch ein Wort " * (n % 25))
        for n in range(60)
    )
    ids = tuple(card.id for card in cards)
    return replace(first, entries=cards, groups=(replace(first.groups[0], entry_ids=ids),), outcomes=())


def test_minutes_begin_with_title_place_and_day(evening: Results, german):
    document = read(render_minutes(evening, gettext=german))
    assert [(p.style.name, p.text) for p in document.paragraphs[:5]] == [
        ("Normal", "Protokoll"),
        ("Title", "Dialogabend „Miteinander“ & Nachbarschaft"),
        ("Subtitle", "Musterstadt · Stadthalle, Großer Saal · 12. März 2026"),
        ("Heading 1", "Ziel des Abends"),
        ("Normal", "Was nehmen wir uns für das nächste Jahr vor?"),
    ]


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
    subtitle = read(render_minutes(planned, gettext=german)).paragraphs[2].text
    assert subtitle.endswith(f"· {told}")


def test_minutes_count_the_evening(evening: Results, german):
    document = read(render_minutes(evening, gettext=german))
    assert (
        "Eingegangene Karten: 14 · in diesem Protokoll: 11 · zurückgestellt: 1 · ausgeblendet: 1"
        " · selbst gelöscht: 1"
    ) in [p.text for p in document.paragraphs]
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [
        [
            "Tisch",
            "✓ Was läuft gut?",
            "↑ Was muss verbessert werden?",
            "+ Was braucht es?",
            "Karten",
            "Themen",
        ],
        ["1 Bauen & Wohnen", "2", "2", "2", "6", "1"],
        ["4 Frauen", "0", "0", "0", "0", "0"],
        ["5 Bildung & Ausbildung", "1", "1", "3", "5", "1"],
    ]


def test_minutes_say_what_becomes_of_a_topic_and_why(evening: Results, answered: Results, german):
    document = read(render_minutes(answered, gettext=german))
    lines = [p.text for p in document.paragraphs]
    at = lines.index("Mieten  Karten: 5 · Punkte: 3 · umstritten")
    why = "لا توجد أموال هذا العام\n=1+1"
    assert lines[at + 1 : at + 3] == ["Antwort: nicht berücksichtigt", why]
    # The reason runs from right to left, the answer before it does not.
    turned = [p._p.find(f".//{qn('w:bidi')}") is not None for p in document.paragraphs[at + 1 : at + 3]]
    assert turned == [False, True]
    at = lines.index("Sprachkurse  Karten: 4 · Punkte: 12")
    assert lines[at + 1] == "Antwort: berücksichtigt"
    assert "Antwort" not in "".join(p.text for p in read(render_minutes(evening, gettext=german)).paragraphs)


def test_minutes_say_of_a_topic_whether_people_agree(evening: Results, german):
    agreed = replace(evening.groups[0], accord=Accord.AGREED)
    results = replace(evening, groups=(agreed, *evening.groups[1:]))
    found = [
        text for style, text in headings(read(render_minutes(results, gettext=german))) if style[-1] == "3"
    ]
    assert [text for text in found if "Karten" in text and " · " in text] == [
        "Mieten  Karten: 5 · Punkte: 3 · umstritten",
        "Sprachkurse  Karten: 4 · Punkte: 12 · Einigkeit",
    ]


def test_minutes_list_next_steps_days_first(evening: Results, german):
    table = read(render_minutes(evening, gettext=german)).tables[1]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Wer", "Was", "Bis wann"],
        [
            "Volkshochschule",
            "Projektidee: Sprachkurs mit Kinderbetreuung\nRaum im Familienzentrum anfragen",
            "30.04.2026",
        ],
        ["Bauverwaltung", "Runder Tisch: Bezahlbar wohnen", "21.05.2026"],
        ["offen", "Projektidee: Nachbarschaftshilfe sichtbar machen", "vor den Sommerferien"],
        ["Land", "Empfehlung: Wohnraumprogramm verlängern", "offen"],
    ]


@pytest.mark.parametrize(
    ("said", "who"),
    [
        ({}, "Kommune"),
        ({"addressee": "state", "addressee_name": "Sozialministerium"}, "Land: Sozialministerium"),
        ({"addressee": "other", "addressee_name": "Kirchen"}, "Kirchen"),
    ],
)
def test_minutes_name_whom_a_recommendation_asks_to_act(evening: Results, german, said: dict, who: str):
    advice = replace(evening.outcomes[-1], details=details_of("recommendation", said))
    table = read(render_minutes(replace(evening, outcomes=(advice,)), gettext=german)).tables[1]
    assert [cell.text for cell in table.rows[1].cells] == [
        who,
        "Empfehlung: Wohnraumprogramm verlängern",
        "offen",
    ]


def test_minutes_say_the_kind_of_an_outcome_once(evening: Results, german):
    talk = replace(evening.outcomes[2], title="Runder Tisch Wohnen")
    results = replace(evening, outcomes=(talk,))
    assert (
        read(render_minutes(results, gettext=german)).tables[1].rows[1].cells[1].text == "Runder Tisch Wohnen"
    )


def test_minutes_show_an_outcome_with_its_cards_by_question(evening: Results, german):
    paragraphs = read(render_minutes(evening, gettext=german)).paragraphs
    texts = [p.text for p in paragraphs]
    first = texts.index("Sprachkurs mit Kinderbetreuung")
    assert [(p.style.name, p.text) for p in paragraphs[first + 2 : first + 13]] == [
        ("Normal", "Wer kümmert sich: Volkshochschule"),
        ("Normal", "Wer macht mit: Familienzentrum, Freundeskreis Asyl"),
        ("Normal", "Erster Schritt: Raum im Familienzentrum anfragen"),
        ("Normal", "Bis wann: 30.04.2026"),
        ("Normal", "Tisch: 5 Bildung & Ausbildung"),
        ("Normal", "Punkte: 12"),
        ("Normal", "Was die Menschen geschrieben haben (4)"),
        ("Karte ✓", "✓ Der Kurs der VHS am Vormittag"),
        ("Karte ↑", "↑ Wartezeit von acht Monaten\nauf einen Platz!!"),
        ("Karte +", "+ Sprachkurse mit Kinderbetreuung"),
        ("Karte +", "+ دورات لغة مسائية"),
    ]


def test_minutes_show_every_card_under_its_table(evening: Results, german):
    tables = read(render_minutes(evening, gettext=german)).tables[2:]
    cards = [p.text[2:] for table in tables for cell in table.rows[1].cells for p in cell.paragraphs]
    assert sorted(card for card in cards if card) == sorted(entry.text for entry in evening.entries)


def test_card_style_has_edge_and_tint_of_its_question(evening: Results, german):
    styles = read(render_minutes(evening, gettext=german)).styles
    looks = []
    for sign in "✓↑+":
        properties = styles[f"Karte {sign}"].element.pPr
        edge = properties.find(qn("w:pBdr")).find(qn("w:left"))
        looks.append((edge.get(qn("w:color")), properties.find(qn("w:shd")).get(qn("w:fill"))))
    assert looks == [("1c6b40", "e6f2ea"), ("8f5200", "faeedb"), ("1f4e96", "e5edf9")]


def test_minutes_turn_cards_that_run_from_right_to_left(evening: Results, german):
    paragraphs = read(render_minutes(evening, gettext=german)).paragraphs
    card = next(p for p in paragraphs if "دورات" in p.text)
    assert card._p.pPr.find(qn("w:bidi")) is not None
    assert card._p.pPr.find(qn("w:pBdr")).find(qn("w:right")).get(qn("w:color")) == "1f4e96"
    assert [run.font.rtl for run in card.runs] == [None, True]
    assert card.runs[1]._r.rPr.find(qn("w:lang")).get(qn("w:bidi")) == "ar"
    other = next(p for p in paragraphs if "Vormittag" in p.text and p.style.name == "Karte ✓")
    assert other._p.pPr.find(qn("w:bidi")) is None


def test_minutes_number_their_pages_and_know_their_language(evening: Results, german):
    document = read(render_minutes(evening, gettext=german))
    footer = document.sections[0].footer.paragraphs[0]
    fields = [field.get(qn("w:instr")) for field in footer._p.iter(qn("w:fldSimple"))]
    languages = {
        tag.get(qn("w:val")) for tag in document.styles.element.find(qn("w:docDefaults")).iter(qn("w:lang"))
    }
    assert footer.text.startswith("Dialogabend „Miteinander“ & Nachbarschaft · 12.03.2026 · Seite ")
    assert fields == ["PAGE", "NUMPAGES"]
    assert (languages, document.core_properties.language) == ({"de-DE"}, "de-DE")
    assert document.core_properties.title == "Dialogabend „Miteinander“ & Nachbarschaft"


def test_minutes_of_a_rehearsal_are_stamped_on_every_page(rehearsal: Results, german):
    document = read(render_minutes(rehearsal, gettext=german))
    assert [section.header.paragraphs[0].text for section in document.sections] == [
        "PROBE – keine echten Beiträge"
    ]
    # One header for all pages: neither the first nor the even pages have their own.
    assert document.sections[0].different_first_page_header_footer is False
    assert document.settings.odd_and_even_pages_header_footer is False


def test_minutes_of_a_real_evening_carry_no_stamp(evening: Results, german):
    document = read(render_minutes(evening, gettext=german))
    assert document.sections[0].header.paragraphs[0].text == ""
    assert [text for text in everything(document) if "PROBE" in text] == []


def test_minutes_of_an_empty_dialogue_say_what_is_missing(empty: Results, german):
    texts = [p.text for p in read(render_minutes(empty, gettext=german)).paragraphs]
    assert texts == [
        "Protokoll",
        "Leerer Abend",
        "",
        "Ziel des Abends",
        "Noch nicht festgehalten.",
        "Was mit den Ergebnissen geschieht",
        "Noch nicht festgehalten.",
        "Der Abend in Zahlen",
        "Eingegangene Karten: 0 · in diesem Protokoll: 0",
        "Nächste Schritte",
        "Noch sind keine nächsten Schritte vereinbart.",
        "Ergebnisse",
        "Noch sind keine Ergebnisse festgehalten.",
    ]


def test_minutes_take_a_title_longer_than_word_allows_in_its_properties(evening: Results, german):
    long = replace(evening, dialogue=replace(evening.dialogue, title="Lang " * 100))
    document = read(render_minutes(long, gettext=german))
    assert document.paragraphs[1].text == "Lang " * 100
    assert document.core_properties.title == ("Lang " * 100)[:250]


def test_minutes_mark_cards_that_came_before_or_after_and_count_them(windows: Results, german):
    document = read(render_minutes(windows, gettext=german))
    texts = everything(document)
    assert any("selbst gelöscht: 1 · vorab: 1 · nachgereicht: 2" in text for text in texts)
    assert any(text.endswith(f"{windows.entries[0].text} · vorab") for text in texts)
    assert any(text.endswith("Nachts fehlt ein Bus · nachgereicht") for text in texts)
    assert sum(text.endswith(" · vorab") for text in texts) == 2  # behind its outcome, and at its table


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
