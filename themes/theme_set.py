"""Theme sets: the tables and the three questions of one kind of dialogue evening."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType

from themes.source import Node, ThemeSetError, read_source
from themes.text import Text
from themes.theme_map import load_actor_map, load_theme_map

QUESTION_KEYS = ("works", "improve", "needed")
# A table's address is /j/CODE/KEY; these addresses there belong to the phone page itself.
RESERVED_TABLE_KEYS = frozenset({"entries", "events", "state", "mine", "topics", "-"})

_FOLDER = Path(__file__).parent
_NOT_A_SET = "map"


@dataclass(frozen=True)
class ThemeTable:
    """One theme table with its fields of the theme map and the actors that usually matter, by key."""

    key: str
    title: Text
    guide: Text
    fields: tuple[str, ...]
    actors: tuple[str, ...]


@dataclass(frozen=True)
class ThemeSet:
    """A named list of tables, and the three questions by the keys `QUESTION_KEYS`, in that order."""

    key: str
    title: Text
    questions: Mapping[str, Text] = field(hash=False)
    tables: tuple[ThemeTable, ...]


def theme_set_keys() -> tuple[str, ...]:
    """Return the keys of all theme sets that come with the package, in alphabetical order."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml") if path.stem != _NOT_A_SET))


@cache
def load_theme_set(key: str) -> ThemeSet:
    """Return the theme set `key` of the package. Raises `ThemeSetError` if there is none."""
    keys = theme_set_keys()
    if key not in keys:
        raise ThemeSetError(f'there is no theme set "{key}"; known are {", ".join(keys)}')
    return read_theme_set(_FOLDER / f"{key}.toml")


def read_theme_set(path: Path) -> ThemeSet:
    """Return the theme set of one TOML file, checked.

    In `fields` and `actors` of a table a dimension stands for everything in it. Raises `ThemeSetError`
    naming file, line and key if something is wrong.
    """
    root = read_source(path)
    root.expect_keys(("key", "title", "questions", "tables"))
    key = root.slug()
    if key != path.stem:
        raise root.error("key", f'is "{key}", but the file is named {path.name}')
    questions = root.table("questions")
    questions.expect_keys(QUESTION_KEYS)
    return ThemeSet(
        key=key,
        title=root.text("title"),
        questions=MappingProxyType({each: questions.text(each) for each in QUESTION_KEYS}),
        tables=tuple(_theme_table(node) for node in root.tables("tables")),
    )


def _theme_table(node: Node) -> ThemeTable:
    node.expect_keys(("key", "title", "guide", "fields", "actors"))
    key = node.slug()
    if key in RESERVED_TABLE_KEYS:
        raise node.error("key", f'"{key}" is an address of the phone page; choose another key')
    return ThemeTable(
        key=key,
        title=node.text("title"),
        guide=node.text("guide"),
        fields=_resolved(node, "fields", load_theme_map().field_keys),
        actors=_resolved(node, "actors", load_actor_map().actor_keys),
    )


def _resolved(node: Node, key: str, lookup: Callable[[str], tuple[str, ...]]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for reference in node.strings(key):
        try:
            found |= dict.fromkeys(lookup(reference))
        except KeyError:
            raise node.error(
                key, f'"{reference}" is neither a known {key[:-1]} nor a dimension (see map.toml)'
            ) from None
    return tuple(found)
