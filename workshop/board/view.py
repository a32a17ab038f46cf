"""What a page of the board shows, as plain data: the whole scene once, then small keyed patches.

A patch names what changed and nothing else, so that one new card costs the browser the work of one card:
`fresh` cards for a strip, `gone` cards, `cards` whose text changed, `rows` (groups; `None` when gone),
`cells`, `order`, `counts`, `facts`. Only shown cards ever get into a scene or a patch.
"""

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum

from workshop.board.facts import Data, clock, facts_of, questions_of, tables_of
from workshop.board.group_order import MOMENT_SECONDS, GroupOrder
from workshop.board.tally import Move, Tally
from workshop.board.wording import Wording
from workshop.domain.language import direction_of, language_of
from workshop.domain.queries.changes import Delta
from workshop.domain.queries.entry import EntryView
from workshop.domain.queries.group import GroupView
from workshop.live.picture import Picture
from workshop.look import QUESTION_ORDER, soft_hyphens
from workshop.models import GroupState


class ViewName(StrEnum):
    """What a page of the board shows; the values stand in its address and its script."""

    OVERVIEW = "overview"
    TOPICS = "topics"
    QUESTIONS = "questions"


def card_of(entry: EntryView, wording: Wording) -> Data:
    """Return a shown card as the browser gets it; what its language is called, if it is not the evening's."""
    tongue = wording.tongue(entry.lang)
    return {
        "id": entry.id,
        "q": entry.question,
        "text": entry.text,
        "lang": entry.lang,
        "dir": direction_of(entry.lang),
        **({"window": entry.window.value} if entry.window else {}),
        **({"tongue": tongue} if tongue else {}),
    }


class View(ABC):
    """One page's view of a dialogue, and what of it changed."""

    view: ViewName
    table_id: int | None = None
    shows_groups = True

    def __init__(
        self, picture: Picture, wording: Wording, *, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._picture = picture
        self._wording = wording
        self._now = now
        self._tally = Tally(picture.entries.values())
        self._settled_at = now()
        self._facts: Data = {}
        self._orders = {
            table_id: GroupOrder(self._open_groups(table_id), self._tally.size) for table_id in self._tables()
        }

    @abstractmethod
    def _tables(self) -> Iterable[int]:
        """Return the ids of the tables on this page."""

    @abstractmethod
    def _content(self) -> Data:
        """Return what this page shows beside facts, tables and rows."""

    @abstractmethod
    def _follow(self, moves: list[Move], patch: Data) -> None:
        """Write into `patch` what became of cards."""

    @abstractmethod
    def _settle(self) -> Data:
        """Return what moves at a moment."""

    @property
    @abstractmethod
    def wants_moment(self) -> bool:
        """Whether something waits for the next moment."""

    @property
    def next_moment(self) -> float:
        """When the next moment may be, by this view's clock."""
        return self._settled_at + MOMENT_SECONDS

    def scene(self) -> Data:
        """Return everything this page shows."""
        self._facts = facts_of(self._picture, self._wording, table_id=self.table_id)
        return {
            "view": self.view,
            "table": self.table_id,
            "facts": self._facts,
            "now": clock(),
            "questions": questions_of(self._picture, self._wording),
            "tables": tables_of(self._picture, self._wording),
            "counts": {table_id: self._counts_of(table_id) for table_id in self._orders},
            "rows": {
                group: self._row(self._picture.groups[group])
                for order in self._orders.values()
                for group in order.groups
            },
            "order": {table_id: order.groups for table_id, order in self._orders.items()},
            **self._content(),
        }

    def use(self, picture: Picture) -> None:
        """Go on with another picture that shows the same."""
        self._picture = picture

    def take(self, delta: Delta) -> Data:
        """Return what a change turns into on this page; empty if nothing."""
        patch: Data = {}
        moves = [
            move
            for move in self._tally.take(delta.entries)
            if any(card and card.table_id in self._orders for card in (move.old, move.new))
        ]
        tables = {card.table_id for move in moves for card in (move.old, move.new) if card}
        groups = {group.id: group for group in delta.groups}
        touched = {card.group_id for move in moves for card in (move.old, move.new) if card and card.group_id}
        # A topic names those that it contradicts.
        touched |= {number for mark in delta.contradictions for number in mark.pair}
        touched |= {other.id for group in delta.groups for other in self._picture.contradicting(group)}
        for group_id in touched - groups.keys():
            if group := self._picture.groups.get(group_id):
                groups[group_id] = group
        self._arrange([group for group in groups.values() if group.table_id in self._orders], patch)
        if moves:
            patch["counts"] = {
                table_id: self._counts_of(table_id) for table_id in sorted(tables & self._orders.keys())
            }
            self._follow(moves, patch)
        return patch | self._changed_facts()

    def moment(self) -> Data:
        """Sort now, and let what waited take its place."""
        self._settled_at = self._now()
        patch = self._settle()
        orders = {table_id: order.groups for table_id, order in self._orders.items() if order.settle()}
        return patch | ({"order": orders} if orders else {})

    def _arrange(self, groups: Sequence[GroupView], patch: Data) -> None:
        if not self.shows_groups:
            return
        rows = {str(group.id): self._row(group) if self._is_open(group) else None for group in groups}
        tables = {group.table_id for group in groups}
        orders = {
            table_id: self._orders[table_id].groups
            for table_id in sorted(tables)
            if self._orders[table_id].keep(self._still_open(table_id, groups))
        }
        if rows:
            patch["rows"] = rows
        if orders:
            patch["order"] = orders

    def _still_open(self, table_id: int, changed: Iterable[GroupView]) -> list[int]:
        """Return the groups of a table: those that stood there, but for what changed."""
        present = dict.fromkeys(self._orders[table_id].groups)
        for group in changed:
            if group.table_id == table_id:
                if self._is_open(group):
                    present[group.id] = None
                else:
                    present.pop(group.id, None)
        return list(present)

    def _changed_facts(self) -> Data:
        facts = facts_of(self._picture, self._wording, table_id=self.table_id)
        changed = {name: value for name, value in facts.items() if self._facts.get(name) != value}
        self._facts = facts
        return {"facts": changed, "now": clock()} if changed else {}

    def _is_open(self, group: GroupView) -> bool:
        return group.state == GroupState.OPEN and not group.parked and self._tally.size(group.id) > 0

    def _open_groups(self, table_id: int) -> list[int]:
        if not self.shows_groups:
            return []
        return [group.id for group in self._picture.groups_of(table_id) if not group.parked]

    def _name(self, group: GroupView) -> str:
        return group.label or self._wording.say("Topic without a name")

    def _row(self, group: GroupView) -> Data:
        label = self._name(group)
        lang = language_of(label, self._wording.lang)
        sizes = self._tally.of_group(group.id)
        return {
            "id": group.id,
            "label": soft_hyphens(label, lang),
            "lang": lang,
            "dir": direction_of(lang),
            "sizes": {key: sizes[key] for key in QUESTION_ORDER},
        }

    def _card(self, entry: EntryView) -> Data:
        return card_of(entry, self._wording)

    def _counts_of(self, table_id: int) -> Data:
        counts = self._tally.of_table(table_id)
        single = self._tally.of_single(table_id).total()
        return {**{key: counts[key] for key in QUESTION_ORDER}, "single": single}
