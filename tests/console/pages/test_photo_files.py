"""Photos come in by one route and go out by another: for those with a right to them, and for no cache."""

import io
import json
import time
from typing import Any

import httpx
import pytest
from PIL import Image

from tests.console.conftest import Evening, House
from tests.photos import SECRET, bomb, saved, told_tale
from tests.sockets.visitor import Visitor
from workshop.domain import bounds
from workshop.domain.errors import Refusal

pytestmark = pytest.mark.integration


def said(content: bytes, caption: str = "Die Wand", **more: Any) -> bytes:
    return json.dumps({"caption": caption} | more).encode() + b"\n" + content


async def add(visitor: Visitor, evening: Evening, content: bytes, table: str = "") -> httpx.Response:
    address = f"/console/{evening.dialogue.code}/photos" + (f"?table={table}" if table else "")
    return await visitor.http.post(address, content=content, headers={"Accept-Language": "de"})


@pytest.fixture
async def visitor(house: House, evening: Evening):
    """A moderator's browser."""
    async with Visitor(house.server.url) as made:
        await made.enter(evening.invitation.console_url)
        yield made


async def test_photo_comes_back_clean_and_is_kept_by_no_cache(visitor: Visitor, evening: Evening) -> None:
    answer = await add(visitor, evening, said(told_tale(), marks=[[0, 0, 0, 2000, 2000]]), "bildung")
    assert answer.status_code == 201, answer.text
    address = f"/console/{evening.dialogue.code}/photos/{answer.json()['id']}"
    large, small = await visitor.http.get(address), await visitor.http.get(f"{address}/small")
    for each in (large, small):
        assert each.status_code == 200
        assert SECRET not in each.content
        assert each.headers["cache-control"] == "no-store"
        assert each.headers["content-type"] == "image/jpeg"
        assert each.headers["x-content-type-options"] == "nosniff"
        assert each.headers["cross-origin-resource-policy"] == "same-origin"
        assert each.headers["content-security-policy"].startswith("default-src 'none'")
        # It lay on its side.
        assert Image.open(io.BytesIO(each.content)).size == (240, 320)
    for missing in ("999", "x", "0", "9" * 30):
        assert (await visitor.http.get(f"{address.rpartition('/')[0]}/{missing}")).status_code == 404


async def test_strangers_neither_see_nor_add_photos(house: House, visitor: Visitor, evening: Evening) -> None:
    number = (await add(visitor, evening, said(saved()))).json()["id"]
    others = house.evening(cards=False)
    async with Visitor(house.server.url) as nobody, Visitor(house.server.url) as host:
        await host.enter(evening.host_link("bildung"))
        async with Visitor(house.server.url) as elsewhere:
            await elsewhere.enter(others.invitation.console_url)
            for each in (nobody, elsewhere, host):
                for end in ("", "/small"):
                    address = f"/console/{evening.dialogue.code}/photos/{number}{end}"
                    assert (await each.http.get(address)).status_code == 403
                assert (await add(each, evening, said(saved()))).status_code == 403
                assert (await add(each, evening, said(saved()), "wohnen")).status_code == 403
            # Another dialogue's moderator does not get it under that address either.
            asked = f"/console/{others.dialogue.code}/photos/{number}"
            assert (await elsewhere.http.get(asked)).status_code == 404
        answer = await add(host, evening, said(saved()), "bildung")
        assert answer.status_code == 201
        own = f"/console/{evening.dialogue.code}/photos/{answer.json()['id']}"
        assert (await host.http.get(own)).status_code == 200
        foreign = {"Origin": "https://elsewhere.example"}
        away = f"/console/{evening.dialogue.code}/photos"
        assert (await visitor.http.post(away, content=said(saved()), headers=foreign)).status_code == 403


async def test_hostile_files_are_refused_in_plain_words(visitor: Visitor, evening: Evening) -> None:
    sent = {
        said(bomb()): (Refusal.PHOTO_TOO_LARGE, "zu groß"),
        said(b"<svg onload='alert(1)'/>"): (Refusal.PHOTO_KIND, "JPEG, PNG oder WebP"),
        said(b"\0\0\0\x18ftypheic" + bytes(60)): (Refusal.PHOTO_HEIC, "HEIC"),
        said(saved()[:500]): (Refusal.PHOTO_UNREADABLE, "beschädigt"),
        said(saved(), " "): (Refusal.CAPTION_MISSING, "was zu sehen ist"),
        saved(): (Refusal.DETAILS_INVALID, "so nicht"),
        b"": (Refusal.DETAILS_INVALID, "so nicht"),
        b'{"caption": 7}\n' + saved(): (Refusal.DETAILS_INVALID, "so nicht"),
        said(saved(), marks=[[1]]): (Refusal.DETAILS_INVALID, "so nicht"),
    }
    for body, (why, words) in sent.items():
        answer = await add(visitor, evening, body)
        assert (answer.status_code, answer.json()["error"]) == (422, why)
        assert words in answer.json()["message"]
    assert (await add(visitor, evening, said(saved()), "nirgends")).status_code == 404


async def test_fifty_megabytes_end_at_the_door(visitor: Visitor, evening: Evening) -> None:
    body = said(saved()) + bytes(50_000_000)
    begun = time.monotonic()
    try:
        status = (await add(visitor, evening, body)).status_code
    except httpx.TransportError:
        status = 413  # it closed before all was sent
    assert status == 413
    assert time.monotonic() - begun < 10
    # What is only a little too long is told in words.
    answer = await add(visitor, evening, said(saved()) + bytes(bounds.PHOTO_SENT - len(said(saved()))))
    assert answer.status_code == 201
