import re
from collections import Counter
from dataclasses import replace

import pytest

from exports.evening_edition import edition_of, render_edition
from exports.results import QuestionKey, Results, SummaryFacts, TableFacts
from tests.exports.harvested import SECRETS, harvest
from tests.exports.large import ADDRESS, large_evening, rehearsed
from tests.exports.pdf_reading import Reading, plain
from workshop.domain.queries.results import results_of

pytestmark = pytest.mark.unit

A4 = [595, 842]
# Points from the lower edge to where words may stand.
EDGE = 60
PAGES = ("Worum es ging", "Was gesagt wurde", "Was vereinbart wurde", "Wie es weitergeht")


def read(results: Results, german) -> Reading:
    return Reading(render_edition(results, gettext=german))


def sizes(reading: Reading) -> list[list[int]]:
    return [[round(float(side)) for side in page.mediabox[2:]] for page in reading.pdf.pages]


def run_over(reading: Reading, edge: int) -> list[list[str]]:
    """Return the words of each page that stand on its lower edge or below it."""
    pages = [reading.lines(page) for page in reading.pdf.pages]
    return [[said for height, said in lines.items() if height < edge] for lines in pages if min(lines) < edge]


def words_by_page(reading: Reading) -> list[str]:
    """Return what each of the four pages says, in the order in which it is read."""
    whole = reading.spoken()
    starts = [whole.index(name) for name in PAGES]
    ends = [*starts[1:], len(whole)]
    return [whole[start:end] for start, end in zip(starts, ends, strict=True)]


def left_out(words: str) -> Counter[str]:
    """Return how many topics, tables or outcomes a page says it has left out."""
    found = re.findall(r"… und (\d+) weitere[rs]? (\w+): im Protokoll", words)
    return sum((Counter({noun: int(number)}) for number, noun in found), Counter())


SIZES = [(3, 0, 8), (1000, 40, 4), (1000, 0, 0)]
MORE_SIZES = [
    pytest.param(*size, marks=pytest.mark.soak) for size in ((0, 0, 8), (300, 12, 8), (1000, 40, 40))
]


@pytest.mark.parametrize(("cards", "outcomes", "in_topic"), SIZES + MORE_SIZES)
def test_edition_has_four_pages_whatever_the_evening_brought(cards, outcomes, in_topic, german):
    results = large_evening(cards, outcomes, in_topic=in_topic)
    reading = read(results, german)
    assert (sizes(reading), run_over(reading, EDGE)) == ([A4] * 4, [])
    first, said, agreed, ahead = words_by_page(reading)
    assert "Der Abend in Zahlen" in first
    # Each topic has its number on the page, or is counted among those that are left.
    topics = len(results.groups)
    shown = re.findall(r"\b\d+\.\d+(?= )", said)
    left = left_out(said)
    assert len(shown) + left["Themen"] + left["Thema"] == topics
    assert (left["Tische"], left["Tisch"]) == (0, 0)
    named = [each for each in results.outcomes if plain(each.title).split(":")[0] + ":" in agreed]
    left = left_out(agreed)
    assert len(named) + left["Ergebnisse"] + left["Ergebnis"] == outcomes
    told = "Karten, die in keiner Datei stehen: zurückgestellt: 4 · ausgeblendet: 3 · selbst gelöscht: 2"
    assert told in ahead


def test_large_evening_says_in_words_what_is_left_out_and_where_it_is(german):
    first, said, agreed, ahead = words_by_page(read(large_evening(1000, 40, in_topic=4), german))
    for page in (first, said):
        assert re.search(r"… und \d\d+ weitere Themen: im Protokoll", page)
    assert re.search(r"… und \d+ weitere Ergebnisse: im Protokoll", agreed)
    assert re.search(r"… und \d+ weitere (Ergebnisse|Themen): im Protokoll", ahead)
    assert "Alle Karten, Themen und Ergebnisse stehen im Protokoll" in ahead


def test_numbers_are_those_of_the_evening(evening: Results, german):
    first, said, agreed, ahead = words_by_page(read(evening, german))
    tables = re.findall(r"(\d) ([^✓]+?) ✓ (\d+) ↑ (\d+) \+ (\d+) (\d+)", first)
    counted = {
        table.number: [
            sum(each.table == table.key and each.question == key for each in evening.entries)
            for key in QuestionKey
        ]
        for table in evening.tables
    }
    assert {int(row[0]): [int(n) for n in row[2:5]] for row in tables} == counted
    assert "5.1 Sprachkurse 12 Punkte" in first
    assert "1.1 Mieten 3 Punkte · umstritten" in said
    for outcome in evening.outcomes:
        assert outcome.title in agreed
    assert "30.04.2026 Raum im Familienzentrum anfragen Volkshochschule" in ahead


def test_cards_are_quoted_in_their_own_language(evening: Results, german):
    reading = read(evening, german)
    languages = {
        lang
        for each in reading.tree.all()
        if "دورات" in each.text or "ةيئاسم" in each.text
        for lang in each.languages
    }
    assert reading.lang == "de-DE"
    assert languages <= {"ar", "de-DE"}


def test_summary_of_the_last_round_stands_at_its_table(evening: Results, german):
    table = evening.tables[0].key
    told = (SummaryFacts(table, 1, "Erst so."), SummaryFacts(table, 2, "Die Stadt sucht Räume."))
    said = words_by_page(read(replace(evening, summaries=told), german))[1]
    assert "Zusammenfassung: Die Stadt sucht Räume." in said
    assert "Erst so." not in said


def test_answers_are_told_with_their_reason(answered: Results, german):
    ahead = words_by_page(read(answered, german))[3]
    assert "Antworten auf Themen 2 von 2" in ahead


def test_edition_is_for_screen_readers_and_archives(evening: Results, german):
    dialogue = replace(evening.dialogue, handouts_address=ADDRESS)
    reading = read(replace(evening, dialogue=dialogue), german)
    root = reading.pdf.Root
    assert (root.MarkInfo.Marked, root.ViewerPreferences.DisplayDocTitle) == (True, True)
    with reading.pdf.open_metadata() as metadata:
        kinds = ("pdfuaid:part", "pdfaid:part", "pdfaid:conformance")
        assert [metadata[kind] for kind in kinds] == ["1", "2", "A"]
    chapters = [title for depth, title in reading.bookmarks() if depth == 1]
    assert [chapter for chapter in chapters if chapter in PAGES] == list(PAGES)
    assert len(reading.elements("Figure")) == 2
    assert reading.spoken().count("dialog.example/j/KFD7M2QX/papers") == 2


def test_each_page_of_a_rehearsal_is_stamped(german):
    edges = read(rehearsed(large_evening(20, 2)), german).edges
    assert ["PROBE – keine echten Beiträge" in edge for edge in edges] == [True] * 4
    assert [f"Seite {n} von 4" in edge for n, edge in enumerate(edges, start=1)] == [True] * 4


def test_edition_is_the_same_for_the_same_evening(german):
    assert edition_of(large_evening(50, 5), gettext=german) == edition_of(
        large_evening(50, 5), gettext=german
    )


TEXTS = ["W" * 4000, "שלום, עולם " * 50]
MORE_TEXTS = [
    pytest.param(text, marks=pytest.mark.soak) for text in ("", " ", "😀" * 2000, "\n" * 400 + "Ende")
]


@pytest.mark.parametrize("text", TEXTS + MORE_TEXTS)
def test_whatever_people_write_stays_on_four_pages(one_card, german, text: str):
    reading = read(one_card(text), german)
    assert (sizes(reading), run_over(reading, EDGE)) == ([A4] * 4, [])


@pytest.mark.integration
async def test_words_that_nobody_may_read_are_not_in_it(store, dialogue, german) -> None:
    stored = await harvest(store, dialogue)
    async with store.read() as session:
        results = await results_of(session, dialogue.code)
    said = read(results, german).spoken()
    assert [word for word in SECRETS if word in said] == []
    assert "Ein Bus am Abend" in said
    for outcome in stored.outcomes:
        if not outcome.discarded and outcome.title.isascii():
            assert outcome.title in said


def test_more_tables_than_a_page_has_room_for_are_counted(german):
    tables = tuple(TableFacts(f"n{n}", f"Tisch der Gruppe {n}", n) for n in range(1, 61))
    results = Results(dialogue=large_evening(0).dialogue, tables=tables)
    reading = read(results, german)
    assert (sizes(reading), run_over(reading, EDGE)) == ([A4] * 4, [])
    said = words_by_page(reading)[1]
    shown = re.findall(r"\d+ Tisch der Gruppe", said)
    assert 10 < len(shown) < len(tables)
    assert len(shown) + left_out(said)["Tische"] == len(tables)


def test_words_against_the_direction_of_the_page_are_isolated(evening: Results, english):
    dialogue = replace(evening.dialogue, lang="ar", municipality="Musterstadt")
    reading = read(replace(evening, dialogue=dialogue), english)
    assert reading.lang.startswith("ar")
    seen = [line for page in reading.pdf.pages for line in reading.lines(page).values()]
    told = [line for line in seen if "dots" in line and "12" in line]
    assert told == ["12 dots Sprachkurse 5.1", "+ 2 ↑ 1 ✓ 1 12 dots Sprachkurse 5.1"]
