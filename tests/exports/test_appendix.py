import pytest

from exports.minutes import render_minutes
from exports.results import Results
from tests.exports.word_reading import read

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
