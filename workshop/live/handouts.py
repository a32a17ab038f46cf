"""The handouts of an evening: made once for all who ask, and anew when they change.

Whoever asks gets what the database says at that moment or later. Between two askers nothing is made twice:
the words are read anew with each revision, and the pages are set anew where other words came of it. One is
set at a time, in a process of its own.
"""

import asyncio
import hashlib
import json
import time
from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from exports.errors import UnwritableError
from exports.names import Gettext
from exports.results import Results
from workshop.addresses import handouts_url
from workshop.domain.queries.results import results_of
from workshop.domain.store import Store
from workshop.i18n import catalogue
from workshop.models import Dialogue, now
from workshop.settings import Settings

# Of how many evenings both are kept in memory.
_KEPT = 8
# What could not be set is not tried again before this many seconds, however many ask.
_PAUSE = 10.0


class Handout(StrEnum):
    """The two handouts, by the names of their files."""

    EDITION = "abendausgabe.pdf"
    WALL = "wandblaetter.pdf"


@dataclass(frozen=True)
class Made:
    """A handout: of which revision it is true, when it was set, and by which mark its words are known."""

    revision: int
    at: datetime
    mark: str
    content: bytes


@dataclass(frozen=True)
class _State:
    revision: int
    since: datetime | None


class Handouts:
    """The handouts of the dialogues of one process."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store
        self._address = partial(handouts_url, settings)
        self._made: OrderedDict[tuple[int, Handout], Made] = OrderedDict()
        self._failed: dict[tuple[int, Handout], float] = {}
        self._setting = asyncio.Lock()

    async def are_released(self, dialogue_id: int) -> bool:
        """Say whether everybody may read them at this moment."""
        state = await self._state(dialogue_id)
        return state is not None and state.since is not None

    async def released(self, dialogue_id: int, code: str, handout: Handout) -> Made | None:
        """Return a handout for everybody; `None` as long as it is not released.

        Raises `UnwritableError` if it cannot be set.
        """
        state = await self._state(dialogue_id)
        if state is None or state.since is None:
            return None
        return await self._of(dialogue_id, code, handout, state.revision)

    async def now(self, dialogue_id: int, code: str, handout: Handout) -> Made | None:
        """Return a handout for whoever moderates the dialogue; `None` if it is gone; raises as `released`."""
        state = await self._state(dialogue_id)
        return await self._of(dialogue_id, code, handout, state.revision) if state else None

    def last(self, dialogue_id: int, handout: Handout) -> Made | None:
        """Return what was made last, without asking whether it still holds."""
        return self._made.get((dialogue_id, handout))

    def forget(self, dialogue_id: int) -> None:
        """Drop what memory holds of a dialogue that is gone."""
        for handout in Handout:
            self._made.pop((dialogue_id, handout), None)
            self._failed.pop((dialogue_id, handout), None)

    async def _state(self, dialogue_id: int) -> _State | None:
        def read(session: Session) -> _State | None:
            asked = select(Dialogue.revision, Dialogue.handouts_since).where(Dialogue.id == dialogue_id)
            row = session.execute(asked).one_or_none()
            return _State(*row) if row else None

        return await self._store.read_at_once(read)

    async def _of(self, dialogue_id: int, code: str, handout: Handout, revision: int) -> Made:
        key = dialogue_id, handout
        if (made := self._fresh(key, revision)) is not None:
            return made
        async with self._setting:
            # Whoever waited here may find that it was made meanwhile, for all who asked before that.
            if (made := self._fresh(key, revision)) is not None:
                return made
            if time.monotonic() < self._failed.get(key, 0.0):
                raise UnwritableError("the handout could not be set a moment ago")
            try:
                made = await self._make(code, handout, self._made.get(key))
            except UnwritableError:
                self._failed[key] = time.monotonic() + _PAUSE
                raise
            self._failed.pop(key, None)
            self._made[key] = made
            while len(self._made) > _KEPT * len(Handout):
                self._made.popitem(last=False)
        return made

    def _fresh(self, key: tuple[int, Handout], revision: int) -> Made | None:
        made = self._made.get(key)
        if made is None or made.revision < revision:
            return None
        self._made.move_to_end(key)
        return made

    async def _make(self, code: str, handout: Handout, former: Made | None) -> Made:
        zone = self._store.keeping.zone
        async with self._store.read() as session:
            results = await results_of(session, code, zone=zone, handouts_at=self._address, with_photos=False)
        return await asyncio.to_thread(_made_of, results, handout, former)


def _made_of(results: Results, handout: Handout, former: Made | None) -> Made:
    # Loads with the first that is made: a process that only serves phones needs none of it until then.
    from exports.evening_edition import edition_of  # noqa: PLC0415
    from exports.sheets_pdf import set_sheets, sheets_data  # noqa: PLC0415
    from exports.wall_sheets import wall_sheets_of  # noqa: PLC0415

    pages_of = edition_of if handout is Handout.EDITION else wall_sheets_of
    revision = results.dialogue.revision
    spoken: Gettext = catalogue("exports", results.dialogue.lang).gettext
    data = sheets_data(pages_of(results, gettext=spoken))
    mark = hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()[:32]
    if former is not None and former.mark == mark:
        return replace(former, revision=revision)
    return Made(revision, now(), mark, set_sheets(data))
