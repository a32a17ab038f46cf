"""Privacy and accessibility pages say what the law asks for, what is so, and what is not filled in."""

import re
from datetime import date
from html import unescape

import httpx
import pytest

from tests.phone.hall import phone_app
from workshop.domain.participant import OWN_CARDS
from workshop.i18n import LANGUAGES, catalogue
from workshop.phone.participant import COOKIE_SECONDS
from workshop.settings import LEGAL_BASIS

pytestmark = pytest.mark.integration
EMPTY = "The operator has not filled this in yet."
FULL = {
    "operator_name": "Stadt Beispiel",
    "operator_address": "Rathausplatz 1, 12345 Beispiel",
    "operator_mail": "dialog@example.org",
    "operator_land": "BW",
    "operator_data_protection": "datenschutz@example.org",
    "operator_hosting": "Rechenzentrum <Süd>",
    "operator_statement_on": date(2026, 11, 30),
}


def words(tag: str, text: str) -> str:
    return catalogue("phone", tag).gettext(text)


@pytest.fixture
def filled(services):
    """The services of an operator who filled in everything."""
    object.__setattr__(services, "settings", services.settings.model_copy(update=FULL))
    return services


async def page(services, name: str, tag: str = "de") -> str:
    transport = httpx.ASGITransport(app=phone_app(services))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        return (await client.get(f"/j/-/{name}", params={"lang": tag})).text


def headings(text: str) -> list[str]:
    return [unescape(each) for each in re.findall(r"<h2>(.*?)</h2>", text)]


async def test_statement_on_accessibility_has_the_parts_of_the_statutory_form(filled):
    parts = (
        "How far the rules are kept",
        "What works",
        "What does not work yet",
        "How this statement was made",
        "Tell us what is in your way",
        "If our answer does not help",
    )
    facts = (filled.settings.base_url, "EN 301 549", "2016/2102", "Landeszentrum Barrierefreiheit")
    for tag in LANGUAGES:
        text = await page(filled, "accessibility", tag)
        assert headings(text) == [words(tag, part) for part in parts]
        assert [fact for fact in (*facts, words(tag, EMPTY)) if fact in unescape(text)] == list(facts), tag


async def test_privacy_page_says_what_article_13_asks_for(filled):
    of_operator = ("Stadt Beispiel", "Rathausplatz 1", "dialog@example.org", "datenschutz@example.org")
    of_law = ("Rechenzentrum <Süd>", LEGAL_BASIS, "für den Datenschutz und die Informationsfreiheit Baden")
    rights = ("Your rights", "Why it is stored", "Nothing about you is decided by a computer.")
    for tag in LANGUAGES:
        text = unescape(await page(filled, "privacy", tag))
        wanted = [*of_operator, *of_law, *(words(tag, right) for right in rights)]
        assert [fact for fact in (*wanted, words(tag, EMPTY)) if fact in text] == wanted, tag


async def test_what_is_not_filled_in_is_said_at_its_place_and_not_made_up(services):
    """The operator of the fixture has given a name and a mail only."""
    for tag in LANGUAGES:
        empty = words(tag, EMPTY)
        # Address, who runs the server, supervision, data protection officer.
        assert unescape(await page(services, "privacy", tag)).count(empty) == 4, tag
        # Address, day of the check, body for disputes.
        assert unescape(await page(services, "accessibility", tag)).count(empty) == 3, tag


async def test_the_days_of_the_cookie_are_those_that_it_lives(filled):
    assert OWN_CARDS.total_seconds() == COOKIE_SECONDS
    assert f"Sie liegt {OWN_CARDS.days} Tage lang in einem Cookie" in await page(filled, "privacy")


async def test_periods_are_those_of_the_settings(filled):
    closed = "This is possible until the evening is closed."
    kept = "%(months)s months after the evening, all its cards are deleted."
    archive = "Before that, the public archive is asked."
    grace = (
        "This is possible until %(days)s days after the evening was closed. "
        "Then the random number is deleted."
    )
    for days, months, reason in ((7, 12, ""), (0, 5, "Das Archiv will keine Karten.")):
        changed = {"correction_days": days, "keep_months": months, "no_archive_reason": reason}
        object.__setattr__(filled, "settings", filled.settings.model_copy(update=changed))
        for tag in LANGUAGES:
            text = unescape(await page(filled, "privacy", tag))
            assert words(tag, kept) % {"months": months} in text, tag
            assert (words(tag, grace) % {"days": days} in text) == bool(days), tag
            assert (words(tag, closed) in text) == (not days), tag
            assert (words(tag, archive) in text) == (not reason), tag


async def test_another_machine_that_reads_texts_is_named(filled):
    told = (
        "To find cards about the same thing, a language service on another machine reads their texts: "
        "%(host)s"
    )
    addresses = {
        "": None,
        "http://127.0.0.1:8000/v1/embeddings": None,
        "https://model.example.org/v1/embeddings": "model.example.org",
    }
    plain = filled.settings
    for address, host in addresses.items():
        changed = plain.model_copy(update={"embedding_url": address})
        object.__setattr__(filled, "settings", changed)
        for tag in LANGUAGES if host else ("de",):
            sentence = words(tag, told)
            text = unescape(await page(filled, "privacy", tag))
            assert (sentence % {"host": host} in text) == bool(host), (address, tag)
            assert (sentence.partition("%")[0] in text) == bool(host), (address, tag)
