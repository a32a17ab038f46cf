"""What kinds, questions and the stamp are called in the reader's language."""

import re
from collections.abc import Callable

from exports.languages import language_label
from exports.look import REHEARSAL
from exports.outcome_fields import OutcomeKind
from exports.results import Accord, DialogueFacts, OutcomeFacts, QuestionKey, Verdict, Window

Gettext = Callable[[str], str]
"""Turns an English text into the reader's language; every writer is given one."""


def kind_name(kind: OutcomeKind, *, gettext: Gettext) -> str:
    """Return the name of one outcome of this kind."""
    _ = gettext
    return {
        OutcomeKind.PROJECT_IDEA: _("Project idea"),
        OutcomeKind.EXISTING_OFFER: _("Existing offer"),
        OutcomeKind.PROBLEM: _("Problem"),
        OutcomeKind.SUGGESTION: _("Suggestion"),
        OutcomeKind.RECOMMENDATION: _("Recommendation"),
        OutcomeKind.ROUND_TABLE: _("Round table"),
    }[kind]


def kind_heading(kind: OutcomeKind, *, gettext: Gettext) -> str:
    """Return the heading above all outcomes of this kind."""
    _ = gettext
    return {
        OutcomeKind.PROJECT_IDEA: _("Project ideas"),
        OutcomeKind.EXISTING_OFFER: _("What there is already"),
        OutcomeKind.PROBLEM: _("Problems"),
        OutcomeKind.SUGGESTION: _("Suggestions"),
        OutcomeKind.RECOMMENDATION: _("Recommendations"),
        OutcomeKind.ROUND_TABLE: _("Round tables"),
    }[kind]


def outcome_name(outcome: OutcomeFacts, *, gettext: Gettext) -> str:
    """Return kind and title of an outcome; a title that begins with its kind says it already."""
    kind = kind_name(outcome.kind, gettext=gettext)
    names = [kind, kind_heading(outcome.kind, gettext=gettext)]
    # People write blanks, hyphens, soft hyphens and quotation marks as they like.
    said = "|".join(r"[\W_]*".join(map(re.escape, re.findall(r"\w+", name))) for name in names)
    title = outcome.title.replace("\u00ad", "")
    return (
        outcome.title if re.match(rf"\W*(?:{said})\b", title, re.IGNORECASE) else f"{kind}: {outcome.title}"
    )


def edited_sentence(outcome: OutcomeFacts, *, gettext: Gettext) -> str:
    """Return what is said of a text that is no longer as the evening left it."""
    _ = gettext
    if outcome.entry_ids:
        return _("Title or description were edited after the evening; the cards stand as they were written.")
    return _("Title or description were edited after the evening.")


def accord_name(accord: Accord, *, gettext: Gettext) -> str:
    """Return the word for a topic's mark; empty where it has none."""
    _ = gettext
    return {Accord.NONE: "", Accord.AGREED: _("Agreed"), Accord.DISPUTED: _("Disputed")}[accord]


def verdict_name(verdict: Verdict, *, gettext: Gettext) -> str:
    """Return the words for what is said to a topic; empty as long as nobody has said anything."""
    _ = gettext
    return {
        Verdict.NONE: "",
        Verdict.TAKEN_UP: _("Taken up"),
        Verdict.PARTLY: _("Partly taken up"),
        Verdict.NOT: _("Not taken up"),
    }[verdict]


def question_name(question: QuestionKey, dialogue: DialogueFacts, *, gettext: Gettext) -> str:
    """Return the question as this dialogue asked it."""
    _ = gettext
    usual = {
        QuestionKey.WORKS: _("What works well?"),
        QuestionKey.IMPROVE: _("What must improve?"),
        QuestionKey.NEEDED: _("What is needed?"),
    }
    return dialogue.questions.get(question) or usual[question]


def window_name(window: Window, *, gettext: Gettext) -> str:
    """Return the mark of a card that came before or after the evening, an empty string for all others."""
    _ = gettext
    return {Window.NONE: "", Window.BEFORE: _("before the evening"), Window.AFTER: _("handed in later")}[
        window
    ]


def card_language(tag: str, dialogue: DialogueFacts, *, gettext: Gettext) -> str:
    """Return what the language of a card is called, in the dialogue's language and in itself."""
    _ = gettext
    return _("Easy German") if tag == "de-simple" else language_label(tag, lang=dialogue.lang)


def stamp(*, gettext: Gettext) -> str:
    """Return the line that every page of a rehearsal carries."""
    _ = gettext
    meaning = _("rehearsal, not real contributions")
    return f"{REHEARSAL} – {meaning}"
