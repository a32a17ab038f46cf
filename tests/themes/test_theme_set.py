from pathlib import Path

import pytest

import themes
from themes import (
    LANGUAGES,
    QUESTION_KEYS,
    ThemeSetError,
    load_actor_map,
    load_theme_map,
    load_theme_set,
    read_theme_set,
    theme_set_keys,
)
from themes.text import long_sentences

pytestmark = pytest.mark.unit

FOLDER = Path(themes.__file__).parent

GERMAN_TABLES = {
    "gmuend": ["Bauen & Wohnen", "Ehrenamt & Beteiligung", "Arbeit", "Frauen", "Bildung & Ausbildung"],
    "gmuend-frauendialog": [
        "Treffpunkte & Gemeinschaft",
        "Sprache & Bildung",
        "Arbeit & Ausbildung",
        "Gesundheit & Familie",
        "Sicherheit & Respekt",
    ],
    "ostfildern": ["Bauen & Wohnen", "Sprache & Bildung", "Sorgen & Bedenken"],
    "weinheim": ["Sicherheit & Nachbarschaft", "Arbeit"],
    "stuttgart": ["Zusammenleben in der Stadt"],
    "fachtag": ["Aufnahme", "Wohnen", "Soziale Beratung", "Gesundheit", "Sprache", "Arbeitsmarkt"],
}
GERMAN_QUESTIONS = ["Was läuft gut?", "Was muss verbessert werden?", "Was braucht es?"]

SMALL = """\
key = "small"

[title]
de = "Kleiner Dialog"

[questions]
works.de = "Was läuft gut?"
improve.de = "Was muss verbessert werden?"
needed.de = "Was braucht es?"

[[tables]]
key = "wohnen"
title.de = "Wohnen"
guide.de = "Wie wohnen wir?"
fields = ["bauen", "wlan"]
actors = ["arbeiten", "polizei"]

[[tables]]
key = "arbeit"
fields = ["gesundheit"]
actors = []

[tables.title]
de = "Arbeit"
de-simple = "Arbeit"

[tables.guide]
de = "Wie arbeiten wir?"
"""


def texts_of(theme_set):
    yield theme_set.title
    yield from theme_set.questions.values()
    for table in theme_set.tables:
        yield table.title
        yield table.guide


def read_changed(folder, old, new):
    """Read the small set with one place changed."""
    assert SMALL.count(old) == 1
    path = folder / "small.toml"
    path.write_text(SMALL.replace(old, new), encoding="utf-8")
    return read_theme_set(path)


def message_of(folder, old, new):
    with pytest.raises(ThemeSetError) as caught:
        read_changed(folder, old, new)
    return str(caught.value)


def test_theme_set_keys_are_those_of_the_issue():
    assert theme_set_keys() == tuple(sorted(GERMAN_TABLES))


@pytest.mark.parametrize("key", GERMAN_TABLES)
def test_theme_set_has_its_german_titles_and_questions(key):
    theme_set = load_theme_set(key)
    assert theme_set.key == key
    assert [table.title.in_language("de") for table in theme_set.tables] == GERMAN_TABLES[key]
    assert tuple(theme_set.questions) == QUESTION_KEYS
    assert [text.in_language("de") for text in theme_set.questions.values()] == GERMAN_QUESTIONS


@pytest.mark.parametrize("key", GERMAN_TABLES)
def test_theme_set_texts_are_there_in_every_language(key):
    for text in texts_of(load_theme_set(key)):
        assert tuple(text.translations) == LANGUAGES


@pytest.mark.parametrize("key", GERMAN_TABLES)
def test_theme_set_leichte_sprache_has_short_sentences(key):
    for text in texts_of(load_theme_set(key)):
        assert long_sentences(text.translations["de-simple"]) == []


@pytest.mark.parametrize("key", GERMAN_TABLES)
def test_theme_set_guides_are_one_sentence(key):
    for table in load_theme_set(key).tables:
        guide = table.guide.in_language("de")
        assert [guide.count(sign) for sign in ".!?"] == [0, 0, 1]


@pytest.mark.parametrize("key", GERMAN_TABLES)
def test_theme_set_tables_know_fields_and_actors(key):
    for table in load_theme_set(key).tables:
        titles = [load_theme_map().title(field) for field in table.fields]
        actors = [load_actor_map().actor(actor) for actor in table.actors]
        assert (bool(titles), bool(actors)) == (True, True)


@pytest.mark.parametrize("key", [*GERMAN_TABLES, "map"])
def test_theme_file_says_that_translations_await_review(key):
    head = (FOLDER / f"{key}.toml").read_text(encoding="utf-8").splitlines()[:4]
    assert sum("await review by native speakers" in line for line in head) == 1


@pytest.mark.parametrize("key", GERMAN_TABLES)
def test_theme_set_is_read_once_and_can_be_a_dictionary_key(key):
    assert {load_theme_set(key): 1}[load_theme_set(key)] == 1


def test_theme_set_unknown_key_is_refused():
    with pytest.raises(ThemeSetError, match=r'^there is no theme set "\.\./map"; known are fachtag, gmuend'):
        load_theme_set("../map")


def test_theme_set_references_are_resolved(tmp_path):
    path = tmp_path / "small.toml"
    path.write_text(SMALL, encoding="utf-8")
    first, second = read_theme_set(path).tables
    assert first.fields == ("baugrund", "bautraeger", "wlan")
    assert first.actors == ("arbeitgeber", "gewerkschaften", "arbeitsagentur", "polizei")
    assert (second.fields, second.actors) == (("gesundheit",), ())


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('[title]\nde = "Kleiner Dialog"\n', "", "line 1, title: is missing"),
        ('de = "Kleiner Dialog"', "", "line 3, title.de: the German text is missing"),
        ('de = "Kleiner Dialog"', 'de = " "', "line 4, title.de: is empty"),
        ('de = "Kleiner Dialog"', "de = 7", "line 4, title.de: must be text, not a number"),
        ('[title]\nde = "Kleiner Dialog"', 'title = "K"', "line 3, title: must be a table, not text"),
        ('needed.de = "Was braucht es?"\n', "", "line 6, questions.needed: is missing"),
        (
            'needed.de = "Was',
            'wish.de = "Was',
            "questions.wish: unknown key; allowed are works, improve, needed",
        ),
        ('key = "arbeit"', 'key = "wohnen"', 'line 19, tables[2].key: "wohnen" is used twice'),
        ('key = "arbeit"\n', "", "line 18, tables[2].key: is missing"),
        ('key = "arbeit"', "key = 3", "line 19, tables[2].key: must be text, not a number"),
        ('key = "arbeit"', 'key = "Arbeit & Co"', "may only have a-z, 0-9 and single hyphens between them"),
        (
            'key = "arbeit"',
            'key = "topics"',
            'line 19, tables[2].key: "topics" is an address of the phone page; choose another key',
        ),
        (
            "actors = []",
            "actors = []\ncolour = 1",
            "line 22, tables[2].colour: unknown key; allowed are key,",
        ),
        ("actors = []\n", "", "line 18, tables[2].actors: is missing"),
        ("actors = []", 'actors = "polizei"', "line 21, tables[2].actors: must be a list, not text"),
        ("actors = []", "actors = [1]", "line 21, tables[2].actors: entry 1 must be text, not a number"),
        ('"polizei"', '"polizist"', 'line 16, tables[1].actors: "polizist" is neither a known actor'),
        ('"gesundheit"', '"wellness"', 'line 20, tables[2].fields: "wellness" is neither a known field'),
        ('["gesundheit"]', '["wlan", "wlan"]', 'line 20, tables[2].fields: "wlan" stands there twice'),
        (
            'de-simple = "Arbeit"',
            'xx = "Arbeit"',
            "line 25, tables[2].title.xx: unknown language; known are de,",
        ),
        ('de-simple = "Arbeit"', 'de-simple = ""', "line 25, tables[2].title.de-simple: is empty"),
        ('de = "Arbeit"\nde-simple', "de-simple", "line 23, tables[2].title.de: the German text is missing"),
        (
            'de-simple = "Arbeit"',
            'de-simple = "Ja. Das ist ein Satz der auch sehr viel mehr als zwölf Wörter hat."',
            "line 25, tables[2].title.de-simple: a sentence of Leichte Sprache has 13 words, at most 12 are",
        ),
        ('key = "small"', 'key = "large"', 'line 1, key: is "large", but the file is named small.toml'),
        ('de = "Arbeit"', "de = Arbeit", "line 24, tables[2].title.de: is not valid TOML: Invalid value"),
        ('de = "Arbeit"', 'de = "Arbeit', "line 24, tables[2].title.de: is not valid TOML: "),
        ("[tables.title]", "[tables.title", "line 23: is not valid TOML: "),
        ("actors = []", "actors = []\nnonsense", "line 22: is not valid TOML: Expected '='"),
        (
            "actors = []",
            'actors = [\n  "drk"\n  "polizei"]',
            "line 23, tables[2].actors: is not valid TOML: ",
        ),
        (
            'de-simple = "Arbeit"',
            'de = "Beruf"',
            "line 25, tables[2].title.de: is not valid TOML: Cannot overwrite",
        ),
        ('"Wie arbeiten wir?"', '"""Wie arbeiten', "line 28, tables[2].guide.de: is not valid TOML: "),
    ],
)
def test_theme_set_error_names_file_line_and_key(tmp_path, old, new, message):
    said = message_of(tmp_path, old, new)
    assert said.startswith("small.toml, line ")
    assert message in said


def test_theme_set_line_is_right_after_texts_over_several_lines(tmp_path):
    said = message_of(
        tmp_path,
        'guide.de = "Wie wohnen wir?"',
        'guide.de = """\nkey = \nWie wohnen wir?"""\n# key = 2\nhost = 1',
    )
    assert said == (
        "small.toml, line 18, tables[1].host: unknown key; allowed are key, title, guide, fields, actors"
    )


def test_theme_set_without_tables_is_refused(tmp_path):
    path = tmp_path / "small.toml"
    path.write_text(SMALL[: SMALL.index("[[tables]]")].replace("[title]", "tables = []\n[title]"))
    with pytest.raises(ThemeSetError) as caught:
        read_theme_set(path)
    assert str(caught.value) == "small.toml, line 3, tables: needs at least one entry"


def test_theme_set_with_text_for_a_table_is_refused(tmp_path):
    path = tmp_path / "small.toml"
    path.write_text(SMALL[: SMALL.index("[[tables]]")].replace("[title]", 'tables = ["Arbeit"]\n[title]'))
    with pytest.raises(ThemeSetError) as caught:
        read_theme_set(path)
    assert str(caught.value) == "small.toml, line 3, tables: entry 1 must be a table, not text"


def test_theme_set_that_is_not_utf8_names_the_line(tmp_path):
    path = tmp_path / "small.toml"
    path.write_bytes(SMALL.encode("latin-1"))
    with pytest.raises(ThemeSetError) as caught:
        read_theme_set(path)
    assert str(caught.value) == "small.toml, line 7: is not UTF-8 text"


def test_theme_set_saved_by_a_windows_editor_is_read(tmp_path):
    path = tmp_path / "small.toml"
    path.write_bytes(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode())
    assert [table.key for table in read_theme_set(path).tables] == ["wohnen", "arbeit"]


def test_theme_set_that_is_not_there_names_the_file(tmp_path):
    with pytest.raises(ThemeSetError) as caught:
        read_theme_set(tmp_path / "none.toml")
    assert str(caught.value) == "none.toml: cannot be read (No such file or directory)"
