"""What stands around papers for an office: what kind it is, that it is a draft, the edges of each page."""

from collections.abc import Sequence

from exports import look
from exports.blocks import Block, Paper, Paragraph, Span, Style
from exports.chapters import Chapters
from exports.links import Links
from exports.names import Gettext, stamp
from exports.results import DialogueFacts
from exports.text import document_language, long_day, short_day

_INNER = str.maketrans({"„": "‚", "“": "‘", "”": "’", "»": "›", "«": "‹"})


class Draft(Chapters):
    """A draft while it is written: what nobody has said yet gets a place that shows."""

    def __init__(self, links: Links, *, gettext: Gettext) -> None:
        super().__init__()
        self._gettext = gettext
        self._links = links
        self._results = links.results
        self._dialogue = links.results.dialogue
        self._asked = links.results.dialogue.paper

    def gap(self, what: str, *, style: Style = Style.NORMAL) -> None:
        """Add a paragraph that says what is to be written in its place."""
        self.add(Paragraph((gap(what),), style))

    def mixed(self, *pieces: str | Span, style: Style = Style.NORMAL) -> None:
        """Add a paragraph of several pieces, so that none turns its neighbours around."""
        spans = tuple(Span(piece) if isinstance(piece, str) else piece for piece in pieces)
        self.add(Paragraph(spans, style))


def gap(what: str) -> Span:
    """Return a place that somebody is to fill in."""
    return Span(f"[{what}]", bold=True)


def evening_name(dialogue: DialogueFacts, *, gettext: Gettext) -> str:
    """Return title and day as they stand inside a sentence."""
    _ = gettext
    title, day = quoted(dialogue.title, gettext=_), day_of(dialogue)
    return _("{evening} of {day}").format(evening=title, day=day) if day else title


def quoted(title: str, *, gettext: Gettext) -> str:
    """Return a title in quotation marks; those that it has itself become single ones."""
    _ = gettext
    return _("“{title}”").format(title=title.translate(_INNER))


def day_of(dialogue: DialogueFacts) -> str:
    """Return the day of the evening with the name of its month, from which the number does not break."""
    return long_day(dialogue.held_on, lang=dialogue.lang).replace(". ", ".\u00a0", 1)


def office_paper(
    dialogue: DialogueFacts,
    chapters: Sequence[Block],
    *,
    kind: str,
    gettext: Gettext,
    is_draft: bool = True,
    is_letter: bool = False,
    landscape: bool = False,
) -> Paper:
    """Return a paper of this kind about an evening; a letter has no title of its own."""
    _ = gettext
    day = short_day(dialogue.held_on)
    mark = [_("Draft")] if is_draft else []
    return Paper(
        lang=document_language(dialogue.lang),
        title=f"{kind}: {dialogue.title}",
        subject=f"{dialogue.municipality} {day}".strip(),
        office=dialogue.municipality,
        stamp=stamp(gettext=_) if dialogue.rehearsal else "",
        about=" · ".join(part for part in (*mark, kind, dialogue.title, day) if part),
        pages=_("Page {page} of {pages}"),
        contents="",
        card_name=_("Card"),
        unprintable=_("This file cannot print the signs that stand here as �; the Word file has them."),
        front=[*_front(dialogue, kind, is_letter=is_letter), *_note(is_draft=is_draft, gettext=_)],
        chapters=chapters,
        landscape=landscape,
    )


def _front(dialogue: DialogueFacts, kind: str, *, is_letter: bool) -> list[Block]:
    if is_letter:
        return []
    facts = [dialogue.title, dialogue.municipality, dialogue.place, day_of(dialogue)]
    # Pieces of their own: a town in Arabic letters must not turn the day around.
    spans = [span for fact in facts if fact for span in (Span(" · "), Span(fact))][1:]
    return [Paragraph((Span(kind),), Style.TITLE), Paragraph(tuple(spans), Style.SUBTITLE)]


def _note(*, is_draft: bool, gettext: Gettext) -> list[Block]:
    if not is_draft:
        return []
    _ = gettext
    text = _(
        "Draft, made from the results of the evening. To be checked and completed before it is used: "
        "what stands in [brackets] is still missing."
    )
    return [Paragraph((Span(text, ink=look.MUTED),), Style.MISSING)]
