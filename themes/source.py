"""Reading a TOML file into a model so that every complaint names the file, the line and the key."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from themes.checks import KEY_PATTERN, PLAIN_PATTERN

_TYPE_NAMES = {
    str: "text",
    int: "a number",
    float: "a number",
    bool: "true or false",
    list: "a list",
    dict: "a table",
}

# What pydantic finds, in words for people who write theme files.
_SENTENCES = {
    "dataclass_type": "must be a table, not {kind}",
    "dict_type": "must be a table, not {kind}",
    "missing": "is missing",
    "string_too_long": "has more than {max_length} characters",
    "string_too_short": "is empty",
    "string_type": "must be text, not {kind}",
    "theme": "{sentence}",
    "too_long": "has more than {max_length} entries",
    "too_short": "needs at least one entry",
    "tuple_type": "must be a list, not {kind}",
    "value_error": "{error}",
    KEY_PATTERN: '"{given}" may only have a-z, 0-9 and single hyphens between them',
    PLAIN_PATTERN: "has a control character",
}

KeyPath = tuple[str | int, ...]
Model = TypeVar("Model")

# The largest theme file has 27 kB in 938 lines of 137 characters. Long keys and long lists cost much to read.
MAX_BYTES = 128 * 1024
MAX_LINES = 2000
MAX_LINE = 1000

_POSITION = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


class ThemeSetError(ValueError):
    """A theme file that cannot be used; the message names the file, the line and the key."""


@dataclass(frozen=True)
class Source:
    """A TOML file by its name and its content."""

    name: str
    content: str

    def error(self, path: KeyPath, problem: str) -> ThemeSetError:
        """Return the error for the key at `path`, with its line or that of the nearest key around it."""
        known = _Keys(self.content).lines
        around = path
        while around and around not in known:
            around = around[:-1]
        return self.error_on_line(known.get(around, 1), path, problem)

    def error_on_line(self, line: int, path: KeyPath, problem: str) -> ThemeSetError:
        """Return the error for the key at `path`, which stands on `line` (counted from 1)."""
        where = f"{self.name}, line {line}"
        return ThemeSetError(f"{where}, {written(path)}: {problem}" if path else f"{where}: {problem}")


def read_model(path: Path, model: type[Model]) -> tuple[Model, Source]:
    """Return the content of a TOML file as `model`, and where its keys stand.

    Raises `ThemeSetError` if the file cannot be read, is too large, is not UTF-8, is not TOML or does not
    fit the model.
    """
    source = Source(path.name, _content(path))
    try:
        return TypeAdapter(model).validate_python(_parsed(source)), source
    except ValidationError as error:
        raise source.error(*told(error)) from error


def told(error: ValidationError) -> tuple[KeyPath, str]:
    """Return the place of the first thing that is wrong, and what it is."""
    first = error.errors(include_url=False)[0]
    place, facts = first["loc"], first.get("ctx", {})
    sentence = _SENTENCES[facts.get("pattern", first["type"])]
    kind = _TYPE_NAMES.get(type(first["input"]), "a date or time")
    sentence = sentence.format(given=first["input"], kind=kind, **facts)
    if place and isinstance(place[-1], int):
        return place[:-1], f"entry {place[-1] + 1} {sentence}"
    return place, sentence


def _content(path: Path) -> str:
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ThemeSetError(f"{path.name}: cannot be read ({error.strerror})") from error
    if len(raw) > MAX_BYTES:
        raise ThemeSetError(f"{path.name}: is larger than {MAX_BYTES // 1024} kB")
    try:
        content = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ThemeSetError(f"{path.name}, line {line}: is not UTF-8 text") from error
    lines = content.split("\n")
    if len(lines) > MAX_LINES:
        raise ThemeSetError(f"{path.name}: has more than {MAX_LINES} lines")
    for number, each in enumerate(lines, start=1):
        if len(each) > MAX_LINE:
            raise ThemeSetError(f"{path.name}, line {number}: has more than {MAX_LINE} characters")
    return content


def _parsed(source: Source) -> dict[str, object]:
    try:
        return tomllib.loads(source.content)
    except tomllib.TOMLDecodeError as error:
        position = _POSITION.search(str(error))
        stated = position[1] if position else None
        line = int(stated) if stated else source.content.rstrip("\n").count("\n") + 1
        until_there = "\n".join(source.content.split("\n")[:line])
        problem = f"is not valid TOML: {_POSITION.sub('', str(error))}"
        raise source.error_on_line(line, _Keys(until_there).last, problem) from error
    except RecursionError as error:
        raise ThemeSetError(f"{source.name}: is nested too deeply") from error


def written(path: KeyPath) -> str:
    """Return a key as people write it, lists counted from 1: `tables[2].title`."""
    parts = (f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path)
    return "".join(parts).lstrip(".")


class _Keys:
    """The keys of a TOML file, found by reading each of its statements alone.

    `lines` holds the line (counted from 1) on which each key begins, `last` the key of the last statement.
    """

    def __init__(self, content: str) -> None:
        self.lines: dict[KeyPath, int] = {}
        self.last: KeyPath = ()
        self._header: KeyPath = ()
        self._lengths: dict[KeyPath, int] = {}
        statement, start = "", 1
        for number, line in enumerate(content.split("\n"), start=1):
            statement += line + "\n"
            if self._take(statement, start):
                statement, start = "", number + 1
        if statement and not self._take(statement.partition("=")[0] + "= 0", start):
            self.last = ()

    def _take(self, statement: str, line: int) -> bool:
        """Say whether a statement is whole, and note its key and the tables around it if so."""
        try:
            rest: Any = tomllib.loads(statement)
        except tomllib.TOMLDecodeError:
            return False
        is_header = statement.lstrip().startswith("[")
        path = () if is_header else self._header
        while isinstance(rest, dict) and len(rest) == 1:
            ((name, rest),) = rest.items()
            path = (*path, name)
            self.lines.setdefault(path, line)
            if is_header and isinstance(rest, list):
                self._lengths[path] = self._lengths.get(path, 0) + 1
                rest = rest[0]
            if is_header and path in self._lengths:
                path = (*path, self._lengths[path] - 1)
                self.lines.setdefault(path, line)
        if is_header:
            self._header = path
        self.last = path
        return True
