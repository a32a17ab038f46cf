"""What a phone sends: JSON from the script, or the same fields from a form without one."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from starlette.requests import Request

from workshop.domain.errors import Refusal, RefusedError

# 4,000 code points, the most that a card is built of, in their longest spelling: twice six bytes in JSON.
MAX_BODY = 64 * 1024
MAX_FIELDS = 20
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
            return Body(dict(pairs), is_form=True)
        fields = json.loads(text)
    except UnicodeDecodeError:
        raise RefusedError(Refusal.NOT_UTF8) from None
    except (ValueError, RecursionError):
        raise RefusedError(Refusal.BODY_INVALID) from None
    if not isinstance(fields, dict):
        raise RefusedError(Refusal.BODY_INVALID)
    return Body(fields)


async def _limited(request: Request) -> bytes:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            raise RefusedError(Refusal.TEXT_TOO_LONG)
    return body
