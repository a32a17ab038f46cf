"""Reads of steps: the log of what people did to cards and topics."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from workshop.domain.queries.revision import Seen
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
    undone_by: Role | None = None  # the role at another device that took it back

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
            groups=sum(change["row"] == StepRow.GROUP and bool(change["after"]) for change in step.changes),
            undone_by=_other_role(step),
        )
        for step in steps
    )


def _other_role(step: Step) -> Role | None:
    is_turned = step.state != StepState.DONE and step.turned_by != step.by
    return Role(step.turned_role) if is_turned and step.turned_role else None


@dataclass(frozen=True)
class TurnView:
    """A step that was taken back or done again: whose it was, and who did that, by device and role."""

    id: int
    table_id: int
    verb: StepVerb
    by: str | None
    turned_by: str | None
    turned_role: Role
    is_undone: bool


# Built once: building a statement costs more than running it.
_TURNED = (
    select(Step.id, Step.table_id, Step.verb, Step.by, Step.turned_by, Step.turned_role, Step.state)
    .where(Step.dialogue_id == bindparam("dialogue"), Step.turned_revision > bindparam("seen"))
    .order_by(Step.turned_revision)
)


def turned_steps(session: Session, seen: Seen) -> tuple[TurnView, ...]:
    """Return the steps that were taken back or done again after a revision."""
    return tuple(
        TurnView(
            row.id,
            row.table_id,
            StepVerb(row.verb),
            row.by,
            row.turned_by,
            Role(row.turned_role),
            row.state != StepState.DONE,
        )
        for row in session.execute(_TURNED, seen)
    )


async def count_steps(session: AsyncSession, dialogue_id: int) -> int:
    """Return how many steps the log of a dialogue has."""
    statement = select(func.count()).select_from(Step).where(Step.dialogue_id == dialogue_id)
    return await session.scalar(statement) or 0
