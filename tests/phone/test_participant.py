"""Who somebody is: the server says it, once, and nobody else can."""

import base64
import re
import uuid

import httpx
import pytest
from itsdangerous import Signer
from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import Response

from tests.factories import everything
from workshop.domain.dialogue import DialogueFacts, create_dialogue
from workshop.domain.queries.dialogue import DialogueView, dialogue_by_code
from workshop.domain.rights import operator
from workshop.domain.store import Store
from workshop.models import Entry, EntryState, Phase
from workshop.phone import participant
from workshop.phone.participant import COOKIE, COOKIE_SECONDS, Participants

SOMEBODY = "0123456789abcdef" * 2
OURS = Participants(secret="s" * 32, is_https=False)
FIELD = re.compile(r'name="token" value="([\w-]*)"')


@pytest.mark.unit
@pytest.mark.parametrize("is_https", [False, True])
def test_cookie_is_written_as_starlette_writes_it(is_https: bool) -> None:
    participants = Participants(secret="s" * 32, is_https=is_https)
    ours, plain = Response(), Response()
    participants.remember(ours, SOMEBODY, "ABCDEFGH")
    signer = Signer("s" * 32, salt="workshop.participant")
    signed = f"{SOMEBODY}.{signer.get_signature(f'ABCDEFGH:{SOMEBODY}').decode()}"
    plain.set_cookie(
        COOKIE,
        signed,
        max_age=COOKIE_SECONDS,
        path="/j/ABCDEFGH",
        secure=is_https,
        httponly=True,
        samesite="lax",
    )
    assert ours.raw_headers == plain.raw_headers


def signed(code: str, who: str = SOMEBODY) -> str:
    response = Response()
    OURS.remember(response, who, code)
    return response.headers["set-cookie"].partition(";")[0]


def with_cookies(*cookies: str) -> Request:
    return Request({"type": "http", "headers": [(b"cookie", "; ".join(cookies).encode())]})


@pytest.mark.unit
def test_cookie_is_read_by_another_process_with_the_same_secret_only() -> None:
    request = with_cookies(signed("ABCDEFGH"))
    assert Participants(secret="s" * 32, is_https=False).of(request, "ABCDEFGH") == SOMEBODY
    assert Participants(secret="t" * 32, is_https=False).of(request, "ABCDEFGH") is None


@pytest.mark.unit
def test_cookie_names_one_participant_of_one_dialogue() -> None:
    other = "f" * 32
    both = with_cookies("lang=de", signed("ABCDEFGH"), signed("ABCDEFGJ", other))
    assert (OURS.of(both, "ABCDEFGH"), OURS.of(both, "ABCDEFGJ")) == (SOMEBODY, other)
    assert OURS.of(both, "ABCDEFGK") is None


@pytest.mark.unit
def test_cookie_of_an_earlier_version_hides_no_new_one() -> None:
    old = f"{COOKIE}={Signer('s' * 32, salt='workshop.participant').sign(SOMEBODY).decode()}"
    assert OURS.of(with_cookies(old), "ABCDEFGH") is None
    for order in ((old, signed("ABCDEFGH")), (signed("ABCDEFGH"), old)):
        assert OURS.of(with_cookies(*order), "ABCDEFGH") == SOMEBODY


@pytest.mark.unit
@pytest.mark.parametrize("value", ["", ".", "x", "x.", ".x", f"{SOMEBODY}.", "ä.ö", "a.b.c", '"', "=" * 40])
def test_what_is_no_cookie_of_ours_names_nobody(value: str) -> None:
    request = Request({"type": "http", "headers": [(b"cookie", f"{COOKIE}={value}".encode("latin-1"))]})
    assert OURS.of(request, "ABCDEFGH") is None


@pytest.mark.unit
def test_token_names_one_participant_of_one_dialogue() -> None:
    token = OURS.token("ABCDEFGH")
    named = OURS.named_by(token, "ABCDEFGH")
    assert named is not None
    assert re.fullmatch("[0-9a-f]{32}", named)
    assert Participants(secret="s" * 32, is_https=True).named_by(token, "ABCDEFGH") == named
    assert OURS.named_by(token, "ABCDEFGJ") is None
    assert Participants(secret="t" * 32, is_https=False).named_by(token, "ABCDEFGH") is None
    assert OURS.token("ABCDEFGH") != token


@pytest.mark.unit
def test_token_is_over_when_a_cookie_would_be(monkeypatch: pytest.MonkeyPatch) -> None:
    token = OURS.token("ABCDEFGH")
    now = participant.time.time()
    monkeypatch.setattr(participant.time, "time", lambda: now + COOKIE_SECONDS - 5)
    assert OURS.named_by(token, "ABCDEFGH")
    monkeypatch.setattr(participant.time, "time", lambda: now + COOKIE_SECONDS + 5)
    assert OURS.named_by(token, "ABCDEFGH") is None


@pytest.mark.unit
@pytest.mark.parametrize("token", ["", "a", "x" * 48, "A" * 64, "ä" * 48, "\ud800", "=" * 48, SOMEBODY])
def test_what_is_no_token_names_nobody(token: str) -> None:
    assert OURS.named_by(token, "ABCDEFGH") is None


@pytest.mark.unit
def test_no_bit_of_a_token_can_be_changed() -> None:
    raw = bytearray(base64.urlsafe_b64decode(OURS.token("ABCDEFGH")))
    for at in range(len(raw) * 8):
        raw[at // 8] ^= 1 << at % 8
        assert OURS.named_by(base64.urlsafe_b64encode(raw).decode(), "ABCDEFGH") is None
        raw[at // 8] ^= 1 << at % 8


def card(**given: object) -> dict[str, object]:
    plain = {"table": "wohnen", "question": "works", "text": "Der Garten", "lang": "de"}
    return {"id": str(uuid.uuid4()), **plain, **given}


def entries(dialogue: DialogueView, rest: str = "") -> str:
    return f"/j/{dialogue.code}/entries{rest}"


async def token_of(client: httpx.AsyncClient, dialogue: DialogueView) -> str:
    page = await client.get(f"/j/{dialogue.code}/wohnen")
    assert "set-cookie" not in page.headers
    found = FIELD.search(page.text)
    assert found is not None
    return found[1]


async def mine(client: httpx.AsyncClient, dialogue: DialogueView, token: str = "") -> list[object]:
    headers = {"Participant-Token": token} if token else {}
    answer = await client.get(f"/j/{dialogue.code}/mine", headers=headers)
    return [each["id"] for each in answer.json()["entries"]]


@pytest.mark.integration
@pytest.mark.parametrize("as_form", [False, True])
async def test_lost_first_answer_leaves_the_card_ones_own(client, dialogue, as_form):
    sent = card(token=await token_of(client, dialogue))
    body = {"data": sent} if as_form else {"json": sent}
    first = await client.post(entries(dialogue), **body)
    client.cookies.clear()
    again = await client.post(entries(dialogue), **body)
    assert (first.status_code, again.status_code) == ((303, 303) if as_form else (201, 200))
    assert await mine(client, dialogue) == [sent["id"]]


@pytest.mark.integration
async def test_page_gives_a_token_to_who_has_no_cookie_only(client, dialogue):
    one, other = await token_of(client, dialogue), await token_of(client, dialogue)
    assert one
    assert one != other
    await client.post(entries(dialogue), json=card(token=one))
    assert await token_of(client, dialogue) == ""


@pytest.mark.integration
async def test_post_without_cookie_and_token_is_a_new_participant_each_time(client, dialogue, store):
    sent, named = card(), set()
    for each, status, own in ((sent, 201, 1), (card(text="Noch eine"), 201, 1), (sent, 200, 0)):
        client.cookies.clear()
        assert (await client.post(entries(dialogue), json=each)).status_code == status
        assert len(await mine(client, dialogue)) == own
        named.add(client.cookies[COOKIE])
    assert (len(named), len((await everything(store, dialogue)).entries)) == (3, 2)


@pytest.mark.integration
async def test_participant_is_never_what_the_phone_chose(client, dialogue, store: Store):
    code = await create_dialogue(
        store, actor=operator(), facts=DialogueFacts("Ein anderer"), theme_set="gmuend", phase=Phase.COLLECT
    )
    other = FIELD.search((await client.get(f"/j/{code}/wohnen")).text)
    assert other is not None
    named = set()
    for chosen in ({"key": "k"}, {"key": "k"}, {"token": other[1]}, {"token": SOMEBODY}, {"token": 7}):
        client.cookies.clear()
        sent = card(**chosen)
        assert (await client.post(entries(dialogue), json=sent)).status_code == 201
        assert await mine(client, dialogue) == [sent["id"]]
        named.add(client.cookies[COOKIE])
    assert len(named) == 5


async def other_evening(store: Store) -> DialogueView:
    code = await create_dialogue(
        store, actor=operator(), facts=DialogueFacts("Ein anderer"), theme_set="gmuend", phase=Phase.COLLECT
    )
    async with store.read() as session:
        found = await dialogue_by_code(session, code)
    assert found is not None
    return found


@pytest.mark.integration
@pytest.mark.parametrize("copies_cookies", [False, True])
async def test_same_id_never_stands_in_two_dialogues(client, dialogue, store: Store, copies_cookies):
    """Neither where a browser sends each cookie below its address, nor where a script sends all of them."""
    evenings = [dialogue, await other_evening(store)]
    for _ in range(2):
        for each in evenings:
            if copies_cookies:
                pairs = [f"{cookie.name}={cookie.value}" for cookie in client.cookies.jar]
                headers = {"Cookie": "; ".join(pairs)} if pairs else {}
            else:
                headers = {}
            assert (await client.post(entries(each), json=card(), headers=headers)).status_code == 201
    async with store.read() as session:
        rows = list(await session.execute(select(Entry.dialogue_id, Entry.participant)))
    assert len(rows) == 4
    # One each: whoever writes twice to an evening stays the same there.
    assert len({who for _, who in rows}) == len(set(rows)) == 2


@pytest.mark.integration
@pytest.mark.parametrize("as_form", [False, True])
async def test_nothing_replaces_a_cookie(client, dialogue, as_form):
    foreign = await token_of(client, dialogue)
    await client.post(entries(dialogue), json=card())
    cookie = client.cookies[COOKIE]
    sent = card(token=foreign, text="Von einer fremden Seite")
    body = {"data": sent} if as_form else {"json": sent}
    answer = await client.post(entries(dialogue), **body)
    assert "set-cookie" not in answer.headers
    assert client.cookies[COOKIE] == cookie
    assert sent["id"] in await mine(client, dialogue)
    client.cookies.clear()
    assert await mine(client, dialogue, foreign) == []
    refused = await client.post(
        entries(dialogue, f"/{sent['id']}/correct"), json={"text": "x", "token": foreign}
    )
    assert refused.status_code == 403


@pytest.mark.integration
async def test_phone_without_cookies_keeps_its_cards_by_its_token(client, dialogue, store):
    token = await token_of(client, dialogue)
    sent = card(token=token)
    await client.post(entries(dialogue), json=sent)
    client.cookies.clear()
    assert await mine(client, dialogue, token) == [sent["id"]]
    changed = {"text": "Der große Garten", "token": token}
    answer = await client.post(entries(dialogue, f"/{sent['id']}/correct"), json=changed)
    assert [each["text"] for each in answer.json()["entries"]] == ["Der große Garten"]
    for wrong in ({}, {"token": ""}, {"token": "x" * 48}, {"key": token}, {"token": [token]}):
        address = entries(dialogue, f"/{sent['id']}/withdraw")
        assert (await client.post(address, json=wrong)).status_code == 403
    assert (await client.post(address, json={"token": token})).status_code == 200
    (row,) = (await everything(store, dialogue)).entries
    assert (row.state, row.text) == (EntryState.WITHDRAWN, "")


@pytest.mark.integration
async def test_form_that_comes_back_keeps_its_token(client, dialogue):
    token = await token_of(client, dialogue)
    refused = await client.post(entries(dialogue), data=card(text=" ", token=token))
    assert FIELD.search(refused.text)[1] == token
    forged = await client.post(entries(dialogue), data=card(text=" ", token="x" * 48))
    assert FIELD.search(forged.text)[1] not in {"", "x" * 48}
    assert "set-cookie" not in refused.headers
