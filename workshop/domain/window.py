"""The windows for cards before the evening and after it: when they are open, and that pages hear of it.

Whether a card comes in is asked of the clock at the door, so that a window shuts by itself.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import and_, or_, select

from workshop.domain import bounds
from workshop.domain.errors import Refusal, RefusedError
from workshop.domain.store import Store
from workshop.models import Dialogue, Phase, Window

# The phases in which cards come in afterwards: people go on with them, and nobody weighs any more.
AFTERWARDS = (Phase.HARVEST, Phase.CLOSED)


class Opened(Protocol):
    """What is asked of a dialogue."""

    @property
    def phase(self) -> str:
        """Its step."""

    @property
    def before_from(self) -> datetime | None:
        """From when cards are taken before the evening."""

    @property
    def after_until(self) -> datetime | None:
        """Until when cards are taken after it."""


@dataclass(frozen=True)
class Windows:
    """From when cards are taken before the evening, and until when after it; empty: none are."""

    before_from: datetime | None = None
    after_until: datetime | None = None

    def checked(self) -> "Windows":
        """Return them if a calendar holds their moments; raise `RefusedError` otherwise."""
        return Windows(bounds.moment(self.before_from), bounds.moment(self.after_until))

    def stored(self) -> dict[str, Any]:
        """Return the columns of a dialogue."""
        return dict(vars(self))


def window_at(dialogue: Opened, at: datetime) -> Window | None:
    """Return in which window a card comes in at a moment; `None`: no card is taken then."""
    if dialogue.phase == Phase.COLLECT:
        return Window.NONE
    if dialogue.phase == Phase.PREPARATION and dialogue.before_from and dialogue.before_from <= at:
        return Window.BEFORE
    if dialogue.phase in AFTERWARDS and dialogue.after_until and at < dialogue.after_until:
        return Window.AFTER
    return None


def may_take_cards(dialogue: Opened) -> bool:
    """Say whether a dialogue takes cards or will: until its collecting ends, and where a window follows."""
    return dialogue.phase in (Phase.PREPARATION, Phase.COLLECT) or dialogue.after_until is not None


def check_windows(former: Opened | None, windows: Windows, at: datetime) -> None:
    """Refuse a new end that has passed, and a moment that is too far away for anybody to remember it."""
    furthest = at + timedelta(days=bounds.DAYS_UNTIL_WINDOW)
    begins, ends = windows.before_from, windows.after_until
    is_new = ends is not None and (former is None or former.after_until != ends)
    if (begins and begins > furthest) or (is_new and ends and not at < ends <= furthest):
        raise RefusedError(Refusal.WINDOW_OUT_OF_RANGE)


async def tell_windows(store: Store, since: datetime, until: datetime) -> int:
    """Let pages hear of the windows that opened or shut after one moment and up to another; return how many.

    Nothing is changed but the revision: that is what everybody follows.
    """
    opened = and_(
        Dialogue.phase == Phase.PREPARATION, Dialogue.before_from > since, Dialogue.before_from <= until
    )
    shut = and_(Dialogue.phase.in_(AFTERWARDS), Dialogue.after_until > since, Dialogue.after_until <= until)
    async with store.read() as session:
        found = list(
            await session.scalars(select(Dialogue.id).where(or_(opened, shut)).order_by(Dialogue.id))
        )
    for number in found:
        async with store.change(number):
            pass
    return len(found)
