"""The minutes of a series: one document, a chapter for each evening."""

from collections.abc import Iterator

from exports import look
from exports.blocks import Block, Grid, Heading, Paper, Paragraph, Span
from exports.front import minutes_paper
from exports.minutes import chapters_of
from exports.names import Gettext
from exports.results import Results, SeriesResults
from exports.series import as_one_evening, where_of
from exports.text import long_day, short_day
from exports.word import render_word

_WIDTHS = (3.8, 2.7, 3.3, 1.8, 2.2, 2.7)


def render_series_minutes(series: SeriesResults, *, gettext: Gettext) -> bytes:
    """Return the minutes of all evenings as a Word file."""
    return render_word(series_minutes_of(series, gettext=gettext))


def series_minutes_of(series: SeriesResults, *, gettext: Gettext) -> Paper:
    """Return the minutes of all evenings, each as the minutes of its own but below a heading of it."""
    return minutes_paper(as_one_evening(series), list(_chapters(series, gettext=gettext)), gettext=gettext)


def _chapters(series: SeriesResults, *, gettext: Gettext) -> Iterator[Block]:
    yield from _overview(series, gettext=gettext)
    for number, evening in enumerate(series.evenings, start=1):
        yield from _heading(evening, number, gettext=gettext)
        yield from chapters_of(evening, gettext=gettext, below=1)


def _overview(series: SeriesResults, *, gettext: Gettext) -> Iterator[Block]:
    _ = gettext
    yield Heading(1, (Span(_("The evenings of this series")),))
    rows = []
    for number, evening in enumerate(series.evenings, start=1):
        dialogue = evening.dialogue
        counted = (len(evening.entries), len(evening.groups), len(evening.outcomes))
        name = _("Evening {number}: {title}").format(number=number, title=dialogue.title)
        day = short_day(dialogue.held_on) or _("open")
        rows.append((name, day, where_of(dialogue), *map(str, counted)))
    headings = (_("Evening"), _("Day"), _("Place"), _("Cards"), _("Topics"), _("Outcomes"))
    yield Grid(headings, tuple(rows), _WIDTHS)


def _heading(evening: Results, number: int, *, gettext: Gettext) -> Iterator[Block]:
    _ = gettext
    dialogue = evening.dialogue
    title = _("Evening {number}: {title}").format(number=number, title=dialogue.title)
    yield Heading(1, (Span(title),), on_new_page=True)
    facts = (where_of(dialogue), long_day(dialogue.held_on, lang=dialogue.lang), dialogue.code)
    yield Paragraph((Span(" · ".join(fact for fact in facts if fact), ink=look.MUTED),))
