"""The measures table as a paper across: `massnahmen.docx`."""

from datetime import date

from exports.blocks import Paper
from exports.chapters import Chapters
from exports.measures import Measures
from exports.names import Gettext
from exports.office_paper import office_paper
from exports.results import Results
from exports.text import short_day
from exports.word_page import WIDE_TEXT_WIDTH_CM


def measures_paper(results: Results, *, gettext: Gettext) -> Paper:
    """Return the table with a row for each measure, or say that there is none."""
    _ = gettext
    chapters = Chapters()
    measures = Measures(results, gettext=_)
    columns = measures.columns()
    rows = [[_words(row[column.key]) for column in columns] for row in measures.rows()]
    if rows:
        full = sum(column.width for column in columns)
        widths = tuple(column.width / full * WIDE_TEXT_WIDTH_CM for column in columns)
        chapters.grid([column.heading for column in columns], rows, widths)
    else:
        chapters.nothing(measures.nothing)
    return office_paper(
        results.dialogue,
        chapters.blocks,
        kind=_("Measures table"),
        gettext=_,
        is_draft=False,
        landscape=True,
    )


def _words(cell: object) -> str:
    return short_day(cell) if isinstance(cell, date) else str(cell)
