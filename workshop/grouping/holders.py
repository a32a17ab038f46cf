"""Which cards of a table have a word family, asked for one family instead of card by card."""

from collections import defaultdict
from collections.abc import Iterable

from workshop.grouping.naming import has_family


class Holders:
    """The cards of each family, kept while cards come and go; a family counts inside compounds as well."""

    def __init__(self) -> None:
        self._ids: defaultdict[str, set[str]] = defaultdict(set)
        # By a family that was asked for, those that have it.
        self._having: dict[str, list[str]] = {}

    def add(self, entry_id: str, families: Iterable[str]) -> None:
        """Take in a card."""
        for each in families:
            if each not in self._ids:
                for name, having in self._having.items():
                    if has_family((each,), name):
                        having.append(each)
            self._ids[each].add(entry_id)

    def remove(self, entry_id: str, families: Iterable[str]) -> None:
        """Forget a card that was taken in with these families."""
        for each in families:
            self._ids[each].discard(entry_id)

    def of(self, name: str) -> set[str]:
        """Return the ids of the cards that have a family."""
        if name not in self._having:
            self._having[name] = [each for each in self._ids if has_family((each,), name)]
        return set().union(*(self._ids[each] for each in self._having[name]))
