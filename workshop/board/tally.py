"""The shown cards as one page of the board has seen them; a change costs the work of what changed."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from workshop.domain.queries.entry import EntryView

_NONE: Counter[str] = Counter()


@dataclass(frozen=True)
class Move:
    """A card as the board showed it and as it may show it now; `None` where it was or is not shown."""

    old: EntryView | None
    new: EntryView | None


class Tally:
    """The shown cards by id and counted by table, group and question."""

    def __init__(self, entries: Iterable[EntryView]) -> None:
        self._shown: dict[str, EntryView] = {}
        self._tables: dict[int, Counter[str]] = {}
        self._groups: dict[int, Counter[str]] = {}
        self.take(entries)

    def take(self, entries: Iterable[EntryView]) -> list[Move]:
        """Take changed cards in; return those that changed for the board."""
        moves = []
        for entry in entries:
            old = self._shown.pop(entry.id, None)
            new = entry if entry.is_shown else None
            if old is not None:
                self._count(old, -1)
            if new is not None:
                self._shown[new.id] = new
                self._count(new, +1)
            if old is not None or new is not None:
                moves.append(Move(old, new))
        return moves

    def _count(self, entry: EntryView, by: int) -> None:
        self._tables.setdefault(entry.table_id, Counter())[entry.question] += by
        # The single cards of a table stand together under a number that no group has.
        group = entry.group_id if entry.group_id is not None else -entry.table_id
        self._groups.setdefault(group, Counter())[entry.question] += by

    def of_table(self, table_id: int) -> Counter[str]:
        """Return the shown cards of a table by question."""
        return self._tables.get(table_id, _NONE)

    def of_group(self, group_id: int) -> Counter[str]:
        """Return the shown cards of a group by question."""
        return self._groups.get(group_id, _NONE)

    def of_single(self, table_id: int) -> Counter[str]:
        """Return the shown cards of a table that are in no group, by question."""
        return self.of_group(-table_id)

    def size(self, group_id: int) -> int:
        """Return how many shown cards a group has."""
        return self.of_group(group_id).total()
