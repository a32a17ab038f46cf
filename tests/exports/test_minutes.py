from dataclasses import replace

import pytest
from docx.document import Document as DocumentType
from docx.oxml.ns import qn

from exports.minutes import render_minutes
from exports.results import Results
from tests.exports.word_reading import everything, headings, read

pytestmark = pytest.mark.unit


def test_minutes_have_the_chapters_that_offices_expect_in_their_order(evening: Results, german):
    assert headings(read(render_minutes(evening, gettext=german))) == [
        ("Heading 1", "Angaben"),
        ("Heading 1", "Anlass"),
        ("Heading 1", "Ablauf"),
        ("Heading 1", "Ergebnisse je Tisch"),
        ("Heading 2", "Der Abend in Zahlen"),
        ("Heading 2", "Konsens und Dissens"),
        ("Heading 2", "1 Bauen & Wohnen"),
        ("Heading 3", "1.1 Mieten  Karten: 5 · Punkte: 3 · umstritten"),
        ("Heading 3", "Einzelne Karten  Karten: 1"),
        ("Heading 2", "4 Frauen"),
        ("Heading 2", "5 Bildung & Ausbildung"),
        ("Heading 3", "5.1 Sprachkurse  Karten: 4 · Punkte: 12"),
        ("Heading 3", "Einzelne Karten  Karten: 1"),
        ("Heading 1", "Priorisierung"),
        ("Heading 1", "Maßnahmenplan"),
        ("Heading 2", "1 Sprachkurs mit Kinderbetreuung"),
        ("Heading 2", "2 Nachbarschaftshilfe sichtbar machen"),
        ("Heading 1", "Runde Tische"),
        ("Heading 2", "Bezahlbar wohnen"),
        ("Heading 1", "Vorhandenes"),
        ("Heading 2", "Mietberatung"),
        ("Heading 1", "Probleme"),
        ("Heading 2", "Lange Wartezeiten"),
        ("Heading 1", "Anregungen"),
        ("Heading 2", "Abendkurse"),
        ("Heading 1", "Empfehlungen"),
        ("Heading 2", "Wohnraumprogramm verlängern"),
        ("Heading 1", "Fazit und Ausblick"),
        ("Heading 1", "Anhang"),
        ("Heading 2", "Alle Karten"),
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
    assert shown == [f"{entry.text} · 1.1" for entry in results.entries]


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
        ("Heading 1", "Angaben"),
        ("Heading 1", "Anlass"),
    ]
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [
        ["Termin", "12. März 2026"],
        ["Ort", "Stadthalle, Großer Saal, Musterstadt"],
    ]


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
        "Angaben",
        "Noch nicht festgehalten.",
        "Anlass",
        "Noch nicht festgehalten.",
        "Ablauf",
        "Noch nicht festgehalten.",
        "Ergebnisse je Tisch",
        "Der Abend in Zahlen",
        "Eingegangene Karten: 0 · in diesem Protokoll: 0",
        "Maßnahmenplan",
        "Es wurde keine Maßnahme vereinbart.",
        "Runde Tische",
        "Es wurde kein Runder Tisch vereinbart.",
        "Vorhandenes",
        "Es wurde kein vorhandenes Angebot festgehalten.",
        "Empfehlungen",
        "Es wurde keine Empfehlung festgehalten.",
        "Fazit und Ausblick",
        "Noch nicht festgehalten.",
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
    # Behind its outcome, at its table, and in the appendix with the number of its topic.
    assert sum(text.endswith(" · vorab") for text in texts) == 2
    assert sum(text.endswith(" · vorab · 5.1") for text in texts) == 1


def test_tables_have_lines_between_rows_only(evening: Results, german):
    document = read(render_minutes(evening, gettext=german))
    for table in document.tables:
        if (lines := table._tbl.tblPr.find(qn("w:tblBorders"))) is not None:
            drawn = {line.tag for line in lines if line.get(qn("w:val")) == "single"}
            assert drawn == {qn("w:top"), qn("w:bottom"), qn("w:insideH")}
    assert not [
        cell for cell in document.element.body.iter(qn("w:tcPr")) if cell.find(qn("w:shd")) is not None
    ]
