"""What is said about the backups that the server makes by itself: when the last was made, what to do."""

from zoneinfo import ZoneInfo

from workshop.console.wording.moments import moment
from workshop.i18n import Gettext
from workshop.live.copies import Copies, Trouble


def title_of(trouble: Trouble, *, gettext: Gettext) -> str:
    """Return in a few words that a backup is missing."""
    _ = gettext
    return _("A backup is overdue") if trouble == Trouble.LATE else _("The last backup failed")


def last_told(copies: Copies, *, lang: str, zone: ZoneInfo, gettext: Gettext) -> str:
    """Return when the last backup was made."""
    _ = gettext
    if copies.last is None:
        return _("The server makes backups by itself; so far there is none.")
    made = moment(copies.last, lang=lang, zone=zone)
    return _("The server makes backups by itself; the last one was made on %(moment)s.") % {"moment": made}


def failure_told(copies: Copies, *, lang: str, zone: ZoneInfo, gettext: Gettext) -> str:
    """Return when the last try failed; empty if none did."""
    if copies.failed_at is None:
        return ""
    tried = moment(copies.failed_at, lang=lang, zone=zone)
    return gettext("The last try failed on %(moment)s.") % {"moment": tried}


def advice(trouble: Trouble, *, gettext: Gettext) -> str:
    """Return what can be done."""
    _ = gettext
    return {
        Trouble.NO_ROOM: _(
            "There is no room left where the backups lie. Please ask whoever runs the server to make some."
        ),
        Trouble.FOLDER: _(
            "The folder of the backups cannot be used. Please ask whoever runs the server to see whether "
            "its disk is there and may be written."
        ),
        Trouble.LATE: _(
            "The server has been trying for an unusually long time. Please ask whoever runs it to see "
            "whether the disk of the backups answers."
        ),
        Trouble.OTHER: _(
            "The reason is in the server's log (backup_failed). Please tell whoever runs the server."
        ),
    }[trouble]


def comfort(trouble: Trouble, *, gettext: Gettext) -> str:
    """Return what goes on meanwhile."""
    _ = gettext
    if trouble == Trouble.LATE:
        return _("Cards and topics are stored as always. This note goes as soon as a backup is made.")
    return _(
        "Cards and topics are stored as always. The server tries again by itself, and this note goes as soon "
        "as a backup is made."
    )
