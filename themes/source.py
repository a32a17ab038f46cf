"""Reading a TOML file so that every complaint names the file, the line and the key."""

import re
import tomllib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from themes.text import LANGUAGES, SIMPLE_SENTENCE_WORDS, Text, long_sentences

_TYPE_NAMES = {
    str: "text",
    int: "a number",
    float: "a number",
    bool: "true or false",
    list: "a list",
    dict: "a table",
}

KeyPath = tuple[str | int, ...]
Kind = TypeVar("Kind")

_NAME = r"""(?:[\w-]+|"[^"]*"|'[^']*')"""
_DOTTED = rf"{_NAME}(?:\s*\.\s*{_NAME})*"
_HEADER = re.compile(rf"\s*(\[\[?)\s*({_DOTTED})\s*\]")
_ASSIGNMENT = re.compile(rf"\s*({_DOTTED})\s*=")
_MULTILINE_QUOTE = re.compile(r'"""|\'\'\'')
_POSITION = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
# A line that can only go on with the value of a key above it.
_CONTINUATION = re.compile(r"""\s*(?:["'\]},]|$)""")
_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class ThemeSetError(ValueError):
    """A theme file that cannot be used; the message names the file, the line and the key."""


@dataclass(frozen=True)
class Source:
    """The name of a file and the line on which each of its keys stands."""

    name: str
    lines: tuple[tuple[int, KeyPath], ...]

    def error(self, path: KeyPath, problem: str) -> ThemeSetError:
        """Return the error for the key at `path`, or for the nearest key around it."""
        known = {each: line for line, each in reversed(self.lines)}
        around = path
        while around and around not in known:
            around = around[:-1]
        return self.error_on_line(known.get(around, 1), path, problem)

    def error_on_line(self, line: int, path: KeyPath, problem: str) -> ThemeSetError:
        """Return the error for the key at `path`, which stands on `line` (counted from 1)."""
        where = f"{self.name}, line {line}"
        return ThemeSetError(f"{where}, {written(path)}: {problem}" if path else f"{where}: {problem}")


@dataclass(frozen=True)
class Node:
    """One TOML table of a file; its methods return checked values."""

    source: Source
    path: KeyPath
    values: dict[str, Any]

    def error(self, key: str, problem: str) -> ThemeSetError:
        """Return the error for `key` of this table."""
        return self.source.error((*self.path, key), problem)

    def expect_keys(self, keys: Collection[str]) -> None:
        """Check that the table has exactly these keys."""
        for key in self.values:
            if key not in keys:
                raise self.error(key, f"unknown key; allowed are {', '.join(keys)}")
        for key in keys:
            if key not in self.values:
                raise self.error(key, "is missing")

    def string(self, key: str) -> str:
        """Return a text that is not empty."""
        value = self._typed(key, str).strip()
        if not value:
            raise self.error(key, "is empty")
        return value

    def slug(self, key: str = "key") -> str:
        """Return a short name fit for addresses and file names."""
        value = self.string(key)
        if not _KEY.fullmatch(value):
            raise self.error(key, f'"{value}" may only have a-z, 0-9 and single hyphens between them')
        return value

    def strings(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, none twice."""
        values = self._typed(key, list)
        for index, value in enumerate(values):
            if not isinstance(value, str):
                raise self.error(key, f"entry {index + 1} must be text, not {_type_name(value)}")
            if value in values[:index]:
                raise self.error(key, f'"{value}" stands there twice')
        return tuple(values)

    def table(self, key: str) -> "Node":
        """Return the TOML table under `key`."""
        return Node(self.source, (*self.path, key), self._typed(key, dict))

    def tables(self, key: str) -> tuple["Node", ...]:
        """Return the TOML tables under `key`; there is at least one, and no two have the same `key` value."""
        values = self._typed(key, list)
        if not values:
            raise self.error(key, "needs at least one entry")
        nodes = []
        for index, value in enumerate(values):
            if not isinstance(value, dict):
                raise self.error(key, f"entry {index + 1} must be a table, not {_type_name(value)}")
            nodes.append(Node(self.source, (*self.path, key, index), value))
        seen: set[Any] = set()
        for node in nodes:
            own = node.values.get("key")
            if isinstance(own, str) and own in seen:
                raise node.error("key", f'"{own}" is used twice')
            seen.add(own if isinstance(own, str) else None)
        return tuple(nodes)

    def text(self, key: str) -> Text:
        """Return the text by language under `key`; German must be there, the other languages may be."""
        languages = self.table(key)
        for tag in languages.values:
            if tag not in LANGUAGES:
                raise languages.error(tag, f"unknown language; known are {', '.join(LANGUAGES)}")
        if "de" not in languages.values:
            raise languages.error("de", "the German text is missing")
        translations = {tag: languages.string(tag) for tag in LANGUAGES if tag in languages.values}
        for sentence, words in long_sentences(translations.get("de-simple", "")):
            limit = f"at most {SIMPLE_SENTENCE_WORDS} are allowed"
            raise languages.error(
                "de-simple", f'a sentence of Leichte Sprache has {words} words, {limit}: "{sentence}"'
            )
        return Text(translations)

    def _typed(self, key: str, kind: type[Kind]) -> Kind:
        if key not in self.values:
            raise self.error(key, "is missing")
        value = self.values[key]
        if not isinstance(value, kind):
            raise self.error(key, f"must be {_TYPE_NAMES[kind]}, not {_type_name(value)}")
        return value


def read_source(path: Path) -> Node:
    """Return the whole of a TOML file.

    Raises `ThemeSetError` if the file cannot be read, is not UTF-8 or is not TOML.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ThemeSetError(f"{path.name}: cannot be read ({error.strerror})") from error
    try:
        content = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ThemeSetError(f"{path.name}, line {line}: is not UTF-8 text") from error
    source = Source(path.name, tuple(_key_lines(content)))
    try:
        return Node(source, (), tomllib.loads(content))
    except tomllib.TOMLDecodeError as error:
        position = _POSITION.search(str(error))
        stated = position[1] if position else None
        line = int(stated) if stated else content.rstrip("\n").count("\n") + 1
        goes_on = stated is None or _CONTINUATION.match(content.split("\n")[line - 1])
        keys = (
            key for number, key in reversed(source.lines) if number == line or (goes_on and number < line)
        )
        key = next(keys, ())
        problem = _POSITION.sub("", str(error))
        raise source.error_on_line(line, key, f"is not valid TOML: {problem}") from error


def written(path: KeyPath) -> str:
    """Return a key as people write it, lists counted from 1: `tables[2].title`."""
    parts = (f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path)
    return "".join(parts).lstrip(".")


def _type_name(value: object) -> str:
    return _TYPE_NAMES.get(type(value), "a date or time")


def _key_lines(content: str) -> Iterator[tuple[int, KeyPath]]:
    """Yield each line (counted from 1) that begins a key or a table, with the full path of the key."""
    header: KeyPath = ()
    lengths: dict[KeyPath, int] = {}
    quote = ""
    for number, line in enumerate(content.split("\n"), start=1):
        inside = quote
        for mark in _MULTILINE_QUOTE.findall(line):
            quote = mark if not quote else "" if mark == quote else quote
        if inside or line.lstrip().startswith("#"):
            continue
        if found := _HEADER.match(line):
            header = _header_path(_names(found[2]), lengths, opens_entry=found[1] == "[[")
            yield number, header
        elif found := _ASSIGNMENT.match(line):
            yield number, (*header, *_names(found[1]))


def _names(dotted: str) -> list[str]:
    return [name.strip("\"'") for name in re.findall(_NAME, dotted)]


def _header_path(names: list[str], lengths: dict[KeyPath, int], *, opens_entry: bool) -> KeyPath:
    path: KeyPath = ()
    for place, name in enumerate(names, start=1):
        path = (*path, name)
        if opens_entry and place == len(names):
            lengths[path] = lengths.get(path, 0) + 1
        if path in lengths:
            path = (*path, lengths[path] - 1)
    return path
