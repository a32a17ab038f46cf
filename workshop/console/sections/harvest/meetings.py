"""The next meeting of a round table: the button that makes it, and what it is called."""

from workshop.console.frame.deeds import Deed
from workshop.console.frame.dialogue_frame import DialogueFrame
from workshop.console.kit.controls import button
from workshop.console.sections.harvest.dialog import open_outcome
from workshop.domain import bounds
from workshop.domain.meeting import plan_next_meeting
from workshop.domain.queries.outcome import OutcomeView
from workshop.domain.rights import Actor
from workshop.i18n import catalogue
from workshop.live.picture import Picture
from workshop.models import OutcomeKind


def next_meeting_button(page: DialogueFrame, outcome: OutcomeView) -> None:
    """Place the button that makes the next meeting and opens it, so that its day is written at once."""
    if outcome.kind != OutcomeKind.ROUND_TABLE or following(page.picture, outcome):
        return

    async def plan(actor: Actor) -> None:
        number = await plan_next_meeting(
            page.store,
            actor=actor,
            dialogue_id=page.dialogue_id,
            outcome_id=outcome.id,
            title=next_title(page.picture, outcome),
        )
        await page.watch.catch_up()
        open_outcome(page, page.picture.outcomes[number])

    button(page.gettext("Next meeting …"), page.click(Deed.HARVEST_NEXT_MEETING, plan))


def following(picture: Picture, outcome: OutcomeView) -> OutcomeView | None:
    """Return the meeting that follows a round table."""
    return next((each for each in picture.live_outcomes() if each.follows_id == outcome.id), None)


def next_title(picture: Picture, outcome: OutcomeView) -> str:
    """Return what the next meeting is called: as the first one, with its number."""
    first, number = outcome, 2
    while (before := picture.outcomes.get(first.follows_id or 0)) and number <= len(picture.outcomes):
        first, number = before, number + 1
    named = catalogue("console", picture.dialogue.lang).gettext("%(title)s (meeting %(number)d)")
    room = bounds.OUTCOME_TITLE - len(named % {"title": "", "number": number})
    return named % {"title": first.title[:room], "number": number}
