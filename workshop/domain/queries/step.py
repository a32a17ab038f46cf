"""Reads of steps: the log of what people did to cards and topics."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from workshop.models import HoldReason, Role, Step, StepRow, StepState, StepVerb


@dataclass(frozen=True)
class StepView:
    """One thing that somebody did at a table; `cards` and `groups` say how many rows it touched."""

    id: int
    table_id: int
    verb: StepVerb
    role: Role
    reason: HoldReason | None
    state: StepState
    at: datetime
    cards: int
    groups: int

    @property
    def is_undone(self) -> bool:
        """Whether it was taken back."""
        return self.state != StepState.DONE


async def steps_of(session: AsyncSession, dialogue_id: int, *, limit: int = 200) -> tuple[StepView, ...]:
    """Return the last steps of a dialogue, the newest first."""
    statement = select(Step).where(Step.dialogue_id == dialogue_id)
    steps = await session.scalars(statement.order_by(Step.id.desc()).limit(limit))
    return tuple(
        StepView(
            id=step.id,
            table_id=step.table_id,
            verb=StepVerb(step.verb),
            role=Role(step.role),
            reason=HoldReason(step.reason) if step.reason else None,
            state=StepState(step.state),
            at=step.at,
            cards=sum(change["row"] == StepRow.ENTRY for change in step.changes),
            groups=sum(change["row"] == StepRow.GROUP for change in step.changes),
        )
        for step in steps
    )


async def count_steps(session: AsyncSession, dialogue_id: int) -> int:
    """Return how many steps the log of a dialogue has."""
    statement = select(func.count()).select_from(Step).where(Step.dialogue_id == dialogue_id)
    return await session.scalar(statement) or 0
