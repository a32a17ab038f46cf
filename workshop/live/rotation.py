"""Who goes where with the next round, in a dialogue whose people move on together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workshop.domain.rotation import table_after

if TYPE_CHECKING:
    from workshop.domain.queries.table import TableView
    from workshop.live.picture import Picture


def moves_on(picture: Picture) -> bool:
    """Say whether people move on to other tables with each round."""
    return picture.dialogue.rotates and len(picture.tables) > 1


def neighbour(picture: Picture, table: TableView, rounds: int) -> TableView:
    """Return the table to which people of another go in so many rounds, or came from."""
    tables = sorted(picture.tables.values(), key=lambda each: each.number)
    key = table_after([each.key for each in tables], table.key, rounds)
    return next((each for each in tables if each.key == key), table)
