"""What stands around the minutes: title, place and day, the edges of each page."""

from collections.abc import Sequence

from exports import look
from exports.blocks import Block, Paper, Paragraph, Span, Style
from exports.names import Gettext, stamp
from exports.results import DialogueFacts
from exports.text import clock_time, document_language, long_day, short_day


def minutes_paper(dialogue: DialogueFacts, chapters: Sequence[Block], *, gettext: Gettext) -> Paper:
    """Return the minutes of an evening (or of a series, as if it was one) with these chapters."""
    _ = gettext
    day = short_day(dialogue.held_on)
    return Paper(
        lang=document_language(dialogue.lang),
        title=dialogue.title,
        subject=f"{dialogue.municipality} {day}".strip(),
        office=dialogue.municipality,
        stamp=stamp(gettext=_) if dialogue.rehearsal else "",
        about=" · ".join(part for part in (dialogue.title, day) if part),
        pages=_("Page {page} of {pages}"),
        contents=_("Contents"),
        card_name=_("Card"),
        unprintable=_("This file cannot print the signs that stand here as �; the Word file has them."),
        front=_front(dialogue, gettext=_),
        chapters=chapters,
    )


def _front(dialogue: DialogueFacts, *, gettext: Gettext) -> list[Block]:
    _ = gettext
    day = long_day(dialogue.held_on, lang=dialogue.lang)
    when = ", ".join(part for part in (day, hours_of(dialogue, gettext=_)) if part)
    facts = [fact for fact in (dialogue.municipality, dialogue.place, when) if fact]
    # Pieces of their own: a town in Arabic letters must not turn the day around.
    spans = [span for fact in facts for span in (Span(" · "), Span(fact))][1:]
    return [
        Paragraph((Span(_("Minutes"), ink=look.MUTED, bold=True),), Style.KICKER),
        Paragraph((Span(dialogue.title),), Style.TITLE),
        Paragraph(tuple(spans), Style.SUBTITLE),
    ]


def hours_of(dialogue: DialogueFacts, *, gettext: Gettext) -> str:
    """Return from when to when an evening is, as planned."""
    _ = gettext
    begins, ends = (clock_time(at) for at in (dialogue.begins, dialogue.ends))
    if begins and ends:
        return _("{begins}–{ends}").format(begins=begins, ends=ends)
    if begins:
        return _("from {begins}").format(begins=begins)
    return _("until {ends}").format(ends=ends) if ends else ""
