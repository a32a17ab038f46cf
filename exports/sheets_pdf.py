"""Sheets as a PDF: words and fonts as in all our PDF pages, and exactly as many pages as there are sheets."""

from pathlib import Path

from exports import look
from exports.blocks import Span
from exports.pdf import Setting, typeset
from exports.pdf_data import Data, PaperData
from exports.qr import qr_picture
from exports.results import QuestionKey
from exports.sheets import Bar, Cell, Left, Line, Part, Sheet, Sheets, Way

_TEMPLATE = Path(__file__).with_name("sheets.typ")


def render_sheets(sheets: Sheets) -> bytes:
    """Return the file to be read and printed; raise `UnwritableError` if the setter does not make it."""
    return set_sheets(sheets_data(sheets))


def setting_of_sheets(sheets: Sheets) -> Setting:
    """Return what the setter makes of sheets."""
    return Setting(_TEMPLATE, sheets_data(sheets))


def set_sheets(data: Data) -> bytes:
    """Return the file of what `sheets_data` returned; raises as `render_sheets` does."""
    return typeset(_TEMPLATE, data)


def sheets_data(sheets: Sheets) -> Data:
    """Return what the template reads: the same for the same words."""
    return _SheetsData(sheets).all()


class _SheetsData(PaperData):
    """Sheets as data for the template."""

    def __init__(self, sheets: Sheets) -> None:
        super().__init__(sheets.about.lang)
        self._sheets = sheets

    def all(self) -> Data:
        pages = [self._sheet(each) for each in self._sheets.pages]
        # Asked last: it tells in a chapter if a sign was missing.
        data = self.whole(self._sheets.about)
        pages[-1]["notes"] = data["chapters"]
        inks = [look.QUESTIONS[key].ink for key in QuestionKey]
        return data | {"size": str(self._sheets.size), "sheets": pages, "inks": inks}

    def _sheet(self, sheet: Sheet) -> Data:
        return {
            "front": list(self._blocks(sheet.front)),
            "parts": [self._part(each, sheet.level) for each in sheet.parts],
            "left": self._left(sheet.left),
            "way": self._way(sheet.way) if sheet.way else None,
            "notes": [],
        }

    def _part(self, part: Part, level: int) -> Data:
        shown = part.lines[: part.most]
        return {
            "level": level,
            "heading": self._spans(part.heading),
            "note": self._span(Span(part.note)) if part.note else None,
            "ruled": part.ruled,
            "lines": [self._line(each) for each in shown],
            # The first piece below each line comes before the second one of any.
            "below": [
                number
                for depth in range(max((len(each.below) for each in shown), default=0))
                for number, each in enumerate(shown)
                if depth < len(each.below)
            ],
            "beyond": sum(each.counts for each in part.lines[part.most :]),
            "left": self._left(part.left),
            "nothing": self._span(Span(part.nothing)),
            "widths": part.widths,
            "columns": [self._span(Span(each)) for each in part.columns],
        }

    def _line(self, line: Line) -> Data:
        return {
            "cells": [self._cell(each) for each in line.cells],
            "below": [self._spans(each) for each in line.below],
            "counts": line.counts,
        }

    def _cell(self, cell: Cell) -> Data:
        if isinstance(cell, Bar):
            return {"counts": cell.counts, "most": cell.most}
        return {"paragraphs": [self._spans(each) for each in cell]}

    def _left(self, left: Left) -> Data:
        return {"one": self._fit(left.one), "many": self._fit(left.many)}

    def _way(self, way: Way) -> Data:
        return {
            "picture": qr_picture(way.address),
            "alt": way.alt,
            "words": self._span(Span(way.words)),
            "address": self._span(Span(way.address.split("://", 1)[-1])),
        }
