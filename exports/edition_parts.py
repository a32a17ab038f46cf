"""Parts that several pages of the evening edition are made of."""

import re
from collections.abc import Iterable

from exports.blocks import Heading, Span
from exports.names import Gettext
from exports.sheets import Left, Line, Part, Spans

# Letters of people's words that are shown; the minutes have them all.
CARD, TEXT, CELL = 150, 420, 120
_SENTENCE = re.compile(rf"[^.!?…。؟።]{{1,{TEXT}}}[.!?…。؟።]*\s*|[.!?…。؟።]+\s*")
# Letters of a paragraph that stays whole.
_PIECE = 600


def text_part(heading: str, text: str, *, gettext: Gettext) -> Part:
    """Return a text of the moderators, in pieces of which as many are shown as have room."""
    _ = gettext
    more = _("… the whole text is in the minutes")
    lines = tuple(text_line((Span(piece),)) for piece in _pieces(text))
    return Part((Span(heading),), lines, Left(more, more), _("Not recorded yet."), ruled=False)


def page_heading(heading: str) -> Heading:
    """Return the heading of a page."""
    return Heading(1, (Span(heading),))


def text_line(*paragraphs: Spans) -> Line:
    """Return a line over all columns."""
    return Line((paragraphs,))


def _pieces(text: str) -> Iterable[str]:
    """Yield the paragraphs of a text, a long one in pieces that end with a sentence where there are any."""
    for line in filter(None, map(str.strip, text.splitlines())):
        piece = ""
        for words in _SENTENCE.findall(line):
            if piece and len(piece) + len(words) > _PIECE:
                yield piece.strip()
                piece = ""
            piece += words
        yield piece.strip()
