"""How an evening went, as far as its dialogue knows it: the draft of a chapter of the minutes."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from exports.results import CourseStep, Happening
from workshop.domain.queries.dialogue import DialogueView
from workshop.models import Phase


def course_of(dialogue: DialogueView, zone: ZoneInfo) -> tuple[CourseStep, ...]:
    """Return the steps in order, with their times on the clock of `zone` where they were kept."""
    steps = [CourseStep(Happening.BEGINS, dialogue.planned_start)] if dialogue.planned_start else []
    starts = _starts(dialogue, zone)
    if dialogue.phase != Phase.PREPARATION:
        if dialogue.has_rounds:
            rounds = range(1, dialogue.round + 1)
            steps += [CourseStep(Happening.ROUND, _time(starts.get(each)), each) for each in rounds]
        else:
            steps.append(CourseStep(Happening.COLLECTING, _time(starts.get(1))))
    counted = dialogue.tally_closed_at.astimezone(zone) if dialogue.tally_closed_at else None
    if counted and counted.date() in _days(dialogue, starts):
        steps.append(CourseStep(Happening.COUNTED, _time(counted)))
    if dialogue.planned_end:
        steps.append(CourseStep(Happening.ENDS, dialogue.planned_end))
    return tuple(steps)


def _starts(dialogue: DialogueView, zone: ZoneInfo) -> dict[int, datetime]:
    """Return when each round began: the last thing that happened to the round before it."""
    kept = (step for step in dialogue.round_history if step.get("at") and step["round"] < dialogue.round)
    return {step["round"] + 1: datetime.fromisoformat(step["at"]).astimezone(zone) for step in kept}


def _days(dialogue: DialogueView, starts: dict[int, datetime]) -> set[date]:
    days = {each.date() for each in starts.values()}
    return days | {dialogue.held_on} if dialogue.held_on else days


def _time(at: datetime | None) -> time | None:
    return at.time().replace(second=0, microsecond=0) if at else None
