"""A text that is edited after the evening is marked, and nothing else is."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from tests.factories import everything
from workshop.domain.dialogue import set_phase
from workshop.domain.edited import is_over
from workshop.domain.outcome import Draft, create_outcome, edit_outcome
from workshop.domain.queries.results import results_of
from workshop.domain.rights import operator
from workshop.domain.written_field import write_field
from workshop.models import Outcome, OutcomeKind, Phase

BERLIN = ZoneInfo("Europe/Berlin")
IDEA = Draft(OutcomeKind.PROJECT_IDEA, "Abendbus", "Frau Quitte fährt")


@pytest.mark.integration
async def test_text_is_marked_once_it_is_edited_after_the_evening(store, dialogue) -> None:
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    number = await create_outcome(store, draft=Draft(OutcomeKind.PROJECT_IDEA, "Bus"), **act)
    at = {"outcome_id": number} | act

    async def marked() -> bool:
        (found,) = (await everything(store, dialogue)).outcomes
        async with store.read() as session:
            (fact,) = (await results_of(session, dialogue.code)).outcomes
        assert fact.edited == found.edited
        return found.edited

    # The hall itself finds better words.
    await edit_outcome(store, draft=IDEA, **at)
    assert not await marked()
    await set_phase(store, phase=Phase.CLOSED, **act)
    # What is agreed on later is no text of the hall's, nor is how far it is.
    await write_field(store, name="caretaker", text="Stadtwerke", seen="", **at)
    await write_field(store, name="state", text="started", seen="open", **at)
    assert not await marked()
    await write_field(store, name="title", text="Nachtbus", seen="Abendbus", **at)
    assert await marked()
    await write_field(store, name="title", text="Abendbus", seen="Nachtbus", **at)
    assert not await marked()
    await edit_outcome(store, draft=Draft(IDEA.kind, IDEA.title, "Die Stadt fährt"), **at)
    assert await marked()
    async with store.read() as session:
        row = await session.scalar(select(Outcome))
    # The words that had to go are nowhere.
    assert "Quitte" not in str(vars(row))


@pytest.mark.integration
async def test_what_the_office_makes_later_begins_with_its_first_words(store, dialogue) -> None:
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    await set_phase(store, phase=Phase.CLOSED, **act)
    number = await create_outcome(store, draft=IDEA, **act)
    assert [each.edited for each in (await everything(store, dialogue)).outcomes] == [False]
    await write_field(store, outcome_id=number, name="title", text="Nachtbus", seen="Abendbus", **act)
    assert [each.edited for each in (await everything(store, dialogue)).outcomes] == [True]


@pytest.mark.unit
@pytest.mark.parametrize(
    ("held_on", "phase", "over"),
    [
        (date(2026, 3, 12), Phase.HARVEST, False),
        (date(2026, 3, 11), Phase.HARVEST, True),
        (date(2026, 3, 12), Phase.CLOSED, True),
        (None, Phase.HARVEST, False),
        (None, Phase.CLOSED, True),
    ],
)
def test_evening_is_over_when_it_is_closed_or_its_day_has_passed(held_on, phase, over) -> None:
    late = datetime(2026, 3, 12, 22, 59, tzinfo=UTC)
    evening = SimpleNamespace(held_on=held_on, phase=phase, time_zone="")
    assert is_over(evening, late, BERLIN) == over
