from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest

from exports.blocks import Card, CardText, Heading, Paper, Paragraph, Span
from exports.pdf import render_pdf
from exports.profile import profile_of
from exports.profile_room import fits
from exports.results import QuestionKey, Results

pytestmark = pytest.mark.unit


def pages_of(paper: Paper) -> int:
    with pikepdf.open(BytesIO(render_pdf(paper))) as document:
        return len(document.pages)


def longer(paper: Paper, text: str) -> Paper:
    """Return a paper with one more chapter, which holds a text."""
    return replace(paper, chapters=(*paper.chapters, Heading(1, (Span("Mehr"),)), Paragraph((Span(text),))))


def test_what_has_room_is_set_on_two_pages_and_what_is_far_longer_has_none(evening: Results, german):
    paper = profile_of(evening, gettext=german)
    sentence = "Ein Satz, wie ihn jemand schreibt, der vom Abend erzählt. "
    most = next(n for n in range(1, 200) if not fits(longer(paper, sentence * n))) - 1
    assert pages_of(longer(paper, sentence * most)) == 2
    # No more than a third of both pages is given away.
    assert pages_of(longer(paper, sentence * (most + 30))) == 3


def test_block_that_no_compact_paper_has_is_a_mistake(evening: Results, german):
    paper = profile_of(evening, gettext=german)
    strange = replace(paper, chapters=(*paper.chapters, Card(QuestionKey.WORKS, CardText("x", "de"))))
    with pytest.raises(TypeError, match="Card"):
        fits(strange)
