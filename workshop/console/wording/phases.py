"""What the phases of an evening are called, and what a change of them means."""

from workshop.domain.plan import next_step
from workshop.domain.queries.dialogue import DialogueView
from workshop.i18n import Gettext
from workshop.models import Phase


def phases(phase: Phase, *, weighs: bool) -> tuple[Phase, ...]:
    """Return the steps of an evening that is in a phase; where participants have no dots, nobody weighs."""
    return tuple(each for each in Phase if each != Phase.WEIGH or weighs or phase == each)


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


def next_phase(phase: Phase, *, weighs: bool, gettext: Gettext) -> tuple[Phase, str] | None:
    """Return the phase that follows and what the button for it says; nothing follows the last one."""
    _ = gettext
    return {
        Phase.PREPARATION: (Phase.COLLECT, _("Open collecting")),
        Phase.COLLECT: (Phase.SORT, _("Next: sorting")),
        Phase.SORT: (Phase.WEIGH, _("Next: weighing")) if weighs else (Phase.HARVEST, _("Next: harvest")),
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


def happening_now(dialogue: DialogueView, *, gettext: Gettext) -> str:
    """Return what happens at the tables now, for their hosts."""
    _ = gettext
    if dialogue.phase == Phase.WEIGH and dialogue.tally_closed_at:
        return _("The dots are counted.")
    return {
        Phase.PREPARATION: _("Collecting has not begun. Phones say so."),
        Phase.COLLECT: _("People write cards, and cards about the same thing become topics."),
        Phase.SORT: _("Put cards about the same thing together and give the topics names."),
        Phase.WEIGH: _("People give dots on their phones. Nobody sees how many a topic has."),
        Phase.HARVEST: _("Now topics become results."),
        Phase.CLOSED: _("The dialogue is closed."),
    }[dialogue.phase]


def coming_next(dialogue: DialogueView, *, gettext: Gettext) -> str:
    """Return what comes after that: a round or a phase; nothing after the last one."""
    _ = gettext
    step = next_step(dialogue)
    if step is None:
        return ""
    name = phase_name(step, gettext=_) if isinstance(step, Phase) else _("Round %(round)d") % {"round": step}
    return _("After that: %(step)s.") % {"step": name}
