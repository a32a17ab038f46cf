"""Files that are no theme files at all are refused before and while they are read."""

import pytest

from themes import ThemeSetError, read_theme_set
from themes.source import MAX_BYTES, MAX_LINE, MAX_LINES

pytestmark = pytest.mark.unit


def message_of(folder, content):
    path = folder / "small.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ThemeSetError) as caught:
        read_theme_set(path)
    return str(caught.value)


def test_file_has_a_bound_in_bytes(tmp_path):
    line = "#" + "ä" * 99 + "\n"
    lines, rest = divmod(MAX_BYTES, len(line.encode()))
    fits = line * lines + "#" * rest
    assert message_of(tmp_path, fits) == "small.toml, line 1, key: is missing"
    assert message_of(tmp_path, fits + "#") == "small.toml: is larger than 128 kB"


def test_file_has_a_bound_in_lines(tmp_path):
    assert message_of(tmp_path, "\n" * (MAX_LINES - 1)) == "small.toml, line 1, key: is missing"
    assert message_of(tmp_path, "\n" * MAX_LINES) == f"small.toml: has more than {MAX_LINES} lines"


def test_line_has_a_bound_in_characters(tmp_path):
    assert message_of(tmp_path, "\n#" + "ä" * (MAX_LINE - 1)) == "small.toml, line 1, key: is missing"
    said = message_of(tmp_path, "\n#" + "ä" * MAX_LINE)
    assert said == f"small.toml, line 2: has more than {MAX_LINE} characters"


@pytest.mark.parametrize("content", ["x = " + "[\n" * 1900, "x = " + "[" * 900])
def test_deep_nesting_is_refused(tmp_path, content):
    assert message_of(tmp_path, content) == "small.toml: is nested too deeply"


@pytest.mark.parametrize(
    ("before", "line"),
    [
        ("title.de = \"it is ''' open\"", 2),
        ('title.de = "open" # not """ closed', 2),
        ("title.de = '''\nkey = 1\n[x]\n'''", 5),
        ('"title".\'de\' = "a = b"', 2),
        ('title = {de = "a", en = "# \\" ="}', 2),
        ('# [x]\ntitle.de = """\n\\\n  "" # """ # x', 5),
        ("\n\r\n  title . de = 'a'\r\n", 5),
    ],
)
def test_line_is_right_whatever_stands_before(tmp_path, before, line):
    said = message_of(tmp_path, f"{before}\nwrong = 1\n")
    assert said == f"small.toml, line {line}, wrong: unknown key; allowed are key, title, questions, tables"


def test_line_is_that_of_the_list_or_table_around_what_is_missing(tmp_path):
    said = message_of(tmp_path, 'key = "x"\ntitle.de = "X"\n\n[questions.works]\nde = "W"\n')
    assert said == "small.toml, line 4, questions.improve: is missing"
