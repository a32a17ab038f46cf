from dataclasses import replace

import pytest
from docx.oxml.ns import qn

from exports.minutes import render_minutes
from exports.results import Results
from tests.exports.word_reading import grid, headings, read

pytestmark = pytest.mark.unit


def test_minutes_rank_topics_by_dots_once_they_are_counted(evening: Results, german):
    third = replace(evening.groups[0], id=3, label="Abends", dots=3, entry_ids=("a5",))
    tied = replace(evening, groups=(*evening.groups, third))
    document = read(render_minutes(tied, gettext=german))
    assert grid(document, "Rang", "Nr.", "Thema", "Tisch", "Punkte") == [
        ["1", "5.1", "Sprachkurse", "Bildung & Ausbildung", "12"],
        ["2", "1.1", "Mieten", "Bauen & Wohnen", "3"],
        ["2", "5.2", "Abends", "Bildung & Ausbildung", "3"],
    ]
    (alt,) = [about.get("descr") for about in document.element.body.iter(qn("wp:docPr"))]
    assert alt == "Punkte je Thema. 5.1 Sprachkurse: 12; 1.1 Mieten: 3; 5.2 Abends: 3"
    # Nobody knows a tally that is open: there is neither chapter nor picture.
    uncounted = replace(evening, groups=tuple(replace(each, dots=0) for each in evening.groups))
    document = read(render_minutes(uncounted, gettext=german))
    assert ("Heading 1", "Priorisierung") not in headings(document)
    assert len(document.inline_shapes) == 0
