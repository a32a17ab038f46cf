"""Who has which cell of a table open just now: told from page to page of this process, and never stored."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

Cell = tuple[int, str]


@dataclass(frozen=True)
class Editor:
    """One page that writes, by the number that it has as long as it is open; the first has 1.

    `table` is the number of the table whose host writes there; moderators have none.
    """

    number: int
    cell: Cell | None = None
    table: int | None = None


class CellEditors:
    """The editors of one dialogue by the id of their page."""

    def __init__(self) -> None:
        self._editors: dict[str, Editor] = {}
        self._hear: dict[str, Callable[[], None]] = {}

    def join(self, page: str, hear: Callable[[], None]) -> Callable[[], None]:
        """Call `hear` whenever somebody opens or leaves a cell; the returned function ends that."""
        self._hear[page] = hear

        def leave() -> None:
            self._hear.pop(page, None)
            if self._editors.pop(page, None):
                self._tell()

        return leave

    def open(self, page: str, cell: Cell | None, *, table: int | None = None) -> None:
        """Say that a page has a cell open, or (`None`) none any more."""
        if page not in self._hear:
            return
        known = self._editors.get(page)
        if known is None and cell is None:
            return
        number = known.number if known else self._free_number()
        self._editors[page] = Editor(number, cell, table)
        self._tell()

    @property
    def editors(self) -> Mapping[str, Editor]:
        """Everybody who has written, also who has no cell open now."""
        return self._editors

    @property
    def is_empty(self) -> bool:
        """Whether no page is left."""
        return not self._hear

    def _free_number(self) -> int:
        taken = {each.number for each in self._editors.values()}
        return next(number for number in range(1, len(taken) + 2) if number not in taken)

    def _tell(self) -> None:
        for hear in tuple(self._hear.values()):
            hear()


class EditorsByDialogue:
    """The editors of each dialogue that has a page for them open."""

    def __init__(self) -> None:
        self._of: dict[int, CellEditors] = {}

    def of(self, dialogue_id: int) -> CellEditors:
        """Return those of one dialogue; what nobody has open any more is forgotten."""
        self._of = {key: each for key, each in self._of.items() if key == dialogue_id or not each.is_empty}
        return self._of.setdefault(dialogue_id, CellEditors())
