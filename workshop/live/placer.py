"""The machine places new cards into groups, in the background: what it thinks, it thinks in `grouping`."""

import asyncio
import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import BrokenExecutor
from typing import TYPE_CHECKING, Any

import structlog

from workshop.domain.errors import ClosedError
from workshop.domain.machine import is_owed
from workshop.domain.placement import Description, Suggestion, describe_groups, place_entries
from workshop.domain.proposal import TableProposal
from workshop.domain.queries.changes import Delta
from workshop.domain.queries.entry import EntryView
from workshop.domain.store import Store
from workshop.live.grouping_process import GroupingProcess
from workshop.live.near_topics import NearTopics
from workshop.live.pace import Pace
from workshop.live.reading import Reading
from workshop.live.table_review import TableReviews
from workshop.live.watch import Watch
from workshop.models import GroupState, Hand, Phase
from workshop.settings import Settings

if TYPE_CHECKING:
    from workshop.grouping import AcrossLanguages, Reason
    from workshop.live.kept_vectors import ReadSome

# Cards placed in one commit; a person's move in between waits no longer than this many take.
BATCH = 25
# Each commit of the machine makes a card wait that a phone sends in that moment: the first goes at once, then
# what comes within this time goes together.
COALESCE_SECONDS = 0.3
RETRY_SECONDS = 2.0
# After failure upon failure the wait grows up to so many times as long.
MOST_PATIENCE = 15
log = structlog.get_logger()


class DialoguePlacer:
    """Follows one watched dialogue: places new cards, describes groups anew, and reviews whole tables.

    While it rests (in a closed dialogue, and after collecting unless a moderator lets it go on) it only
    follows: what waits for a place gets one when it may place again.
    """

    def __init__(self, store: Store, watch: Watch, process: GroupingProcess, pace: Pace) -> None:
        self._store = store
        self._watch = watch
        self._process = process
        self._pace = pace
        self._reading = Reading(store, watch.picture.dialogue.id, pace)
        self._number = process.new_number()
        # The life of the process that knows this dialogue, and the titles that it knows.
        self._known_in = -1
        self._told_titles: Mapping[int, Any] = {}
        self._told_headings: dict[int, tuple[int, int, str, bool]] = {}
        self._fresh: dict[str, EntryView] = {}
        # Cards that wait until the machine may place again.
        self._resting: set[str] = set()
        self._rested = self._rests
        self._changed = asyncio.Event()
        self._turn = asyncio.Lock()
        self._task = asyncio.create_task(self._run(), name="place cards")
        self.reviews = TableReviews(watch, self._review)
        self.near = NearTopics(watch, self._near_topics)
        watch.listen(self._hear, keeps_open=False)
        if watch.picture.entries:
            self._changed.set()

    @property
    def tasks(self) -> tuple["asyncio.Task[None]", ...]:
        """What works for this dialogue; `close` stops it, and it may take a moment to end."""
        return self._task, self.reviews.task, self.near.task

    @property
    def is_over(self) -> bool:
        """Whether the dialogue is no longer watched."""
        return self._task.done()

    @property
    def _is_closed(self) -> bool:
        return self._watch.picture.dialogue.phase == Phase.CLOSED

    @property
    def _rests(self) -> bool:
        return not self._watch.picture.dialogue.machine_places

    def _hear(self, delta: Delta | None) -> None:
        if delta is None:
            self.close()
            return
        wakes, self._rested = self._rested and not self._rests, self._rests
        self._pace.note(sum(entry.version == 1 and entry.placed_by is None for entry in delta.entries))
        if delta.entries or wakes:
            self._fresh |= {entry.id: entry for entry in delta.entries}
            self.reviews.forget(delta.entries)
            self._reading.forget(delta.entries)
            self._changed.set()

    async def _run(self) -> None:
        failures = 0
        while True:
            await self._changed.wait()
            self._changed.clear()
            fresh, self._fresh = self._fresh, {}
            try:
                await self._place(fresh)
                failures = 0
                await asyncio.sleep(COALESCE_SECONDS)
            except Exception as error:
                if not isinstance(error, BrokenExecutor | ClosedError):
                    log.exception("placing_failed", dialogue=self._watch.picture.dialogue.code)
                # Cards that were placed meanwhile are known by now; all others are asked for again.
                self._fresh = fresh | self._fresh
                self._changed.set()
                failures += 1
                await asyncio.sleep(RETRY_SECONDS * min(failures, MOST_PATIENCE))

    async def _place(self, fresh: dict[str, EntryView]) -> None:
        async with self._turn:
            waiting = await self._learn(fresh)
            waiting = await (self._put_off(waiting) if self._rests else self._wake(waiting))
        if self._is_closed:
            await self._name_anew(fresh)
            return
        for start in range(0, len(waiting), BATCH):
            some = waiting[start : start + BATCH]
            await self._read(some)
            began = time.monotonic()
            async with self._turn:
                await self._place_some(some)
            await self._pace.rest(time.monotonic() - began)
        await self._reading.save()
        by_people = {
            e.group_id: e.table_id for e in fresh.values() if e.placed_by == Hand.PERSON and e.group_id
        }
        if by_people:
            await self._describe(by_people)
        await self._name_anew(fresh)
        await self._name_other_cards(fresh)
        self.reviews.count(entry.table_id for entry in fresh.values())

    async def _read(self, entry_ids: Sequence[str] = ()) -> None:
        async def read_some(entry_ids: Sequence[str], most: int) -> "ReadSome":
            async with self._turn:
                found: ReadSome = await self._do("read_some", entry_ids, most)
                return found

        await self._reading.read(read_some, entry_ids)

    async def _put_off(self, waiting: Sequence[str]) -> list[str]:
        """Let cards wait until the machine may place again; return those that it still has to place now."""
        entries = self._watch.picture.entries
        owed = [each for each in waiting if not self._is_closed and is_owed(entries[each])]
        self._resting |= set(waiting) - set(owed)
        if not self._is_closed and self._resting:
            # Single cards until then, as people see them, so that suggestions speak of them.
            await self._do("stand_alone", sorted(self._resting))
        return owed

    async def _wake(self, waiting: list[str]) -> list[str]:
        """Return all that want a place, those that had to wait among them."""
        if not self._resting:
            return waiting
        entries = self._watch.picture.entries
        again: list[str] = await self._do("learn_anew", [entries[each] for each in self._resting])
        self._resting.clear()
        return list(dict.fromkeys((*again, *waiting)))

    async def _place_some(self, entry_ids: Sequence[str]) -> None:
        try:
            suggestions: list[Suggestion] = await self._do("suggest", entry_ids)
        except BrokenExecutor:
            raise
        except Exception:
            if len(entry_ids) == 1:
                # It stays without a place until somebody gives it one; all others must not wait for it.
                log.exception("card_not_placed", dialogue=self._watch.picture.dialogue.code)
                return
            for each in entry_ids:
                await self._place_some([each])
            return
        if suggestions:
            await self._carry_out(suggestions)

    async def _learn(self, fresh: dict[str, EntryView]) -> list[str]:
        """Tell what changed, or everything if nothing is known there; return the cards that want a place."""
        picture, life = self._watch.picture, self._process.life
        tables = picture.tables
        if self._known_in != life or self._told_titles is not tables:
            titles = {table.id: dict(table.titles) for table in tables.values()}
            await self._process.do(self._number, "know_titles", titles, picture.dialogue.lang)
            self._told_titles = tables
        news = fresh
        if self._known_in != life:
            if known := await self._reading.recalled():
                await self._process.do(self._number, "recall", known)
            # Newer than all that waits to be told.
            news = dict(picture.entries)
            self._fresh.clear()
        waiting: list[str] = await self._process.do(self._number, "learn", list(news.values()))
        await self._tell_headings(anew=self._known_in != life)
        self._known_in = life
        return waiting

    async def _tell_headings(self, *, anew: bool) -> None:
        """Tell what groups are called by now: it stays, and no other group is called so."""
        headings = {
            group.id: (group.id, group.table_id, group.label, group.label_by == Hand.PERSON)
            for group in self._watch.picture.groups.values()
            if group.state == GroupState.OPEN
        }
        told = {} if anew else self._told_headings
        news = [each for group_id, each in headings.items() if told.get(group_id) != each]
        gone = [
            (number, table_id, "", False) for number, table_id, *_ in told.values() if number not in headings
        ]
        if news or gone:
            await self._process.do(self._number, "know_headings", [*gone, *news])
        self._told_headings = headings

    async def _do(self, deed: str, *arguments: Any) -> Any:  # noqa: ANN401 - whatever the deed returns
        if self._known_in != self._process.life:
            raise BrokenExecutor("what was told is lost")
        return await self._process.do(self._number, deed, *arguments)

    async def _carry_out(self, suggestions: list[Suggestion]) -> None:
        dialogue_id, vectors = self._watch.picture.dialogue.id, self._reading.unsaved
        try:
            numbers = await place_entries(
                self._store, dialogue_id=dialogue_id, suggestions=suggestions, vectors=vectors
            )
            self._reading.let_go(vectors)
        except Exception:
            await self._ask_again(suggestions)
            raise
        pairs = list(zip(suggestions, numbers, strict=True))
        await self._do("confirm", [(each, number) for each, number in pairs if number is not None])
        if dropped := [each for each, number in pairs if number is None]:
            # Somebody was quicker: look again at what these cards are by now.
            try:
                await self._watch.catch_up()
            finally:
                await self._ask_again(dropped)

    async def _ask_again(self, suggestions: Sequence[Suggestion]) -> None:
        for suggestion in suggestions:
            for entry_id in suggestion.entry_ids:
                self._fresh.setdefault(entry_id, self._watch.picture.entries[entry_id])
        self._changed.set()
        await self._do("take_back", suggestions)

    async def _describe(self, groups: Mapping[int, int]) -> None:
        """Say anew what holds groups together into which people put cards."""
        async with self._turn:
            descriptions: list[Description] = await self._do("describe", groups)
        await self._write(descriptions)

    async def _write(self, descriptions: Iterable[Description]) -> None:
        """Store what is said of groups, where it is another thing than what stands there."""
        known = self._watch.picture.groups
        news = [
            d
            for d in descriptions
            if d.group_id in known
            and (
                (known[d.group_id].words, known[d.group_id].alike) != (d.words, d.alike)
                or (known[d.group_id].label_by == Hand.MACHINE and known[d.group_id].label != d.label)
            )
        ]
        if news:
            await describe_groups(self._store, dialogue_id=self._watch.picture.dialogue.id, descriptions=news)

    async def _name_anew(self, fresh: Mapping[str, EntryView]) -> None:
        """Give the groups a heading that lost theirs with the words of a card.

        Those of cards that just came are looked at as well: their heading may have been thought up before.
        """
        homes = set() if self._is_closed else {entry.group_id for entry in fresh.values()}
        headings = [
            (g.id, g.table_id, g.label, g.words)
            for g in self._watch.picture.groups.values()
            if g.state == GroupState.OPEN
            and g.label_by == Hand.MACHINE
            and (g.id in homes or not g.label)
            and self._watch.picture.size(g)
        ]
        if headings:
            async with self._turn:
                news: list[Description] = await self._do("reword", headings)
            await self._write(each for each in news if each.label)

    async def _name_other_cards(self, fresh: Mapping[str, EntryView]) -> None:
        """Let other cards speak for the groups of which one that did is no longer shown there."""
        picture = self._watch.picture
        groups = {
            g.id: g.table_id
            for g in picture.groups.values()
            if not fresh.keys().isdisjoint(g.alike)
            and len(picture.named(g.alike, g.id)) < len(g.alike)
            and picture.size(g)
        }
        if groups:
            async with self._turn:
                news: list[Description] = await self._do("name_cards", groups)
            await self._write(news)

    async def words(self, table_id: int, group_id: int) -> tuple[str, ...]:
        """Return the words that hold a group together, the most telling first."""
        found: tuple[str, ...] | None = await self._ask("words", table_id, group_id)
        return found or ()

    async def why(self, table_id: int, entry_id: str) -> "Reason | None":
        """Return why a card is in its group; `None` if it is in none."""
        found: Reason | None = await self._ask("why", table_id, entry_id)
        return found

    async def across_languages(self, table_id: int) -> "AcrossLanguages | None":
        """Return what compares the cards of different languages at a table; `None` if that is not known."""
        found: AcrossLanguages | None = await self._ask("across_languages", table_id)
        return found

    async def _review(self, table_id: int, dismissed: Iterable[str]) -> tuple[TableProposal, ...]:
        # First it knows the cards; then the model reads a few at a time, not the whole table in one deed.
        await self.across_languages(table_id)
        try:
            await self._read()
        except BrokenExecutor:
            self._changed.set()
        found: tuple[TableProposal, ...] | None = await self._ask("review", table_id, frozenset(dismissed))
        self.near.want()
        return found or ()

    async def _near_topics(self) -> tuple[tuple[int, int], ...] | None:
        found: tuple[tuple[int, int], ...] | None = await self._ask("near_topics")
        return found

    async def _ask(self, question: str, *arguments: Any) -> Any:  # noqa: ANN401 - whatever the answer is
        """Ask in its turn; `None` where the process was lost, which makes it learn everything anew."""
        if self.is_over:
            return None
        async with self._turn:
            try:
                if self._known_in != self._process.life:
                    waiting = await self._learn({})
                    self._fresh |= {each: self._watch.picture.entries[each] for each in waiting}
                    self._changed.set()
                return await self._do(question, *arguments)
            except BrokenExecutor:
                self._changed.set()
                return None

    def close(self) -> None:
        """Stop placing."""
        self._task.cancel()
        self.reviews.close()
        self.near.close()
        self._process.forget(self._number)


class Placer:
    """One background placer per watched dialogue."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store
        self._process = GroupingProcess(settings)
        self._pace = Pace()
        self._placers: dict[str, DialoguePlacer] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def attach(self, watch: Watch) -> None:
        """Begin to place the cards of a dialogue that is watched from now on."""
        self._placers = {code: placer for code, placer in self._placers.items() if not placer.is_over}
        code = watch.picture.dialogue.code
        placer = self._placers[code] = DialoguePlacer(self._store, watch, self._process, self._pace)
        for task in placer.tasks:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

        def hear(delta: Delta | None) -> None:
            # Nothing of a dialogue that is gone shall stay here.
            if delta is None and self._placers.get(code) is placer:
                del self._placers[code]

        watch.listen(hear, keeps_open=False)

    def of(self, code: str) -> DialoguePlacer | None:
        """Return the placer of a watched dialogue."""
        return self._placers.get(code)

    async def close(self) -> None:
        """Stop all; at the end nothing is in the middle of a transaction."""
        for placer in self._placers.values():
            placer.close()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._process.close()
