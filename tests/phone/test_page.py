"""What every phone page has to be, whatever stands on it."""

import uuid

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.phone.hall import Hall

pytestmark = pytest.mark.e2e
# An iPhone zooms into the page when somebody begins to type in a smaller one.
SMALL_FIELDS = """() => [...document.querySelectorAll('input, textarea, select')]
  .filter(each => !['hidden', 'checkbox', 'radio'].includes(each.type))
  .filter(each => parseFloat(getComputedStyle(each).fontSize) < 16)
  .map(each => each.outerHTML)"""


def test_no_field_makes_a_phone_zoom_in(phone: BrowserContext, evening: Hall):
    page = phone.new_page()
    card = {
        "id": str(uuid.uuid4()),
        "table": "wohnen",
        "question": "works",
        "text": "Ein Garten",
        "lang": "de",
    }
    assert page.request.post(evening.address("/entries"), data=card).status == 201
    page.goto(evening.address())
    page.locator(".own summary").first.click()
    expect(page.locator(".own textarea").first).to_be_visible()
    found = page.evaluate(SMALL_FIELDS)
    page.goto(f"http://127.0.0.1:{evening.port}/j")
    expect(page.locator("#code")).to_be_visible()
    assert found + page.evaluate(SMALL_FIELDS) == []
