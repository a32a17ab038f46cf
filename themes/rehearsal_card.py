"""Rehearsal cards: what people might write on an evening, to try the tool before the hall is full."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, StringConstraints, TypeAdapter, ValidationError, ValidationInfo

from themes.checks import KEY_LENGTH, PLAIN_PATTERN, TITLE_LENGTH, plain
from themes.source import ThemeSetError, told
from themes.text import LANGUAGES
from themes.theme_set import QUESTION_KEYS, load_theme_set

_FOLDER = Path(__file__).parent / "rehearsal"
_COLUMNS = ["table", "question", "lang", "topic", "text"]
# As much as a card holds.
TEXT_LENGTH = 500


def _known(value: str, info: ValidationInfo) -> str:
    known = (info.context or {})[info.field_name]
    if value not in known:
        raise ValueError(f'unknown "{value}"; known are {", ".join(sorted(known))}')
    return value


_Known = Annotated[str, StringConstraints(max_length=KEY_LENGTH), AfterValidator(_known)]


@dataclass(frozen=True)
class RehearsalCard:
    """One invented card; `topic` is what a person would group it by, empty if it stands alone."""

    table: _Known
    question: _Known
    lang: _Known
    text: Annotated[str, plain(TEXT_LENGTH)]
    topic: Annotated[str, StringConstraints(max_length=TITLE_LENGTH, pattern=PLAIN_PATTERN)] = ""


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
    cards = TypeAdapter(RehearsalCard)
    known = {"table": tables, "question": QUESTION_KEYS, "lang": LANGUAGES}
    for row in rows:
        where = f"{name}, line {rows.line_num}"
        if None in row or None in row.values():
            raise ThemeSetError(f"{where}: must have {len(_COLUMNS)} columns")
        try:
            yield cards.validate_python({column: row[column].strip() for column in _COLUMNS}, context=known)
        except ValidationError as error:
            (column,), sentence = told(error)
            raise ThemeSetError(f"{where}, {column}: {sentence}") from error
