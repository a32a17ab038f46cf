import json
import uuid

import pytest

from tests.factories import entries

pytestmark = pytest.mark.integration


@pytest.mark.parametrize(
    ("declared", "accepted", "text", "lang"),
    [
        ("mk", "mk", "Повеќе автобуси навечер", "mk"),
        ("zh-Hant-TW", "zh-TW", "晚上多一些公車", "zh-Hant-TW"),
        # What a page says that does not speak the reader's language, and what the browser says beside it.
        ("de", "mk-MK,mk;q=0.9,en;q=0.5", "Повеќе автобуси навечер", "mk-MK"),
        ("de", "ug,zh;q=0.5", "كەچتە كۆپرەك ئاپتوبۇس", "ug"),
        ("de", "de", "Mehr Busse am Abend", "de"),
    ],
)
async def test_card_keeps_the_language_that_phone_or_browser_declares(
    client, store, dialogue, declared: str, accepted: str, text: str, lang: str
) -> None:
    sent = {"id": str(uuid.uuid4()), "table": "wohnen", "question": "works", "text": text, "lang": declared}
    answer = await client.post(
        f"/j/{dialogue.code}/entries",
        content=json.dumps(sent),
        headers={"Content-Type": "application/json", "Accept-Language": accepted},
    )
    assert answer.status_code == 201
    assert (await entries(store, dialogue))[text].lang == lang
