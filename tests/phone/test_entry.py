"""Posting a card: every answer of the contract, as JSON and as a form."""

import dataclasses
import re
import uuid

import httpx
import pytest
from starlette.responses import JSONResponse

from tests.factories import entries, everything
from tests.phone.hall import phone_app
from tests.waiting import soon
from workshop.domain.dialogue import set_phase
from workshop.domain.entry import hide_entry, hold_entry
from workshop.domain.posting import Receipt
from workshop.domain.queries.dialogue import DialogueView
from workshop.domain.rights import operator
from workshop.domain.store import Store
from workshop.live.services import Services
from workshop.models import EntryState, HoldReason, Phase
from workshop.phone.entry import _taken
from workshop.phone.state import HEADERS

pytestmark = pytest.mark.integration


def fields(**given: object) -> dict[str, object]:
    card = {
        "id": str(uuid.uuid4()),
        "table": "wohnen",
        "question": "works",
        "text": "Der Garten",
        "lang": "de",
    }
    return {**card, **given}


def address(dialogue: DialogueView, rest: str = "/entries") -> str:
    return f"/j/{dialogue.code}{rest}"


async def test_post_new_card_is_stored_and_answered_with_201(client, dialogue, store):
    sent = fields()
    answer = await client.post(address(dialogue), json=sent)
    assert answer.status_code == 201
    assert answer.json() == {"id": sent["id"], "state": "shown", "revision": dialogue.revision + 1}
    stored = (await entries(store, dialogue))["Der Garten"]
    assert (stored.id, stored.question, stored.lang) == (sent["id"], "works", "de")


@pytest.mark.parametrize("repeated", [False, True])
@pytest.mark.parametrize("state", EntryState)
def test_answer_is_the_json_of_its_receipt(state, repeated):
    receipt = Receipt(str(uuid.uuid4()), state, 12, repeated)
    plain = JSONResponse(
        {"id": receipt.id, "state": state, "revision": 12}, 200 if repeated else 201, HEADERS
    )
    answer = _taken(receipt)
    assert (answer.status_code, answer.body) == (plain.status_code, plain.body)
    assert sorted(answer.raw_headers) == sorted(plain.raw_headers)


async def test_first_post_sets_a_strict_cookie_and_the_second_does_not(client, dialogue):
    assert not (await client.get(address(dialogue, "/wohnen"))).headers.get("set-cookie")
    first = await client.post(address(dialogue), json=fields())
    value, *attributes = first.headers["set-cookie"].split("; ")
    assert re.fullmatch(r"participant=[0-9a-f]{32}\.[\w-]+", value)
    assert sorted(attributes) == ["HttpOnly", "Max-Age=1209600", f"Path=/j/{dialogue.code}", "SameSite=lax"]
    assert "set-cookie" not in (await client.post(address(dialogue), json=fields())).headers


async def test_cookie_is_secure_behind_https(services: Services, dialogue):
    settings = services.settings.model_copy(update={"public_url": "https://dialog.example.org"})
    app = phone_app(dataclasses.replace(services, settings=settings))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as phone:
        answer = await phone.post(address(dialogue), json=fields())
    assert "Secure" in answer.headers["set-cookie"].split("; ")


async def test_post_same_card_again_gets_the_same_answer_with_200(client, dialogue, store):
    sent = fields()
    first = await client.post(address(dialogue), json=sent)
    again = await client.post(address(dialogue), json=sent)
    assert (again.status_code, again.json()) == (200, first.json())
    assert len((await everything(store, dialogue)).entries) == 1


async def test_card_with_a_phone_number_is_answered_as_held(client, dialogue):
    answer = await client.post(address(dialogue), json=fields(text="Bitte anrufen: 0171 2345678"))
    assert (answer.status_code, answer.json()["state"]) == (201, "held")


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"text": ""}, "text_empty"),
        ({"text": " \n\u200b "}, "text_empty"),
        ({"text": "a" * 501}, "text_too_long"),
        ({"text": "👨‍👩‍👧‍👦" * 501}, "text_too_long"),
        ({"text": "a" * 70000}, "text_too_long"),
        ({"question": "why"}, "question_unknown"),
        ({"id": "1"}, "id_invalid"),
        ({"id": "\x00" * 36}, "id_invalid"),
        ({"text": 5}, "body_invalid"),
        ({"table": ["wohnen"]}, "body_invalid"),
    ],
)
async def test_card_that_cannot_be_taken_is_refused_with_422(client, dialogue, store, given, error):
    answer = await client.post(address(dialogue), json=fields(**given))
    assert (answer.status_code, answer.json()["error"]) == (422, error)
    assert len(answer.json()["message"]) > 20
    assert "set-cookie" not in answer.headers
    assert (await everything(store, dialogue)).entries == ()


@pytest.mark.parametrize(
    "text", ["a" * 500, "👨‍👩‍👧‍👦" * 300, "می‌خواهم", "a\nb", "=1+1", "<script>alert(1)</script>"]
)
async def test_text_is_stored_as_written(client, dialogue, store, text):
    answer = await client.post(address(dialogue), json=fields(text=text))
    assert answer.status_code == 201
    assert list(await entries(store, dialogue)) == [text]


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{", b'"text"', b"[" * 50000])
async def test_body_that_is_no_object_is_refused(client, dialogue, body):
    answer = await client.post(address(dialogue), content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["error"]) == (422, "body_invalid")


async def test_body_that_is_not_utf8_is_refused(client, dialogue):
    body = b'{"text":"caf\xe9"}'
    answer = await client.post(address(dialogue), content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["error"]) == (422, "not_utf8")


async def test_lone_surrogates_and_nul_leave_the_rest_of_the_text(client, dialogue, store):
    body = (
        b'{"id":"%s","table":"wohnen","question":"works","text":"\\ud800Mehr\\u0000 Busse\\udc00"}'
        % str(uuid.uuid4()).encode()
    )
    answer = await client.post(address(dialogue), content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 201
    assert list(await entries(store, dialogue)) == ["Mehr Busse"]


async def test_same_id_with_other_text_is_refused(client, dialogue, store):
    sent = fields()
    await client.post(address(dialogue), json=sent)
    answer = await client.post(address(dialogue), json={**sent, "text": "Anders"})
    assert (answer.status_code, answer.json()["error"]) == (422, "id_taken")
    assert list(await entries(store, dialogue)) == ["Der Garten"]


@pytest.mark.parametrize(
    ("path", "table", "error"),
    [("/j/ZZZZZZZZ/entries", "wohnen", "dialogue_unknown"), (None, "nirgends", "table_unknown")],
)
async def test_unknown_dialogue_or_table_is_answered_with_404(client, dialogue, path, table, error):
    answer = await client.post(path or address(dialogue), json=fields(table=table))
    assert (answer.status_code, answer.json()["error"]) == (404, error)


@pytest.mark.parametrize(
    ("phase", "status"),
    [
        (Phase.PREPARATION, 409),
        (Phase.SORT, 409),
        (Phase.WEIGH, 409),
        (Phase.HARVEST, 409),
        (Phase.CLOSED, 410),
    ],
)
async def test_outside_of_collecting_a_new_card_waits_and_a_repeat_gets_its_answer(
    client, dialogue, store, phase, status
):
    sent = fields()
    first = await client.post(address(dialogue), json=sent)
    await set_phase(store, actor=operator(), dialogue_id=dialogue.id, phase=phase)
    assert (await client.post(address(dialogue), json=fields())).status_code == status
    again = await client.post(address(dialogue), json=sent)
    assert (again.status_code, again.json()) == (200, first.json())


async def test_too_fast_participant_waits_but_a_repeat_gets_its_answer(client, dialogue):
    sent = fields()
    first = await client.post(address(dialogue), json=sent)
    statuses = [(await client.post(address(dialogue), json=fields())).status_code for _ in range(10)]
    assert statuses == [201] * 10
    answer = await client.post(address(dialogue), json=fields())
    assert (answer.status_code, answer.json()["error"]) == (429, "too_fast")
    assert 1 <= int(answer.headers["retry-after"]) <= 10
    assert answer.headers["retry-after"] in answer.json()["message"]
    again = await client.post(address(dialogue), json=sent)
    assert (again.status_code, again.json()) == (200, first.json())


async def test_database_that_fails_is_answered_with_503(client, dialogue, services: Services, store):
    await client.get(address(dialogue, "/state"))
    await _rename(store, "entries", "entries_away")
    answer = await client.post(address(dialogue), json=fields())
    await _rename(store, "entries_away", "entries")
    assert (answer.status_code, answer.json()["error"]) == (503, "storage_failed")
    assert int(answer.headers["retry-after"]) >= 1
    assert (await everything(store, dialogue)).entries == ()


async def _rename(store, table: str, other: str) -> None:
    async with store.database.engine.begin() as connection:
        await connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO {other}")


async def test_form_is_redirected_back_and_its_card_stands_there(client, dialogue):
    page = (await client.get(address(dialogue, "/wohnen"))).text
    hidden = dict(
        re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.partition("<fieldset>")[0])
    )
    answer = await client.post(
        address(dialogue), data={**hidden, "question": "needed", "text": "Ein <b>Garten</b>\r\nam Haus"}
    )
    assert (answer.status_code, answer.headers["location"]) == (303, f"/j/{dialogue.code}/wohnen#own")
    back = (await client.get(answer.headers["location"])).text
    assert '<p class="said" lang="de" dir="ltr">Ein &lt;b&gt;Garten&lt;/b&gt;\nam Haus</p>' in back
    assert "auf der Tafel" in back


@pytest.mark.parametrize(
    ("given", "status", "reason"),
    [
        ({"text": "Lang " * 150}, 422, "Der Text ist zu lang."),
        ({"question": ""}, 422, "Bitte wählen Sie eine der drei Fragen."),
        ({"table": "nirgends"}, 404, "Diesen Tisch gibt es nicht."),
    ],
)
async def test_refused_form_gets_its_text_back_with_the_reason(client, dialogue, given, status, reason):
    sent = fields(text="Mein langer Gedanke")
    sent.update(given)
    answer = await client.post(address(dialogue), data=sent)
    assert answer.status_code == status
    assert reason in answer.text
    assert f">\n{sent['text']!s}</textarea>" in answer.text


async def test_form_outside_of_collecting_gets_its_text_back(client, dialogue, store):
    await client.get(address(dialogue, "/wohnen"))
    await set_phase(store, actor=operator(), dialogue_id=dialogue.id, phase=Phase.SORT)
    answer = await client.post(address(dialogue), data=fields(text="Zu spät gedacht"))
    assert answer.status_code == 409
    assert "Zu spät gedacht</textarea>" in answer.text
    assert "Gerade werden keine Karten gesammelt." in answer.text


async def test_form_sent_twice_and_after_going_back_is_one_card_and_a_new_id(client, dialogue, store):
    sent = fields()
    for _ in range(2):
        assert (await client.post(address(dialogue), data=sent)).status_code == 303
    other = await client.post(address(dialogue), data={**sent, "text": "Ein zweiter Gedanke"})
    assert other.status_code == 422
    fresh = re.search(r'name="id" value="([^"]+)"', other.text)
    assert fresh is not None
    assert fresh[1] != sent["id"]
    again = await client.post(address(dialogue), data={**sent, "id": fresh[1], "text": "Ein zweiter Gedanke"})
    assert again.status_code == 303
    assert sorted(await entries(store, dialogue)) == ["Der Garten", "Ein zweiter Gedanke"]


async def test_form_that_is_not_utf8_gets_a_page_with_the_reason(client, dialogue):
    answer = await client.post(
        address(dialogue),
        content=b"text=%ff&table=wohnen",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    assert answer.status_code == 422
    assert "Zeichen, die nicht lesbar sind" in answer.text


async def test_chosen_language_stays_after_a_form(client, dialogue):
    answer = await client.post(address(dialogue, "/entries?lang=ar"), data=fields())
    assert answer.headers["location"] == f"/j/{dialogue.code}/wohnen?lang=ar#own"


async def test_refusal_is_said_in_the_readers_language(client, dialogue):
    answer = await client.post(address(dialogue, "/entries?lang=fr"), json=fields(text=""))
    assert answer.json()["message"] == "Écrivez d’abord quelque chose."


async def test_forged_cookie_is_nobody(client, dialogue):
    await client.post(address(dialogue), json=fields())
    value = client.cookies["participant"]
    client.cookies.clear()
    client.cookies.set("participant", value[:-3] + "abc", path=f"/j/{dialogue.code}")
    assert (await client.get(address(dialogue, "/mine"))).json()["entries"] == []


async def test_mine_tells_states_with_reasons_and_counts(client, dialogue, store: Store):
    texts = ["Eins", "Zwei", "Drei"]
    ids = {}
    for text in texts:
        sent = fields(text=text)
        ids[text] = str(sent["id"])
        await client.post(address(dialogue), json=sent)
    who = {"actor": operator(), "dialogue_id": dialogue.id}
    await hold_entry(store, **who, entry_id=ids["Zwei"], reason=HoldReason.OFF_TOPIC)
    await hide_entry(store, **who, entry_id=ids["Drei"], reason=HoldReason.INSULT_OR_THREAT)
    found = await client.get(address(dialogue, "/mine"))
    assert found.headers["cache-control"] == "no-store"
    answer = found.json()
    assert [(card["text"], card["state"], card["label"]) for card in answer["entries"]] == [
        ("Drei", "hidden", "von der Tafel genommen (sie beleidigt oder bedroht vielleicht jemanden)"),
        ("Zwei", "held", "zurückgestellt: jemand sieht sie sich an (sie gehört zu einem anderen Thema)"),
        ("Eins", "shown", "auf der Tafel"),
    ]
    await services_catch_up(client, dialogue)
    counts = (await client.get(address(dialogue, "/mine"))).json()["counts"]
    assert counts == {"received": 3, "shown": 1, "held": 2, "withdrawn": 0}


async def services_catch_up(client, dialogue) -> None:
    """Wait until the picture has what was committed."""

    async def has_caught_up() -> bool:
        state = (await client.get(address(dialogue, "/state"))).json()
        return state["revision"] >= dialogue.revision + 5

    await soon(has_caught_up)


async def test_withdraw_deletes_the_text_as_json_and_as_form(client, dialogue, store):
    for kind in ("json", "data"):
        sent = fields(text=f"Karte {kind}")
        await client.post(address(dialogue), json=sent)
        answer = await client.post(
            address(dialogue, f"/entries/{sent['id']}/withdraw"), **{kind: {"table": "wohnen"}}
        )
        assert answer.status_code == (200 if kind == "json" else 303)
    rows = (await everything(store, dialogue)).entries
    assert {(row.state, row.text) for row in rows} == {(EntryState.WITHDRAWN, "")}
    assert (await client.get(address(dialogue, "/mine"))).json()["entries"] == []


async def test_correct_rewords_ones_own_card(client, dialogue, store):
    sent = fields()
    await client.post(address(dialogue), json=sent)
    answer = await client.post(address(dialogue, f"/entries/{sent['id']}/correct"), json={"text": "Der Park"})
    assert [card["text"] for card in answer.json()["entries"]] == ["Der Park"]
    form = await client.post(
        address(dialogue, f"/entries/{sent['id']}/correct"), data={"text": "Der Hof", "table": "wohnen"}
    )
    assert form.headers["location"] == f"/j/{dialogue.code}/wohnen#own"
    assert list(await entries(store, dialogue)) == ["Der Hof"]


async def test_nobody_else_can_withdraw_or_correct(client, dialogue, store):
    sent = fields()
    await client.post(address(dialogue), json=sent)
    client.cookies.clear()
    await client.post(address(dialogue), json=fields(text="Von jemand anderem"))
    for deed in ("withdraw", "correct"):
        answer = await client.post(address(dialogue, f"/entries/{sent['id']}/{deed}"), json={"text": "Weg"})
        assert (answer.status_code, answer.json()["error"]) == (403, "not_your_card")
    client.cookies.clear()
    answer = await client.post(address(dialogue, f"/entries/{sent['id']}/withdraw"), json={})
    assert answer.status_code == 403
    assert "Der Garten" in await entries(store, dialogue)


async def test_correct_after_collecting_is_refused(client, dialogue, store):
    sent = fields()
    await client.post(address(dialogue), json=sent)
    await set_phase(store, actor=operator(), dialogue_id=dialogue.id, phase=Phase.SORT)
    answer = await client.post(address(dialogue, f"/entries/{sent['id']}/correct"), json={"text": "Anders"})
    assert (answer.status_code, answer.json()["error"]) == (409, "not_collecting")
