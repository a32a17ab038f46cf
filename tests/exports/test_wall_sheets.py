import re

import pikepdf
import pytest

from exports.results import Results
from exports.wall_sheets import render_wall_sheets
from tests.exports.harvested import SECRETS, harvest
from tests.exports.large import TITLES, large_evening, rehearsed
from tests.exports.pdf_reading import Reading
from tests.exports.test_evening_edition import left_out, run_over
from workshop.domain.queries.results import results_of

pytestmark = pytest.mark.unit

A3 = [842, 1191]
# Points from the lower edge to where words may stand.
EDGE = 66
# To be read from two metres; what stands on the edges is for whoever stands before it.
SMALLEST, EDGES = 22, 15


def read(results: Results, german) -> Reading:
    return Reading(render_wall_sheets(results, gettext=german))


def sheets_of(reading: Reading, titles: list[str]) -> list[str]:
    whole = reading.spoken()
    starts = [whole.index(title) for title in titles]
    return [whole[start:end] for start, end in zip(starts, [*starts[1:], len(whole)], strict=True)]


SIZES = [(3, 0), (1000, 40)]
MORE_SIZES = [pytest.param(*size, marks=pytest.mark.soak) for size in ((0, 0), (300, 12))]


@pytest.mark.parametrize(("cards", "outcomes"), SIZES + MORE_SIZES)
def test_each_table_has_one_sheet_with_all_its_topics_or_how_many_are_left(cards, outcomes, german):
    results = large_evening(cards, outcomes)
    reading = read(results, german)
    pages = [[round(float(side)) for side in page.mediabox[2:]] for page in reading.pdf.pages]
    assert (pages, run_over(reading, EDGE)) == ([A3] * len(TITLES), [])
    titles = [f"{table.number} {table.title}" for table in results.tables]
    for table, said in zip(results.tables, sheets_of(reading, titles), strict=True):
        topics = [group for group in results.groups if group.table == table.key]
        left = left_out(said)
        numbers = re.findall(rf"\b{table.number}\.\d+(?= )", said)
        assert len(numbers) + left["Themen"] + left["Thema"] == len(topics)
        own = [each for each in results.outcomes if set(each.group_ids) & {group.id for group in topics}]
        shown = [each for each in own if f"Vorhaben {each.id}:" in said]
        assert len(shown) + left["Ergebnisse"] + left["Ergebnis"] == len(own)


def test_topics_have_their_counts_by_question_and_what_people_agree_about(evening: Results, german):
    said = read(evening, german).spoken()
    assert "5.1 Sprachkurse ✓ 1 ↑ 1 + 2 · 12 Punkte" in said
    assert "1.1 Mieten ✓ 2 ↑ 1 + 2 · 3 Punkte · umstritten" in said
    assert "Projektidee: Sprachkurs mit Kinderbetreuung Volkshochschule · 30.04.2026" in said
    # What belongs to no table hangs on a sheet of its own.
    assert said.index("Alle Tische") < said.index("Wohnraumprogramm verlängern")


def test_words_are_large_enough_for_two_metres(german):
    reading = read(large_evening(1000, 40), german)
    for page in reading.pdf.pages:
        found = {
            round(float(operands[1])): True
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) == "Tf"
        }
        assert {size for size in found if size < SMALLEST} <= {EDGES, 13}


def test_each_sheet_of_a_rehearsal_is_stamped(german):
    edges = read(rehearsed(large_evening(20, 2)), german).edges
    assert ["PROBE – keine echten Beiträge" in edge for edge in edges] == [True] * len(TITLES)


def test_evening_without_tables_has_one_sheet(empty: Results, german):
    reading = read(empty, german)
    assert len(reading.pdf.pages) == 1
    assert "Alle Tische" in reading.spoken()


@pytest.mark.integration
async def test_words_that_nobody_may_read_are_not_on_the_wall(store, dialogue, german) -> None:
    await harvest(store, dialogue)
    async with store.read() as session:
        results = await results_of(session, dialogue.code)
    said = read(results, german).spoken()
    assert [word for word in SECRETS if word in said] == []
    assert "Takt verdichten" in said
