"""The columns of a table, and how wide they are so that what is printed can be read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from exports.results import QuestionKey

_PAGE_WIDTH = 168.0
"""Digits; what is printed on one landscape page in a type that everybody can read."""
NARROWEST = 19.0


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its width in characters; `question` gives its cells the look of that question."""

    key: str
    heading: str
    width: float
    question: QuestionKey | None = None


def paged(lead: Sequence[Column], about: Sequence[Column]) -> tuple[tuple[Column, ...], int]:
    """Return the columns of facts and how many pages they fill: two of one width if one is too narrow.

    Each page says again what leads.
    """
    repeated = _width(lead)
    if repeated + _width(about) <= _PAGE_WIDTH:
        return tuple(about), 1
    cut = min(range(1, len(about)), key=lambda place: max(_width(about[:place]), _width(about[place:])))
    halves = (about[:cut], about[cut:])
    full = max(_PAGE_WIDTH - repeated, *map(_width, halves))
    stretched = [
        replace(column, width=column.width * full / _width(half)) for half in halves for column in half
    ]
    return tuple(stretched), 2


def card_width(lead: Sequence[Column], facts: Sequence[Column], pages: int) -> float:
    """Return the width of a column of cards: beside the facts of one page, else three fill a further one."""
    own = _width(facts) / pages
    beside = (_PAGE_WIDTH - _width(lead) - own) / len(QuestionKey)
    return beside if pages == 1 and beside >= NARROWEST else own / len(QuestionKey)


def _width(columns: Iterable[Column]) -> float:
    return sum(column.width for column in columns)
