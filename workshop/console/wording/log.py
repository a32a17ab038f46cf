"""What the log calls what people did, and who did it."""

from exports.event_text import one_line
from exports.outcome_options import STATES
from workshop.domain.queries.outcome import OutcomeView
from workshop.domain.queries.step import StepView, TurnView
from workshop.i18n import Gettext
from workshop.models import Role, StepVerb


def verb_name(verb: StepVerb, *, gettext: Gettext) -> str:
    """Return what was done, as the log and the undo message say it."""
    _ = gettext
    return {
        StepVerb.HOLD_ENTRY: _("card held back"),
        StepVerb.HOLD_BY_MACHINE: _("card held back for a look"),
        StepVerb.HIDE_ENTRY: _("card hidden"),
        StepVerb.SHOW_ENTRY: _("card shown"),
        StepVerb.ADD_ENTRY: _("paper card typed in"),
        StepVerb.CORRECT_ENTRY: _("paper card corrected"),
        StepVerb.TAKE_BACK_ENTRY: _("paper card taken back"),
        StepVerb.REDACT_ENTRY: _("words of a card blacked out"),
        StepVerb.RENAME_GROUP: _("topic renamed"),
        StepVerb.MERGE_GROUPS: _("topics merged"),
        StepVerb.SPLIT_GROUP: _("topic split"),
        StepVerb.GATHER_ENTRIES: _("cards gathered into a topic"),
        StepVerb.MOVE_ENTRY: _("card moved"),
        StepVerb.MOVE_ENTRIES: _("cards moved"),
        StepVerb.PARK_GROUP: _("topic put aside for another time"),
        StepVerb.UNPARK_GROUP: _("topic taken up again"),
        StepVerb.DOUBLE_ENTRY: _("card put into a second topic"),
        StepVerb.UNDOUBLE_ENTRY: _("card taken out of a second topic"),
        StepVerb.MARK_CONTRADICTION: _("contradiction marked"),
        StepVerb.UNMARK_CONTRADICTION: _("mark of a contradiction removed"),
        StepVerb.MARK_AGREED: _("topic marked as agreed"),
        StepVerb.MARK_DISPUTED: _("topic marked as disputed"),
        StepVerb.UNMARK_ACCORD: _("mark of a topic taken away"),
        StepVerb.GIVE_VERDICT: _("topic answered"),
        StepVerb.TAKE_VERDICT_AWAY: _("answer to a topic taken away"),
        StepVerb.APPLY_PROPOSAL: _("suggestion taken up"),
        StepVerb.DISMISS_PROPOSAL: _("suggestion declined"),
        StepVerb.LET_MACHINE_PLACE: _("the computer goes on sorting, at all tables"),
        StepVerb.STOP_MACHINE: _("the computer sorts no more, at all tables"),
        StepVerb.MUTE_AUTHOR: _("further cards of one person held back"),
        StepVerb.UNMUTE_AUTHOR: _("further cards of one person no longer held back"),
        StepVerb.COUNT_PAPER_DOTS: _("dots on paper counted"),
        StepVerb.SET_STATE: _("how far a measure is"),
    }[verb]


def measure_words(outcome: OutcomeView | None, step: StepView, *, gettext: Gettext) -> str:
    """Return which measure a step is about, and how far it is since; nothing for all other steps."""
    state = next((gettext(each.asked) for each in STATES if each.key == step.measure_state), "")
    return " – ".join(filter(None, (one_line(outcome.title) if outcome else "", state)))


def other_device(role: Role, *, gettext: Gettext) -> str:
    """Return whose step it was, or who took it back: a role, and nobody by name."""
    _ = gettext
    return _("%(role)s, another device") % {"role": role_name(role, gettext=gettext)}


def turn_sentence(turn: TurnView, *, gettext: Gettext) -> str:
    """Say to somebody that a step of theirs was taken back elsewhere, or holds again."""
    _ = gettext
    told = (
        _("Your step was taken back: %(what)s (by: %(who)s). “Redo” does it again.")
        if turn.is_undone
        else _("A step that was taken back holds again: %(what)s (by: %(who)s).")
    )
    who = other_device(turn.turned_role, gettext=gettext)
    return told % {"what": verb_name(turn.verb, gettext=gettext), "who": who}


def role_name(role: Role, *, gettext: Gettext) -> str:
    """Return who did it."""
    _ = gettext
    return {
        Role.HOST: _("Host"),
        Role.READER: _("Reader of results"),
        Role.MODERATOR: _("Moderator"),
        Role.ORGANISER: _("Organiser"),
        Role.PARTICIPANT: _("Participant"),
        Role.MACHINE: _("The computer"),
    }[role]
