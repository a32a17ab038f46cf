"""Each field of a theme file has its bound: what just fits is taken, one more is refused with its line."""

import pytest

from themes import GUIDE_LENGTH, MAX_TABLES, TITLE_LENGTH, ThemeSetError, read_theme_set
from themes.checks import KEY_LENGTH, LIST_LENGTH
from themes.theme_map import read_maps
from workshop import models

pytestmark = pytest.mark.unit

TABLE = """\
[[tables]]
key = "{key}"
title.de = "Wohnen"
guide.de = "Wie wohnen wir?"
fields = ["wlan"]
actors = ["polizei"]
"""
SMALL = """\
key = "small"
title.de = "Kleiner Dialog"
questions.works.de = "Was läuft gut?"
questions.improve.de = "Was muss verbessert werden?"
questions.needed.de = "Was braucht es?"
""" + TABLE.format(key="wohnen")
MAP = """\
[[dimensions]]
key = "lernen"
title.de = "Lernen"
[[dimensions.fields]]
key = "sprachkurse"
title.de = "Sprachkurse"
[[actors]]
key = "polizei"
title.de = "Polizei"
[[actor_groups]]
key = "sicherheit"
title.de = "Sicherheit"
actors = ["polizei"]
"""


def changed(folder, name, content, old, new):
    assert content.count(old) == 1
    path = folder / name
    path.write_text(content.replace(old, new), encoding="utf-8")
    return path


def read_set(folder, old, new):
    return read_theme_set(changed(folder, "small.toml", SMALL, old, new))


def set_error(folder, old, new):
    with pytest.raises(ThemeSetError) as caught:
        read_set(folder, old, new)
    return str(caught.value)


def map_error(folder, old, new):
    with pytest.raises(ThemeSetError) as caught:
        read_maps(changed(folder, "map.toml", MAP, old, new))
    return str(caught.value)


@pytest.mark.parametrize(
    ("old", "length", "where"),
    [
        ("Kleiner Dialog", TITLE_LENGTH, "line 2, title.de"),
        ("Was braucht es?", TITLE_LENGTH, "line 5, questions.needed.de"),
        ("Wohnen", TITLE_LENGTH, "line 8, tables[1].title.de"),
        ("Wie wohnen wir?", GUIDE_LENGTH, "line 9, tables[1].guide.de"),
        ('"wohnen"', KEY_LENGTH, "line 7, tables[1].key"),
    ],
)
def test_text_of_a_theme_set_has_a_bound(tmp_path, old, length, where):
    quote = '"' if old[0] == '"' else ""
    read_set(tmp_path, old, f"{quote}{'x' * length}{quote}")
    said = set_error(tmp_path, old, f"{quote}{'x' * (length + 1)}{quote}")
    assert said == f"small.toml, {where}: has more than {length} characters"


@pytest.mark.parametrize("lang", ["de-simple", "ti"])
def test_every_language_has_the_bound_of_its_text(tmp_path, lang):
    old = 'guide.de = "Wie wohnen wir?"'
    read_set(tmp_path, old, f'{old}\nguide.{lang} = "{"x" * GUIDE_LENGTH}"')
    said = set_error(tmp_path, old, f'{old}\nguide.{lang} = "{"x" * (GUIDE_LENGTH + 1)}"')
    assert said == f"small.toml, line 10, tables[1].guide.{lang}: has more than {GUIDE_LENGTH} characters"


@pytest.mark.parametrize("key", ["fields", "actors"])
def test_references_have_a_bound_in_number_and_length(tmp_path, key):
    known = {"fields": '["wlan"]', "actors": '["polizei"]'}[key]
    line = {"fields": 10, "actors": 11}[key]
    where = f"small.toml, line {line}, tables[1].{key}"
    many = ", ".join(f'"x{number}"' for number in range(LIST_LENGTH))
    assert '"x0" is neither a known' in set_error(tmp_path, known, f"[{many}]")
    assert set_error(tmp_path, known, f'[{many}, "y"]') == f"{where}: has more than {LIST_LENGTH} entries"
    long = f'["{"x" * (KEY_LENGTH + 1)}"]'
    assert set_error(tmp_path, known, long) == f"{where}: entry 1 has more than {KEY_LENGTH} characters"


def test_theme_set_has_no_more_tables_than_a_dialogue(tmp_path):
    tables = [TABLE.format(key=f"tisch-{number}") for number in range(MAX_TABLES + 1)]
    known = TABLE.format(key="wohnen")
    assert len(read_set(tmp_path, known, "".join(tables[:-1])).tables) == MAX_TABLES
    said = set_error(tmp_path, known, "".join(tables))
    assert said == f"small.toml, line 6, tables: has more than {MAX_TABLES} entries"


@pytest.mark.parametrize(
    ("old", "length", "where"),
    [
        ("Lernen", TITLE_LENGTH, "line 3, dimensions[1].title.de"),
        ("Sprachkurse", TITLE_LENGTH, "line 6, dimensions[1].fields[1].title.de"),
        ("Polizei", TITLE_LENGTH, "line 9, actors[1].title.de"),
        ("Sicherheit", TITLE_LENGTH, "line 12, actor_groups[1].title.de"),
        ("lernen", KEY_LENGTH, "line 2, dimensions[1].key"),
        ("sprachkurse", KEY_LENGTH, "line 5, dimensions[1].fields[1].key"),
        ("sicherheit", KEY_LENGTH, "line 11, actor_groups[1].key"),
    ],
)
def test_text_of_the_maps_has_a_bound(tmp_path, old, length, where):
    read_maps(changed(tmp_path, "map.toml", MAP, old, "x" * length))
    said = map_error(tmp_path, old, "x" * (length + 1))
    assert said == f"map.toml, {where}: has more than {length} characters"


@pytest.mark.parametrize(
    ("name", "line", "path"),
    [
        ("dimensions", 1, "dimensions"),
        ("dimensions.fields", 4, "dimensions[1].fields"),
        ("actors", 7, "actors"),
        ("actor_groups", 10, "actor_groups"),
    ],
)
def test_lists_of_the_maps_have_a_bound(tmp_path, name, line, path):
    head = f"[[{name}]]\n"
    actors = "actors = []\n" if name == "actor_groups" else ""
    others = [f'{head}key = "x{each}"\ntitle.de = "X"\n{actors}' for each in range(LIST_LENGTH)]
    # The entries before the one that is there already, so that the list begins on its line.
    read_maps(changed(tmp_path, "map.toml", MAP, head, "".join(others[1:]) + head))
    said = map_error(tmp_path, head, "".join(others) + head)
    assert said == f"map.toml, line {line}, {path}: has more than {LIST_LENGTH} entries"


@pytest.mark.parametrize("sign", ["\\u0000", "\\u001b", "\\t", "\\u0085", "\\u202e", "\\u2066"])
def test_texts_with_controls_or_turned_direction_are_refused(tmp_path, sign):
    said = set_error(tmp_path, "Wohnen", f"Woh{sign}nen")
    assert said == "small.toml, line 8, tables[1].title.de: has a control character"


def test_texts_keep_joiners_and_line_breaks(tmp_path):
    table = read_set(tmp_path, "Wie wohnen wir?", "می\u200cخواهیم\\nja").tables[0]
    assert table.guide.in_language("de") == "می\u200cخواهیم\nja"


def test_keys_fit_into_their_columns():
    columns = (models.ThemeTable.__table__.c.key, models.Dialogue.__table__.c.theme_set)
    assert [column.type.length >= KEY_LENGTH for column in columns] == [True, True]
