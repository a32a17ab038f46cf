"""What is said about keeping and deleting: days, the archive's answer, what goes with a dialogue."""

from collections.abc import Sequence
from datetime import date

from babel.dates import format_timedelta

from workshop.console.wording.moments import day
from workshop.domain.keeping import Keeping
from workshop.domain.queries.deletion import KeepingView, Loss
from workshop.i18n import Gettext, NGettext
from workshop.models import ArchiveNote


def note_name(note: ArchiveNote, *, gettext: Gettext) -> str:
    """Return what became of the offer to the archive."""
    _ = gettext
    return {
        ArchiveNote.OFFERED: _("offered to the archive"),
        ArchiveNote.TAKEN: _("taken over by the archive"),
        ArchiveNote.DECLINED: _("declined by the archive"),
        ArchiveNote.WAIVED: _("need not be offered"),
    }[note]


def archive_told(view: KeepingView, *, no_archive: str, lang: str, gettext: Gettext) -> str:
    """Return what is noted about the archive, with day and remark, or why nothing need be."""
    _ = gettext
    if view.note and view.noted_on:
        told = _("%(note)s, noted on %(day)s") % {
            "note": note_name(view.note, gettext=_),
            "day": day(view.noted_on, lang=lang),
        }
        return f"{told} – {view.reason}" if view.reason else told
    if view.dialogue.rehearsal:
        return _("not asked about rehearsals")
    return no_archive or _("not noted yet")


def deletion_told(view: KeepingView, today: date, *, lang: str, gettext: Gettext) -> str:
    """Return when a dialogue goes, and what it waits for if its day has come."""
    _ = gettext
    written = day(view.day, lang=lang)
    if view.day > today:
        left = format_timedelta(view.day - today, threshold=1, add_direction=True, locale=lang)
        return _("on %(day)s (%(left)s)") % {"day": written, "left": left}
    if view.waits:
        return _("due since %(day)s, waits for the archive's answer") % {"day": written}
    return _("due since %(day)s, goes within an hour") % {"day": written}


def author_told(view: KeepingView, today: date, *, lang: str, gettext: Gettext) -> str:
    """Return until when participants find their own cards."""
    _ = gettext
    if view.forgets_on is None:
        return _("some days after the closing, and 14 days after a card at the latest")
    written = day(view.forgets_on, lang=lang)
    if view.forgets_on < today:
        return _("forgotten since %(day)s") % {"day": written}
    return _("forgotten on %(day)s") % {"day": written}


def losses_told(loss: Loss, *, ngettext: NGettext) -> Sequence[str]:
    """Return what goes with a dialogue, a line for each kind."""
    return [
        ngettext("%(n)d card", "%(n)d cards", loss.cards) % {"n": loss.cards},
        ngettext("%(n)d topic", "%(n)d topics", loss.topics) % {"n": loss.topics},
        ngettext("%(n)d result", "%(n)d results", loss.outcomes) % {"n": loss.outcomes},
        ngettext("%(n)d photo", "%(n)d photos", loss.photos) % {"n": loss.photos},
        ngettext("%(n)d step of the log", "%(n)d steps of the log", loss.steps) % {"n": loss.steps},
        ngettext("%(n)d link or device", "%(n)d links and devices", loss.links) % {"n": loss.links},
    ]


def usual_told(keeping: Keeping, *, ngettext: NGettext) -> str:
    """Return what it means to name no day of deletion."""
    return ngettext(
        "Empty: %(n)d month after the evening. Before that the public archive is asked.",
        "Empty: %(n)d months after the evening. Before that the public archive is asked.",
        keeping.months,
    ) % {"n": keeping.months}
