"""What the handouts of an evening share: the edges of their pages, the way to them, what is left out."""

from exports.blocks import Paper
from exports.names import Gettext, stamp
from exports.results import Results
from exports.sheets import Left, Way
from exports.text import document_language, short_day


def about_paper(results: Results, name: str, *, gettext: Gettext) -> Paper:
    """Return what stands around each page of a paper that is handed out or hung up."""
    _, dialogue = gettext, results.dialogue
    day = short_day(dialogue.held_on)
    return Paper(
        lang=document_language(dialogue.lang),
        title=f"{name} – {dialogue.title}",
        subject=f"{dialogue.municipality} {day}".strip(),
        office=dialogue.municipality,
        stamp=stamp(gettext=_) if dialogue.rehearsal else "",
        about=" · ".join(part for part in (name, dialogue.title, day) if part),
        pages=_("Page {page} of {pages}"),
        contents=name,
        card_name=_("Card"),
        unprintable=_("This file cannot print the signs that stand here as �; the Word file has them."),
        front=(),
        chapters=(),
    )


def way_to(results: Results, *, gettext: Gettext) -> Way | None:
    """Return the way to both handouts on a phone, where the evening has an address."""
    _, address = gettext, results.dialogue.handouts_address
    if not address:
        return None
    alt = _("QR code that leads to {address}").format(address=address)
    return Way(address, _("To be read on a phone, as soon as it is released:"), alt)


def topics_left(*, gettext: Gettext) -> Left:
    """Return what is said of topics that have no room."""
    _ = gettext
    return Left(_("… and 1 more topic: in the minutes"), _("… and {count} more topics: in the minutes"))


def tables_left(*, gettext: Gettext) -> Left:
    """Return what is said of tables that have no room."""
    _ = gettext
    return Left(_("… and 1 more table: in the minutes"), _("… and {count} more tables: in the minutes"))


def steps_left(*, gettext: Gettext) -> Left:
    """Return what is said of outcomes that have no room, whatever they are."""
    _ = gettext
    return Left(_("… and 1 more outcome: in the minutes"), _("… and {count} more outcomes: in the minutes"))
