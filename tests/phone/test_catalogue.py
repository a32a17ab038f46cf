"""The phone's texts: complete in every language, with the same placeholders; Leichte Sprache is short."""

import gettext
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

import workshop.phone
from themes.text import long_sentences
from workshop.i18n import LANGUAGES, LOCALE, catalogue
from workshop.phone.language import DOMAIN

pytestmark = pytest.mark.unit
ROOM = Path(workshop.phone.__file__).parent
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "marked": None}
_PLACEHOLDER = re.compile(r"%\(\w+\)s|%%")


def extracted() -> set[str | tuple[str, ...]]:
    """Return every text that templates and code ask for."""
    found: set[str | tuple[str, ...]] = set()
    for pattern, method in (("templates/*.html", "jinja2.ext:babel_extract"), ("*.py", "python")):
        for path in ROOM.glob(pattern):
            for _, message, _, _ in extract_from_file(
                method, path, keywords=KEYWORDS, options={"trimmed": "true", "silent": "false"}
            ):
                found.add(message)
    return found


def source_of(tag: str) -> Catalog:
    path = LOCALE / tag.replace("-", "_") / "LC_MESSAGES" / f"{DOMAIN}.po"
    with path.open("rb") as source:
        return read_po(source, locale=tag.split("-", maxsplit=1)[0])


def forms(string: object) -> list[str]:
    return [string] if isinstance(string, str) else list(string)  # type: ignore[call-overload]


def test_extraction_finds_the_texts():
    assert len(extracted()) > 120


@pytest.mark.parametrize("tag", LANGUAGES)
def test_catalogue_has_exactly_the_texts_that_are_used(tag):
    messages = {message.id for message in source_of(tag) if message.id}
    assert messages == extracted()


@pytest.mark.parametrize("tag", LANGUAGES)
def test_nothing_is_missing_or_fuzzy(tag):
    catalog = source_of(tag)
    for message in catalog:
        if message.id:
            assert not message.fuzzy, message.id
            strings = forms(message.string)
            assert all(text.strip() for text in strings), message.id
            assert len(strings) == (catalog.num_plurals if message.pluralizable else 1), message.id


@pytest.mark.parametrize("tag", LANGUAGES)
def test_placeholders_are_those_of_the_source(tag):
    for message in source_of(tag):
        if message.id:
            wanted = sorted(_PLACEHOLDER.findall(forms(message.id)[0]))
            for text in forms(message.string):
                assert sorted(_PLACEHOLDER.findall(text)) == wanted, message.id
                assert _PLACEHOLDER.sub("", text).count("%") == 0, message.id


@pytest.mark.parametrize("tag", [tag for tag in LANGUAGES if tag not in {"de", "en"}])
def test_translation_is_not_the_source_and_is_marked_for_review(tag):
    catalog = source_of(tag)
    assert "awaits review by a native speaker" in catalog.header_comment
    same = [
        message.id for message in catalog if message.id and forms(message.string)[0] == forms(message.id)[0]
    ]
    assert len(same) <= 3, same


def test_leichte_sprache_has_short_sentences():
    found = {}
    for message in source_of("de-simple"):
        for text in forms(message.string) if message.id else ():
            if long := long_sentences(text):
                found[text] = long
    assert found == {}


@pytest.mark.parametrize(
    ("tag", "number", "form"),
    [
        ("de", 1, "1 Karte"),
        ("de", 0, "0 Karten"),
        ("uk", 1, "1 картка"),
        ("uk", 3, "3 картки"),
        ("uk", 11, "11 карток"),
        ("ru", 22, "22 карточки"),
        ("ru", 5, "5 карточек"),
        ("ar", 2, "بطاقتان (2)"),
        ("ar", 7, "7 بطاقات"),
        ("ar", 11, "11 بطاقة"),
        ("fr", 0, "0 carte"),
        ("tr", 4, "4 kart"),
    ],
)
def test_plural_forms_are_those_of_the_language(tag, number, form):
    texts = catalogue(DOMAIN, tag)
    assert isinstance(texts, gettext.GNUTranslations)
    assert texts.ngettext("%(num)s card", "%(num)s cards", number) % {"num": number} == form
