"""The minutes of a series: one document, a chapter for each evening."""

from io import BytesIO

from docx.document import Document as DocumentType

from exports import look
from exports.contents import Contents
from exports.minutes import Minutes
from exports.names import Gettext
from exports.paper import TEXT_WIDTH_CM, add_grid, add_row, add_text
from exports.results import Results, SeriesResults
from exports.series import as_one_evening, where_of
from exports.text import long_day, short_day

_WIDTHS = (3.8, 2.7, 3.3, 1.8, 2.2, 2.7)


def render_series_minutes(series: SeriesResults, *, gettext: Gettext) -> bytes:
    """Return the minutes of all evenings, each as the minutes of its own but below a heading of it."""
    _ = gettext
    whole = Minutes(Results(as_one_evening(series)), gettext=_)
    whole.write_front()
    contents = Contents(whole.document, _("Contents"), width_cm=TEXT_WIDTH_CM)
    _overview(whole.document, series, gettext=_)
    for number, evening in enumerate(series.evenings, start=1):
        _heading(whole.document, evening, number, gettext=_)
        Minutes(evening, gettext=_, within=whole.document).write_chapters()
    contents.fill()
    target = BytesIO()
    whole.document.save(target)
    return target.getvalue()


def _overview(document: DocumentType, series: SeriesResults, *, gettext: Gettext) -> None:
    _ = gettext
    add_text(document.add_heading(level=1), _("The evenings of this series"))
    headings = [_("Evening"), _("Day"), _("Place"), _("Cards"), _("Topics"), _("Outcomes")]
    grid = add_grid(document, headings, _WIDTHS)
    for number, evening in enumerate(series.evenings, start=1):
        dialogue = evening.dialogue
        counted = (len(evening.entries), len(evening.groups), len(evening.outcomes))
        name = _("Evening {number}: {title}").format(number=number, title=dialogue.title)
        row = [name, short_day(dialogue.held_on) or _("open"), where_of(dialogue), *map(str, counted)]
        add_row(grid, row, _WIDTHS)


def _heading(document: DocumentType, evening: Results, number: int, *, gettext: Gettext) -> None:
    _ = gettext
    dialogue = evening.dialogue
    heading = document.add_heading(level=1)
    heading.paragraph_format.page_break_before = True
    add_text(heading, _("Evening {number}: {title}").format(number=number, title=dialogue.title))
    facts = (where_of(dialogue), long_day(dialogue.held_on, lang=dialogue.lang), dialogue.code)
    add_text(document.add_paragraph(), " · ".join(fact for fact in facts if fact), ink=look.MUTED)
