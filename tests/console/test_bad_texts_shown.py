import uuid
from urllib.parse import quote

import httpx
import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from tests.bad_texts import NOT_A_ROW, OWN, bad_texts
from tests.console.conftest import Evening, House
from workshop.domain.dialogue import DialogueFacts, describe_dialogue, set_phase
from workshop.domain.errors import RefusedError
from workshop.domain.group import gather_entries
from workshop.domain.outcome import Draft, create_outcome
from workshop.domain.posting import Card, Inbox, checked_text
from workshop.domain.rights import operator
from workshop.domain.store import Store
from workshop.domain.table import edit_question, edit_table
from workshop.domain.verdict import give_verdict
from workshop.models import Entry, OutcomeKind, Phase, QuestionKey, Verdict

pytestmark = pytest.mark.e2e
SHORT = "<img src=x onerror='globalThis.hit=1' data-hit>{{7*7}}"
HOSTILE = f"</title></textarea><script>globalThis.hit=1</script>{SHORT}"
TEXTS = [*OWN, *bad_texts()[len(OWN) :: 9]]
SHOWN = """() => [...document.querySelectorAll('[data-entry-id]')]
    .map(card => [card.dataset.entryId, card.textContent])"""
CARRIED_OUT = (
    "() => [globalThis.hit ?? 0, document.querySelectorAll('[data-hit], [onerror], [onload]').length]"
)


def seen(text: str) -> str:
    """Return a text without the places where a page lets words break."""
    return text.replace("\u00ad", "").replace("\u200b", "")


class Look:
    """A browser that goes from page to page and finds every text as text."""

    def __init__(self, page: Page, url: str, cards: dict[str, str]) -> None:
        self.page, self.url, self.cards = page, url, cards
        self.complaints: list[str] = []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", lambda dialog: self.complaints.append(dialog.message))

    def at(self, path: str, ready: str) -> int:
        """Look at one page; return how many cards stand on it."""
        self.page.goto(f"{self.url}{path}")
        expect(self.page.locator(ready).first).to_be_visible()
        if not path.startswith("/j/"):
            self.page.wait_for_function("() => window.did_handshake === true")
        shown = self.page.evaluate(SHOWN)
        assert (self.page.evaluate(CARRIED_OUT), self.complaints) == ([0, 0], []), path
        for entry_id, text in shown:
            assert seen(self.cards[entry_id]) in seen(text), path
        return len(shown)


async def _fill(store: Store, evening: Evening, table_id: int) -> dict[str, str]:
    """Post every text as one phone does that has posted before, and put bad words into every field."""
    cards, inbox = {}, Inbox(store)
    async with store.read() as session:
        own = select(Entry.participant).where(Entry.dialogue_id == evening.dialogue.id)
        participant = await session.scalar(own)
    for text in TEXTS:
        made = str(uuid.uuid4())
        try:
            cards[made] = checked_text(text)
        except RefusedError:
            continue
        code = evening.invitation.code
        await inbox.post_entry(Card(made, code, "bildung", "needed", text, "de", participant))
    at = {"actor": operator(), "dialogue_id": evening.dialogue.id}
    facts = DialogueFacts(title=HOSTILE, municipality=SHORT, place=SHORT, goal=HOSTILE, promise=HOSTILE)
    await describe_dialogue(store, **at, facts=facts)
    group = await gather_entries(store, **at, entry_ids=list(cards)[:12], label=SHORT)
    await give_verdict(store, **at, group_id=group, verdict=Verdict.NOT, reason=HOSTILE)
    details = {"partners": [HOSTILE], "first_step": HOSTILE, "caretaker": "=1+1"}
    draft = Draft(OutcomeKind.PROJECT_IDEA, title=HOSTILE, group_ids=[group], details=details)
    await create_outcome(store, **at, draft=draft)
    await set_phase(store, **at, phase=Phase.PREPARATION)
    await edit_table(store, **at, table_id=table_id, title=SHORT, guide=HOSTILE)
    await edit_question(store, **at, key=QuestionKey.NEEDED, title=SHORT)
    await set_phase(store, **at, phase=Phase.COLLECT)
    return cards


def test_every_text_stands_as_text_on_every_page(house: House, page: Page) -> None:
    evening = house.evening(cards=False)
    code, url = evening.invitation.code, house.server.url
    first = {"id": str(uuid.uuid4()), "table": "bildung", "question": "needed", "text": SHORT, "lang": "de"}
    page.goto(f"{url}/j/{code}/bildung")
    assert (
        page.evaluate(
            "card => fetch(location.pathname.replace('bildung', 'entries'), "
            "{method: 'POST', body: JSON.stringify(card)}).then(answer => answer.status)",
            first,
        )
        == 201
    )
    table = next(each for each in house.tables(evening) if each.key == "bildung")
    cards = house.run(lambda store: _fill(store, evening, table.id)) | {first["id"]: SHORT}
    look = Look(page, url, cards)
    # The phone shows all of one's own.
    look.at(f"/j/{code}/bildung", "main")
    own = seen(page.locator("main").text_content())
    assert [text for text in cards.values() if seen(text) not in own] == []
    # Console and host.
    page.goto(evening.invitation.console_url)
    if "/enter/" in page.url:
        page.locator("form button").click()
        page.wait_for_url("**/console/**")
    for place in ("tables", "outcomes", "files", "print", "facts", "log"):
        look.at(f"/console/{code}?view={place}", ".console h2")
    assert HOSTILE in seen(page.locator(".console").text_content())
    assert look.at(f"/console/{code}?view=topics&table=bildung", ".topic") > 1
    look.at("/console", ".dialogue-row")
    assert look.at(f"/host/{code}/bildung", ".topic") > 1
    # The board.
    look.at(f"/b/{code}", ".board")
    assert look.at(f"/b/{code}/bildung", "[data-entry-id]") > 1
    # Addresses that nobody meant.
    for path in (f"/b/{code}/bildung?view=%00", f"/b/{code}?view={'x' * 3000}", f"/b/{code}?view=a&view=b"):
        look.at(path, ".board")
    for path in (f"/console/{code}?view=%00&table=%ff", f"/console/{code}?view=topics&table={'9' * 3000}"):
        look.at(path, ".console h2")
    assert "Traceback" not in house.server.log()


def test_no_address_breaks_a_page(house: House, evening: Evening) -> None:
    code = evening.invitation.code
    values = [*OWN[::6], *map(str, NOT_A_ROW), "%00", "../..", "x" * 3000]
    with httpx.Client(base_url=house.server.url, follow_redirects=False, timeout=30) as client:
        link = house.organiser_link()
        client.get(link)
        client.post(link)
        for value in values:
            part = quote(value.encode(errors="replace")[:4000], safe="")
            for path in (
                *(f"/b/{part}", f"/b/{code}/{part}", f"/b/{code}?view={part}"),
                *(f"/host/{code}/{part}", f"/host/{part}/{part}", f"/console/{part}", f"/enter/{part}"),
                f"/console/{code}?view={part}&table={part}",
            ):
                answer = client.get(path)
                assert answer.status_code < 500, path
                assert "Traceback" not in answer.text
    assert "Traceback" not in house.server.log()
