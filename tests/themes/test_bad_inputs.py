"""Every bad text in a theme file: refused with file and line, or taken as text."""

import json

import pytest

from tests.bad_texts import NOT_TEXT, NOT_UTF8, bad_texts
from tests.themes.test_checks import SMALL
from themes import ThemeSetError, read_theme_set
from themes.checks import GUIDE_LENGTH, TITLE_LENGTH
from themes.rehearsal_card import read_rehearsal_cards
from workshop.domain.dialogue import _rows_of
from workshop.domain.errors import RefusedError
from workshop.domain.text import normalise

pytestmark = pytest.mark.unit
# What stands in the file, and how the text stands there instead.
PLACES = {
    'title.de = "Wohnen"': "title.de = {}",
    'guide.de = "Wie wohnen wir?"': "guide.de = {}",
    'questions.works.de = "Was läuft gut?"': "questions.works.de = {}",
    'key = "wohnen"': "key = {}",
    'fields = ["wlan"]': "fields = [{}]",
    'title.de = "Kleiner Dialog"': 'title.de = "x"\n{} = 1',
    'actors = ["polizei"]': 'actors = ["polizei"]\nguide.{} = "x"',
}


def read(folder, content):
    """Return the theme set of a file, or the complaint about it; anything else that is raised is a fault."""
    path = folder / "small.toml"
    path.write_bytes(content)
    try:
        return read_theme_set(path)
    except ThemeSetError as error:
        said = str(error)
    assert said.startswith("small.toml")
    assert len(said) < 1500
    return said


def test_every_text_in_every_place_of_a_theme_file(tmp_path):
    taken = 0
    for place, spoiled in PLACES.items():
        assert SMALL.count(place) == 1
        for text in bad_texts()[::3]:
            content = SMALL.replace(place, spoiled.replace("{}", json.dumps(text, ensure_ascii=False)))
            found = read(tmp_path, content.encode(errors="surrogatepass"))
            if isinstance(found, str):
                continue
            table = found.tables[0]
            assert len(table.title.translations["de"]) <= TITLE_LENGTH
            assert len(table.guide.translations["de"]) <= GUIDE_LENGTH
            try:
                stored = _rows_of(found, 1)
            except RefusedError:
                continue
            taken += 1
            assert stored[0].titles["de"] == normalise(table.title.translations["de"])
            assert stored[0].guides["de"] == normalise(table.guide.translations["de"])
    assert taken > 200


def test_what_is_no_text_or_no_file_is_refused(tmp_path):
    for place, spoiled in PLACES.items():
        for value in NOT_TEXT:
            if value is None or isinstance(value, dict):
                written = "{ x = 1 }"
            else:
                written = str(value).lower() if isinstance(value, (bool, float)) else json.dumps(value)
            content = SMALL.replace(place, spoiled.replace("{}", written)).encode()
            assert isinstance(read(tmp_path, content), str), (place, value)
    for content in (*NOT_UTF8, b"", b"\0", b"[" * 50_000, b'"\\ud800" = 1', b"a = " + b"9" * 900):
        assert isinstance(read(tmp_path, content), str), content[:9]


def test_every_text_on_a_rehearsal_card(tmp_path):
    path, taken, said = tmp_path / "small.csv", 0, []
    for text in bad_texts()[::3]:
        for row in (
            f"wohnen,works,de,,{text}",
            f"wohnen,works,{text},,x",
            f'wohnen,works,de,"{text}",x',
            text,
        ):
            content = f"table,question,lang,topic,text\n{row}\n"
            path.write_bytes(content.encode(errors="surrogatepass"))
            try:
                taken += len(read_rehearsal_cards(path, tables=frozenset({"wohnen"})))
            except ThemeSetError as error:
                said.append(str(error))
    assert all(line.startswith("small.csv") for line in said)
    assert taken > 100
