"""All tables side by side: topics by size, and one fresh card per table."""

from collections.abc import Iterable

from workshop.board.facts import Data
from workshop.board.tally import Move
from workshop.board.view import View, ViewName

# The newest cards of each table that are in the page; only the last of them is visible.
STRIP = 40


class Overview(View):
    """The page of all tables; each has a strip of its newest cards, keyed by the table's id."""

    view = ViewName.OVERVIEW

    def _tables(self) -> Iterable[int]:
        return self._picture.tables

    def _content(self) -> Data:
        return {
            "strips": {
                table_id: [self._card(entry) for entry in self._picture.shown_entries(table_id)[-STRIP:]]
                for table_id in self._orders
            }
        }

    def _follow(self, moves: list[Move], patch: Data) -> None:
        fresh: dict[int, list[Data]] = {}
        gone, changed = [], []
        for move in moves:
            left = move.old is not None and (move.new is None or move.old.table_id != move.new.table_id)
            if move.old and left:
                gone.append(move.old.id)
            if move.new and (left or move.old is None):
                fresh.setdefault(move.new.table_id, []).append(self._card(move.new))
            elif move.old and move.new and self._card(move.old) != self._card(move.new):
                changed.append(self._card(move.new))
        patch.update({name: value for name, value in (("gone", gone), ("cards", changed)) if value})
        if fresh:
            patch["fresh"] = {
                table_id: cards for table_id, cards in fresh.items() if table_id in self._orders
            }

    @property
    def wants_moment(self) -> bool:
        """Whether the order of a table is plainly wrong."""
        return any(order.is_off for order in self._orders.values())

    def _settle(self) -> Data:
        return {}
