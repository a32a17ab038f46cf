"""Limits at the phone's door: a hall never meets them, a flooder soon."""

import itertools
import uuid
from collections.abc import AsyncIterator, Callable

import httpx
import pytest

from tests.phone.hall import phone_app
from workshop.domain.queries.dialogue import DialogueView
from workshop.live import bucket
from workshop.live.services import Services

pytestmark = pytest.mark.integration
PORTS = itertools.count(1024)
Opens = Callable[..., httpx.AsyncClient]


@pytest.fixture
async def opens(services: Services) -> AsyncIterator[Opens]:
    """Open a connection to the phone pages, each from another port."""
    app = phone_app(services)
    opened: list[httpx.AsyncClient] = []

    def connect(host: str = "203.0.113.7", port: int | None = None) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(app=app, client=(host, next(PORTS) if port is None else port))
        opened.append(httpx.AsyncClient(transport=transport, base_url="http://test"))
        return opened[-1]

    yield connect
    for each in opened:
        await each.aclose()


@pytest.fixture(autouse=True)
def stands_still(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that stands still: nothing here depends on how fast this machine is."""
    monkeypatch.setattr(bucket, "monotonic", lambda: 1000.0)


def card(**given: object) -> dict[str, object]:
    plain = {"table": "wohnen", "question": "works", "text": "Der Garten", "lang": "de"}
    return {"id": str(uuid.uuid4()), **plain, **given}


def entries(dialogue: DialogueView) -> str:
    return f"/j/{dialogue.code}/entries"


async def test_150_phones_behind_one_address_are_not_slowed(opens: Opens, dialogue: DialogueView):
    phones = [opens() for _ in range(150)]
    for _ in range(2):
        answers = [await phone.post(entries(dialogue), json=card()) for phone in phones]
        assert {answer.status_code for answer in answers} == {201}


@pytest.mark.parametrize("body", ["{}", "[", '{"text":7}', "\xff"])
async def test_invalid_posts_cost_their_sender_and_nobody_else(
    opens: Opens, dialogue: DialogueView, body: str
):
    flooder, hall = opens(), opens()
    content = body.encode("latin-1")
    statuses = [(await flooder.post(entries(dialogue), content=content)).status_code for _ in range(40)]
    assert set(statuses) == {422, 429}
    assert statuses == sorted(statuses)
    assert (await hall.post(entries(dialogue), json=card())).status_code == 201


async def test_invalid_posts_use_up_nothing_of_the_dialogue(
    opens: Opens, dialogue: DialogueView, services: Services
):
    await opens().post(entries(dialogue), json=card())
    before = services.rate._dialogues._full_at[dialogue.code]
    for host in range(100):
        flooder = opens(f"198.51.100.{host}")
        assert (await flooder.post(entries(dialogue), json=card(text=""))).status_code == 422
    sent = card()
    for status in (201, 200, 200):
        assert (await opens().post(entries(dialogue), json=sent)).status_code == status
    assert services.rate._dialogues._full_at[dialogue.code] == pytest.approx(before + 1 / 500)


@pytest.mark.parametrize("way", ["cookie", "one connection"])
async def test_repeats_get_their_answer_and_come_to_an_end(opens: Opens, dialogue: DialogueView, way: str):
    phone, sent = opens(), card()
    answers = []
    for _ in range(50):
        answers.append(await phone.post(entries(dialogue), json=sent))
        if way != "cookie":
            phone.cookies.clear()
    statuses = [answer.status_code for answer in answers]
    assert statuses[0] == 201
    assert statuses[1] == 200
    assert statuses[-1] == 429
    assert statuses[1:] == sorted(statuses[1:])
    assert all(answer.json() == answers[0].json() for answer in answers if answer.status_code == 200)
    assert int(answers[-1].headers["retry-after"]) >= 1


@pytest.mark.parametrize("deed", ["correct", "withdraw"])
async def test_changing_own_cards_is_counted_too(opens: Opens, dialogue: DialogueView, deed: str):
    for phone in (opens(), opens(host="2001:db8::1")):
        address = f"{entries(dialogue)}/{uuid.uuid4()}/{deed}"
        statuses = {(await phone.post(address, json={"text": "x"})).status_code for _ in range(30)}
        assert statuses == {403, 429}


@pytest.mark.parametrize(
    "ask", ["/j/{}", "/j/{}/wohnen", "/j/{}/state", "/j/{}/mine", "/j?code={}", "/j/{}/topics"]
)
async def test_guesses_of_codes_are_refused_and_known_codes_stay(
    opens: Opens, dialogue: DialogueView, ask: str
):
    guesser = opens()
    answers = [
        await guesser.get(ask.format(f"GUESS{number:03}".replace("0", "A").replace("1", "B")))
        for number in range(70)
    ]
    assert [answer.status_code for answer in answers] == [404] * 60 + [429] * 10
    assert int(answers[-1].headers["retry-after"]) >= 1
    assert (await guesser.get(ask.format(dialogue.code), follow_redirects=True)).status_code == 200
    assert (await opens("203.0.113.8").get(ask.format("GUESSXYZ"))).status_code == 404
    assert (await opens().post("/j/GUESSXYZ/entries", json=card())).status_code == 429


async def test_behind_a_proxy_an_address_is_counted_and_no_connection(
    opens: Opens, dialogue: DialogueView, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("workshop.live.bucket.monotonic", lambda: 1000.0)
    proxied = opens(port=0)
    statuses = [(await proxied.post(entries(dialogue), content=b"{}")).status_code for _ in range(170)]
    assert statuses == [422] * 160 + [429] * 10


async def test_no_address_is_stored(opens: Opens, dialogue: DialogueView, caplog: pytest.LogCaptureFixture):
    flooder = opens("198.51.100.99")
    for _ in range(40):
        await flooder.post(entries(dialogue), content=b"{}")
    assert "198.51.100.99" not in caplog.text


async def test_form_that_comes_too_fast_gets_its_text_back_a_few_times(opens: Opens, dialogue: DialogueView):
    phone = opens()
    answers = [await phone.post(entries(dialogue), data=card()) for _ in range(50)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert "Der Garten" in refused[0].text
    assert len(refused[-1].content) < 200
    assert refused[-1].headers["x-content-type-options"] == "nosniff"
