"""What a board says of the course of the evening: what happens now and what comes next."""

from workshop.board.wording import Wording
from workshop.domain.plan import next_step
from workshop.domain.queries.dialogue import DialogueView
from workshop.models import Phase


def round_of(dialogue: DialogueView, wording: Wording) -> str:
    """Return which round runs; nothing where there is only one."""
    if dialogue.phase != Phase.COLLECT or not dialogue.round or not dialogue.has_rounds:
        return ""
    return wording.say("Round {n} of {all}", n=dialogue.round, all=max(dialogue.rounds, dialogue.round))


def now_of(dialogue: DialogueView, wording: Wording) -> str:
    """Return what happens now, where the page does not invite to join anyway."""
    if dialogue.phase == Phase.SORT:
        return wording.say("At the tables, cards about the same thing are put together.")
    if dialogue.phase == Phase.WEIGH:
        if dialogue.tally_closed_at:
            return wording.say("The dots are counted.")
        return wording.say("Give your dots on the phone: what matters most?")
    return wording.say("Topics become results.") if dialogue.phase == Phase.HARVEST else ""


def next_of(dialogue: DialogueView, wording: Wording) -> str:
    """Return what comes after that: a round or a phase; nothing after the last one."""
    step = next_step(dialogue)
    if step is None:
        return ""
    name = wording.phases()[step] if isinstance(step, Phase) else wording.say("Round {n}", n=step)
    return wording.say("After that: {step}", step=name)


def next_of_ranking(dialogue: DialogueView, wording: Wording) -> str:
    """Return what becomes of a ranking."""
    if dialogue.phase == Phase.WEIGH:
        return wording.say("Next we settle for the first topics: who does what by when?")
    return wording.say("We settle for the first topics now: who does what by when?")
