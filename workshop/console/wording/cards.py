"""What is said of a card or topic: its question, when it came, why it waits, what people say to it."""

from workshop.domain.queries.entry import EntryView
from workshop.i18n import Gettext
from workshop.models import Accord, HoldReason, QuestionKey, Verdict, Window


def question_name(key: QuestionKey, *, gettext: Gettext) -> str:
    """Return the short word for a question."""
    _ = gettext
    return {
        QuestionKey.WORKS: _("Works well"),
        QuestionKey.IMPROVE: _("To improve"),
        QuestionKey.NEEDED: _("Needed"),
    }[key]


def window_name(window: Window, *, gettext: Gettext) -> str:
    """Return the mark of a card that came before or after the evening, an empty string for all others."""
    _ = gettext
    return {Window.NONE: "", Window.BEFORE: _("before the evening"), Window.AFTER: _("handed in later")}[
        window
    ]


def card_words(entry: EntryView, *, gettext: Gettext) -> dict[str, str]:
    """Return the words that stand on a card beside its text."""
    return {
        "question_title": question_name(entry.question, gettext=gettext),
        "mark": window_name(entry.window, gettext=gettext),
    }


def accord_word(accord: Accord, *, gettext: Gettext) -> str:
    """Return the word for a topic's mark; empty where it has none."""
    _ = gettext
    return {Accord.NONE: "", Accord.AGREED: _("Agreed"), Accord.DISPUTED: _("Disputed")}[accord]


def verdict_word(verdict: Verdict, *, gettext: Gettext) -> str:
    """Return the words for what is said to a topic; empty as long as nobody has said anything."""
    _ = gettext
    return {
        Verdict.NONE: "",
        Verdict.TAKEN_UP: _("Taken up"),
        Verdict.PARTLY: _("Partly taken up"),
        Verdict.NOT: _("Not taken up"),
    }[verdict]


def verdict_why(verdict: Verdict, reason: str, *, gettext: Gettext) -> str:
    """Return the reason for what is said to a topic; one that is not taken up says that it has none yet."""
    _ = gettext
    return reason or (_("no reason given yet") if verdict == Verdict.NOT else "")


def reason_name(reason: HoldReason | None, *, gettext: Gettext) -> str:
    """Return a reason of the closed list in words."""
    _ = gettext
    names = {
        HoldReason.PERSONAL_DATA: _("personal data"),
        HoldReason.INSULT_OR_THREAT: _("insult or threat"),
        HoldReason.ADVERTISING: _("advertising"),
        HoldReason.OFF_TOPIC: _("off topic"),
        HoldReason.DUPLICATE: _("sent twice"),
        HoldReason.FLOOD: _("too many at once"),
        HoldReason.WORD_LIST: _("a word of the list"),
        HoldReason.DELAY: _("waits for its moment"),
        HoldReason.APPROVAL: _("waits for a look"),
    }
    return names[reason] if reason else _("no reason given")


def held_sentence(reason: HoldReason | None, *, gettext: Gettext) -> str:
    """Return what somebody is told whose paper card is not on the board."""
    _ = gettext
    told = _(
        "The card is held back and not on the board (reason: %(reason)s). If it may be shown: "
        "open “Held back” in the list and choose “Show again”."
    )
    return told % {"reason": reason_name(reason, gettext=_)}
