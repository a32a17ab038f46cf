import re
from collections import Counter

import pytest

from themes import QUESTION_KEYS, RehearsalCard, ThemeSetError, load_rehearsal_cards, load_theme_set
from themes.checks import KEY_LENGTH, TITLE_LENGTH
from themes.rehearsal_card import TEXT_LENGTH, read_rehearsal_cards

pytestmark = pytest.mark.unit

TABLES = [table.key for table in load_theme_set("gmuend").tables]
CARDS = load_rehearsal_cards("gmuend")
OTHER_LANGUAGES = ("en", "ar", "fa", "uk", "tr", "ru")


def test_rehearsal_cards_are_enough_in_german_and_in_other_languages():
    languages = Counter(card.lang for card in CARDS)
    german = languages.pop("de")
    assert german >= 420
    assert languages.total() >= 100
    assert sorted(languages) == sorted(OTHER_LANGUAGES)
    assert min(languages.values()) >= 15


def test_rehearsal_cards_are_all_different():
    repeated = [text for text, times in Counter(card.text.casefold() for card in CARDS).items() if times > 1]
    assert repeated == []


def test_rehearsal_cards_cover_every_table_and_question():
    german = Counter((card.table, card.question) for card in CARDS if card.lang == "de")
    assert set(german) == {(table, question) for table in TABLES for question in QUESTION_KEYS}
    assert min(german.values()) >= 20


def test_rehearsal_cards_in_other_languages_are_at_every_table():
    found = {(card.table, card.lang) for card in CARDS if card.lang != "de"}
    assert found == {(table, lang) for table in TABLES for lang in OTHER_LANGUAGES}


def test_rehearsal_cards_fit_on_a_card():
    lengths = [len(card.text) for card in CARDS]
    assert max(lengths) <= 500
    assert sum(length > 200 for length in lengths) >= 20
    assert sum(length < 20 for length in lengths) >= 20


@pytest.mark.parametrize("table", TABLES)
def test_rehearsal_cards_repeat_concerns_at_each_table(table):
    topics = Counter(card.topic for card in CARDS if card.table == table and card.lang == "de")
    alone = topics.pop("")
    assert alone >= 10
    assert sum(count >= 5 for count in topics.values()) >= 8


@pytest.mark.parametrize("table", TABLES)
def test_rehearsal_cards_speak_of_a_concern_under_all_three_questions(table):
    asked = Counter(
        card.topic for card in {(c.topic, c.question): c for c in CARDS if c.table == table}.values()
    )
    assert sum(count == len(QUESTION_KEYS) for topic, count in asked.items() if topic) >= 8


def test_rehearsal_cards_that_are_not_utf8_are_refused(tmp_path):
    path = tmp_path / "small.csv"
    path.write_bytes("table,question,lang,topic,text\narbeit,works,de,,schön\n".encode("latin-1"))
    with pytest.raises(ThemeSetError) as caught:
        read_rehearsal_cards(path, tables=frozenset({"arbeit"}))
    assert str(caught.value) == "small.csv: is not UTF-8 text"


def test_rehearsal_cards_name_no_address_or_number():
    telling = re.compile(r"@|https?:|www\.|\d{5,}|\+\d\d")
    assert [card.text for card in CARDS if telling.search(card.text)] == []


def test_rehearsal_cards_of_a_set_without_rehearsal_are_none():
    assert load_rehearsal_cards("weinheim") == ()


def test_rehearsal_cards_of_an_unknown_set_are_refused():
    with pytest.raises(ThemeSetError):
        load_rehearsal_cards("nowhere")


def test_rehearsal_cards_are_read_as_written(tmp_path):
    path = tmp_path / "small.csv"
    path.write_text('table,question,lang,topic,text\narbeit,works,de,,"Läuft, ""gell"""\n', encoding="utf-8")
    assert read_rehearsal_cards(path, tables=frozenset({"arbeit"})) == (
        RehearsalCard(table="arbeit", question="works", lang="de", text='Läuft, "gell"', topic=""),
    )


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("bad,works,de,,x", 'small.csv, line 3, table: unknown "bad"; known are arbeit'),
        ("arbeit,gut,de,,x", 'small.csv, line 3, question: unknown "gut"; known are improve, needed, works'),
        ("arbeit,works,xx,,x", 'small.csv, line 3, lang: unknown "xx"; known are ar, de, '),
        ("arbeit,works,de,, ", "small.csv, line 3, text: is empty"),
        ("arbeit,works,de,x", "small.csv, line 3: must have 5 columns"),
        ('arbeit,works,de,,"x"y', "small.csv, line 3: is not valid CSV: "),
        ("arbeit,works,de,,x,y", "small.csv, line 3: must have 5 columns"),
    ],
)
def test_rehearsal_card_error_names_line_and_column(tmp_path, row, message):
    path = tmp_path / "small.csv"
    path.write_text(f"table,question,lang,topic,text\narbeit,works,de,,gut\n{row}\n", encoding="utf-8")
    with pytest.raises(ThemeSetError) as caught:
        read_rehearsal_cards(path, tables=frozenset({"arbeit"}))
    assert str(caught.value).startswith(message)


def test_rehearsal_cards_with_other_columns_are_refused(tmp_path):
    path = tmp_path / "small.csv"
    path.write_text("table,text\narbeit,gut\n", encoding="utf-8")
    with pytest.raises(ThemeSetError) as caught:
        read_rehearsal_cards(path, tables=frozenset({"arbeit"}))
    assert str(caught.value) == "small.csv, line 1: the columns must be table,question,lang,topic,text"


@pytest.mark.parametrize(
    ("row", "length", "column"),
    [
        ("arbeit,works,de,,{}", TEXT_LENGTH, "text"),
        ("arbeit,works,de,{},x", TITLE_LENGTH, "topic"),
        ("{},works,de,,x", KEY_LENGTH, "table"),
        ("arbeit,{},de,,x", KEY_LENGTH, "question"),
        ("arbeit,works,{},,x", KEY_LENGTH, "lang"),
    ],
)
def test_rehearsal_card_has_a_bound(tmp_path, row, length, column):
    path = tmp_path / "small.csv"
    said = []
    for letters in (length, length + 1):
        written = row.format("ä" * letters)
        path.write_text(f"table,question,lang,topic,text\n{written}\n", encoding="utf-8")
        try:
            read_rehearsal_cards(path, tables=frozenset({"arbeit"}))
        except ThemeSetError as error:
            said.append(str(error))
    assert said.pop() == f"small.csv, line 2, {column}: has more than {length} characters"
    assert ["unknown" in other for other in said] == [True] * (length == KEY_LENGTH)


@pytest.mark.parametrize(
    ("row", "column"), [("arbeit,works,de,,a\0b", "text"), ("arbeit,works,de,a\x1bb,x", "topic")]
)
def test_rehearsal_card_with_controls_is_refused(tmp_path, row, column):
    path = tmp_path / "small.csv"
    path.write_text(f"table,question,lang,topic,text\n{row}\n", encoding="utf-8")
    with pytest.raises(ThemeSetError) as caught:
        read_rehearsal_cards(path, tables=frozenset({"arbeit"}))
    assert str(caught.value) == f"small.csv, line 2, {column}: has a control character"
