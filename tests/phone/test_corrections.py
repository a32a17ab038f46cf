"""A correction is looked at as the card itself was, and its author is told what became of it."""

import uuid

import pytest

from tests.factories import everything

pytestmark = pytest.mark.integration


@pytest.mark.parametrize("kind", ["json", "data"])
async def test_correction_with_personal_data_is_held_and_the_phone_is_told(client, dialogue, store, kind):
    base, entry_id = f"/j/{dialogue.code}", str(uuid.uuid4())
    card = {"id": entry_id, "table": "wohnen", "question": "works", "text": "Bus", "lang": "de"}
    assert (await client.post(f"{base}/entries", json=card)).json()["state"] == "shown"
    steps = {"Ruft an: ٠١٧١.234.56.78": "held", "Ruft an": "shown", "x at gmx punkt de": "held"}
    for text, state in steps.items():
        sent = {"text": text, "table": "wohnen"}
        answer = await client.post(f"{base}/entries/{entry_id}/correct", **{kind: sent})
        assert answer.status_code == (200 if kind == "json" else 303)
        (own,) = (await client.get(f"{base}/mine")).json()["entries"]
        assert (own["text"], own["state"]) == (text, state)
        assert ("persönliche Daten" in own["label"]) == (state == "held")
        assert [row.state for row in (await everything(store, dialogue)).entries] == [state]
