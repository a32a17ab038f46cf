"""The handouts for everybody: listed and sent once they are released, as the evening is now."""

from io import BytesIO

import httpx
import pikepdf
import pytest

from exports.errors import UnwritableError
from tests.factories import entries, post
from workshop.domain.entry import hide_entry
from workshop.domain.handout import release_handouts, take_handouts_back
from workshop.domain.rights import operator
from workshop.models import HoldReason

pytestmark = pytest.mark.integration
FILES = ("abendausgabe.pdf", "wandblaetter.pdf")


@pytest.fixture
def act(dialogue):
    return {"actor": operator(), "dialogue_id": dialogue.id}


@pytest.fixture
def setter(monkeypatch: pytest.MonkeyPatch) -> list[dict]:
    """What was to be set, instead of being set."""
    given: list[dict] = []

    def set_sheets(data: dict) -> bytes:
        given.append(data)
        return b"%PDF-" + repr(data).encode()

    monkeypatch.setattr("exports.sheets_pdf.set_sheets", set_sheets)
    return given


async def test_nothing_is_there_before_it_is_released_and_after_it_is_taken_back(
    client: httpx.AsyncClient, store, dialogue, act, setter
) -> None:
    address = f"/j/{dialogue.code}/papers"
    for _ in range(2):
        page = await client.get(address)
        assert page.status_code == 404
        assert "Die Abendausgabe ist noch nicht da." in page.text
        assert FILES[0] not in page.text
        assert [(await client.get(f"{address}/{file}")).status_code for file in FILES] == [404, 404]
        assert setter == []
        await release_handouts(store, **act)
        await client.get(f"/j/{dialogue.code}/state")
        await take_handouts_back(store, **act)


async def test_page_lists_both_in_the_readers_language(client, store, services, dialogue, act) -> None:
    await release_handouts(store, **act)
    page = await client.get(f"/j/{dialogue.code}/papers", params={"lang": "ar"})
    assert page.status_code == 200
    assert 'lang="ar" dir="rtl"' in page.text
    for file in FILES:
        assert f'href="/j/{dialogue.code}/papers/{file}?lang=ar"' in page.text
    assert "script-src" in page.headers["content-security-policy"]


async def test_files_are_sent_once_to_whoever_has_them(client, store, dialogue, act, setter) -> None:
    await release_handouts(store, **act)
    address = f"/j/{dialogue.code}/papers/abendausgabe.pdf"
    first = await client.get(address)
    assert (first.status_code, first.headers["content-type"]) == (200, "application/pdf")
    assert first.headers["cache-control"] == "no-cache"
    assert first.headers["content-disposition"] == 'inline; filename="abendausgabe.pdf"'
    assert first.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in first.headers["content-security-policy"]
    assert "set-cookie" not in first.headers
    for known in (first.headers["etag"], f'"x", W/{first.headers["etag"]}'):
        again = await client.get(address, headers={"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
    assert len(setter) == 1


async def test_hidden_card_is_in_no_answer_after_that(client, store, dialogue, act, setter) -> None:
    await post(store, dialogue, "Ein Bus am Abend")
    await release_handouts(store, **act)
    address = f"/j/{dialogue.code}/papers/abendausgabe.pdf"
    before = await client.get(address)
    assert b"Ein Bus am Abend" in before.content
    card = (await entries(store, dialogue))["Ein Bus am Abend"]
    await hide_entry(store, **act, entry_id=card.id, reason=HoldReason.FLOOD)
    after = await client.get(address, headers={"If-None-Match": before.headers["etag"]})
    assert after.status_code == 200
    assert b"Ein Bus am Abend" not in after.content


async def test_both_are_real_files(client, store, dialogue, act) -> None:
    await release_handouts(store, **act)
    pages = []
    for file in FILES:
        answer = await client.get(f"/j/{dialogue.code}/papers/{file}")
        with pikepdf.open(BytesIO(answer.content)) as pdf:
            pages.append(len(pdf.pages))
    assert pages == [4, 5]


async def test_unknown_files_and_dialogues_are_told(client, store, dialogue, act, setter) -> None:
    await release_handouts(store, **act)
    assert (await client.get(f"/j/{dialogue.code}/papers/protokoll.pdf")).status_code == 404
    assert (await client.get("/j/NONE1234/papers")).status_code == 404
    assert (await client.get("/j/NONE1234/papers/abendausgabe.pdf")).status_code == 404
    assert setter == []


async def test_pages_that_cannot_be_made_are_told_of(
    client, store, dialogue, act, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_data: dict) -> bytes:
        raise UnwritableError("no paper")

    monkeypatch.setattr("exports.sheets_pdf.set_sheets", fail)
    await release_handouts(store, **act)
    answer = await client.get(f"/j/{dialogue.code}/papers/wandblaetter.pdf")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
    assert "Bitte versuchen Sie es in einer Minute noch einmal." in answer.text
