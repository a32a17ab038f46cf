"""A document of blocks as data for the template of our PDF pages: plain values, each text with what it is."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import groupby
from typing import Any, assert_never

from exports import look
from exports.blocks import (
    Block,
    Card,
    CardColumns,
    CardText,
    Chart,
    Facts,
    Grid,
    Heading,
    Paper,
    Paragraph,
    Picture,
    Span,
    Style,
)
from exports.fonts import FAMILIES, SETTERS_OWN, font_files
from exports.glyphs import MISSING, Glyphs, breakable
from exports.pictures import name_of, width_cm
from exports.results import QuestionKey
from exports.text import is_right_to_left, printable

Data = dict[str, Any]
"""A part of what the template reads."""

_LANGUAGE = re.compile(r"([a-z]{2,3})(?:-.*)?", re.IGNORECASE)
_UNKNOWN = "und"
_OFFICE, _ABOUT, _HEAD = 48, 84, 200  # letters: in a line of the page's edges, in the head of a column
_BOOKMARK = 1000  # nobody can give a title as long; an archive takes 32,767 letters
_TALL_LINES, _LETTERS_IN_LINE = 25, 30
_TEXT_WIDTH_CM = 17.5
_LOOK = {"ink": look.INK, "muted": look.MUTED, "line": look.LINE}


def data_of(paper: Paper) -> Data:
    """Return the whole document."""
    return PaperData(paper.lang).whole(paper)


def chart_data_of(chart: Chart, *, lang: str, width_cm: float) -> Data:
    """Return a chart that stands alone, on a page that is as large as it is."""
    return PaperData(lang).alone(chart, width_cm)


def pictures_of(paper: Paper) -> dict[str, bytes]:
    """Return the pictures of a document by the names under which its data speak of them."""
    blocks = [*paper.front, *paper.chapters]
    return {name_of(block): block.content for block in blocks if isinstance(block, Picture)}


@lru_cache(maxsize=1)
def _glyphs() -> Glyphs:
    return Glyphs(font_files(), also=SETTERS_OWN)


class PaperData:
    """A document as data for the template."""

    def __init__(self, lang: str) -> None:
        self._lang, _, self._region = lang.partition("-")
        self._is_something_missing = False

    def alone(self, chart: Chart, width: float) -> Data:
        """Return a chart on a page that is `width` centimetres wide."""
        nothing = self._span(Span(""))
        return self._common(self._fit(chart.alt)[:_BOOKMARK]) | {
            "alone": width,
            "office": nothing,
            "stamp": nothing,
            "about": nothing,
            "subject": "",
            "landscape": False,
            "compact": False,
            "contents": "",
            "pages": [],
            "front": [],
            "chapters": [self._block(chart)],
        }

    def whole(self, paper: Paper) -> Data:
        """Return all of a document."""
        front = list(self._blocks(paper.front))
        chapters = list(self._blocks(paper.chapters))
        title = self._fit(paper.title).strip()[:_BOOKMARK] or paper.contents or "–"
        edges = {
            "office": self._edge(paper.office, _OFFICE),
            "stamp": self._edge(paper.stamp, _OFFICE),
            "about": self._edge(paper.about, _ABOUT),
        }
        if self._is_something_missing:
            chapters += self._blocks([Paragraph((Span(paper.unprintable, ink=look.MUTED),))])
        return (
            self._common(title)
            | edges
            | {
                "subject": self._fit(paper.subject)[:_BOOKMARK],
                "pages": re.split(r"(\{pages?\})", paper.pages),
                "contents": self._fit(paper.contents),
                "landscape": paper.landscape,
                "compact": paper.compact,
                "front": front,
                "chapters": chapters,
            }
        )

    def _common(self, title: str) -> Data:
        return {
            "title": title,
            "lang": self._lang,
            "region": self._region,
            "fonts": list(FAMILIES),
            "look": _LOOK,
        }

    def _blocks(self, blocks: Sequence[Block]) -> Iterator[Data]:
        for is_list, some in groupby(filter(_says_something, blocks), key=_is_item):
            if is_list:
                items = [self._spans(each.spans) for each in some if isinstance(each, Paragraph)]
                yield {"kind": "list", "items": items}
            else:
                yield from (self._block(each) for each in some)

    def _block(self, block: Block) -> Data:  # noqa: PLR0911 - one for each kind of block
        match block:
            case Heading(level, spans, on_new_page):
                named = spans if _is_said(spans[0].text) else (Span("–"), *spans[1:])
                return {
                    "kind": "heading",
                    "level": level,
                    "spans": self._spans(replace(span, text=span.text[:_BOOKMARK]) for span in named),
                    "new-page": on_new_page,
                }
            case Paragraph(spans, style):
                return {"kind": str(style), "spans": self._spans(spans)}
            case Card(question, card):
                return {"kind": "card"} | self._card(question, card)
            case CardColumns(headings, cards):
                columns = zip(QuestionKey, headings, cards, strict=True)
                return {"kind": "columns", "columns": [self._column(*each) for each in columns]}
            case Grid(headings, rows, widths):
                return {
                    "kind": "grid",
                    "headings": [[self._edge(each, _HEAD)] for each in headings],
                    "rows": [[self._span(Span(each)) for each in row] for row in rows],
                    "widths": widths,
                }
            case Facts(rows):
                cells = [(Span(name, bold=True), Span(said)) for name, said in rows]
                return {"kind": "facts", "rows": [self._spans(row) for row in cells]}
            case Picture() | Chart():
                return self._pictured(block)
        assert_never(block)

    def _pictured(self, block: Picture | Chart) -> Data:
        caption = [Span(block.caption, ink=look.MUTED)] if _is_said(block.caption) else []
        data: Data = {"alt": self._fit(block.alt), "caption": self._spans(caption)}
        if isinstance(block, Picture):
            width = width_cm(block, room=_TEXT_WIDTH_CM)
            return data | {"kind": "picture", "file": name_of(block), "width": width}
        bars = [{"name": self._span(Span(bar.name)), "number": bar.number} for bar in block.bars]
        return data | {
            "kind": "chart",
            "bars": bars,
            "most": max((bar.number for bar in block.bars), default=0) or 1,
        }

    def _column(self, question: QuestionKey, heading: str, cards: Iterable[CardText]) -> Data:
        seen = look.QUESTIONS[question]
        return {
            "heading": [self._edge(f"{seen.sign} {heading}", _HEAD)],
            "ink": seen.ink,
            "cards": [self._card(question, card) for card in cards],
        }

    def _card(self, question: QuestionKey, card: CardText) -> Data:
        seen = look.QUESTIONS[question]
        spans = [Span(f"{seen.sign} ", ink=seen.ink, bold=True), Span(card.text, lang=card.lang)]
        if card.mark:
            spans.append(Span(f" · {card.mark}", ink=look.MUTED))
        lines = card.text.count("\n") + len(card.text) / _LETTERS_IN_LINE
        return {
            "spans": self._spans(spans),
            "ink": seen.ink,
            "tint": seen.tint,
            "rtl": is_right_to_left(card.text, lang=card.lang),
            "tall": lines > _TALL_LINES,
        }

    def _edge(self, text: str, longest: int) -> Data:
        """Return what is said on each page again, in a single line: else nothing else had room there."""
        line = " ".join(printable(text).split())
        return self._span(Span(line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"))

    def _spans(self, spans: Iterable[Span]) -> list[Data]:
        return [self._span(span) for span in spans]

    def _span(self, span: Span) -> Data:
        data: Data = {
            "text": breakable(self._fit(span.text)),
            "rtl": is_right_to_left(span.text, lang=span.lang),
        }
        if span.ink:
            data["ink"] = span.ink
        if span.bold is not None:
            data["weight"] = "bold" if span.bold else "regular"
        if lang := self._lang_of(span, rtl=data["rtl"]):
            data["lang"] = lang
        return data

    def _lang_of(self, span: Span, *, rtl: bool) -> str:
        """Return the language of a piece; empty where it is the document's."""
        found = _LANGUAGE.fullmatch(span.lang)
        lang = found[1].lower() if found else ""
        if lang == self._lang:
            return ""
        return lang or (_UNKNOWN if rtl else "")

    def _fit(self, text: str) -> str:
        fitted = _glyphs().fit(printable(text))
        if fitted.count(MISSING) > text.count(MISSING):
            self._is_something_missing = True
        return fitted


def _says_something(block: Block) -> bool:
    """Leave out paragraphs without a word: who has a page read aloud would hear that there is something."""
    return not isinstance(block, Paragraph) or any(_is_said(span.text) for span in block.spans)


def _is_said(text: str) -> bool:
    return bool(printable(text).strip())


def _is_item(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.style is Style.ITEM
