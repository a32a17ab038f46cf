"""The theme map (dimensions and their fields) and the actor map, which all theme sets share."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from themes.source import Node, read_source
from themes.text import Text

_FILE = Path(__file__).parent / "map.toml"


@dataclass(frozen=True)
class Field:
    """One field of the theme map, for instance language courses for adults."""

    key: str
    title: Text


@dataclass(frozen=True)
class Dimension:
    """One dimension of the theme map; without fields it stands for itself."""

    key: str
    title: Text
    fields: tuple[Field, ...]


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
class Actor:
    """Somebody who can take care of something, as a kind and not as an organisation's name."""

    key: str
    title: Text


@dataclass(frozen=True)
class ActorGroup:
    """The actors of one dimension of the actor map; an actor may stand in several groups."""

    key: str
    title: Text
    actors: tuple[Actor, ...]


@dataclass(frozen=True)
class ActorMap:
    """All groups of the actor map in their order."""

    groups: tuple[ActorGroup, ...]

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
    root = read_source(path)
    root.expect_keys(("dimensions", "actors", "actor_groups"))
    dimensions = tuple(_dimension(node) for node in root.tables("dimensions"))
    _refuse_repeated_fields(root, dimensions)
    actors = {actor.key: actor for actor in map(_actor, root.tables("actors"))}
    groups = tuple(_actor_group(node, actors) for node in root.tables("actor_groups"))
    return ThemeMap(dimensions), ActorMap(groups)


def _dimension(node: Node) -> Dimension:
    optional = ("fields",) if "fields" in node.values else ()
    node.expect_keys(("key", "title", *optional))
    fields = node.tables("fields") if optional else ()
    return Dimension(node.slug(), node.text("title"), tuple(_field(each) for each in fields))


def _field(node: Node) -> Field:
    node.expect_keys(("key", "title"))
    return Field(node.slug(), node.text("title"))


def _refuse_repeated_fields(root: Node, dimensions: tuple[Dimension, ...]) -> None:
    seen = {dimension.key for dimension in dimensions}
    for place, dimension in enumerate(dimensions):
        for index, field in enumerate(dimension.fields):
            if field.key in seen:
                where = ("dimensions", place, "fields", index, "key")
                raise root.source.error(where, f'"{field.key}" is used twice')
            seen.add(field.key)


def _actor(node: Node) -> Actor:
    node.expect_keys(("key", "title"))
    return Actor(node.slug(), node.text("title"))


def _actor_group(node: Node, actors: dict[str, Actor]) -> ActorGroup:
    node.expect_keys(("key", "title", "actors"))
    key = node.slug()
    if key in actors:
        raise node.error("key", f'"{key}" is already the key of an actor')
    for each in node.strings("actors"):
        if each not in actors:
            raise node.error("actors", f'there is no actor "{each}" in this file')
    return ActorGroup(key, node.text("title"), tuple(actors[each] for each in node.strings("actors")))
