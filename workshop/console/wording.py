"""What the console calls things and how it says that something did not work."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from babel.dates import format_date, format_datetime

from workshop.domain.errors import DomainError
from workshop.models import HoldReason, OutcomeKind, Phase, QuestionKey, Role, now

Gettext = Callable[[str], str]

# `weigh` has no page of its own yet, so no step leads there.
STEPS = (Phase.PREPARATION, Phase.COLLECT, Phase.SORT, Phase.HARVEST, Phase.CLOSED)


def error_sentence(error: DomainError, *, gettext: Gettext) -> str:
    """Return what an error means for the person who did the deed, and what can be done."""
    _ = gettext
    sentences = {
        "already_there": _("The card is in this topic already."),
        "already_started": _("The evening has started; tables and questions can only be changed before."),
        "changed_meanwhile": _(
            "Somebody else changed this a moment ago, so nothing was changed. You now see the present state."
        ),
        "closed": _("The dialogue is closed. Go back to an earlier step to add cards."),
        "details_invalid": _("One of the fields cannot be stored like this."),
        "dialogue_unknown": _("This dialogue no longer exists."),
        "entry_unknown": _("This card no longer exists."),
        "entry_withdrawn": _("The author has withdrawn this card."),
        "forbidden": _("You have no right to do this. Ask for a link."),
        "group_dissolved": _(
            "This topic was merged into another one meanwhile. You now see the present state."
        ),
        "group_unknown": _("This topic no longer exists."),
        "label_missing": _("Please give the topic a name."),
        "last_table": _("The last table stays: a dialogue needs at least one."),
        "link_used": _("This link has been used already or was taken back."),
        "minutes_out_of_range": _("A round takes 1 to 180 minutes."),
        "no_clock": _("No clock is running."),
        "not_a_rehearsal": _("Only rehearsals can be wiped."),
        "not_collecting": _("No cards are being collected now."),
        "nothing_chosen": _("Please choose at least one card."),
        "nothing_left_in_group": _("At least one card must stay in the topic."),
        "nothing_to_mark": _("Please choose two different topics."),
        "nothing_to_merge": _("Please choose another topic."),
        "nothing_to_redo": _("There is nothing to do again."),
        "nothing_to_undo": _("There is nothing to undo."),
        "other_table": _("Cards and topics stay at their own table."),
        "outcome_unknown": _("This result no longer exists."),
        "proposal_unknown": _("This suggestion no longer exists."),
        "rounds_out_of_range": _("Please choose 1 to 20 rounds."),
        "table_key_reserved": _("This key is an address of the phone page. Please choose another one."),
        "table_unknown": _("This table no longer exists."),
        "text_empty": _("Please write something on the card."),
        "text_too_long": _("This text is too long."),
        "title_missing": _("Please give it a title."),
        "too_many_tables": _("More than 12 tables are not possible."),
    }
    return sentences.get(error.key) or _("This did not work; nothing was changed.")


def phase_name(phase: Phase, *, gettext: Gettext) -> str:
    """Return what a phase is called."""
    _ = gettext
    return {
        Phase.PREPARATION: _("Preparation"),
        Phase.COLLECT: _("Collecting"),
        Phase.SORT: _("Sorting"),
        Phase.WEIGH: _("Weighing"),
        Phase.HARVEST: _("Harvest"),
        Phase.CLOSED: _("Closing"),
    }[phase]


def next_step(phase: Phase, *, gettext: Gettext) -> tuple[Phase, str] | None:
    """Return the phase that follows and what the button for it says; nothing follows the last one."""
    _ = gettext
    return {
        Phase.PREPARATION: (Phase.COLLECT, _("Open collecting")),
        Phase.COLLECT: (Phase.SORT, _("Next: sorting")),
        Phase.SORT: (Phase.HARVEST, _("Next: harvest")),
        Phase.WEIGH: (Phase.HARVEST, _("Next: harvest")),
        Phase.HARVEST: (Phase.CLOSED, _("Next: closing")),
    }.get(phase)


def phase_told(phase: Phase, *, gettext: Gettext) -> str:
    """Return what a change of phase means for the hall."""
    _ = gettext
    return {
        Phase.PREPARATION: _("Back in preparation. Phones show that collecting has not begun."),
        Phase.COLLECT: _("Collecting is open. Phones can send cards now."),
        Phase.SORT: _("Collecting is closed. Now the topics are sorted."),
        Phase.WEIGH: _("Now the topics are weighed."),
        Phase.HARVEST: _("Now topics become results."),
        Phase.CLOSED: _("The dialogue is closed. The files are ready."),
    }[phase]


def question_name(key: str, *, gettext: Gettext) -> str:
    """Return the short word for a question."""
    _ = gettext
    return {
        QuestionKey.WORKS: _("Works well"),
        QuestionKey.IMPROVE: _("To improve"),
        QuestionKey.NEEDED: _("Needed"),
    }[QuestionKey(key)]


def reason_name(reason: str | None, *, gettext: Gettext) -> str:
    """Return a reason of the closed list in words."""
    _ = gettext
    names = {
        HoldReason.PERSONAL_DATA: _("personal data"),
        HoldReason.INSULT_OR_THREAT: _("insult or threat"),
        HoldReason.ADVERTISING: _("advertising"),
        HoldReason.OFF_TOPIC: _("off topic"),
        HoldReason.DUPLICATE: _("sent twice"),
        HoldReason.FLOOD: _("too many at once"),
    }
    return names[HoldReason(reason)] if reason else _("no reason given")


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


KINDS = (
    OutcomeKind.PROJECT_IDEA,
    OutcomeKind.ROUND_TABLE,
    OutcomeKind.EXISTING_OFFER,
    OutcomeKind.PROBLEM,
    OutcomeKind.SUGGESTION,
    OutcomeKind.RECOMMENDATION,
)


def day(when: date | None, *, lang: str) -> str:
    """Return a day as people write it, an empty string for none."""
    return format_date(when, format="long", locale=lang) if when else ""


def moment(at: datetime, *, lang: str) -> str:
    """Return a moment in the server's own time zone."""
    return format_datetime(at.astimezone(), format="short", locale=lang)


def ago(at: datetime, *, ngettext: Callable[[str, str, int], str], gettext: Gettext) -> str:
    """Return how long ago something was, to the minute."""
    minutes = (now() - at) // timedelta(minutes=1)
    if minutes < 1:
        return gettext("just now")
    if minutes < 60:  # noqa: PLR2004 - minutes of an hour
        return ngettext("%(n)d minute ago", "%(n)d minutes ago", minutes) % {"n": minutes}
    hours = minutes // 60
    return ngettext("%(n)d hour ago", "%(n)d hours ago", hours) % {"n": hours}
