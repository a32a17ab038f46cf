"""Reads of measures: how far each was, and since when."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from workshop.domain.measure import REASON, STATE
from workshop.models import Role, Step, StepVerb


@dataclass(frozen=True)
class StateChange:
    """How far a measure was from a moment on, what was said to that, and which role wrote it."""

    outcome_id: int
    state: str
    reason: str
    role: Role
    at: datetime


async def state_changes(session: AsyncSession, dialogue_id: int) -> tuple[StateChange, ...]:
    """Return every change of how far a measure of a dialogue is, the oldest first."""
    statement = select(Step).where(Step.dialogue_id == dialogue_id, Step.verb == StepVerb.SET_STATE)
    return tuple(
        StateChange(
            outcome_id=logged["id"],
            state=logged["after"].get(STATE, ""),
            reason=logged["after"].get(REASON, ""),
            role=Role(step.role),
            at=step.at,
        )
        for step in await session.scalars(statement.order_by(Step.id))
        for logged in step.changes
    )
