"""What is said of a summary: how it is called, and how many say what to it."""

from workshop.domain.queries.summary import Replies
from workshop.i18n import Gettext


def summary_name(number: int, *, has_rounds: bool, gettext: Gettext) -> str:
    """Return what the summary of a round is called: where there is one round it needs no number."""
    _ = gettext
    return _("Summary of round %(number)d") % {"number": number} if has_rounds else _("Summary")


def counts_sentence(replies: Replies, *, gettext: Gettext) -> str:
    """Return how many say what, empty where nobody said anything."""
    _ = gettext
    if not replies.agree + replies.add + replies.disagree:
        return ""
    told = _("%(agree)d agree · %(add)d add something · %(disagree)d disagree")
    return told % {"agree": replies.agree, "add": replies.add, "disagree": replies.disagree}
