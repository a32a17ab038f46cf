"""What a phone sends: JSON from the script, or the same fields from a form without one."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from starlette.requests import Request

from workshop.domain.errors import Refusal, RefusedError

# 4,000 code points, the most that a card is built of, in their longest spelling: twice six bytes in JSON.
MAX_BODY = 64 * 1024
MAX_FIELDS = 20
MAX_WORD = 200
# No number that a phone sends is longer; reading one takes the square of its digits.
MAX_DIGITS = 18
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Body:
    """The fields of a body; `is_form` says that a browser without our script waits for a page."""

    fields: Mapping[str, object] = field(default_factory=dict)
    is_form: bool = False

    def text_of(self, name: str) -> str:
        """Return a field, empty if it is missing; raise `RefusedError` if it is no text."""
        value = self.fields.get(name, "")
        if not isinstance(value, str):
            raise RefusedError(Refusal.BODY_INVALID)
        return value

    def word_of(self, name: str) -> str:
        """Return a field that holds a name of ours: a key, an id, a tag; empty if it is longer than any."""
        value = self.text_of(name)
        return value if len(value) <= MAX_WORD else ""

    def number_of(self, name: str) -> int:
        """Return a field that holds a whole number, or raise `RefusedError`; a form has it in digits."""
        value = self.fields.get(name)
        if isinstance(value, str) and len(value) <= MAX_DIGITS and value.isascii() and value.isdigit():
            return int(value)
        if not isinstance(value, int) or isinstance(value, bool):
            raise RefusedError(Refusal.BODY_INVALID)
        return value


def is_form(request: Request) -> bool:
    """Say whether a form of HTML was sent."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower() == FORM


async def read_body(request: Request, *, as_form: bool) -> Body:
    """Return what the request carries; raise `RefusedError` for what cannot be read."""
    body = await _limited(request)
    try:
        text = body.decode("utf-8")
        if as_form:
            pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS)
            return Body(_once(pairs), is_form=True)
        fields = _JSON.decode(text)
    except UnicodeDecodeError:
        raise RefusedError(Refusal.NOT_UTF8) from None
    except (ValueError, RecursionError):
        raise RefusedError(Refusal.BODY_INVALID) from None
    if not isinstance(fields, dict):
        raise RefusedError(Refusal.BODY_INVALID)
    return Body(fields)


def _once(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    """Return pairs by their names; raise `ValueError` if one is there twice, for who knows which is meant."""
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise ValueError
    return fields


def _small(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise ValueError
    return int(digits)


# Made once: making it takes longer than reading a card.
_JSON = json.JSONDecoder(object_pairs_hook=_once, parse_int=_small)


async def _limited(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            raise RefusedError(Refusal.TEXT_TOO_LONG)
    return bytes(body)
