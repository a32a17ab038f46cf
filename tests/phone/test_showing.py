"""What a phone says of a card where all cards wait, for a moment or for a look, in the reader's language."""

import uuid

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.phone.hall import Hall
from tests.phone.test_outbox import open_page, send
from workshop.domain.dialogue import DialogueFacts, describe_dialogue
from workshop.domain.entry import show_entry
from workshop.domain.rights import operator
from workshop.models import Showing
from workshop.phone.language import offered

WAITS = {
    Showing.DELAY: "erscheint gleich auf der Tafel",
    Showing.APPROVAL: "ein Mensch sieht sie sich vor dem Zeigen an, wie jede Karte",
}
TOLD = {
    Showing.DELAY: "Jede Karte steht nach 10 Sekunden auf der Tafel.",
    Showing.APPROVAL: "Ein Mensch sieht sich jede Karte an, bevor sie auf der Tafel steht.",
}


async def let(store, dialogue_id: int, showing: Showing) -> None:
    facts = DialogueFacts(title="Dialogabend", goal="Ziel", promise="Zusage", showing=showing)
    await describe_dialogue(store, actor=operator(), dialogue_id=dialogue_id, facts=facts)


def card(text: str) -> dict[str, str]:
    return {"id": str(uuid.uuid4()), "table": "wohnen", "question": "works", "text": text, "lang": "de"}


@pytest.mark.integration
@pytest.mark.parametrize("showing", WAITS)
async def test_card_that_waits_is_told_with_its_own_words(client, dialogue, store, showing) -> None:
    await let(store, dialogue.id, showing)
    assert TOLD[showing] in (await client.get(f"/j/{dialogue.code}/-/goal")).text
    sent = card("Mehr Busse")
    answer = await client.post(f"/j/{dialogue.code}/entries", json=sent)
    assert (answer.status_code, answer.json()["state"]) == (201, "held")
    mine = f"/j/{dialogue.code}/mine"
    (told,) = (await client.get(mine)).json()["entries"]
    assert (told["state"], told["label"]) == ("held", WAITS[showing])
    for tag in offered():
        (there,) = (await client.get(mine, params={"lang": tag})).json()["entries"]
        assert (there["label"] == WAITS[showing]) == (tag == "de"), tag
    await client.post(f"/j/{dialogue.code}/entries", json=card("Ruft an: 0171 2345678"))
    newest = next(e for e in (await client.get(mine)).json()["entries"] if e["id"] != sent["id"])
    assert newest["label"].startswith("zurückgestellt: jemand sieht sie sich an (")
    await show_entry(store, actor=operator(), dialogue_id=dialogue.id, entry_id=sent["id"])
    labels = {e["id"]: e["label"] for e in (await client.get(mine)).json()["entries"]}
    assert labels[sent["id"]] == "auf der Tafel"


@pytest.mark.e2e
def test_author_sees_it_come_on_the_board(phone: BrowserContext, evening: Hall):
    evening.do(let, evening.id, Showing.APPROVAL)
    page = open_page(phone, evening)
    send(page, "Mehr Busse")
    state = page.locator("#cards li").first.locator(".state")
    expect(page.locator("#say")).to_have_text(WAITS[Showing.APPROVAL])
    expect(state).to_have_text(WAITS[Showing.APPROVAL])
    entry_id = page.locator("#cards li").first.get_attribute("data-id")
    evening.do(show_entry, actor=operator(), dialogue_id=evening.id, entry_id=entry_id)
    expect(state).to_have_text("auf der Tafel", timeout=20_000)
