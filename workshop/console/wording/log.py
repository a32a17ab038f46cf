"""What the log calls what people did, and who did it."""

from workshop.i18n import Gettext
from workshop.models import Role


def verb_name(verb: str, *, gettext: Gettext) -> str:
    """Return what was done, as the log and the undo message say it."""
    _ = gettext
    return {
        "hold_entry": _("card held back"),
        "hide_entry": _("card hidden"),
        "show_entry": _("card shown"),
        "rename_group": _("topic renamed"),
        "merge_groups": _("topics merged"),
        "split_group": _("topic split"),
        "gather_entries": _("cards gathered into a topic"),
        "move_entry": _("card moved"),
        "move_entries": _("cards moved"),
        "park_group": _("topic put aside for another time"),
        "unpark_group": _("topic taken up again"),
        "double_entry": _("card put into a second topic"),
        "undouble_entry": _("card taken out of a second topic"),
        "mark_contradiction": _("contradiction marked"),
        "unmark_contradiction": _("mark of a contradiction removed"),
        "apply_proposal": _("suggestion taken up"),
        "dismiss_proposal": _("suggestion declined"),
    }.get(verb, verb)


def role_name(role: str, *, gettext: Gettext) -> str:
    """Return who did it."""
    _ = gettext
    return {
        Role.HOST: _("Host"),
        Role.MODERATOR: _("Moderator"),
        Role.ORGANISER: _("Organiser"),
        Role.PARTICIPANT: _("Participant"),
    }[Role(role)]
