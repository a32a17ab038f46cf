"""The order of groups on the board: nothing that a person is reading jumps.

The rule. A group keeps its place on the board while its numbers grow. A new group takes the place after the
last one; a group that is gone leaves, and those below close up. Groups are sorted by size (the largest
first, then the oldest) only at a *moment*: when the page is opened, when the phase changes, and otherwise at
most once in `MOMENT_SECONDS`, and then only if the order is plainly wrong, that is if a group stands below
one that is smaller by `LARGE_DIFFERENCE` cards or more. A page of one table waits for the same moments to
move new cards from the place for fresh ones to their topic.
"""

from collections.abc import Callable, Iterable

MOMENT_SECONDS = 25.0
LARGE_DIFFERENCE = 2


class GroupOrder:
    """The groups of one table in the order in which the board shows them."""

    def __init__(self, groups: Iterable[int], size: Callable[[int], int]) -> None:
        self._size = size
        self._order = list(groups)
        self.settle()

    @property
    def groups(self) -> tuple[int, ...]:
        """The ids of the groups, as they stand on the board."""
        return tuple(self._order)

    def keep(self, groups: Iterable[int]) -> bool:
        """Let new groups in at the end and gone ones out; return whether the order changed."""
        present = dict.fromkeys(groups)
        kept = [group for group in self._order if group in present]
        new = sorted(present.keys() - set(kept), key=lambda group: (-self._size(group), group))
        before, self._order = self._order, [*kept, *new]
        return before != self._order

    @property
    def is_off(self) -> bool:
        """Whether a group stands below one that is much smaller."""
        smallest = None
        for group in self._order:
            size = self._size(group)
            if smallest is not None and size - smallest >= LARGE_DIFFERENCE:
                return True
            smallest = size if smallest is None else min(smallest, size)
        return False

    def settle(self) -> bool:
        """Sort by size; return whether the order changed. Only for a moment."""
        before = list(self._order)
        self._order.sort(key=lambda group: (-self._size(group), group))
        return before != self._order
