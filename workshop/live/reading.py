"""The sentence model reads the cards of one dialogue, a few at a time; what it made of them is kept."""

import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from workshop.domain.queries.entry import EntryView
from workshop.domain.queries.vector import vectors_of
from workshop.domain.store import Store
from workshop.domain.vector import CardVector, keep_vectors
from workshop.live.pace import Pace

if TYPE_CHECKING:
    from workshop.live.kept_vectors import ReadSome

# Cards that the model reads at a time; a question waits no longer than these take.
READ_AT_ONCE = 8
# So many vectors are kept in a commit of their own; fewer go with the next places.
MANY_UNSAVED = 100
# Lets the model read at most so many of some cards, in the process that has it.
ReadSomeOf = Callable[[Sequence[str], int], Awaitable["ReadSome"]]


class Reading:
    """Paces the model, and holds what nobody keeps yet: also when the process that made it is lost."""

    def __init__(self, store: Store, dialogue_id: int, pace: Pace) -> None:
        self._store = store
        self._dialogue_id = dialogue_id
        self._pace = pace
        self._unsaved: dict[str, CardVector] = {}

    @property
    def unsaved(self) -> tuple[CardVector, ...]:
        """What nobody keeps yet; `let_go` of it once it is."""
        return tuple(self._unsaved.values())

    async def recalled(self) -> tuple[CardVector, ...]:
        """Return what the model made of the dialogue's cards until now."""
        kept = await self._store.read_at_once(lambda session: vectors_of(session, self._dialogue_id))
        return (*kept, *self.unsaved)

    async def read(self, read_some: ReadSomeOf, entry_ids: Sequence[str] = ()) -> None:
        """Let the model read these cards and those that stand already, and rest as the pace says."""
        while True:
            began = time.monotonic()
            done = await read_some(entry_ids, READ_AT_ONCE)
            self._unsaved |= {each.entry_id: each for each in done.vectors}
            if len(self._unsaved) >= MANY_UNSAVED:
                await self.save()
            if not done.left:
                return
            await self._pace.rest(time.monotonic() - began)

    async def save(self) -> None:
        """Keep what is not kept yet, in a commit of its own; in a closed dialogue that waits."""
        vectors = self.unsaved
        if vectors and await keep_vectors(self._store, dialogue_id=self._dialogue_id, vectors=vectors):
            self.let_go(vectors)

    def forget(self, entries: Iterable[EntryView]) -> None:
        """Let go of what was made of words that are gone."""
        for each in entries:
            if (known := self._unsaved.get(each.id)) and (known.text != each.text or not each.is_shown):
                del self._unsaved[each.id]

    def let_go(self, vectors: Iterable[CardVector]) -> None:
        """Forget what is kept by now."""
        for each in vectors:
            if self._unsaved.get(each.entry_id) is each:
                del self._unsaved[each.entry_id]
