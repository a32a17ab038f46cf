"""Theme sets: the tables and the three questions of one kind of dialogue evening."""

from collections.abc import Mapping
from dataclasses import field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

from pydantic import Field, PlainValidator, TypeAdapter, ValidationInfo, field_validator
from pydantic.dataclasses import dataclass

from themes.checks import KEY_LENGTH, MAX_TABLES, Guide, Key, OnlyKnownKeys, References, Several, Title
from themes.source import ThemeSetError, read_model
from themes.text import Text
from themes.theme_map import load_actor_map, load_theme_map

QUESTION_KEYS = ("works", "improve", "needed")
# A table's address is /j/CODE/KEY; these addresses there belong to the phone page itself.
RESERVED_TABLE_KEYS = frozenset(
    {"entries", "dots", "events", "state", "mine", "topics", "summaries", "papers", "-"}
)

_FOLDER = Path(__file__).parent
_NOT_A_SET = "map"


@dataclass(frozen=True)
class ThemeTable(OnlyKnownKeys):
    """One theme table with its fields of the theme map and the actors that usually matter, by key."""

    key: Key
    title: Title
    guide: Guide
    fields: References
    actors: References

    @field_validator("key")
    @classmethod
    def _is_free(cls, key: str) -> str:
        if key in RESERVED_TABLE_KEYS:
            raise ValueError(f'"{key}" is an address of the phone page; choose another key')
        return key

    @field_validator("fields", "actors")
    @classmethod
    def _stand_in_the_maps(cls, references: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        is_field = info.field_name == "fields"
        lookup = load_theme_map().field_keys if is_field else load_actor_map().actor_keys
        found: dict[str, None] = {}
        for reference in references:
            try:
                found |= dict.fromkeys(lookup(reference))
            except KeyError:
                noun = "field" if is_field else "actor"
                said = f'"{reference}" is neither a known {noun} nor a dimension (see map.toml)'
                raise ValueError(said) from None
        return tuple(found)


@dataclass(frozen=True)
class _Questions(OnlyKnownKeys):
    works: Title
    improve: Title
    needed: Title


def _questions(given: object) -> Mapping[str, Text]:
    return MappingProxyType(vars(TypeAdapter(_Questions).validate_python(given)))


@dataclass(frozen=True)
class ThemeSet(OnlyKnownKeys):
    """A named list of tables, and the three questions by the keys `QUESTION_KEYS`, in that order."""

    key: Key
    title: Title
    questions: Annotated[Mapping[str, Text], PlainValidator(_questions)] = field(hash=False)
    tables: Annotated[Several[ThemeTable], Field(max_length=MAX_TABLES)]


def theme_set_keys() -> tuple[str, ...]:
    """Return the keys of all theme sets that come with the package, in alphabetical order."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml") if path.stem != _NOT_A_SET))


@cache
def load_theme_set(key: str) -> ThemeSet:
    """Return the theme set `key` of the package. Raises `ThemeSetError` if there is none."""
    keys = theme_set_keys()
    if key not in keys:
        named = f'"{key}"' if len(key) <= KEY_LENGTH and key.isprintable() else "of this name"
        raise ThemeSetError(f"there is no theme set {named}; known are {', '.join(keys)}")
    return read_theme_set(_FOLDER / f"{key}.toml")


def read_theme_set(path: Path) -> ThemeSet:
    """Return the theme set of one TOML file, checked.

    In `fields` and `actors` of a table a dimension stands for everything in it. Raises `ThemeSetError`
    naming file, line and key if something is wrong.
    """
    theme_set, source = read_model(path, ThemeSet)
    if theme_set.key != path.stem:
        raise source.error(("key",), f'is "{theme_set.key}", but the file is named {path.name}')
    return theme_set
