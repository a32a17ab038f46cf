from dataclasses import replace

import pytest
from docx.oxml.ns import qn

from exports.minutes import render_minutes
from exports.results import PhotoFacts, Results
from tests.exports.test_pictures import png
from tests.exports.word_reading import headings, read

pytestmark = pytest.mark.unit


def test_minutes_show_every_card_under_its_table_and_in_the_appendix(evening: Results, german):
    tables = read(render_minutes(evening, gettext=german)).tables
    shown = [
        p.text[2:]
        for table in tables
        if table.rows[0].cells[0].text.startswith("✓ ")
        for cell in table.rows[1].cells
        for p in cell.paragraphs
        if len(p.text) > 2
    ]
    marks = {entry.id: {"wohnen": " · 1.1", "bildung": " · 5.1"}[entry.table] for entry in evening.entries}
    marks |= {entry.id: "" for entry in evening.entries if entry.group_id is None}
    texts = [entry.text for entry in evening.entries]
    assert sorted(shown) == sorted([*texts, *(f"{each.text}{marks[each.id]}" for each in evening.entries)])


def test_photos_stand_in_the_appendix_with_their_captions(evening: Results, german):
    photos = (
        PhotoFacts(1, png(80, 60), "Wand am Eingang", width=80, height=60),
        PhotoFacts(2, png(60, 80), "", table="frauen", width=60, height=80),
    )
    for results in (evening, replace(evening, entries=(), groups=(), outcomes=())):
        document = read(render_minutes(replace(results, photos=photos), gettext=german))
        said = ["Foto 1 · Wand am Eingang", "Foto 2 · 4 Frauen"]
        alts = [about.get("descr") for about in document.element.body.iter(qn("wp:docPr"))]
        assert alts[-2:] == said
        captions = [p.text for p in document.paragraphs if p.style.name == "Caption"]
        assert captions[-2:] == said
        assert headings(document)[-1] == ("Heading 2", "Fotos")
