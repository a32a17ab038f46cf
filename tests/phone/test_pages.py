"""The pages that are read: codes, tables, headers, languages, the pages that tell."""

import itertools
import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from starlette.routing import Route

from tests.factories import everything, post
from tests.waiting import soon
from themes import RESERVED_TABLE_KEYS
from workshop.domain.dialogue import (
    DialogueFacts,
    admit_newcomers,
    create_dialogue,
    describe_dialogue,
    set_phase,
)
from workshop.domain.handout import release_handouts
from workshop.domain.placement import Suggestion, place_entries
from workshop.domain.queries.dialogue import DialogueView
from workshop.domain.queries.table import tables_of
from workshop.domain.rights import operator
from workshop.domain.round import start_round
from workshop.domain.table import pause_table
from workshop.domain.window import Windows
from workshop.i18n import LANGUAGES
from workshop.models import Phase, Rotation, now
from workshop.phone.routes import PhonePages

pytestmark = pytest.mark.integration
PAGES = ("", "/wohnen", "/-/tables", "/-/goal", "/-/results", "/-/privacy", "/-/accessibility", "/topics")


async def test_every_page_is_strict_and_stores_nothing(client, dialogue):
    for page in [f"/j/{dialogue.code}{page}" for page in PAGES] + ["/j", "/j/-/privacy", "/j/NICHTDA2"]:
        answer = await client.get(page)
        assert answer.status_code == (404 if "NICHTDA" in page else 200), page
        headers = answer.headers
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert "set-cookie" not in headers
        assert not re.search(r"""(src|href|action)=["'](https?:)?//""", answer.text), page
        assert not re.search(r"\son\w+=|\sstyle=|javascript:", answer.text), page


async def test_every_page_links_privacy_and_accessibility(client, dialogue):
    for page in [f"/j/{dialogue.code}{page}" for page in PAGES]:
        text = (await client.get(page)).text
        for name in ("privacy", "accessibility", "goal", "results"):
            assert f'href="/j/{dialogue.code}/-/{name}' in text, (page, name)


@pytest.mark.parametrize("page", ["", "/wohnen", "/-/goal"])
async def test_head_answers_like_get_without_storing(client, dialogue, page):
    answer = await client.head(f"/j/{dialogue.code}{page}")
    assert answer.status_code == 200
    assert "content-security-policy" in answer.headers


@pytest.mark.parametrize("form", ["lower", "spaced", "dashed"])
async def test_code_as_people_type_it_leads_to_the_dialogue(client, dialogue, form):
    code = dialogue.code
    typed = {"lower": code.lower(), "spaced": f" {code[:4]} {code[4:]}", "dashed": f"{code[:4]}-{code[4:]}"}[
        form
    ]
    answer = await client.get("/j", params={"code": typed})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/j/{code}")
    answer = await client.get(f"/j/{typed}/wohnen?lang=en")
    assert (answer.status_code, answer.headers["location"]) == (307, f"/j/{code}/wohnen?lang=en")


@pytest.mark.parametrize(
    "path",
    ["/j/ABCD2345", "/j/%00", "/j/" + "x" * 300, "/j/🙂", "/j?code=nichts", "/j/-/nope", "/nirgends/hier"],
)
async def test_unknown_code_gets_a_friendly_page_with_a_field(client, store, path):
    answer = await client.get(path)
    assert answer.status_code == 404
    assert '<input id="code" name="code"' in answer.text
    assert "Bitte vergleichen Sie ihn mit dem Code an der Wand." in answer.text


async def test_unknown_table_offers_the_tables(client, dialogue):
    answer = await client.get(f"/j/{dialogue.code}/nirgends")
    assert answer.status_code == 404
    assert f'href="/j/{dialogue.code}/wohnen"' in answer.text


async def test_dialogue_with_one_table_needs_no_choice(client, store):
    code = await create_dialogue(
        store,
        actor=operator(),
        facts=DialogueFacts("Dialog unterwegs"),
        theme_set="stuttgart",
        phase=Phase.COLLECT,
        rehearsal=True,
    )
    text = (await client.get(f"/j/{code}")).text
    assert '<textarea id="text"' in text
    assert '<b class="probe">Probe</b>' in text
    assert "/-/tables" not in text


@pytest.mark.parametrize("phase", list(Phase))
async def test_phase_says_what_happens_and_only_collect_shows_the_form(client, dialogue, store, phase):
    await set_phase(store, actor=operator(), dialogue_id=dialogue.id, phase=phase)
    text = (await client.get(f"/j/{dialogue.code}/wohnen")).text
    notices = re.findall(r'<section class="notice" data-for="(\w+)"( hidden)?>', text)
    assert [name for name, hidden in notices if not hidden] == ([] if phase == Phase.COLLECT else [phase])
    form = re.search(r'<form id="write"[^>]*>', text)
    assert form is not None
    assert ("hidden" in form[0]) == (phase != Phase.COLLECT)


async def test_page_follows_changed_facts(client, dialogue, store):
    await client.get(f"/j/{dialogue.code}/wohnen")
    facts = DialogueFacts("Neuer Titel", goal="Neues Ziel", promise="Neue Zusage", held_on=date(2026, 11, 24))
    await describe_dialogue(store, actor=operator(), dialogue_id=dialogue.id, facts=facts)

    async def has_new_title() -> bool:
        return "Neuer Titel" in (await client.get(f"/j/{dialogue.code}/wohnen")).text

    await soon(has_new_title)
    goal = (await client.get(f"/j/{dialogue.code}/-/goal")).text
    assert "Neues Ziel" in goal
    assert "Dienstag, 24. November 2026" in goal
    assert "Neue Zusage" in (await client.get(f"/j/{dialogue.code}/-/results")).text


async def test_operator_stands_on_privacy_and_accessibility(client, dialogue):
    for page in ("privacy", "accessibility"):
        for path in (f"/j/{dialogue.code}/-/{page}", f"/j/-/{page}"):
            text = (await client.get(path)).text
            assert "Stadt Beispiel" in text
            assert '<a href="mailto:dialog@example.org">' in text


@pytest.mark.parametrize(
    ("accepted", "query", "cookie", "tag"),
    [
        ("de-DE,de;q=0.9", "", "", "de"),
        ("tlh, ar-SY;q=0.8, en;q=0.2", "", "", "ar"),
        ("kmr", "", "", "ku"),
        ("prs-AF", "", "", "fa"),
        ("tlh", "", "", "de"),
        ("de", "?lang=uk", "ti", "uk"),
        ("de", "", "ti", "ti"),
        ("de", "?lang=tlh", "", "de"),
    ],
)
async def test_language_comes_from_address_choice_or_browser(client, dialogue, accepted, query, cookie, tag):
    if cookie:
        client.cookies.set("lang", cookie, path="/j")
    answer = await client.get(f"/j/{dialogue.code}/wohnen{query}", headers={"Accept-Language": accepted})
    direction = "rtl" if tag in {"ar", "fa"} else "ltr"
    assert f'<html lang="{tag}" dir="{direction}">' in answer.text
    assert ("/-/privacy?table=wohnen&amp;lang=uk" in answer.text) == (query == "?lang=uk")


async def test_every_language_is_offered_in_itself_on_every_page(client, dialogue):
    for page in PAGES:
        text = (await client.get(f"/j/{dialogue.code}{page}")).text
        assert re.findall(r'href="[^"]*lang=([\w-]+)" lang=', text) == list(LANGUAGES)


async def test_script_is_compressed_and_kept_for_ever(client, dialogue):
    page = (await client.get(f"/j/{dialogue.code}/wohnen")).text
    path = re.search(r'<script src="(/static/phone/phone\.[0-9a-f]{12}\.js)" defer>', page)
    assert path is not None
    sizes = {}
    for encoding in ("br", "gzip", "identity"):
        answer = await client.get(path[1], headers={"Accept-Encoding": encoding})
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers.get("content-encoding", "identity") == encoding
        sizes[encoding] = int(answer.headers["content-length"])
    assert sizes["br"] < sizes["gzip"] < sizes["identity"]


@pytest.mark.parametrize("encoding", ["br", "gzip"])
async def test_first_card_needs_14000_bytes_at_most_in_every_language(client, dialogue, store, encoding):
    """Also in each phase, where there is most to say: a budget, nobody new, a pause, a table to go to."""
    headers = {"Accept-Encoding": encoding}
    where = {"actor": operator(), "dialogue_id": dialogue.id}
    facts = DialogueFacts("Dialogabend", goal="Ziel", promise="Zusage", card_budget=100)
    # In preparation, harvest and after closing the page has then both a notice and the form.
    facts = replace(facts, windows=Windows(now(), now() + timedelta(days=100)))
    await describe_dialogue(store, facts=replace(facts, rotation=Rotation.MOVE_ON), **where)
    for _ in range(2):
        await start_round(store, minutes=20, **where)
    await admit_newcomers(store, admitted=False, **where)
    await release_handouts(store, **where)
    async with store.read() as session:
        wohnen, *_ = await session.run_sync(tables_of, dialogue.id)
    await pause_table(store, table_id=wohnen.id, paused=True, **where)
    sizes = {}
    for phase, tag in itertools.product(Phase, LANGUAGES):
        await set_phase(store, phase=phase, **where)
        page = await client.get(f"/j/{dialogue.code}/wohnen?lang={tag}", headers=headers)
        script = re.search(r'src="([^"]+)"', page.text)
        assert script is not None
        sent = await client.get(script[1], headers=headers)
        sizes[phase, tag] = int(page.headers["content-length"]) + int(sent.headers["content-length"])
        loaded = re.findall(r'<(?:script|img|link|iframe|source)[^>]+(?:src|href)="([^"]+)"', page.text)
        assert loaded == ["data:,", script[1]]
    assert max(sizes.values()) <= 14000, sizes


async def test_topics_show_groups_with_their_cards_and_never_a_held_one(
    client, dialogue: DialogueView, store
):
    receipts = await post(store, dialogue, "Mehr Busse", "Bus am Abend", "Ein Garten")
    await post(store, dialogue, "Anrufen: 0171 2345678")
    table = next(each for each in (await everything(store, dialogue)).tables or () if each.key == "wohnen")
    ids = tuple(receipt.id for receipt in receipts[:2])
    suggestion = Suggestion(table.id, ids, None, "Busse <neu>")
    await place_entries(store, dialogue_id=dialogue.id, suggestions=[suggestion])
    text = (await client.get(f"/j/{dialogue.code}/topics?table=wohnen")).text
    assert '<h2 dir="auto">Busse &lt;neu&gt;</h2><p class="muted">2 Karten</p>' in text
    assert [t in text for t in ("Mehr Busse", "Bus am Abend", "Ein Garten", "0171")] == [
        True,
        True,
        True,
        False,
    ]
    empty = (await client.get(f"/j/{dialogue.code}/topics?table=arbeit")).text
    assert "Machen Sie den Anfang!" in empty


async def test_no_table_can_have_an_address_of_the_phone_page(services):
    below_a_dialogue = [
        route.path.split("/")[3]
        for route in PhonePages(services).routes
        if isinstance(route, Route) and route.path.startswith("/j/{code}/")
    ]
    fixed = {segment for segment in below_a_dialogue if segment and not segment.startswith("{")}
    assert fixed == RESERVED_TABLE_KEYS
