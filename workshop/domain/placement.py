"""What the machine does to groups: it places cards that are free, and says what holds a group together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from workshop.domain.errors import ClosedError, NotFoundError, Refusal
from workshop.domain.group import shortened
from workshop.domain.machine import is_owed, machine_places
from workshop.domain.store import Store
from workshop.domain.vector import CardVector, write_vectors
from workshop.models import Dialogue, Entry, EntryState, Group, GroupState, Hand, Phase

# What stands for the group of a card that is to be alone: no group has this number.
ALONE = 0


class _Wording:
    """The machine's words for a group: never longer than what people may say."""

    label: str
    words: tuple[str, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "label", shortened(self.label))
        object.__setattr__(self, "words", tuple(shortened(word) for word in self.words))


@dataclass(frozen=True)
class Suggestion(_Wording):
    """What the machine suggests: these cards into an open group, or together into a new one (`None`).

    With the group `ALONE` it is one card that stays alone, as it was at `seen_version`. `alike` are the two
    cards that speak for the group where no word does.
    """

    table_id: int
    entry_ids: tuple[str, ...]
    group_id: int | None
    label: str
    words: tuple[str, ...] = ()
    seen_version: int | None = None
    alike: tuple[str, ...] = ()


async def place_entries(
    store: Store,
    *,
    dialogue_id: int,
    suggestions: Sequence[Suggestion],
    vectors: Sequence[CardVector] = (),
) -> list[int | None]:
    """Carry out the machine's suggestions where no person was quicker; return the group of each.

    A card that a person placed, or that is in a group already, stays where it is; a name that a person
    gave stays. A suggestion that no longer fits (group dissolved, a card taken) is dropped: `None`.
    That a card stays alone is stored as well, so that nobody has to decide it again. What a model made of
    cards is kept in the same commit, as `keep_vectors` says.
    After collecting only cards that nobody looked at yet get their place, unless the machine shall go on.
    Raises `ClosedError` in a closed dialogue, in which the machine changes nothing.
    """
    return await store.change_at_once(
        dialogue_id,
        lambda connection, revision: _Placing(connection, dialogue_id, revision).place(suggestions, vectors),
    )


@dataclass(frozen=True)
class Description(_Wording):
    """What the machine says of a group: a label, used unless a person named it, and the words behind it.

    `alike` are the two cards that speak for it where no word does.
    """

    group_id: int
    label: str
    words: tuple[str, ...]
    alike: tuple[str, ...] = ()


async def describe_groups(store: Store, *, dialogue_id: int, descriptions: Sequence[Description]) -> None:
    """Let the machine say anew what holds groups together after people moved cards.

    In a closed dialogue only a group that has no heading gets one, for its words were erased; raises
    `ClosedError` for any other.
    """
    await store.change_at_once(
        dialogue_id,
        lambda connection, revision: _Placing(connection, dialogue_id, revision).describe(descriptions),
    )


# Built once: building a statement costs more than running it.
_PHASE = select(Dialogue.phase, Dialogue.sorts_on).where(Dialogue.id == bindparam("dialogue"))
_CARD = ("number", "id", "group_id", "placed_by", "state", "version", "origin")
_ENTRIES = select(*(getattr(Entry, name) for name in _CARD)).where(
    Entry.dialogue_id == bindparam("dialogue"), Entry.id.in_(bindparam("ids", expanding=True))
)
_GROUPS = select(Group.id, Group.state, Group.label, Group.label_by, Group.words, Group.alike).where(
    Group.dialogue_id == bindparam("dialogue"), Group.id.in_(bindparam("ids", expanding=True))
)
_OPEN = insert(Group).returning(Group.id)
_PLACE = (
    update(Entry)
    .where(Entry.number == bindparam("entry"))
    .values(group_id=bindparam("home"), placed_by=Hand.MACHINE, revision=bindparam("now"))
)
_DESCRIBE = (
    update(Group)
    .where(Group.id == bindparam("group"))
    .values(
        label=bindparam("heading"),
        words=bindparam("shared"),
        alike=bindparam("cards"),
        revision=bindparam("now"),
    )
)


class _Placing:
    """One transaction of the machine: all rows are read at once, and written at once at the end."""

    def __init__(self, connection: Connection, dialogue_id: int, revision: int) -> None:
        self._connection = connection
        self._dialogue_id = dialogue_id
        self._revision = revision
        self._placed: dict[int, dict[str, Any]] = {}
        self._described: dict[int, dict[str, Any]] = {}
        # Asked here, under the lock of the dialogue's row: it may have been closed just now.
        phase, sorts_on = connection.execute(_PHASE, {"dialogue": dialogue_id}).one()
        self._is_closed = phase == Phase.CLOSED
        self._rests = not machine_places(phase, sorts_on=sorts_on)

    def place(self, suggestions: Sequence[Suggestion], vectors: Sequence[CardVector]) -> list[int | None]:
        if self._is_closed:
            raise ClosedError(Refusal.CLOSED)
        write_vectors(self._connection, self._dialogue_id, vectors)
        wanted = {entry_id for suggestion in suggestions for entry_id in suggestion.entry_ids}
        entries = {row.id: row for row in self._rows(_ENTRIES, wanted)}
        if len(entries) != len(wanted):
            raise NotFoundError(Refusal.ENTRY_UNKNOWN)
        groups = self._groups(each.group_id for each in suggestions if each.group_id)
        found = [self._place(each, [entries[one] for one in each.entry_ids], groups) for each in suggestions]
        self._write()
        return found

    def describe(self, descriptions: Sequence[Description]) -> None:
        groups = self._groups(each.group_id for each in descriptions)
        if self._is_closed and any(group.label for group in groups.values()):
            raise ClosedError(Refusal.CLOSED)
        for each in descriptions:
            if (group := groups.get(each.group_id)) and group.state == GroupState.OPEN:
                self._describe(group, each)
        self._write()

    def _rows(self, statement: Any, ids: Iterable[Any]) -> Iterable[Row[Any]]:  # noqa: ANN401 - any select
        return self._connection.execute(statement, {"dialogue": self._dialogue_id, "ids": list(ids)})

    def _groups(self, ids: Iterable[int]) -> dict[int, Row[Any]]:
        return {row.id: row for row in self._rows(_GROUPS, set(ids))}

    def _place(
        self, suggestion: Suggestion, entries: Sequence[Row[Any]], groups: Mapping[int, Row[Any]]
    ) -> int | None:
        if not all(_is_free(entry) and entry.number not in self._placed for entry in entries):
            return None
        if self._rests and not any(map(is_owed, entries)):  # the others are single cards that it takes along
            return None
        group_id = suggestion.group_id
        if group_id == ALONE:
            if any(entry.version != suggestion.seen_version for entry in entries):
                return None
        elif group_id is None:
            group_id = self._open(suggestion)
        else:
            group = groups.get(group_id)
            if group is None or group.state != GroupState.OPEN:
                return None
            self._describe(group, suggestion)
        for entry in entries:
            home = group_id or None
            self._placed[entry.number] = {"entry": entry.number, "home": home, "now": self._revision}
        return group_id

    def _open(self, suggestion: Suggestion) -> int:
        values = {
            "dialogue_id": self._dialogue_id,
            "table_id": suggestion.table_id,
            "label": suggestion.label,
            "words": list(suggestion.words),
            "alike": list(suggestion.alike),
            "revision": self._revision,
        }
        return int(self._connection.execute(_OPEN, values).scalar_one())

    def _describe(self, group: Row[Any], said: Suggestion | Description) -> None:
        kept = group.label_by != Hand.MACHINE or not said.label
        heading = group.label if kept else said.label
        words, cards = list(said.words), list(said.alike)
        if (heading, words, cards) != (group.label, group.words, group.alike):
            values = {"group": group.id, "heading": heading, "shared": words, "cards": cards}
            self._described[group.id] = values | {"now": self._revision}

    def _write(self) -> None:
        for statement, rows in ((_PLACE, self._placed), (_DESCRIBE, self._described)):
            if rows:
                self._connection.execute(statement, list(rows.values()))


def _is_free(entry: Row[Any]) -> bool:
    return entry.group_id is None and entry.placed_by != Hand.PERSON and entry.state == EntryState.SHOWN
