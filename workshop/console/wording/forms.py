"""The forms that keep what was typed until it is stored, and what they are called."""

from enum import StrEnum

from workshop.i18n import Gettext


class Form(StrEnum):
    """A form or dialog; each keeps its draft in the browser tab."""

    NEW_DIALOGUE = "new_dialogue"
    FACTS = "facts"
    PAPER_FACTS = "paper_facts"
    TABLE = "table"
    QUESTION = "question"
    ROUND = "round"
    RENAME = "rename"
    MERGE = "merge"
    SPLIT = "split"
    GATHER = "gather"
    MOVE = "move"
    HOLD = "hold"
    HIDE = "hide"
    CONTRADICTION = "contradiction"
    DOUBLE = "double"
    PAPER_CARD = "paper_card"
    CORRECT_CARD = "correct_card"
    PAPER_DOTS = "paper_dots"
    NEW_OUTCOME = "new_outcome"
    OUTCOME = "outcome"
    SUMMARY = "summary"
    VERDICT = "verdict"


def form_name(form: Form, *, gettext: Gettext) -> str:
    """Return what a form is called where its draft is offered again."""
    _ = gettext
    return {
        Form.NEW_DIALOGUE: _("New dialogue"),
        Form.FACTS: _("About the evening"),
        Form.PAPER_FACTS: _("Facts for papers"),
        Form.TABLE: _("Change the table"),
        Form.QUESTION: _("Change the question"),
        Form.ROUND: _("Clock"),
        Form.RENAME: _("Name of the topic"),
        Form.MERGE: _("Merge topics"),
        Form.SPLIT: _("Split the topic"),
        Form.GATHER: _("New topic"),
        Form.MOVE: _("Move to a topic"),
        Form.HOLD: _("Hold the card back"),
        Form.HIDE: _("Hide the card"),
        Form.CONTRADICTION: _("Contradiction"),
        Form.DOUBLE: _("Also show the card in"),
        Form.PAPER_CARD: _("Type in a paper card"),
        Form.CORRECT_CARD: _("Correct the paper card"),
        Form.PAPER_DOTS: _("Dots on paper"),
        Form.NEW_OUTCOME: _("Make a result"),
        Form.OUTCOME: _("Change the result"),
        Form.SUMMARY: _("Summary"),
        Form.VERDICT: _("Answer to a topic"),
    }[form]
