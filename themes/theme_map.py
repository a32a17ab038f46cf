"""The theme map (dimensions and their fields) and the actor map, which all theme sets share."""

from functools import cache
from pathlib import Path
from typing import Self

from pydantic import model_validator
from pydantic.dataclasses import dataclass

from themes.checks import Key, OnlyKnownKeys, References, Several, Title, problem
from themes.source import read_model
from themes.text import Text

_FILE = Path(__file__).parent / "map.toml"


@dataclass(frozen=True)
class Field(OnlyKnownKeys):
    """One field of the theme map, for instance language courses for adults."""

    key: Key
    title: Title


@dataclass(frozen=True)
class Dimension(OnlyKnownKeys):
    """One dimension of the theme map; without fields it stands for itself."""

    key: Key
    title: Title
    fields: Several[Field] = ()


@dataclass(frozen=True)
class ThemeMap:
    """All dimensions of the theme map in their order."""

    dimensions: tuple[Dimension, ...]

    def field_keys(self, key: str) -> tuple[str, ...]:
        """Return what `key` refers to: a field alone, or all fields of a dimension.

        A dimension without fields refers to itself. Raises `KeyError` for an unknown key.
        """
        for dimension in self.dimensions:
            own = tuple(field.key for field in dimension.fields)
            if key == dimension.key:
                return own or (key,)
            if key in own:
                return (key,)
        raise KeyError(key)

    def title(self, key: str) -> Text:
        """Return the title of a field or dimension. Raises `KeyError` for an unknown key."""
        for dimension in self.dimensions:
            titles = {dimension.key: dimension.title} | {each.key: each.title for each in dimension.fields}
            if key in titles:
                return titles[key]
        raise KeyError(key)


@dataclass(frozen=True)
class Actor(OnlyKnownKeys):
    """Somebody who can take care of something, as a kind and not as an organisation's name."""

    key: Key
    title: Title


@dataclass(frozen=True)
class ActorGroup:
    """The actors of one dimension of the actor map; an actor may stand in several groups."""

    key: str
    title: Text
    actors: tuple[Actor, ...]


@dataclass(frozen=True)
class ActorMap:
    """All groups of the actor map in their order, and the actors whom a round table must not forget."""

    groups: tuple[ActorGroup, ...]
    sides: tuple[Actor, ...] = ()

    def actor_keys(self, key: str) -> tuple[str, ...]:
        """Return what `key` refers to: all actors of a group, or one actor alone.

        Raises `KeyError` for an unknown key.
        """
        for group in self.groups:
            if key == group.key:
                return tuple(actor.key for actor in group.actors)
        return (self.actor(key).key,)

    def actor(self, key: str) -> Actor:
        """Return the actor with this key. Raises `KeyError` for an unknown key."""
        for group in self.groups:
            for actor in group.actors:
                if actor.key == key:
                    return actor
        raise KeyError(key)


@cache
def load_theme_map() -> ThemeMap:
    """Return the theme map."""
    return read_maps(_FILE)[0]


@cache
def load_actor_map() -> ActorMap:
    """Return the actor map."""
    return read_maps(_FILE)[1]


def read_maps(path: Path) -> tuple[ThemeMap, ActorMap]:
    """Return the theme map and the actor map of one file.

    Raises `ThemeSetError` naming file, line and key if something is wrong with it.
    """
    maps, _ = read_model(path, _Maps)
    actors = {actor.key: actor for actor in maps.actors}
    groups = tuple(
        ActorGroup(group.key, group.title, tuple(actors[each] for each in group.actors))
        for group in maps.actor_groups
    )
    return ThemeMap(maps.dimensions), ActorMap(groups, tuple(actors[each] for each in maps.sides))


@dataclass(frozen=True)
class _Group(OnlyKnownKeys):
    """A group of actors as it is written: with the keys of its actors."""

    key: Key
    title: Title
    actors: References


@dataclass(frozen=True)
class _Maps(OnlyKnownKeys):
    """Both maps as they are written."""

    dimensions: Several[Dimension]
    actors: Several[Actor]
    actor_groups: Several[_Group]
    sides: References = ()

    @model_validator(mode="after")
    def _fields_have_their_own_keys(self) -> Self:
        seen = {dimension.key for dimension in self.dimensions}
        for place, dimension in enumerate(self.dimensions):
            for index, field in enumerate(dimension.fields):
                if field.key in seen:
                    where = ("dimensions", place, "fields", index, "key")
                    raise problem(where, f'"{field.key}" is used twice')
                seen.add(field.key)
        return self

    @model_validator(mode="after")
    def _groups_name_actors(self) -> Self:
        actors = {actor.key for actor in self.actors}
        for place, group in enumerate(self.actor_groups):
            if group.key in actors:
                where = ("actor_groups", place, "key")
                raise problem(where, f'"{group.key}" is already the key of an actor')
            for each in group.actors:
                if each not in actors:
                    where = ("actor_groups", place, "actors")
                    raise problem(where, f'there is no actor "{each}" in this file')
        for each in self.sides:
            if each not in actors:
                raise problem(("sides",), f'there is no actor "{each}" in this file')
        return self
