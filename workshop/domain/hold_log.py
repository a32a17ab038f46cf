"""The line in the log for each card that the machine holds back: when, and why.

Whoever shows the card undoes it. Every way in has it: phones, paper, corrections, what a person brings back.
A card that a mute holds has none: the mute has its own, and which cards it holds stands nowhere. Nor has a
card that comes on the board when its moment has come: that is what the line said.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select

from workshop.models import Entry, EntryState, Hand, Role, Step, StepRow, StepState, StepVerb, now

_WHY = ("state", "hold_reason", "held_by")


def is_newly_held(before: Mapping[str, Any], entry: Entry) -> bool:
    """Say whether the machine holds a card now that it did not hold before for the same reason.

    `before` has the former values of columns that were set.
    """
    if entry.state != EntryState.HELD or entry.held_by != Hand.MACHINE:
        return False
    return any(name in before and before[name] != getattr(entry, name) for name in _WHY)


def line_of(entry: Entry, revision: int) -> Step:
    """Return the line for a card of the present transaction."""
    names = ("dialogue_id", "table_id", "hold_reason", "number")
    return Step(**_values({name: getattr(entry, name) for name in names} | {"revision": revision}))


def write_lines(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write the lines for those cards that the machine holds among new ones, given as columns."""
    held = {row["id"]: row for row in rows if row["held_by"] == Hand.MACHINE}
    if held:
        numbers = connection.execute(_NUMBERS, {"ids": list(held)})
        connection.execute(_INSERT, [_values({**held[row.id], "number": row.number}) for row in numbers])


def _values(card: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "dialogue_id": card["dialogue_id"],
        "table_id": card["table_id"],
        "verb": StepVerb.HOLD_BY_MACHINE,
        "role": Role.MACHINE,
        "reason": card["hold_reason"],
        "changes": [{"row": StepRow.ENTRY, "id": card["number"], "before": {}, "after": {}}],
        "state": StepState.DONE,
        "revision": card["revision"],
        "at": now(),
    }


# Built once: building a statement costs more than running it.
_NUMBERS = (
    select(Entry.id, Entry.number)
    .where(Entry.id.in_(bindparam("ids", expanding=True)))
    .order_by(Entry.number)
)
_INSERT = insert(Step)
