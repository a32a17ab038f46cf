"""What is small to send must not be dear to read: each input costs less than a frame of a film.

Time is what this thread computes, so that a busy machine fails nothing.
"""

import json
import time
from collections.abc import Callable
from urllib.parse import quote

import httpx
import pytest

from workshop.domain.code import address_as_meant, folded_key, normalise_code, read_code
from workshop.domain.errors import RefusedError
from workshop.domain.hold_reason import reason_to_hold
from workshop.domain.language import checked_tag, language_of
from workshop.domain.posting import checked_text
from workshop.domain.queries.dialogue import DialogueView
from workshop.i18n import negotiate, supported

# Seconds of a core where each line is counted: a twelfth of the attack, five times what is seen without.
DEAREST = 0.100
ABOVE, BELOW, FLAG = "\u0301", "\u0316", "\U0001f1e6"

# Each kind as long as a body may be; what reads only its beginning must not pay for the rest.
TEXTS = {
    "marks in two sorts": ABOVE * 16000 + BELOW * 16000,
    "marks turn by turn": "a" + (ABOVE + BELOW) * 16000,
    "marks that take room": "1" + "\U0001d16d\U0001d165" * 8000,
    "marks apart by glue": "a" + f"{ABOVE}\u2060{BELOW}\u2060" * 5000,
    "marks just below a heap": ("a" + BELOW * 15 + ABOVE * 15) * 120,
    "vowels of Tibet": "\u0f71\u0f72" * 8000,
    "half flags": FLAG * 4000,
    "flags of tags": "\U0001f3f4" + "\U000e0067" * 3998,
    "begun flags of tags": "\U0001f3f4\U000e0067" * 2000,
    "families": "\U0001f469\u200d" * 2000,
    "letters that become eighteen": "\ufdfa" * 3999,
    "line breaks": "\r" * 12000,
    "zero width": "a\u200b" * 6000,
    "halves of pairs": "\ud800" * 12000,
    "letters of Hangul": "\u1112" * 4000,
    "commas": "a," * 6000,
    "dashes": "a-" * 6000,
    "slashes": "/" * 60000,
    "escapes": "%CC%81" * 5000 + "%CC%96" * 5000,
    "half codes": "ABCD-EFG " * 6000,
    "a code drawn out": "A" + "-----A" * 10000,
    "letters": "A" * 64000,
}


def _check(text: str) -> object:
    try:
        kept = checked_text(text)
    except RefusedError as refused:
        return refused
    return language_of(kept, "ru", text)


READERS: dict[str, Callable[[str], object]] = {
    "a card": _check,
    "an Accept-Language header": negotiate,
    "a chosen language": supported,
    "a tag": lambda text: checked_tag(text, otherwise="und"),
    "a code": read_code,
    "a code in an address": normalise_code,
    "an address": lambda text: address_as_meant(f"/{text}"),
    "a table's key": folded_key,
}


def _seconds(read: Callable[[], object]) -> float:
    """Return the least of several times: what else the process does is not the input's fault."""
    least = 1.0
    for _ in range(5):
        begun = time.thread_time()
        read()
        least = min(least, time.thread_time() - begun)
        if least < DEAREST:
            break
    return least


@pytest.mark.unit
@pytest.mark.parametrize("reader", READERS)
def test_no_text_is_dear_to_read(reader: str) -> None:
    costs = {name: _seconds(lambda text=text: READERS[reader](text)) for name, text in TEXTS.items()}  # type: ignore[misc]
    assert {name: cost for name, cost in costs.items() if cost >= DEAREST} == {}


BODIES = {
    "lists in lists": "[" * 65000,
    "objects in objects": '{"a":' * 13000,
    "a number without end": '{"n":' + "1" * 65000 + "}",
    "numbers": '{"n":[' + ",".join(["1" * 4300] * 14) + "]}",
    "a number with an exponent": '{"n":1e999999999}',
    "a name again and again": "{" + ",".join(['"id":""'] * 9000) + "}",
    "names": "{" + ",".join(f'"{number}":1' for number in range(5000)) + "}",
    "escaped marks": '{"text":"' + "\\u0301" * 5000 + "\\u0316" * 5000 + '"}',
    "half a pair": '{"id":"\\ud800","text":"\\udc00","table":"\\ud800"}',
    "no object": '"' + "a" * 64000 + '"',
    "nothing": "{}",
    "white": " " * 65000,
    "too much": "[" + " " * 100_000,
    "a long id": json.dumps({"id": "0" * 60000, "table": "9" * 4000}),
}


@pytest.mark.integration
@pytest.mark.parametrize("path", ["", "/{id}/correct", "/{id}/withdraw"])
async def test_no_body_is_dear_to_refuse(
    client: httpx.AsyncClient, dialogue: DialogueView, path: str
) -> None:
    address = f"/j/{dialogue.code}/entries" + path.format(id="00000000-0000-4000-8000-000000000000")
    dear = {}
    for name, body in BODIES.items():
        headers = {"Content-Type": "application/json"}
        cost, answer = await _cheapest(
            client.build_request("POST", address, content=body, headers=headers), client
        )
        assert (answer.status_code, set(answer.json())) in [
            (status, {"error", "message"}) for status in (403, 422)
        ]
        if cost >= DEAREST:
            dear[name] = cost
    assert dear == {}


@pytest.mark.integration
@pytest.mark.parametrize("as_form", [False, True])
async def test_heap_is_refused(client: httpx.AsyncClient, dialogue: DialogueView, as_form: bool) -> None:
    for name in ("marks in two sorts", "marks turn by turn", "half flags"):
        sent = {
            "id": "00000000-0000-4000-8000-000000000000",
            "table": "wohnen",
            "question": "works",
            "text": TEXTS[name][:4000],
            "lang": "de",
        }
        body = {"data": sent} if as_form else {"json": sent}
        answer = await client.post(f"/j/{dialogue.code}/entries", **body)  # type: ignore[arg-type]
        assert answer.status_code == 422
        assert as_form or answer.json()["error"] in {"text_empty", "text_heaped", "text_too_long"}


@pytest.mark.integration
async def test_no_address_is_dear_to_refuse(client: httpx.AsyncClient, dialogue: DialogueView) -> None:
    headers = {"Accept-Language": "de," * 2000, "Accept-Encoding": "br," * 2000, "Cookie": "a=b;" * 2000}
    dear = {}
    for name, text in TEXTS.items():
        written = quote(text[:8000].encode("utf-8", "surrogatepass"))[:20000]
        for path in (
            f"/j/{written}",
            f"/j?code={written}",
            f"/{written}",
            f"/j/{dialogue.code}?lang={written}",
        ):
            request = client.build_request("GET", f"http://test{path}", headers=headers)
            cost, answer = await _cheapest(request, client)
            assert answer.status_code < 500
            if cost >= 2 * DEAREST:  # a page is rendered, too
                dear[path[:8], name] = cost
    assert dear == {}


async def _cheapest(request: httpx.Request, client: httpx.AsyncClient) -> tuple[float, httpx.Response]:
    """Send a request, and once more if it seemed dear; return what it cost at least, and the answer."""
    cost = 1.0
    for _ in range(3):
        begun = time.thread_time()
        answer = await client.send(request)
        cost = min(cost, time.thread_time() - begun)
        if cost < DEAREST:
            break
    return cost, answer


@pytest.mark.unit
def test_wall_of_digits_is_looked_at_in_bounded_time() -> None:
    walls = ("0 " * 2000, "0-" * 2000, "A0" * 2000, "+1" * 2000, "a@" * 2000, "0171 234567 " * 300)
    assert max(_seconds(lambda wall=wall: reason_to_hold(wall)) for wall in walls) < DEAREST  # type: ignore[misc]
