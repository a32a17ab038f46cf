"""The card budget on the phone: said before one writes, and a card too many stays to be changed."""

import re
import uuid

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.phone.hall import Hall
from tests.phone.test_outbox import open_page, send
from workshop.domain.dialogue import DialogueFacts, describe_dialogue
from workshop.domain.rights import operator
from workshop.phone.language import offered


async def limit(store, dialogue_id: int, budget: int | None) -> None:
    facts = DialogueFacts(title="Dialogabend", goal="Ziel", promise="Zusage", card_budget=budget)
    await describe_dialogue(store, actor=operator(), dialogue_id=dialogue_id, facts=facts)


def card(text: str = "Mehr Busse", question: str = "works") -> dict[str, str]:
    return {"id": str(uuid.uuid4()), "table": "wohnen", "question": question, "text": text, "lang": "de"}


def left_in(html: str) -> list[str]:
    return re.findall("<small>([^<]*)</small>", html)


@pytest.mark.integration
async def test_page_says_before_one_writes_how_many_cards_are_left(client, dialogue, store) -> None:
    address = f"/j/{dialogue.code}/wohnen"
    assert left_in((await client.get(address)).text) == ["", "", ""]
    await limit(store, dialogue.id, 3)
    await client.post(f"/j/{dialogue.code}/entries", json=card())
    first, *others = left_in((await client.get(address)).text)
    assert (first, *others) == ("noch 2 von 3 Karten", "noch 3 von 3 Karten", "noch 3 von 3 Karten")
    assert "bis zu 3 Karten" in (await client.get(f"/j/{dialogue.code}/-/goal")).text


@pytest.mark.integration
async def test_card_too_many_is_422_and_a_repeat_is_not(client, dialogue, store) -> None:
    await limit(store, dialogue.id, 1)
    entries, one = f"/j/{dialogue.code}/entries", card()
    assert (await client.post(entries, json=one)).status_code == 201
    assert (await client.post(entries, json=one)).status_code == 200
    answer = await client.post(entries, json=card())
    assert (answer.status_code, answer.json()["error"]) == (422, "budget_used")
    assert "alle Karten geschrieben (1)" in answer.json()["message"]
    assert (await client.get(f"/j/{dialogue.code}/mine")).json()["few"] == [1, "noch # von 1 Karten"]
    await client.post(f"{entries}/{one['id']}/withdraw", json={})
    assert (await client.post(entries, json=card())).status_code == 201


@pytest.mark.integration
async def test_form_gives_the_text_of_a_card_too_many_back(client, dialogue, store) -> None:
    await limit(store, dialogue.id, 1)
    await client.post(f"/j/{dialogue.code}/entries", json=card())
    answer = await client.post(f"/j/{dialogue.code}/entries", data=card("Noch eine"))
    assert answer.status_code == 422
    assert "alle Karten geschrieben (1)" in answer.text
    assert "Noch eine</textarea>" in answer.text
    assert left_in(answer.text)[0] == "noch 0 von 1 Karten"


@pytest.mark.integration
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_budget_is_said_in_every_language(client, dialogue, store) -> None:
    await limit(store, dialogue.id, 7)
    said = {
        tag: left_in((await client.get(f"/j/{dialogue.code}/wohnen?lang={tag}")).text)[0] for tag in offered()
    }
    assert [tag for tag, words in said.items() if words.count("7") != 2] == []
    assert len(set(said.values())) >= len(said) - 1  # both kinds of German


def _refused(page: Page) -> None:
    expect(page.locator("#cards li[data-state=refused]")).to_have_count(1)


@pytest.mark.e2e
def test_script_counts_down_and_keeps_the_card_too_many(phone: BrowserContext, evening: Hall) -> None:
    evening.do(limit, evening.id, 2)
    page = open_page(phone, evening)
    left = page.locator(".q.works small")
    expect(left).to_have_text("noch 2 von 2 Karten")
    send(page, "Eins")
    expect(left).to_have_text("noch 1 von 2 Karten")
    send(page, "Zwei")
    expect(left).to_have_text("noch 0 von 2 Karten")
    send(page, "Drei")
    _refused(page)
    expect(left).to_have_text("noch 0 von 2 Karten")
    page.locator("#cards li[data-state=refused] .edit").click()
    expect(page.locator("#text")).to_have_value("Drei")
    send(page, "Drei")
    _refused(page)
    page.locator("#cards li[data-state=refused] .drop").click()
    expect(page.locator("#cards li")).to_have_count(2)
    assert len(evening.cards()) == 2
