"""One table: by its three questions, or by topic (rows: topics, columns: the questions).

Both have one strip per question: the newest card is visible there at once, and moves to its topic or into its
column at the next calm moment. A card is in the page in one place only.
"""

from abc import abstractmethod
from collections.abc import Callable, Iterable, Sequence

from workshop.board.facts import Data
from workshop.board.tally import Move
from workshop.board.view import View, ViewName
from workshop.board.wording import Wording
from workshop.domain.queries.entry import EntryView
from workshop.domain.queries.group import GroupView
from workshop.live.picture import Picture
from workshop.look import QUESTION_ORDER, soft_hyphens

# Cards of one topic and question that are in the page: few topics leave room for more.
CELL = 2
ROOMY_CELLS = {1: 5, 2: 3}
# Cards of one question that are in the page of the other view.
LIST = 40
# Words under a topic's name that say what holds it together; without any, two cards do.
MOST_WORDS = 3
PAIR = 2
# What a topic says of each of these two.
QUOTED = ("text", "lang", "dir")
# The row of cards that are in no group.
SINGLE = 0


class OneTable(View):
    """What both views share: the strips, and what a change does to them."""

    table_id: int

    def __init__(
        self, picture: Picture, wording: Wording, table_id: int, *, now: Callable[[], float] | None = None
    ) -> None:
        self.table_id = table_id
        self._strips: dict[str, dict[str, None]] = {}
        self._is_waiting = False
        super().__init__(picture, wording, **({"now": now} if now else {}))

    def _tables(self) -> Iterable[int]:
        return (self.table_id,)

    @property
    def wants_moment(self) -> bool:
        """Whether cards wait for their place, or the order is plainly wrong."""
        return self._is_waiting or any(order.is_off for order in self._orders.values())

    def _card(self, entry: EntryView) -> Data:
        """Return a card with the row of its topic, for a page that shows both."""
        return {**super()._card(entry), "row": entry.group_id or SINGLE}

    def _cards(self, ids: Iterable[str]) -> list[Data]:
        return [self._card(self._picture.entries[each]) for each in ids]

    def _follow(self, moves: list[Move], patch: Data) -> None:
        fresh: dict[str, list[Data]] = {}
        gone, changed = [], []
        for move in moves:
            here = move.new if move.new and move.new.table_id == self.table_id else None
            was = move.old if move.old and move.old.table_id == self.table_id else None
            if was and (here is None or here.question != was.question):
                gone.append(was.id)
                self._drop(was, patch)
                was = None
            if here and was is None:
                fresh.setdefault(here.question, []).append(self._card(here))
                self._strips.setdefault(here.question, {})[here.id] = None
                self._is_waiting = self._is_waiting or len(self._strips[here.question]) > 1
            elif here and was:
                if self._card(was) != self._card(here):
                    changed.append(self._card(here))
                self._regroup(was, here, patch)
        found = {"gone": gone, "cards": changed, "fresh": fresh}
        patch.update({name: value for name, value in found.items() if value})

    def _drop(self, card: EntryView, patch: Data) -> None:
        self._strips.get(card.question, {}).pop(card.id, None)
        self._take_out(card, patch)

    @abstractmethod
    def _take_out(self, card: EntryView, patch: Data) -> None:
        """Take a card that is gone out of its place."""

    @abstractmethod
    def _regroup(self, was: EntryView, here: EntryView, patch: Data) -> None:
        """Follow a card into another group."""

    def _settle(self) -> Data:
        """Leave the newest card of each question in its strip; all others may take their places."""
        self._is_waiting = False
        newest: dict[str, str] = {}
        for entry in self._picture.shown_entries(self.table_id):
            newest[entry.question] = entry.id
        self._strips = {question: {each: None} for question, each in newest.items()}
        return {"strips": {key: self._cards(self._strips.get(key, ())) for key in QUESTION_ORDER}}

    def _is_fresh(self, entry: EntryView) -> bool:
        return entry.id in self._strips.get(entry.question, {})


class ByTopic(OneTable):
    """Rows are topics, the largest first; a cell shows its newest cards and how many more there are."""

    view = ViewName.TOPICS

    def __init__(
        self, picture: Picture, wording: Wording, table_id: int, *, now: Callable[[], float] | None = None
    ) -> None:
        self._cells: dict[tuple[int, str], dict[str, None]] = {}
        # What holds a topic together as it stands there: words, or else the ids of two cards.
        self._words: dict[int, tuple[str, tuple[str, ...]]] = {}
        self._room = CELL
        super().__init__(picture, wording, table_id, now=now)

    @property
    def wants_moment(self) -> bool:
        """Also when other words hold a topic together than those that stand there."""
        return super().wants_moment or bool(self._other_words())

    def _words_of(self, group: GroupView) -> tuple[str, tuple[str, ...]]:
        words = group.words[:MOST_WORDS]
        if words:
            return self._wording.say("in common: {words}", words=", ".join(words)), ()
        return "", group.alike

    def _other_words(self) -> list[int]:
        groups = self._picture.groups
        shown = self._orders[self.table_id].groups
        return [each for each in shown if self._words.get(each) != self._words_of(groups[each])]

    def _row(self, group: GroupView) -> Data:
        """Return a topic with the words that hold it together (they change at a moment) and its opposites."""
        row = super()._row(group)
        words, ids = self._words.setdefault(group.id, self._words_of(group))
        # Who is named may be hidden since, or say other words.
        named = self._picture.named(ids, group.id)
        alike = [{key: card[key] for key in QUOTED} for card in map(self._card, named)]
        others = self._picture.contradicting(group)
        against = [soft_hyphens(self._name(other), self._wording.lang) for other in others]
        return {
            **row,
            "words": soft_hyphens(words, row["lang"]),
            "alike": alike if len(alike) == PAIR else [],
            "against": against,
        }

    def moment(self) -> Data:
        """Sort now, and let words and cards that waited take their place."""
        changed = self._other_words()
        for number in changed:
            self._words.pop(number, None)
        rows = {str(number): self._row(self._picture.groups[number]) for number in changed}
        return super().moment() | ({"rows": rows} if rows else {})

    def _arrange(self, groups: Sequence[GroupView], patch: Data) -> None:
        """Let the cards of a topic come and go with it, as when it is parked and taken up again."""
        before = set(self._orders[self.table_id].groups)
        super()._arrange(groups, patch)
        after = set(self._orders[self.table_id].groups)
        for number in before - after:
            self._words.pop(number, None)
            self._cells = {place: cards for place, cards in self._cells.items() if place[0] != number}
        for number in after - before:
            self._fill(number, self._picture.members(self._picture.groups[number]))
            for question in QUESTION_ORDER:
                if (number, question) in self._cells:
                    self._show_cell(number, question, patch.setdefault("cells", {}))

    def _content(self) -> Data:
        return {**self._settle(), "single": self._single()}

    def _single(self) -> Data:
        sizes = self._tally.of_single(self.table_id)
        return {key: sizes[key] for key in QUESTION_ORDER}

    def _settle(self) -> Data:
        strips = super()._settle()
        self._cells = {}
        self._room = ROOMY_CELLS.get(len(self._orders[self.table_id].groups) + 1, CELL)
        for group_id in self._orders[self.table_id].groups:
            self._fill(group_id, self._picture.members(self._picture.groups[group_id]))
        self._fill(SINGLE, self._picture.single_entries(self.table_id))
        cells: Data = {}
        for row, question in self._cells:
            self._show_cell(row, question, cells)
        return {**strips, "cells": cells, "all_cells": True}

    def _fill(self, row: int, entries: Sequence[EntryView]) -> None:
        for question in QUESTION_ORDER:
            own = [e for e in entries if e.question == question and not self._is_fresh(e)]
            newest = sorted(own, key=lambda entry: entry.number)[-self._room :]
            if newest:
                self._cells[row, question] = {entry.id: None for entry in newest}

    def _show_cell(self, row: int, question: str, cells: Data) -> None:
        cells.setdefault(str(row), {})[question] = self._cards(self._cells.get((row, question), ()))

    def _follow(self, moves: list[Move], patch: Data) -> None:
        super()._follow(moves, patch)
        patch["single"] = self._single()

    def _take_out(self, card: EntryView, patch: Data) -> None:
        place = (card.group_id or SINGLE, card.question)
        if place in self._cells and card.id in self._cells[place]:
            del self._cells[place][card.id]
            self._show_cell(*place, patch.setdefault("cells", {}))
            self._is_waiting = True

    def _regroup(self, was: EntryView, here: EntryView, patch: Data) -> None:
        if was.group_id == here.group_id:
            return
        if self._is_fresh(here):
            self._is_waiting = True
            return
        self._take_out(was, patch)
        place = (here.group_id or SINGLE, here.question)
        cell = self._cells.setdefault(place, {})
        if len(cell) < self._room:
            cell[here.id] = None
            self._show_cell(*place, patch.setdefault("cells", {}))


class ByQuestion(OneTable):
    """Three columns of cards, the newest first."""

    view = ViewName.QUESTIONS
    shows_groups = False

    def _content(self) -> Data:
        return self._settle()

    def _settle(self) -> Data:
        strips = super()._settle()
        lists: dict[str, list[Data]] = {key: [] for key in QUESTION_ORDER}
        for entry in reversed(self._picture.shown_entries(self.table_id)):
            column = lists.setdefault(entry.question, [])
            if len(column) < LIST and not self._is_fresh(entry):
                column.append(self._card(entry))
        return {**strips, "lists": lists}

    def _take_out(self, card: EntryView, patch: Data) -> None:
        """Do nothing: the browser takes a gone card out of any list."""

    def _regroup(self, was: EntryView, here: EntryView, patch: Data) -> None:
        """Do nothing: the columns know no groups."""
