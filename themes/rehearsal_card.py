"""Rehearsal cards: what people might write on an evening, to try the tool before the hall is full."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from themes.source import ThemeSetError
from themes.text import LANGUAGES
from themes.theme_set import QUESTION_KEYS, load_theme_set

_FOLDER = Path(__file__).parent / "rehearsal"
_COLUMNS = ["table", "question", "lang", "topic", "text"]


@dataclass(frozen=True)
class RehearsalCard:
    """One invented card; `topic` is what a person would group it by, empty if it stands alone."""

    table: str
    question: str
    lang: str
    text: str
    topic: str = ""


@cache
def load_rehearsal_cards(key: str) -> tuple[RehearsalCard, ...]:
    """Return the rehearsal cards of the theme set `key`, none if it has no rehearsal.

    Raises `ThemeSetError` naming file, line and column if something is wrong with them.
    """
    tables = frozenset(table.key for table in load_theme_set(key).tables)
    path = _FOLDER / f"{key}.csv"
    if not path.exists():
        return ()
    return read_rehearsal_cards(path, tables=tables)


def read_rehearsal_cards(path: Path, *, tables: frozenset[str]) -> tuple[RehearsalCard, ...]:
    """Return the rehearsal cards of one CSV file, checked against the keys of `tables`.

    Raises `ThemeSetError` naming file, line and column if something is wrong.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file, strict=True)
        try:
            return tuple(_cards(rows, path.name, tables))
        except UnicodeDecodeError as error:
            raise ThemeSetError(f"{path.name}: is not UTF-8 text") from error
        except csv.Error as error:
            raise ThemeSetError(
                f"{path.name}, line {rows.reader.line_num}: is not valid CSV: {error}"
            ) from error


def _cards(rows: "csv.DictReader[str]", name: str, tables: frozenset[str]) -> Iterator[RehearsalCard]:
    if rows.fieldnames != _COLUMNS:
        raise ThemeSetError(f"{name}, line 1: the columns must be {','.join(_COLUMNS)}")
    for row in rows:
        where = f"{name}, line {rows.line_num}"
        if None in row or None in row.values():
            raise ThemeSetError(f"{where}: must have {len(_COLUMNS)} columns")
        card = RehearsalCard(**{column: row[column].strip() for column in _COLUMNS})
        _check(card, where, tables)
        yield card


def _check(card: RehearsalCard, where: str, tables: frozenset[str]) -> None:
    known = {"table": tables, "question": QUESTION_KEYS, "lang": LANGUAGES}
    for column, allowed in known.items():
        value = getattr(card, column)
        if value not in allowed:
            raise ThemeSetError(
                f'{where}, {column}: unknown "{value}"; known are {", ".join(sorted(allowed))}'
            )
    if not card.text:
        raise ThemeSetError(f"{where}, text: is empty")
