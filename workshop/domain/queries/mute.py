"""Reads of mutes: those that pages tell of, never whose they are; and whose cards are to be held."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from workshop.domain.queries.revision import Seen, changed
from workshop.models import HoldReason, Mute, Role


@dataclass(frozen=True)
class MuteView:
    """A mute as a page tells of it: since when, by which role and why; not whose it is."""

    id: int
    reason: HoldReason
    role: Role
    active: bool
    at: datetime


# Built once: building a statement costs more than running it.
_COLUMNS = [getattr(Mute, name) for name in MuteView.__dataclass_fields__]
_CHANGED = changed(select(*_COLUMNS), Mute).order_by(Mute.id)
_MUTED = (
    select(Mute.dialogue_id, Mute.participant, Mute.reason)
    .where(Mute.dialogue_id.in_(bindparam("dialogues", expanding=True)), Mute.active)
    .order_by(Mute.id)
)


def changed_mutes(session: Session, seen: Seen) -> tuple[MuteView, ...]:
    """Return the mutes that changed after a revision."""
    return tuple(
        MuteView(row.id, HoldReason(row.reason), Role(row.role), row.active, row.at)
        for row in session.execute(_CHANGED, seen)
    )


def muted_among(connection: Connection, dialogues: Sequence[int]) -> dict[tuple[int, str], HoldReason]:
    """Return why further cards are held, by dialogue and participant; the first mute of several counts."""
    found: dict[tuple[int, str], HoldReason] = {}
    if dialogues:
        for dialogue_id, participant, reason in connection.execute(_MUTED, {"dialogues": list(dialogues)}):
            found.setdefault((dialogue_id, participant or ""), HoldReason(reason))
    return found


async def reason_for(session: AsyncSession, dialogue_id: int, participant: str) -> HoldReason | None:
    """Return why further cards of this participant are held; `None` if they are not."""
    reasons = select(Mute.reason).where(
        Mute.dialogue_id == dialogue_id, Mute.participant == participant, Mute.active
    )
    reason = await session.scalar(reasons.order_by(Mute.id).limit(1))
    return HoldReason(reason) if reason else None
