"""The grouping of one table as the live system uses it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Literal
from uuid import uuid4

from workshop.grouping import across, labels, placement, proposals, reasons
from workshop.grouping.across import Place
from workshop.grouping.embedding import Embedder
from workshop.grouping.headings import Headings
from workshop.grouping.likeness import Likeness
from workshop.grouping.placement import Placement
from workshop.grouping.proposals import Proposal
from workshop.grouping.reasons import Reason
from workshop.grouping.table import Table
from workshop.grouping.vectors import read_card

AcrossLanguages = Literal["model", "model rests", "model set aside", "word fields"]
"""What compares cards of different languages."""


class TableGrouping:
    """One table of one dialogue: cards by entry id, groups by group id.

    Ids are strings. Every card stands in exactly one group, a single card in a group of one. Groups that the
    machine opens get an id from ``new_group_id`` (UUIDs by default); all others are the caller's. People's
    edits and the restore from the database are sequences of ``assign``. A card doubled into a second group
    is a second entry id here. Not thread-safe: one caller at a time.

    A card in a group of two or more is never moved by the machine; neither is a card that a person placed,
    nor one in a closed group. Cards come near within one language: letters say nothing across languages.
    """

    def __init__(
        self,
        *,
        new_group_id: Callable[[], str] | None = None,
        embedder: Embedder | None = None,
        titles: Mapping[str, str] | None = None,
        lang: str = "",
    ) -> None:
        """Begin empty; ``titles`` are the table's own by language: their words make poor names of groups.

        ``lang`` is the dialogue's language, in which groups are named; without it each is named in its own.
        """
        read = [read_card(title, lang) for lang, title in (titles or {}).items()]
        title_families = frozenset(name for card in read for name in card.families)
        self._table = Table(new_group_id or (lambda: str(uuid4())), Likeness(embedder), title_families)
        self._headings = Headings(self._table, lang)

    @property
    def table(self) -> Table:
        """The cards and groups, for looking at several tables at once; not to be written to."""
        return self._table

    @property
    def across_languages(self) -> AcrossLanguages:
        """What compares cards of different languages.

        Without a model, and while it fails, that is only the short list of word fields, which misses most;
        say so to people.
        """
        embedder = self._table.likeness.embedder
        if embedder is None:
            return "word fields"
        if getattr(embedder, "is_set_aside", False):
            return "model set aside"
        return "model rests" if embedder.is_resting else "model"

    def place(self, entry_id: str, text: str, lang: str | None = None) -> Placement:
        """Place a new card; one that stands somewhere already stays there. Without ``lang`` it is guessed."""
        entry = self._table.read(entry_id, text, lang)
        if entry.group_id:
            return Placement(entry_id, entry.group_id, joined=self.size(entry.group_id) > 1)
        self._table.likeness.read_pending()
        return placement.place(self._table, entry)

    def assign(
        self, entry_id: str, text: str, lang: str | None, *, group_id: str, pinned: bool = False
    ) -> None:
        """Stand a card in a group, known or new; ``pinned`` when a person chose it."""
        entry = self._table.read(entry_id, text, lang)
        self._table.put(entry, group_id)
        entry.pinned = pinned

    def read_pending(self) -> None:
        """Ask the model for cards that stand somewhere and were not read yet, as after a restore."""
        self._table.likeness.read_pending()

    def remove(self, entry_id: str) -> None:
        """Take a card away (hidden or withdrawn); an unknown one is no error."""
        self._table.remove(entry_id)

    def close_group(self, group_id: str) -> None:
        """Keep a group as people made or named it, even empty: new cards may join, nothing leaves."""
        self._table.closed.add(group_id)
        self._table.groups.setdefault(group_id, [])

    def open_group(self, group_id: str) -> None:
        """Undo ``close_group``; an empty group is forgotten."""
        self._table.closed.discard(group_id)
        if self._table.groups.get(group_id) == []:
            del self._table.groups[group_id]

    def groups(self) -> dict[str, list[str]]:
        """Return the entry ids of every group, in the order in which groups and cards came."""
        return {group_id: list(members) for group_id, members in self._table.groups.items()}

    def group_of(self, entry_id: str) -> str | None:
        """Return the group of a card, None for an unknown card."""
        entry = self._table.entries.get(entry_id)
        return entry.group_id if entry else None

    def size(self, group_id: str) -> int:
        """Return the number of cards in a group, 0 for an unknown one."""
        return len(self._table.groups.get(group_id, ()))

    def label(self, group_id: str) -> str:
        """Return a heading of one to three words and 40 characters, ``""`` for an empty group.

        It is in the dialogue's language wherever a card or a word field of that language helps, no other
        group has it, and it stays until another is clearly better. Words that are on no card end in "?".
        """
        return self._headings.of(group_id)

    def know_label(self, group_id: str, label: str, *, is_people_s: bool = False) -> None:
        """Take in what a group is called by now; what people called it stays."""
        self._headings.know(group_id, label, is_people_s=is_people_s)

    def explain_group(self, group_id: str) -> list[str]:
        """Return the words that hold a group together, the most telling first; none for a single card."""
        members = self._table.members(group_id)
        return labels.telling_words(self._table, members) if len(members) > 1 else []

    def explain_by_cards(self, group_id: str) -> tuple[str, ...]:
        """Return the two cards of a group that are most alike, in the order in which they came."""
        members = self._table.members(group_id)
        order = {entry.id: number for number, entry in enumerate(members)}
        pair = reasons.nearest_pair(self._table, members, members)
        return tuple(sorted(pair, key=lambda entry_id: order[entry_id]))

    def explain_entry(self, entry_id: str) -> Reason:
        """Return the shared words and the nearest card that say why a card is here; KeyError if unknown."""
        return reasons.reason(self._table, entry_id)

    def proposals(self, *, dismissed: Collection[str] = ()) -> list[Proposal]:
        """Look at the whole table: what to merge, to gather, to split; for the background."""
        return proposals.proposals(self._table, dismissed=dismissed)


def near_groups(groupings: Sequence[TableGrouping]) -> list[tuple[Place, Place]]:
    """Return which groups of different tables are near, the nearest pair first; for the background."""
    return across.near_groups([grouping.table for grouping in groupings])
