"""Reads of steps: the log of what people did to cards and topics."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from workshop.domain.measure import STATE
from workshop.domain.queries.revision import Seen
from workshop.models import HoldReason, Role, Step, StepRow, StepState, StepVerb


@dataclass(frozen=True)
class StepView:
    """One thing that somebody did, mostly at a table; `cards` and `groups` say how many rows it touched."""

    id: int
    table_id: int | None
    verb: StepVerb
    role: Role
    reason: HoldReason | None
    state: StepState
    at: datetime
    cards: int
    groups: int
    undone_by: Role | None = None  # the role at another device that took it back
    since: datetime | None = None  # of a line for many cards: when the first of them was held
    outcome: int | None = None  # the measure that a step is about, and how far it is
    measure_state: str = ""

    @property
    def is_undone(self) -> bool:
        """Whether it was taken back."""
        return self.state != StepState.DONE


async def steps_of(session: AsyncSession, dialogue_id: int, *, limit: int = 200) -> tuple[StepView, ...]:
    """Return what people did last in a dialogue and what the machine held between, the newest first.

    What it held at one table for one reason, while no person did anything, is one line under the id of its
    first: so it stays the same line while it grows.
    """
    done, runs = await _steps_of_people(session, dialogue_id, limit), await _runs(session, dialogue_id, limit)
    return tuple(sorted((*done, *runs), key=lambda each: -each.id)[: _LINES_FOR_ONE * limit])


async def _runs(session: AsyncSession, dialogue_id: int, limit: int) -> list[StepView]:
    rows = await session.execute(_RUNS, {"dialogue": dialogue_id, "limit": limit})
    return [
        StepView(
            id=row.id,
            table_id=row.table_id,
            verb=StepVerb.HOLD_BY_MACHINE,
            role=Role.MACHINE,
            reason=HoldReason(row.reason),
            state=StepState.DONE,
            at=row.until,
            cards=row.cards,
            groups=0,
            since=row.since,
        )
        for row in rows
    ]


# So many lines of the machine may stand beside those of people.
_LINES_FOR_ONE = 2
# How many steps of people came after a line of the machine: lines with as many belong together.
_LATER = func.count().filter(Step.verb != StepVerb.HOLD_BY_MACHINE).over(order_by=Step.id.desc())
_LINES = (
    select(Step.id, Step.table_id, Step.verb, Step.reason, Step.at, _LATER.label("later"))
    .where(Step.dialogue_id == bindparam("dialogue"))
    .subquery()
)
_RUNS = (
    select(
        func.min(_LINES.c.id).label("id"),
        *(_LINES.c.table_id, _LINES.c.reason),
        func.min(_LINES.c.at).label("since"),
        func.max(_LINES.c.at).label("until"),
        func.count().label("cards"),
    )
    .where(_LINES.c.verb == StepVerb.HOLD_BY_MACHINE, _LINES.c.later < bindparam("limit"))
    .group_by(_LINES.c.table_id, _LINES.c.reason, _LINES.c.later)
)


async def _steps_of_people(session: AsyncSession, dialogue_id: int, limit: int) -> tuple[StepView, ...]:
    statement = select(Step).where(Step.dialogue_id == dialogue_id, Step.verb != StepVerb.HOLD_BY_MACHINE)
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
            **_measured(step),
        )
        for step in steps
    )


def _measured(step: Step) -> dict[str, Any]:
    """Return which measure a step is about, and how far it is since; nothing for all other steps."""
    if step.verb != StepVerb.SET_STATE:
        return {}
    (logged,) = step.changes
    return {"outcome": logged["id"], "measure_state": logged["after"].get(STATE, "")}


def _other_role(step: Step) -> Role | None:
    is_turned = step.state != StepState.DONE and step.turned_by != step.by
    return Role(step.turned_role) if is_turned and step.turned_role else None


@dataclass(frozen=True)
class TurnView:
    """A step that was taken back or done again: whose it was, and who did that, by device and role."""

    id: int
    table_id: int | None
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
    """Return how many steps of people the log of a dialogue has."""
    statement = select(func.count()).select_from(Step).where(Step.dialogue_id == dialogue_id)
    statement = statement.where(Step.verb != StepVerb.HOLD_BY_MACHINE)
    return await session.scalar(statement) or 0
