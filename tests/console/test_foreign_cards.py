"""Cards in languages that the phone page does not speak."""

import uuid

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.console.conftest import Evening, House

pytestmark = pytest.mark.e2e
CARDS = {
    "mk": ("Повеќе автобуси навечер", "Mazedonisch (македонски)", "ltr"),
    "ug": ("كەچتە كۆپرەك ئاپتوبۇس", "Uigurisch (ئۇيغۇرچە)", "rtl"),
    "zh-Hant": ("晚上多一些公車", "Chinesisch, Traditionell (中文, 繁體)", "ltr"),
    "sr-Latn": ("Više autobusa uveče", "Serbisch, Lateinisch (srpski, latinica)", "ltr"),
}


def test_card_of_another_language_is_named_and_runs_its_way(topics: Page, evening: Evening, house: House):
    for lang, (text, _name, _dir) in CARDS.items():
        card = {"id": str(uuid.uuid4()), "table": "bildung", "question": "needed", "text": text, "lang": lang}
        address = f"{house.server.url}/j/{evening.dialogue.code}/entries"
        assert httpx.post(address, json=card, timeout=30).json()["state"] == "shown"
    held = {"id": str(uuid.uuid4()), "table": "bildung", "question": "needed", "lang": "hi"}
    held["text"] = "शाम को और बसें 0171 2345678"
    assert httpx.post(address, json=held, timeout=30).json()["state"] == "held"
    for lang, (text, name, direction) in CARDS.items():
        entry = topics.locator(".topics .entry", has_text=text).or_(
            topics.locator(".single .entry", has_text=text)
        )
        expect(entry).to_have_attribute("lang", lang)
        expect(entry).to_have_attribute("dir", direction)
        expect(entry.locator(".card-tongue")).to_have_text(name)
        expect(entry.locator(".card-tongue bdi")).to_have_attribute("lang", lang)
    expect(topics.locator(".card-tongue")).to_have_count(len(CARDS))
    expect(topics.locator(".held", has_text="0171").filter(has_text="Hindi").first).to_be_visible()
