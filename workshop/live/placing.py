"""The machine places new cards into groups, in the background and off the event loop."""

import asyncio
import copy
import itertools
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

import structlog

from workshop.domain.group import Description, Suggestion, describe_groups, place_entries
from workshop.domain.queries.changes import Delta, EntryView
from workshop.domain.work import Store
from workshop.live.look import TableLook
from workshop.live.picture import Picture
from workshop.live.watch import Watch
from workshop.models import Hand

if TYPE_CHECKING:
    from workshop.grouping import TableGrouping
    from workshop.grouping.embedding import Embedder

# Cards placed in one commit; a person's move in between waits no longer than this many take.
BATCH = 25
RETRY_SECONDS = 2.0
# As many words say what holds a group together.
WORDS = 4
Answer = TypeVar("Answer")
log = structlog.get_logger()


@dataclass
class TablePlaces:
    """What the machine knows of one table.

    A group of the database is `str(id)` in the grouping; other ids there are groups that exist only in it:
    a card that is alone, or a group about to be stored. `settled` says where the database has each card.
    """

    grouping: "TableGrouping"
    settled: dict[str, tuple[int | None, bool]] = field(default_factory=dict)

    def settle(self, entry: EntryView, group_id: int, *, by_person: bool) -> None:
        """Stand a card in the group where the database has it."""
        self.grouping.assign(entry.id, entry.text, entry.lang, group_id=str(group_id), pinned=by_person)
        self.settled[entry.id] = (group_id, by_person)

    def forget(self, entry_id: str) -> None:
        """Take a card away."""
        if self.settled.pop(entry_id, None) is not None:
            self.grouping.remove(entry_id)

    def learn(self, entry: EntryView) -> bool:
        """Take a changed card in; return whether it wants a place."""
        known = self.settled.get(entry.id)
        by_person = entry.placed_by == Hand.PERSON
        if not entry.is_shown:
            self.forget(entry.id)
            return False
        if by_person and entry.group_id is None:
            # Somebody wants it to stand alone: no later card may be drawn to it.
            self.forget(entry.id)
            return False
        if entry.group_id is not None:
            if known != (entry.group_id, by_person):
                self.settle(entry, entry.group_id, by_person=by_person)
            return False
        if known == (None, False):
            return False
        self.forget(entry.id)
        return True


class DialoguePlaces:
    """Keeps the machine's tables in step with the database and suggests places for cards that have none."""

    def __init__(self, picture: Picture, *, embedder: "Embedder | None" = None) -> None:
        self._picture = picture
        self._embedder = embedder
        self._tables: dict[int, TablePlaces] = {}
        self._entries: dict[str, EntryView] = {}
        self._numbers = itertools.count(1)

    def table(self, table_id: int) -> TablePlaces:
        """Return what is known of a table."""
        if table_id not in self._tables:
            from workshop.grouping import TableGrouping  # noqa: PLC0415 - a process of phone pages never needs it

            table = self._picture.tables.get(table_id)
            grouping = TableGrouping(
                new_group_id=lambda: f"new-{next(self._numbers)}",
                embedder=self._embedder,
                titles=table.titles if table else None,
            )
            self._tables[table_id] = TablePlaces(grouping)
        return self._tables[table_id]

    def learn(self, entries: Iterable[EntryView]) -> list[EntryView]:
        """Take changed cards in; return those that want a place, oldest first."""
        waiting = []
        for entry in entries:
            self._entries[entry.id] = entry
            if self.table(entry.table_id).learn(entry):
                waiting.append(entry)
        return sorted(waiting, key=lambda entry: entry.number)

    def suggest(self, waiting: Iterable[EntryView]) -> list[Suggestion]:
        """Place cards in the grouping; return what that means for the database, one suggestion per group."""
        cards = list(waiting)
        for entry in cards:
            places = self.table(entry.table_id)
            places.grouping.place(entry.id, entry.text, entry.lang)
            places.settled[entry.id] = (None, False)
        # Asked only now: a card that came alone may have been taken along by a later one.
        touched = dict.fromkeys(
            (card.table_id, self.table(card.table_id).grouping.group_of(card.id) or "") for card in cards
        )
        suggestions = []
        for table_id, key in touched:
            places = self.table(table_id)
            stored = int(key) if key.isdigit() else None
            members = places.grouping.groups()[key]
            if len(members) > 1:
                moved = tuple(m for m in members if stored is None or places.settled[m][0] != stored)
                words = tuple(places.grouping.explain_group(key)[:WORDS])
                suggestions.append(Suggestion(table_id, moved, stored, places.grouping.label(key), words))
            elif stored is None:
                # A name of its own that outlives this process, for proposals that were dismissed.
                (alone,) = members
                card = self._entries[alone]
                places.grouping.assign(alone, card.text, card.lang, group_id=f"alone-{alone}")
        return suggestions

    def describe(self, groups: dict[int, int]) -> list[Description]:
        """Return labels and words of groups (id to table) as the machine sees them now."""
        found = []
        for group_id, table_id in groups.items():
            grouping = self.table(table_id).grouping
            words = tuple(grouping.explain_group(str(group_id))[:WORDS])
            found.append(Description(group_id, grouping.label(str(group_id)), words))
        return found

    def confirm(self, suggestion: Suggestion, group_id: int) -> None:
        """Take in that a suggestion was carried out."""
        places = self.table(suggestion.table_id)
        for entry_id in suggestion.entry_ids:
            places.settle(self._entries[entry_id], group_id, by_person=False)

    def take_back(self, suggestion: Suggestion) -> None:
        """Forget where a suggestion had put its cards, for it was not carried out."""
        for entry_id in suggestion.entry_ids:
            self.table(suggestion.table_id).forget(entry_id)


class DialoguePlacer:
    """Follows one watched dialogue: places new cards, describes groups anew, and looks at whole tables."""

    def __init__(self, store: Store, watch: Watch, *, embedder: "Embedder | None" = None) -> None:
        self._store = store
        self._watch = watch
        self._places = DialoguePlaces(watch.picture, embedder=embedder)
        self._fresh: dict[str, EntryView] = dict(watch.picture.entries)
        self._changed = asyncio.Event()
        self._changed.set()
        self._turn = asyncio.Lock()
        self._task = asyncio.create_task(self._run())
        self.look = TableLook(watch, self.copy_of)
        watch.listen(self._hear, keeps_open=False)

    @property
    def is_over(self) -> bool:
        """Whether the dialogue is no longer watched."""
        return self._task.done()

    def _hear(self, delta: Delta | None) -> None:
        if delta is None:
            self.close()
        elif delta.entries:
            self._fresh |= {entry.id: entry for entry in delta.entries}
            self._changed.set()

    async def _run(self) -> None:
        while True:
            await self._changed.wait()
            self._changed.clear()
            fresh, self._fresh = self._fresh, {}
            try:
                await self._place(fresh)
            except Exception:
                log.exception("placing_failed", dialogue=self._watch.picture.dialogue.code)
                # Cards that were placed meanwhile are known by now; all others are asked for again.
                self._fresh = fresh | self._fresh
                self._changed.set()
                await asyncio.sleep(RETRY_SECONDS)

    async def _place(self, fresh: dict[str, EntryView]) -> None:
        async with self._turn:
            waiting = await asyncio.to_thread(self._places.learn, list(fresh.values()))
        for start in range(0, len(waiting), BATCH):
            began = time.monotonic()
            async with self._turn:
                batch = waiting[start : start + BATCH]
                suggestions = await asyncio.to_thread(self._places.suggest, batch)
                if suggestions:
                    await self._carry_out(suggestions)
            # A card that a phone sends comes before a card that wants a place: rest as long as that took.
            await asyncio.sleep(time.monotonic() - began)
        by_people = {
            e.group_id: e.table_id for e in fresh.values() if e.placed_by == Hand.PERSON and e.group_id
        }
        if by_people:
            await self._describe(by_people)
        self.look.count(entry.table_id for entry in fresh.values())

    async def _carry_out(self, suggestions: list[Suggestion]) -> None:
        dialogue_id = self._watch.picture.dialogue.id
        try:
            numbers = await place_entries(self._store, dialogue_id=dialogue_id, suggestions=suggestions)
        except Exception:
            self._ask_again(suggestions)
            raise
        dropped = []
        for suggestion, number in zip(suggestions, numbers, strict=True):
            if number is None:
                dropped.append(suggestion)
            else:
                self._places.confirm(suggestion, number)
        if dropped:
            # Somebody was quicker: look again at what these cards are by now.
            await self._watch.catch_up()
            self._ask_again(dropped)

    def _ask_again(self, suggestions: list[Suggestion]) -> None:
        for suggestion in suggestions:
            self._places.take_back(suggestion)
            for entry_id in suggestion.entry_ids:
                self._fresh.setdefault(entry_id, self._watch.picture.entries[entry_id])
        self._changed.set()

    async def _describe(self, groups: dict[int, int]) -> None:
        """Say anew what holds groups together into which people put cards."""
        async with self._turn:
            descriptions = await asyncio.to_thread(self._places.describe, groups)
        known = self._watch.picture.groups
        news = [
            d
            for d in descriptions
            if d.group_id in known
            and (
                known[d.group_id].words != d.words
                or (known[d.group_id].label_by == Hand.MACHINE and known[d.group_id].label != d.label)
            )
        ]
        if news:
            await describe_groups(self._store, dialogue_id=self._watch.picture.dialogue.id, descriptions=news)

    async def ask(self, table_id: int, question: "Callable[[TableGrouping], Answer]") -> Answer:
        """Ask the grouping of a table something, in its turn and off the event loop."""
        async with self._turn:
            return await asyncio.to_thread(question, self._places.table(table_id).grouping)

    async def copy_of(self, table_id: int) -> "TableGrouping":
        """Return a copy of a table's grouping, to look at for as long as it takes."""
        return await self.ask(table_id, copy.deepcopy)

    def close(self) -> None:
        """Stop placing."""
        self._task.cancel()
        self.look.close()


class Placer:
    """One background placer per watched dialogue."""

    def __init__(self, store: Store, *, embedder: "Embedder | None" = None) -> None:
        self._store = store
        self._embedder = embedder
        self._placers: dict[str, DialoguePlacer] = {}

    def attach(self, watch: Watch) -> None:
        """Begin to place the cards of a dialogue that is watched from now on."""
        self._placers = {code: placer for code, placer in self._placers.items() if not placer.is_over}
        self._placers[watch.picture.dialogue.code] = DialoguePlacer(
            self._store, watch, embedder=self._embedder
        )

    def of(self, code: str) -> DialoguePlacer | None:
        """Return the placer of a watched dialogue."""
        return self._placers.get(code)

    def close(self) -> None:
        """Stop all."""
        for placer in self._placers.values():
            placer.close()
