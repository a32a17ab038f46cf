"""What the browser tells of the table: which cell somebody opened, and what was written into one."""

from dataclasses import dataclass

from workshop.domain import bounds
from workshop.domain.errors import Refusal, RefusedError
from workshop.live.cell_editors import Cell


@dataclass(frozen=True)
class Written:
    """What somebody wrote into a cell, and what stood there before."""

    cell: Cell
    text: str
    seen: str


def written_of(sent: object) -> Written:
    """Return what was written; raise `RefusedError` for anything that no table sends."""
    cell = cell_of(sent)
    if cell is None or not isinstance(sent, dict):
        raise RefusedError(Refusal.DETAILS_INVALID)
    text, seen = sent.get("text"), sent.get("seen")
    if not isinstance(text, str) or not isinstance(seen, str):
        raise RefusedError(Refusal.DETAILS_INVALID)
    return Written(cell, text, seen)


def cell_of(sent: object) -> Cell | None:
    """Return the cell that was opened, `None` when one was left; raise `RefusedError` for anything else."""
    if not isinstance(sent, dict):
        raise RefusedError(Refusal.DETAILS_INVALID)
    if not sent:
        return None
    name = sent.get("name")
    if not isinstance(name, str) or not 0 < len(name) <= bounds.KEY:
        raise RefusedError(Refusal.DETAILS_INVALID)
    return bounds.number(sent.get("outcome"), (1, bounds.LAST_ROW), Refusal.DETAILS_INVALID), name
