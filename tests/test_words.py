"""One word per thing in what people read: words that were given up stay away."""

import re

import pytest

from tests.catalogues import translated
from workshop.i18n import languages_of

pytestmark = pytest.mark.unit

# What was said before, and what is said now.
GIVEN_UP = {
    r"zurück-?gelegt": "in den Themenspeicher gelegt",
    r"zurück-?(ge)?nomm|nehmen Sie [^.]* zurück|zurück-?nehm": "rückgängig machen, sperren",
    r"zurück-?gezogen|zurück-?zieh": "löschen",
    r"zurück-?gehalten": "zurückgestellt",
    r"Telefon(?!-?nummer|-Nummer)": "Handy",
    r"Smartphone|Mobiltelefon": "Handy",
    r"Maschine\b": "Computer",
    r"Regeln und Ziel": "Angaben zum Abend",
    r"neu ansehen|Tisch wird angesehen": "nach Vorschlägen suchen",
    r"Leitsatz": "worum es an diesem Tisch geht",
    r"sieht aus wie": "Grund",
    r"Eingriff": "Änderungsverlauf",
    r"Organisierende": "Organisationsteam",
    r"Übung": "Probe",
}
GERMAN = [
    (domain, lang)
    for domain in ("console", "board", "exports", "phone", "doors")
    for lang in ("de", "de-simple")
]


def texts(domain: str, lang: str) -> dict[str, str]:
    if lang not in languages_of(domain):
        return {}
    found = translated(domain, lang)
    return {key: text if isinstance(text, str) else " / ".join(text) for key, text in found.items()}


@pytest.mark.parametrize(("domain", "lang"), GERMAN)
def test_words_that_were_given_up_are_in_no_german_text(domain: str, lang: str) -> None:
    found = {
        (text, instead)
        for text in texts(domain, lang).values()
        for old, instead in GIVEN_UP.items()
        if re.search(old, text, re.IGNORECASE)
    }
    assert found == set()


def test_only_the_computer_makes_a_vorschlag_and_a_result_is_an_anregung() -> None:
    console, files = texts("console", "de"), texts("exports", "de")
    assert (console["Suggestion"], console["Suggestions"]) == ("Anregung", "Anregungen")
    assert (files["Suggestion"], files["Suggestions"]) == ("Anregung", "Anregungen")
    assert [text for text in files.values() if "Vorschl" in text] == []
    of_results = {key for key, text in console.items() if "Anregung" in text}
    paired = {"Suggestion for this: %(title)s", "Which suggestions answer it?"}
    assert of_results == {"Suggestion", "Suggestions"} | paired


@pytest.mark.parametrize("domain", ["console", "board", "exports", "phone"])
def test_zurueckgestellt_is_said_of_cards_that_wait_and_of_nothing_else(domain: str) -> None:
    said = {
        key for key, text in texts(domain, "de").items() if re.search("zurückgestellt", text, re.IGNORECASE)
    }
    assert {key for key in said if not re.search("held|set aside|hold", key, re.IGNORECASE)} == set()


@pytest.mark.parametrize("key", ["Partners", "Addressed to", "Suggestion", "Round table", "Recommendation"])
def test_console_and_files_call_the_same_thing_the_same(key: str) -> None:
    assert texts("console", "de")[key] == texts("exports", "de")[key]
