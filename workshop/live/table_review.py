"""Reviewing whole tables in the background, every so often and on request: what to change."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from itertools import chain

import structlog

from workshop.domain.proposal import ProposalKind, TableProposal
from workshop.domain.queries.entry import EntryView
from workshop.live.watch import Watch

# A table is reviewed again after this many changed cards, but not more often than every so many seconds.
CHANGES = 8
PAUSE_SECONDS = 45.0
# Reviews a table, but for what was dismissed there.
Review = Callable[[int, Iterable[str]], Awaitable[tuple[TableProposal, ...]]]
log = structlog.get_logger()


class TableReviews:
    """The machine's present proposals for each table of one dialogue."""

    def __init__(self, watch: Watch, review: Review) -> None:
        self._watch = watch
        self._review = review
        self._found: dict[int, tuple[TableProposal, ...]] = {}
        # Of each card that a proposal speaks of, its words' hash when the machine looked.
        self._seen: dict[str, int] = {}
        self._changes: Counter[int] = Counter()
        self._listeners: set[Callable[[int], None]] = set()
        self.task = asyncio.create_task(self._run())

    def proposals(self, table_id: int) -> tuple[TableProposal, ...]:
        """Return what was proposed at the last review and still fits: not dismissed, its cards not moved."""
        picture = self._watch.picture
        dismissed = picture.dismissed.get(table_id, set())
        return tuple(
            proposal
            for proposal in self._found.get(table_id, ())
            if proposal.key not in dismissed and self._fits(proposal)
        )

    def _fits(self, proposal: TableProposal) -> bool:
        entries = self._watch.picture.entries
        homes = (
            proposal.homes
            if proposal.kind == ProposalKind.MERGE
            else proposal.homes[:1] * len(proposal.parts)
        )
        return all(
            each in entries and entries[each].is_shown and entries[each].group_id == home
            for part, home in zip(proposal.parts, homes, strict=True)
            for each in part
        )

    def forget(self, entries: Iterable[EntryView]) -> None:
        """Let go of proposals about cards that say something else now: they may be in words that are gone."""
        changed = {each.id for each in entries if self._seen.get(each.id, hash(each.text)) != hash(each.text)}
        if not changed:
            return
        for table_id, found in tuple(self._found.items()):
            kept = tuple(each for each in found if changed.isdisjoint(chain(*each.parts)))
            if kept != found:
                self._found[table_id] = kept
                self._tell(table_id)

    def _tell(self, table_id: int) -> None:
        for listener in tuple(self._listeners):
            listener(table_id)

    def listen(self, listener: Callable[[int], None]) -> Callable[[], None]:
        """Call `listener` with the table's id after each review; the returned function ends that."""
        self._listeners.add(listener)
        return lambda: self._listeners.discard(listener)

    def count(self, table_ids: Iterable[int]) -> None:
        """Note changed cards; enough of them are a reason to review it again."""
        self._changes.update(table_ids)

    async def review(self, table_id: int) -> tuple[TableProposal, ...]:
        """Review a table now and return the proposals; may take seconds at a thousand cards."""
        self._changes[table_id] = 0
        dismissed = self._watch.picture.dismissed.get(table_id, set())
        picture = self._watch.picture
        before = {each.id: hash(each.text) for each in picture.shown_entries(table_id)}
        found = await self._review(table_id, dismissed)
        self._found[table_id] = found
        speaks_of = chain.from_iterable(chain(*each.parts) for each in found)
        self._seen |= {each: before.get(each, 0) for each in speaks_of}
        self.forget(picture.shown_entries(table_id))
        self._tell(table_id)
        return self.proposals(table_id)

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(PAUSE_SECONDS)
            for table_id, number in tuple(self._changes.items()):
                if number < CHANGES:
                    continue
                try:
                    await self.review(table_id)
                except Exception:
                    log.exception("review_failed", dialogue=self._watch.picture.dialogue.code)

    def close(self) -> None:
        """Stop reviewing."""
        self.task.cancel()
