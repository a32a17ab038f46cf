from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from docx import Document

from exports.blocks import Paragraph, Style
from exports.details import details_of
from exports.links import Links
from exports.paper_facts import PAPER_FIELDS, PaperFacts, PaperKind
from exports.pdf import render_pdf
from exports.pdf_data import data_of
from exports.profile import profile_of, weightiest
from exports.results import OutcomeFacts, Results, TableFacts
from exports.word import render_word
from tests.exports.harvested import SECRETS, harvest
from tests.exports.pdf_reading import Reading, plain
from workshop.domain.paper_facts import write_paper_facts
from workshop.domain.queries.results import results_of
from workshop.domain.rights import operator

HEADINGS = [
    *("Angaben zur Kommune", "Veranstaltungskonzept", "Ausgangssituation und Anlass"),
    *("Beratung und Moderation", "Themenfelder", "Beteiligte Akteure"),
    "Bewertung des Ablaufs und der Ergebnisse",
    "Konkrete Ergebnisse, Maßnahmen und nächste Schritte",
    *("Kosten", "Empfehlungen an andere"),
]
FACTS = PaperFacts(
    inhabitants=24_300,
    municipality_kind="Große Kreisstadt",
    district="Musterkreis",
    region="Musterbezirk",
    contact="Stabsstelle Bürgerbeteiligung, dialog@musterstadt.example",
    moderation="Büro für Beteiligung",
    attendance=1_148,
    attendance_of="Ehrenamtliche: 1.052\nمتطوعون: 41",
    occasion="Der Rat hat beschlossen, zuzuhören.",
    format="Dialogabend",
    method="Drei Runden am Tisch",
    advice="Drei Termine",
    assessment="Es war gut 🙂.",
    highlights="Ein Abendbus\nدورات لغة",
    costs="Rund 4.200 Euro",
    advice_to_others="Früh einladen",
)


def entered(results: Results, facts: PaperFacts, **said: object) -> Results:
    return replace(results, dialogue=replace(results.dialogue, paper=facts, **said))


def word_lines(content: bytes) -> list[str]:
    document = Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [paragraph.text for paragraph in document.paragraphs] + cells


def pages_of(content: bytes) -> int:
    with pikepdf.open(BytesIO(content)) as document:
        return len(document.pages)


@pytest.mark.unit
@pytest.mark.parametrize("facts", [PaperFacts(), FACTS], ids=["empty", "full"])
def test_headings_stand_in_the_order_that_offices_know(evening: Results, german, facts):
    paper = profile_of(entered(evening, facts), gettext=german)
    word = Document(BytesIO(render_word(paper))).paragraphs
    assert [each.text for each in word if each.style.name == "Heading 1"] == HEADINGS
    assert not any(each.style.name.startswith("toc") for each in word)
    reading = Reading(render_pdf(paper))
    assert [plain(each.whole()) for each in reading.elements("H1", "H2")] == HEADINGS
    assert reading.bookmarks() == [(1, heading) for heading in HEADINGS]
    assert {each.tag for each in reading.elements("TH", "TD")} == {"TH", "TD"}


@pytest.mark.integration
async def test_both_files_say_what_the_database_holds_and_nothing_that_is_hidden(store, dialogue, german):
    stored = await harvest(store, dialogue)
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    await write_paper_facts(store, facts=FACTS, **act)
    async with store.read() as session:
        results = await results_of(session, dialogue.code)
    paper = profile_of(results, gettext=german)
    lines = word_lines(render_word(paper))
    expected = [
        f"Name: {stored.dialogue.municipality}" if stored.dialogue.municipality else "Steckbrief",
        *("Einwohnerzahl: 24.300", "Art: Große Kreisstadt", "Landkreis: Musterkreis"),
        *("Regierungsbezirk: Musterbezirk", f"Kontaktstelle: {FACTS.contact}"),
        *("Format: Dialogabend", "Methodische Umsetzung: Drei Runden am Tisch"),
        *(FACTS.occasion, "Beratung: Drei Termine", "Moderation: Büro für Beteiligung"),
        *("Teilnehmende: 1.148", "Ehrenamtliche: 1.052", "متطوعون: 41", FACTS.assessment),
        *("Ein Abendbus", "دورات لغة", "Rund 4.200 Euro", "Früh einladen"),
    ]
    assert [line for line in expected if line not in lines] == []
    for table in stored.tables or ():
        shown = [e for e in stored.entries if e.table_id == table.id and e.state == "shown"]
        place = lines.index(f"{table.number} {table.title('de')}")
        counts = [sum(e.question == key for e in shown) for key in ("works", "improve", "needed")]
        assert lines[place + 1 : place + 5] == [str(n) for n in (*counts, len(shown))]
    heard = plain(Reading(render_pdf(paper)).said())
    # Letters from right to left lie as they look.
    words = [word for line in expected for word in plain(line).split()]
    assert [word for word in words if word not in heard and word[::-1] not in heard] == []
    assert [word for word in SECRETS for text in (*lines, heard) if word in text] == []


@pytest.mark.unit
def test_what_nobody_entered_is_said_in_a_calm_line(empty: Results, german):
    lines = word_lines(render_word(profile_of(empty, gettext=german)))
    assert lines.count("Noch nicht angegeben.") == 9
    assert lines.count("Noch keine Ergebnisse festgehalten.") == 1
    some = entered(empty, PaperFacts(district="Musterkreis"))
    lines = word_lines(render_word(profile_of(some, gettext=german)))
    assert "Noch nicht angegeben: Name, Einwohnerzahl, Art, Regierungsbezirk, Kontaktstelle." in lines


def _filled(unit: str) -> PaperFacts:
    """Return facts whose every field is as long as it may be."""

    def fill(name: str, kind: PaperKind, bound: int) -> str | int:
        if kind is PaperKind.NUMBER:
            return bound
        if name == "highlights":
            return "\n".join([(unit * bound)[: bound // 3 - 1]] * 3)
        if name == "attendance_of":
            line = f"{unit.strip()[:20]}: 7\n"
            return line * (bound // len(line))
        return (unit * bound)[:bound]

    return PaperFacts(**{each.name: fill(each.name, each.kind, each.bound) for each in PAPER_FIELDS})


@pytest.mark.unit
@pytest.mark.parametrize(
    "unit",
    [
        "Ein Satz, der die Lage in der Stadt beschreibt. ",
        *("ኣብ ከተማና ብዙሓት ስደተኛታት ይነብሩ። ", "يعيش في المدينة لاجئون كثيرون. "),
        *("👩‍👩‍👧‍👦🎉 ", "W", "zwei\n"),
    ],
    ids=["german", "tigrinya", "arabic", "emoji", "unbroken", "lines"],
)
def test_two_pages_hold_the_longest_texts_and_say_where_the_rest_stands(evening: Results, german, unit):
    tables = tuple(TableFacts(f"t{n}", f"Tisch über Wohnen und Arbeit {n}", n + 20) for n in range(8))
    said = {"goal": (unit * 2000)[:2000], "title": (unit.strip() * 200)[:200]}
    results = replace(entered(evening, _filled(unit), **said), tables=evening.tables + tables)
    paper = profile_of(results, gettext=german)
    assert pages_of(render_pdf(paper)) == 2
    lines = word_lines(render_word(paper))
    goal = next(line for line in lines if line.startswith("Zielsetzung: "))
    assert goal.endswith(" … (vollständig im Protokoll)")
    assert sum(line.endswith("(vollständig bei der Kontaktstelle)") for line in lines) >= 8


@pytest.mark.unit
def test_rehearsal_is_marked_on_each_page(rehearsal: Results, german):
    paper = profile_of(entered(rehearsal, FACTS), gettext=german)
    header = Document(BytesIO(render_word(paper))).sections[0].header.paragraphs[0].text
    assert header.startswith("PROBE")
    assert data_of(paper)["stamp"]["text"].startswith("PROBE")


@pytest.mark.unit
def test_value_from_right_to_left_turns_and_its_name_stays(evening: Results, german):
    facts = PaperFacts(municipality_kind="مدينة كبيرة", attendance_of="متطوعون: 41")
    blocks = data_of(profile_of(entered(evening, facts), gettext=german))["chapters"]
    said = [
        [(span["text"], span["rtl"]) for span in block["spans"]]
        for block in blocks
        if block["kind"] == "fact"
    ]
    assert [("Art: ", False), ("مدينة كبيرة", True)] in said
    assert [("متطوعون: ", True), ("41", False)] in said


@pytest.fixture
def idea() -> Callable[..., OutcomeFacts]:
    def make(number: int, kind: str, *, groups: tuple[int, ...] = (), **details: str) -> OutcomeFacts:
        return OutcomeFacts(number, f"Ergebnis {number}", details_of(kind, details), group_ids=groups)

    return make


@pytest.mark.unit
def test_three_results_are_those_with_the_most_weight_unless_some_are_entered(evening: Results, german, idea):
    few, many = (replace(group, dots=dots) for group, dots in zip(evening.groups, (2, 9), strict=True))
    agreed = {"emphasis": "main_point", "caretaker": "Stadt", "first_step": "Fragen", "by_when": "2026-05-21"}
    outcomes = (
        idea(1, "problem", groups=(many.id,)),
        idea(2, "project_idea", groups=(few.id,), emphasis="quick_win"),
        idea(3, "round_table", groups=(many.id,)),
        idea(4, "project_idea"),
        idea(5, "project_idea", **agreed),
    )
    results = replace(evening, groups=(few, many), outcomes=outcomes)
    assert [each.id for each in weightiest(Links(results))] == [5, 3, 2]
    dropped = replace(results, outcomes=(*outcomes[:4], idea(5, "project_idea", **agreed, state="dropped")))
    assert [each.id for each in weightiest(Links(dropped))] == [3, 2, 4]

    def items(results: Results) -> list[str]:
        blocks = profile_of(results, gettext=german).chapters
        said = [each for each in blocks if isinstance(each, Paragraph) and each.style is Style.ITEM]
        return ["".join(span.text for span in each.spans) for each in said]

    first = "Ergebnis 5 – Wer: Stadt; Erster Schritt: Fragen; Bis wann: 21.05.2026"
    assert items(results) == [first, "Ergebnis 3", "Ergebnis 2"]
    assert items(entered(results, PaperFacts(highlights="Eins\nZwei"))) == ["Eins", "Zwei"]
