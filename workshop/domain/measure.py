"""How far a measure is: each change of that is a step with its time, which the follow-up reads."""

from collections.abc import Mapping
from typing import Any

from exports.details import details_of
from exports.field import Role
from exports.outcome_fields import fields_of
from exports.outcome_options import MeasureState
from workshop.domain.rights import Actor
from workshop.domain.store import Change
from workshop.models import Outcome, OutcomeKind, Step, StepRow, StepVerb

# What a step keeps of a measure, and how far each is at first.
STATE, REASON = "state", "state_reason"
_AT_FIRST = {STATE: MeasureState.OPEN.value, REASON: ""}


def state_of(kind: str, details: Mapping[str, Any]) -> dict[str, str]:
    """Return how far an outcome is, and what was said to that; empty for one that is no measure."""
    is_measure = any(each.role == Role.STATE for each in fields_of(OutcomeKind(kind)))
    values = details_of(kind, details).values if is_measure else {}
    return {name: str(values[name]) for name in (STATE, REASON)} if values else {}


def note_state(change: Change, outcome: Outcome, before: Mapping[str, str], *, by: Actor) -> None:
    """Write into the log how far a measure is, if it was elsewhere `before`; the first state is no change."""
    after = state_of(outcome.kind, outcome.details)
    if (after or _AT_FIRST) == (before or _AT_FIRST):
        return
    dialogue_id = change.dialogue.id
    logged = {"row": StepRow.OUTCOME, "id": outcome.id, "before": dict(before), "after": after}
    step = Step(
        dialogue_id=dialogue_id,
        table_id=outcome.table_id,
        verb=StepVerb.SET_STATE,
        role=by.role_at(dialogue_id),
        by=by.hand_at(dialogue_id),
        changes=[logged],
        revision=change.revision,
    )
    change.session.add(step)
