"""What is said of one-use links and of devices: what they open, and why they open nothing any more."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from workshop.console.wording.moments import day
from workshop.domain.errors import Refusal
from workshop.i18n import Gettext
from workshop.models import Role, now


def link_title(role: Role, *, table: str, gettext: Gettext) -> str:
    """Return what a link opens, as the heading of the page with its button."""
    _ = gettext
    return {
        Role.HOST: _("Host of table %(table)s") % {"table": table},
        Role.MODERATOR: _("Moderate a dialogue evening"),
        Role.READER: _("Read the results of a dialogue evening"),
        Role.ORGANISER: _("Open the console of all dialogues"),
    }[role]


def link_opens(role: Role, *, gettext: Gettext) -> str:
    """Return what can be done behind a link."""
    _ = gettext
    return {
        Role.HOST: _("Behind it you sort the cards of this table and type in paper cards."),
        Role.MODERATOR: _(
            "Behind it you lead the evening: tables, cards, clock, results, files and links for others."
        ),
        Role.READER: _("Behind it you see the results and take the files along. You can change nothing."),
        Role.ORGANISER: _("Behind it you create dialogues, and see and change everything in all of them."),
    }[role]


def why_link_is_closed(refusal: Refusal, *, gettext: Gettext) -> str:
    """Return why a link opens nothing."""
    _ = gettext
    return {
        Refusal.LINK_USED: _("It has been used already. Each link can be used once, in one browser."),
        Refusal.LINK_EXPIRED: _("Nobody used it in time: links end by themselves after a while."),
        Refusal.LINK_REVOKED: _("It was taken back, or a newer one took its place."),
    }.get(refusal) or _("There is no such link. Perhaps a part of the address is missing.")


def last_use(at: datetime, *, lang: str, zone: ZoneInfo, gettext: Gettext) -> str:
    """Return when a device was last used, no finer than the day: more is nobody's business."""
    _ = gettext
    used, today = at.astimezone(zone).date(), now().astimezone(zone).date()
    if used >= today:
        return _("used today")
    if used == today - timedelta(days=1):
        return _("used yesterday")
    return _("last used on %(day)s") % {"day": day(used, lang=lang)}
