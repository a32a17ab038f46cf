"""What the next meeting of a round table is called."""

from dataclasses import replace

import pytest

from tests.board.pictures import picture
from workshop.console.sections.harvest.meetings import following, next_title
from workshop.domain import bounds
from workshop.domain.queries.outcome import OutcomeView
from workshop.models import OutcomeKind

pytestmark = pytest.mark.unit
FIRST = OutcomeView(1, 1, OutcomeKind.ROUND_TABLE, "Wohnen", "", {}, discarded=False, version=1)
SECOND = replace(FIRST, id=2, title="Wohnen (2. Treffen)", follows_id=1)


def test_each_meeting_is_numbered_after_the_first_one() -> None:
    now = picture()
    now.outcomes = {each.id: each for each in (FIRST, SECOND)}
    assert next_title(now, FIRST) == "Wohnen (2. Treffen)"
    assert next_title(now, SECOND) == "Wohnen (3. Treffen)"
    assert (following(now, FIRST), following(now, SECOND)) == (SECOND, None)
    long = replace(FIRST, title="x" * bounds.OUTCOME_TITLE)
    assert len(next_title(now, long)) == bounds.OUTCOME_TITLE
    # A circle, which nobody can make, ends.
    now.outcomes[1] = replace(FIRST, follows_id=2)
    assert next_title(now, SECOND).startswith("Wohnen")
