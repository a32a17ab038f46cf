from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir

from tests.catalogues import translated
from workshop.console.sections import prints
from workshop.console.wording.sheets import DOMAIN, sheet_language, sheet_words
from workshop.i18n import LANGUAGES, languages_of

pytestmark = pytest.mark.unit


def test_sheets_are_written_in_each_language_and_say_the_same_things() -> None:
    assert set(languages_of(DOMAIN)) == set(LANGUAGES)
    room, keywords = Path(prints.__file__), {"said": None}
    found = extract_from_dir(str(room.parent), [(room.name, "python")], keywords=keywords)
    used = {message for _file, _line, message, *_ in found}
    assert len(used) > 4
    for tag in LANGUAGES:
        assert translated(DOMAIN, tag).keys() == used
        assert sheet_words(tag)("Table %(n)d") % {"n": 3} == translated(DOMAIN, tag)["Table %(n)d"].replace(
            "%(n)d", "3"
        )


@pytest.mark.parametrize(("lang", "written"), [("ar-SY", "ar"), ("fa", "fa"), ("xx", "de"), ("", "de")])
def test_sheet_of_another_language_is_german(lang: str, written: str) -> None:
    assert sheet_language(lang) == written
