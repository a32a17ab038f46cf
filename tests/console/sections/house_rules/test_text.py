import pytest

from workshop.console.sections.house_rules.text import Block, blocks_of, house_rules
from workshop.settings import MOST_RULES, Settings, SettingsError

pytestmark = pytest.mark.unit


def test_headings_points_and_paragraphs_are_told_apart():
    text = "# Rat\nFrau Muster\nTel. 1\n\nAbends\n- eins\n* zwei\n\n- drei\n##  Ende #\n<b>\n"
    assert blocks_of(text) == [
        Block("h3", ("Rat",)),
        Block("p", ("Frau Muster", "Tel. 1")),
        Block("p", ("Abends",)),
        Block("ul", ("eins", "zwei")),
        Block("ul", ("drei",)),
        Block("h3", ("Ende #",)),
        Block("p", ("<b>",)),
    ]


def test_ours_is_there_in_german_and_english_with_as_much_in_it(tmp_path):
    german, english, other = (house_rules(Settings(data_dir=tmp_path), lang) for lang in ("de", "en", "fr"))
    assert [(each.tag, len(each.lines)) for each in german] == [(e.tag, len(e.lines)) for e in english]
    assert (german[0].lines, other) == (("So sprechen wir hier miteinander",), german)
    assert len({line for each in (*german, *english) for line in each.lines}) > 30


def test_operators_file_stands_instead_of_it_as_it_is_now(tmp_path):
    file = tmp_path / "regeln.txt"
    file.write_bytes("\ufeff# Regeln\r\nRat: die Fachstelle".encode())
    settings = Settings(data_dir=tmp_path, house_rules=file)
    assert house_rules(settings, "en") == [Block("h3", ("Regeln",)), Block("p", ("Rat: die Fachstelle",))]
    file.write_text("Neu", encoding="utf-8")
    assert house_rules(settings, "en") == [Block("p", ("Neu",))]
    # An evening does not fail for a file that went away.
    file.unlink()
    assert len(house_rules(settings, "en")) > 5


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "cannot be read"),
        (b"\xff\xfe", "is no text in UTF-8"),
        (b"a" * (MOST_RULES + 1), "has more than 20000 characters"),
        (b"a\x1b[0m", "has a control character"),
    ],
)
def test_file_that_is_no_such_text_is_refused_at_the_start_in_one_line(tmp_path, content, why):
    file = tmp_path / "regeln.txt"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(SettingsError, match=f"^WORKSHOP_HOUSE_RULES: .*{why}") as told:
        Settings(data_dir=tmp_path, house_rules=file)
    assert "\n" not in str(told.value)
