"""Cards before and after the evening, on the phone: form and sentence, the mark, the end by itself."""

import re
import uuid
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.phone.hall import Hall
from tests.phone.test_outbox import open_page, send
from tests.waiting import soon
from workshop.domain import posting
from workshop.domain.dialogue import DialogueFacts, describe_dialogue, set_phase
from workshop.domain.rights import operator
from workshop.domain.window import Windows, tell_windows
from workshop.models import Phase, now
from workshop.phone import state, write
from workshop.phone.language import offered

HOUR = timedelta(hours=1)
BEFORE = "Vorab: Ihre Karte wird am Abend gezeigt."


async def let(store, dialogue_id: int, phase: Phase, windows: Windows) -> None:
    where = {"actor": operator(), "dialogue_id": dialogue_id}
    facts = DialogueFacts(title="Dialogabend", goal="Ziel", promise="Zusage", windows=windows)
    await describe_dialogue(store, facts=facts, **where)
    await set_phase(store, phase=phase, **where)


@pytest.fixture
def go(services, store, dialogue) -> Callable[..., Awaitable[None]]:
    """Say what windows there are and go to a phase, and let the pages know it."""

    async def do(phase: Phase, windows: Windows | None = None) -> None:
        where = {"actor": operator(), "dialogue_id": dialogue.id}
        if windows:
            await let(store, dialogue.id, phase, windows)
        await set_phase(store, phase=phase, **where)
        await (await services.watches.by_code(dialogue.code)).catch_up()

    return do


def clock(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    """Let pages and the door read another clock."""
    for module in (state, write, posting):
        monkeypatch.setattr(module, "now", lambda: at)


def card(text: str = "Mehr Busse", **fields: str) -> dict[str, str]:
    given = {"id": str(uuid.uuid4()), "table": "wohnen", "question": "works", "text": text, "lang": "de"}
    return given | fields


def notices(html: str) -> list[str]:
    """Return what stands in sight of all that a page may say about where the evening is."""
    sections = re.findall(r'<section class="notice" data-for="(\w+)">', html)
    said = re.findall(r'<p class="notice" id="window" data-live="window">([^<]+)</p>', html)
    return [*sections, *said]


def has_form(html: str) -> bool:
    return re.search(r'<form id="write"[^>]* hidden>', html) is None


@pytest.mark.integration
async def test_before_the_evening_the_page_has_the_form_and_says_so(client, dialogue, go) -> None:
    address, entries = f"/j/{dialogue.code}/wohnen", f"/j/{dialogue.code}/entries"
    await go(Phase.PREPARATION, Windows())
    closed = (await client.get(address)).text
    assert (notices(closed), has_form(closed)) == (["preparation"], False)
    assert (await client.post(entries, json=card())).status_code == 409
    await go(Phase.PREPARATION, Windows(now()))
    page = (await client.get(address)).text
    assert (notices(page), has_form(page)) == ([BEFORE], True)
    assert (await client.get(f"/j/{dialogue.code}/state")).headers["halt"] == "+"
    # Without a script too.
    assert (await client.post(entries, data=card("Ohne Skript"))).status_code == 303
    (told,) = (await client.get(f"/j/{dialogue.code}/mine")).json()["entries"]
    assert told["label"] == "wird am Abend gezeigt · vorab"
    topics = f"/j/{dialogue.code}/topics?table=wohnen"
    assert "Ohne Skript" not in (await client.get(topics)).text
    await go(Phase.COLLECT)
    (told,) = (await client.get(f"/j/{dialogue.code}/mine")).json()["entries"]
    assert told["label"] == "auf der Tafel · vorab"
    page = (await client.get(address)).text
    assert notices(page) == []
    assert "auf der Tafel · vorab" in page
    assert re.search(r'<span>vorab: <b data-count="before">1</b></span>', page)
    assert "nachgereicht" not in page
    assert re.search(r'Ohne Skript</p></div><p class="state">vorab</p>', (await client.get(topics)).text)


@pytest.mark.integration
@pytest.mark.parametrize("phase", [Phase.HARVEST, Phase.CLOSED])
async def test_after_the_evening_the_page_names_the_end_and_shuts_by_itself(
    client, dialogue, go, monkeypatch, phase
) -> None:
    address, entries = f"/j/{dialogue.code}/wohnen", f"/j/{dialogue.code}/entries"
    ends = now() + HOUR
    await go(phase, Windows(None, ends))
    page = (await client.get(address)).text
    assert has_form(page)
    (said,) = notices(page)
    assert said.startswith("Nachgereicht bis ")
    answer = await client.post(entries, json=card())
    assert (answer.status_code, answer.json()["state"]) == (201, "shown")
    body = (await client.get(f"/j/{dialogue.code}/mine")).json()
    assert [each["label"] for each in body["entries"]] == ["auf der Tafel · nachgereicht"]

    async def counts() -> dict[str, int]:
        return (await client.get(f"/j/{dialogue.code}/mine")).json()["counts"]

    async def is_counted() -> bool:
        return (await counts()).get("after") == 1

    # What all see comes a moment later than what one's own answer says.
    await soon(is_counted)
    assert "before" not in await counts()
    clock(monkeypatch, ends)
    page = (await client.get(address)).text
    assert (notices(page), has_form(page)) == ([phase], False)
    assert "halt" not in (await client.get(f"/j/{dialogue.code}/state")).headers
    refused = await client.post(entries, json=card("Zu spät"))
    assert (refused.status_code, refused.json()["error"]) == (
        (410, "closed") if phase == Phase.CLOSED else (409, "not_collecting")
    )
    # Nothing is lost: without a script the text comes back in the form.
    back = await client.post(entries, data=card("Zu spät, ohne Skript"))
    assert "Zu spät, ohne Skript" in back.text
    assert has_form(back.text)


@pytest.mark.integration
async def test_end_is_named_by_the_clocks_of_the_dialogue_in_each_language(client, dialogue, go) -> None:
    ends = (now() + timedelta(days=40)).replace(hour=17, minute=30, second=0, microsecond=0)
    await go(Phase.CLOSED, Windows(None, ends))
    seen = set()
    for tag in offered():
        said = notices((await client.get(f"/j/{dialogue.code}/wohnen?lang={tag}")).text)[0]
        assert re.search(r"30|۳۰|٣٠", said), (tag, said)
        seen.add(said)
    assert len(seen) == len(offered())
    german = notices((await client.get(f"/j/{dialogue.code}/wohnen?lang=de")).text)[0]
    # In Berlin, whose summer is an hour later.
    assert re.fullmatch(rf"Nachgereicht bis {ends.day}\. \w+, 1[89]:30\.", german)


@pytest.mark.integration
async def test_open_pages_hear_of_another_end(client, dialogue, go) -> None:
    ends = datetime.now(UTC).replace(microsecond=0) + HOUR
    await go(Phase.CLOSED, Windows(None, ends))
    address = f"/j/{dialogue.code}/state"
    assert (await client.get(address)).headers["halt"] == f"+ +{ends.timestamp():.0f}"
    await go(Phase.CLOSED, Windows(None, ends + HOUR))
    assert (await client.get(address)).headers["halt"] == f"+ +{(ends + HOUR).timestamp():.0f}"


@pytest.mark.e2e
def test_open_page_opens_and_shuts_by_itself_and_keeps_what_comes_too_late(
    phone: BrowserContext, evening: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    evening.do(let, evening.id, Phase.PREPARATION, Windows())
    page = open_page(phone, evening)
    expect(page.locator("#write")).to_be_hidden()
    evening.do(let, evening.id, Phase.PREPARATION, Windows(now()))
    expect(page.locator("#send")).to_be_visible()
    expect(page.get_by_text(BEFORE)).to_be_visible()
    expect(page.locator("[data-for=preparation]")).to_be_hidden()
    send(page, "Vorab geschrieben")
    mark = page.locator("#cards .state")
    expect(mark.first).to_have_text("wird am Abend gezeigt · vorab")
    page.reload()
    expect(page.locator("#counts")).to_contain_text("vorab: 1")
    # Offline until collecting began: then it is a card of the evening.
    phone.set_offline(True)
    send(page, "Unterwegs geschrieben")
    evening.do(set_phase, actor=operator(), dialogue_id=evening.id, phase=Phase.COLLECT)
    phone.set_offline(False)
    expect(page.get_by_text(BEFORE)).to_be_hidden()
    # The page has asked for its new words by then.
    expect(mark.first).to_have_text("auf der Tafel", timeout=40_000)
    expect(mark.nth(1)).to_have_text("auf der Tafel · vorab", timeout=40_000)
    # In the window after the evening, and past its end.
    ends = now() + HOUR
    evening.do(let, evening.id, Phase.CLOSED, Windows(None, ends))
    expect(page.get_by_text("Nachgereicht bis")).to_be_visible()
    send(page, "Danach geschrieben")
    expect(mark.first).to_have_text("auf der Tafel · nachgereicht")
    page.locator("#text").fill("Nicht mehr gesandt")
    clock(monkeypatch, ends)
    evening.do(tell_windows, ends - HOUR, ends)
    expect(page.locator("#late")).to_be_visible()
    expect(page.locator("#send")).to_be_hidden()
    expect(page.locator("#text")).to_have_value("Nicht mehr gesandt")
