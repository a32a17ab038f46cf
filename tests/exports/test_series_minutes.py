from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from docx import Document
from docx.document import Document as DocumentType

from exports.minutes import render_minutes
from exports.results import Results, SeriesResults
from exports.series_minutes import render_series_minutes

pytestmark = pytest.mark.unit


def headings(document: DocumentType) -> list[tuple[int, str]]:
    found = [p for p in document.paragraphs if p.style.name.startswith("Heading")]
    return [(int(p.style.name[-1]), p.text) for p in found]


def test_minutes_of_a_series_have_a_chapter_for_each_evening(evening: Results, german) -> None:
    autumn = replace(
        evening,
        dialogue=replace(evening.dialogue, code="ZWEI2345", title="Herbst", held_on=date(2026, 10, 1)),
        entries=(),
        groups=(),
        outcomes=(),
    )
    document = Document(
        BytesIO(render_series_minutes(SeriesResults("Reihe", (evening, autumn)), gettext=german))
    )
    own = [headings(Document(BytesIO(render_minutes(each, gettext=german)))) for each in (evening, autumn)]
    assert headings(document) == [
        (1, "Die Abende dieser Reihe"),
        (1, "1. Abend: Dialogabend „Miteinander“ & Nachbarschaft"),
        *((level + 1, text) for level, text in own[0]),
        (1, "2. Abend: Herbst"),
        *((level + 1, text) for level, text in own[1]),
    ]
    assert [p.text for p in document.paragraphs if p.style.name in {"Title", "Subtitle"}] == [
        "Reihe",
        "Musterstadt · 12. März 2026 – 1. Oktober 2026",
    ]
    overview = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert overview[0] == ["Abend", "Tag", "Ort", "Karten", "Themen", "Ergebnisse"]
    assert [row[1:] for row in overview[1:]] == [
        ["12.03.2026", "Stadthalle, Großer Saal, Musterstadt", "11", "2", "7"],
        ["01.10.2026", "Stadthalle, Großer Saal, Musterstadt", "0", "0", "0"],
    ]
    cards = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    assert any("nachbarn helfen beim möbel tragen" in text for text in cards)


def test_minutes_of_a_series_of_rehearsals_are_stamped(rehearsal: Results, german) -> None:
    document = Document(BytesIO(render_series_minutes(SeriesResults("Reihe", (rehearsal,)), gettext=german)))
    header = document.sections[0].header.paragraphs[0].text
    assert header == document.core_properties.category == "PROBE – keine echten Beiträge"
