"""The shapes that the models of theme files are made of, each with its bounds."""

import dataclasses
from typing import Annotated, Any, TypeVar

from pydantic import (
    AfterValidator,
    Field,
    PlainValidator,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    model_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from themes.text import LANGUAGES, SIMPLE_SENTENCE_WORDS, Text, long_sentences

# Characters as Python counts them.
KEY_LENGTH = 64
TITLE_LENGTH = 120
GUIDE_LENGTH = 300
# Entries of one list.
MAX_TABLES = 12
LIST_LENGTH = 100

KEY_PATTERN = "^[a-z0-9]+(-[a-z0-9]+)*$"
# No controls other than line breaks, and nothing that turns the writing direction around.
PLAIN_PATTERN = "^[^\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]*$"


def problem(place: tuple[str | int, ...], sentence: str) -> ValidationError:
    """Return the error for what stands at `place`, seen from the model or value that is being checked."""
    kind = PydanticCustomError("theme", "{sentence}", {"sentence": sentence})
    return ValidationError.from_exception_data("theme", [InitErrorDetails(type=kind, loc=place, input=None)])


class OnlyKnownKeys:
    """A TOML table in which only the fields of the model may stand."""

    @model_validator(mode="before")
    @classmethod
    def _has_known_keys(cls, given: Any) -> Any:  # noqa: ANN401 - whatever the file holds
        known = [field.name for field in dataclasses.fields(cls)]  # type: ignore[arg-type] # of a dataclass
        for key in given if isinstance(given, dict) else ():
            if key not in known:
                raise problem((key,), f"unknown key; allowed are {', '.join(known)}")
        return given


def plain(length: int) -> StringConstraints:
    """Return the rule for text of 1 to `length` characters without controls."""
    return StringConstraints(strip_whitespace=True, min_length=1, max_length=length, pattern=PLAIN_PATTERN)


def _text(length: int) -> PlainValidator:
    translations = TypeAdapter(dict[str, Annotated[str, plain(length)]])

    def checked(given: object) -> Text:
        for tag in given if isinstance(given, dict) else ():
            if tag not in LANGUAGES:
                raise problem((tag,), f"unknown language; known are {', '.join(LANGUAGES)}")
        found = translations.validate_python(given)
        if "de" not in found:
            raise problem(("de",), "the German text is missing")
        for sentence, words in long_sentences(found.get("de-simple", "")):
            limit = f"at most {SIMPLE_SENTENCE_WORDS} are allowed"
            said = f'a sentence of Leichte Sprache has {words} words, {limit}: "{sentence}"'
            raise problem(("de-simple",), said)
        return Text({tag: found[tag] for tag in LANGUAGES if tag in found})

    return PlainValidator(checked)


_Part = TypeVar("_Part")


def _none_twice(names: tuple[str, ...]) -> tuple[str, ...]:
    for index, name in enumerate(names):
        if name in names[:index]:
            raise ValueError(f'"{name}" stands there twice')
    return names


def _no_key_twice(parts: tuple[Any, ...]) -> tuple[Any, ...]:
    seen: set[str] = set()
    for index, part in enumerate(parts):
        if part.key in seen:
            raise problem((index, "key"), f'"{part.key}" is used twice')
        seen.add(part.key)
    return parts


# A short name fit for addresses and file names.
Key = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=KEY_LENGTH, pattern=KEY_PATTERN),
]
# Texts by language; German must be there, the other languages may be.
Title = Annotated[Text, _text(TITLE_LENGTH)]
Guide = Annotated[Text, _text(GUIDE_LENGTH)]
# Names of others, none twice; whether they exist is for the model to say.
References = Annotated[
    tuple[Annotated[str, plain(KEY_LENGTH)], ...], Field(max_length=LIST_LENGTH), AfterValidator(_none_twice)
]
# TOML tables, at least one and no two of one key.
Several = Annotated[
    tuple[_Part, ...], Field(min_length=1, max_length=LIST_LENGTH), AfterValidator(_no_key_twice)
]
