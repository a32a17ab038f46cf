import string
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import workshop.board
from tests.catalogues import translated
from workshop.board.wording import Wording
from workshop.i18n import LOCALE, languages_of

pytestmark = pytest.mark.unit


def fields(text):
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name)


@pytest.mark.parametrize("lang", languages_of("board"))
def test_catalogue_has_every_text_that_the_board_asks_for_and_no_other(lang):
    room, keywords = Path(workshop.board.__file__).parent, {"say": None, "count": (1, 2), "forms": (1, 2)}
    asked = {
        message[0] if isinstance(message, tuple) else message
        for _file, _line, message, _notes, _where in extract_from_dir(
            str(room), [("**.py", "python")], keywords=keywords
        )
    }
    assert asked == translated("board", lang).keys()


@pytest.mark.parametrize("lang", ["de", "en"])
def test_catalogue_is_complete_and_keeps_the_facts(lang):
    path = LOCALE / lang / "LC_MESSAGES" / "board.po"
    with path.open("rb") as source:
        messages = [message for message in read_po(source, locale=lang) if message.id]
    for message in messages:
        texts = message.string if message.pluralizable else (message.string,)
        originals = message.id if message.pluralizable else (message.id,)
        assert all(texts), message.id
        assert {tuple(fields(t)) for t in texts} == {tuple(fields(o)) for o in originals}
    assert len(messages) > 30


@pytest.mark.parametrize(
    ("lang", "used"), [("de", "de"), ("en", "en"), ("en-GB", "en"), ("xx", "de"), ("", "de")]
)
def test_wording_falls_back_to_german(lang, used):
    assert (Wording(lang).lang, set(languages_of("board")) >= {"de", "en"}) == (used, True)


def test_forms_one_text_per_plural_category():
    assert Wording("de").forms("+ {n} more topic", "+ {n} more topics") == {
        "other": "+ {n} weitere Themen",
        "one": "+ {n} weiteres Thema",
    }


@pytest.mark.parametrize(
    ("home", "tag", "said"),
    [
        ("de", "tr", "Türkisch"),
        ("de", "zh-Hant", "Chinesisch, Traditionell"),
        ("tr", "de", "Almanca"),
        ("ar", "tr", "التركية"),
        ("de", "de", ""),
        ("de", "de-AT", ""),
        ("de-simple", "de", ""),
        ("de", "de-simple", ""),
        ("de", "und", ""),
        ("de", "mul", ""),
        ("de", "x-privat", ""),
        ("de", "qaa", ""),
    ],
)
def test_another_language_is_named_in_the_dialogues(home, tag, said):
    assert Wording(home).tongue(tag) == said
