"""Every bad text and value through every way in of a phone: refused in plain words, or stored as text."""

import dataclasses
import json
import uuid
from collections.abc import AsyncIterator
from urllib.parse import quote

import httpx
import pytest

from tests.bad_texts import NOT_A_ROW, NOT_TEXT, NOT_UTF8, OWN, bad_texts
from tests.phone.hall import phone_app
from workshop.domain.text import normalise
from workshop.live.post_rate import PostRate

pytestmark = pytest.mark.integration
# Ours, and some of the long list.
SHORT = [*OWN, *bad_texts()[len(OWN) :: 12]]
TAKEN, REFUSED = 201, {403, 404, 422}


@pytest.fixture
async def phone(services) -> AsyncIterator[httpx.AsyncClient]:
    """A phone that may send as fast as it can."""
    fast = dataclasses.replace(services, rate=PostRate(enabled=False))
    transport = httpx.ASGITransport(app=phone_app(fast))
    headers = {"Accept-Language": "de-DE,de;q=0.9"}
    async with httpx.AsyncClient(transport=transport, base_url="http://test", headers=headers) as opened:
        yield opened


def card(**fields: object) -> dict[str, object]:
    return {
        "id": str(uuid.uuid4()),
        "table": "wohnen",
        "question": "needed",
        "text": "x",
        "lang": "de",
    } | fields


def sent(body: object) -> dict[str, object]:
    return {"content": json.dumps(body).encode(), "headers": {"Content-Type": "application/json"}}


def is_plain(answer: httpx.Response) -> bool:
    """Whether the answer says in words why something was refused."""
    body = answer.json()
    return answer.status_code in REFUSED and bool(body["error"]) and len(body["message"]) < 200


@pytest.mark.parametrize(
    "texts", [SHORT, pytest.param(bad_texts(), marks=pytest.mark.soak)], ids=["some", "all"]
)
async def test_every_text_is_refused_or_comes_back_as_text(phone, dialogue, texts) -> None:
    code = dialogue.code.replace(" ", "")
    taken: dict[str, str] = {}
    for text in texts:
        body = card(text=text)
        answer = await phone.post(f"/j/{code}/entries", **sent(body))
        if answer.status_code == TAKEN:
            taken[str(body["id"])] = text
        else:
            assert is_plain(answer), text
    assert len(taken) > len(texts) // 2
    mine = (await phone.get(f"/j/{code}/mine")).json()["entries"]
    assert {each["id"]: each["text"] for each in mine} == {
        key: normalise(text) for key, text in taken.items()
    }
    for text in texts[: len(OWN) // 2]:
        answer = await phone.post(f"/j/{code}/entries/{next(iter(taken))}/correct", **sent({"text": text}))
        assert answer.status_code == 200 or is_plain(answer), text


async def test_what_is_no_text_is_refused_in_every_field(phone, dialogue) -> None:
    path = f"/j/{dialogue.code.replace(' ', '')}/entries"
    for field in ("id", "table", "question", "text", "lang", "key"):
        for value in NOT_TEXT:
            answer = await phone.post(path, **sent(card(**{field: value})))
            # A key of whatever kind may be ignored.
            assert is_plain(answer) or field == "key", (field, value)
    for body in [*NOT_TEXT, [card()], "x"]:
        assert is_plain(await phone.post(path, **sent(body))), body
    for content in [*NOT_UTF8, b"{" * 30_000, b'{"text": 1e999', b'{"id": ' + b"9" * 5000 + b"}", b"\0", b""]:
        answer = await phone.post(path, content=content, headers={"Content-Type": "application/json"})
        assert is_plain(answer), content[:20]
        form = await phone.post(
            path, content=content, headers={"Content-Type": "application/x-www-form-urlencoded"}
        )
        assert form.status_code in REFUSED, content[:20]


@pytest.mark.parametrize(
    "texts", [SHORT[::5], pytest.param(OWN, marks=pytest.mark.soak)], ids=["some", "all"]
)
async def test_no_address_breaks_a_page(phone, dialogue, texts) -> None:
    code = dialogue.code.replace(" ", "")
    values = [*texts, *map(str, NOT_A_ROW), "\0", "../..", "%00", "%ff", "x" * 3000]
    for value in values:
        part = quote(value.encode(errors="replace")[:4000], safe="")
        for path in (
            *(f"/j/{part}", f"/j/{code}/{part}", f"/j/{code}/-/{part}", f"/j/-/{part}", f"/j/{part}/state"),
            *(f"/j?code={part}", f"/j/{code}?lang={part}&table={part}", f"/j/{code}/-/goal?table={part}"),
            f"/j/{code}/state?seen={part}",
        ):
            answer = await phone.get(path)
            assert answer.status_code in {200, 303, 307, 404}, path
            assert "Traceback" not in answer.text
        answer = await phone.post(f"/j/{code}/entries/{part}/withdraw", **sent({"key": "k" * 22}))
        assert answer.status_code in {*REFUSED, 405, 200}, value
        for headers in (
            {"Accept-Language": value},
            {"Cookie": f"workshop={value}"},
            {"Last-Event-ID": value},
        ):
            if value.isprintable() and value.isascii():
                assert (await phone.get(f"/j/{code}/mine", headers=headers)).status_code == 200
