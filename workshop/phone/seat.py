"""Where a reader sits, where everybody moves on to the next table with each round.

The address keeps where and in which round somebody sat down (`?seat=1.arbeit`); the table of the page follows
from that and the present round. So a phone that was away, or has no script, moves when it asks for its page
again, by as many tables as it missed rounds, and back again if a round is taken back. Who scans a table's
code or chooses a table has an address without it, and sits there from this round on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workshop.live.rotation import moves_on, neighbour

if TYPE_CHECKING:
    from workshop.domain.queries.table import TableView
    from workshop.live.picture import Picture

MOST_DIGITS = 4


@dataclass(frozen=True)
class Place:
    """The table of a page; `seat` is what the address keeps, empty where nobody moves."""

    table: TableView
    seat: str = ""
    # Whether the address named another table: the reader is told where to go.
    has_moved: bool = False
    # Whether the address kept no seat: who has no script may have sat here in the round before.
    has_come: bool = False


def place_at(picture: Picture, table: TableView, sent: str) -> Place:
    """Return where a reader sits now whose address or form names a table, and a seat or none."""
    if not moves_on(picture):
        return Place(table)
    now = _round(picture)
    digits, _, key = sent.partition(".")
    origin = picture.table_by_key(key)
    if origin is None or len(digits) > MOST_DIGITS or not (digits.isascii() and digits.isdigit()):
        return Place(table, seat_at(picture, table), has_come=True)
    # Who sat down in a round that was taken back since stays.
    since = min(max(1, int(digits)), now)
    seated = neighbour(picture, origin, now - since)
    return Place(seated, f"{since}.{origin.key}", has_moved=seated.key != table.key)


def seat_at(picture: Picture, table: TableView) -> str:
    """Return the seat of somebody who sits down at a table now."""
    return f"{_round(picture)}.{table.key}"


def _round(picture: Picture) -> int:
    """Return the present round; before the first one people sit where they sit in it."""
    return max(1, picture.dialogue.round)
