"""What the kinds of outcomes are called."""

from workshop.i18n import Gettext
from workshop.models import OutcomeKind

KINDS = (
    OutcomeKind.PROJECT_IDEA,
    OutcomeKind.ROUND_TABLE,
    OutcomeKind.EXISTING_OFFER,
    OutcomeKind.PROBLEM,
    OutcomeKind.SUGGESTION,
    OutcomeKind.RECOMMENDATION,
)


def kind_name(kind: OutcomeKind, *, gettext: Gettext) -> str:
    """Return what one outcome of a kind is called."""
    _ = gettext
    return {
        OutcomeKind.PROJECT_IDEA: _("Project idea"),
        OutcomeKind.ROUND_TABLE: _("Round table"),
        OutcomeKind.EXISTING_OFFER: _("Existing offer"),
        OutcomeKind.PROBLEM: _("Problem"),
        OutcomeKind.SUGGESTION: _("Suggestion"),
        OutcomeKind.RECOMMENDATION: _("Recommendation"),
    }[kind]


def kind_heading(kind: OutcomeKind, *, gettext: Gettext) -> str:
    """Return the heading over all outcomes of a kind."""
    _ = gettext
    return {
        OutcomeKind.PROJECT_IDEA: _("Project ideas"),
        OutcomeKind.ROUND_TABLE: _("Round tables"),
        OutcomeKind.EXISTING_OFFER: _("What there is already"),
        OutcomeKind.PROBLEM: _("Problems"),
        OutcomeKind.SUGGESTION: _("Suggestions"),
        OutcomeKind.RECOMMENDATION: _("Recommendations"),
    }[kind]
