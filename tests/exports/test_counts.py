from dataclasses import replace

import pytest

from exports.counts import count_columns, count_rows
from exports.links import Links
from exports.results import Results, TableFacts

pytestmark = pytest.mark.unit


def test_each_table_has_a_row_with_its_cards_by_question(evening: Results, german):
    columns = [column.key for column in count_columns(Links(evening), gettext=german)]
    rows = [[row[key] for key in columns] for row in count_rows(Links(evening))]
    assert rows == [
        ["1 Bauen & Wohnen", 2, 2, 2, 6, 1, 3],
        ["4 Frauen", 0, 0, 0, 0, 0, 0],
        ["5 Bildung & Ausbildung", 1, 1, 3, 5, 1, 12],
    ]


def test_table_whose_name_runs_from_right_to_left_is_told(evening: Results):
    tables = (*evening.tables, TableFacts("t", "السكن", 7))
    rows = count_rows(Links(replace(evening, tables=tables)))
    assert [row["mirrored"] for row in rows] == [set(), set(), set(), {"label"}]
