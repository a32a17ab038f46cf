import unicodedata
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from exports.details import details_of
from exports.results import EntryFacts, GroupFacts, OutcomeFacts, Results
from exports.workbook import render_workbook
from workshop.domain.text import count_characters

pytestmark = pytest.mark.unit

SHEETS = [
    "Projektideen",
    "Runde Tische",
    "Vorhandenes",
    "Probleme und Anregungen",
    "Empfehlungen",
    "Themen",
    "Beiträge",
]


WIDE = {"Projektideen": 3, "Runde Tische": 3, "Vorhandenes": 2, "Empfehlungen": 2}
PAGE_PIXELS = (297 / 25.4 - 2 * 0.3) * 96


def widths(page: Worksheet) -> list[float]:
    """Return the widths of the columns in digits; neighbours of one width share an entry in the file."""
    found = {
        number: dimension.width
        for dimension in page.column_dimensions.values()
        for number in range(dimension.min, dimension.max + 1)
    }
    return [found[number] for number in range(1, page.max_column + 1)]


def printed_size(page: Worksheet) -> float:
    """Return the size in points in which 10 point type comes out of the printer."""
    pixels = [int(width * 7) for width in widths(page)]
    pages, used, scale = 1, 0, 1.0
    while scale > 0.3:
        pages, used = 1, 0
        for number, own in enumerate(pixels):
            if used + own > PAGE_PIXELS / scale:
                pages, used = pages + 1, sum(pixels[:2]) if number > 1 else 0
            used += own
        if pages <= (page.page_setup.fitToWidth or 1):
            break
        scale -= 0.01
    return 10 * scale


def read(content: bytes) -> Workbook:
    return load_workbook(BytesIO(content))


def head_row(page: Worksheet) -> int:
    return next(row[0].row for row in page.iter_rows() if row[0].value in {"Nr.", "Tisch"})


def rows(page: Worksheet) -> list[dict[str, object]]:
    head = head_row(page)
    headings = [cell.value for cell in page[head]]
    return [
        dict(zip(headings, [cell.value for cell in row], strict=True))
        for row in page.iter_rows(min_row=head + 1)
    ]


def cell_below(page: Worksheet, heading: str, number: int = 1):
    head = head_row(page)
    column = [cell.value for cell in page[head]].index(heading) + 1
    return page.cell(head + number, column)


def test_workbook_has_the_sheets_of_the_contract(evening: Results, german):
    assert read(render_workbook(evening, gettext=german)).sheetnames == [*SHEETS, "Zahlen"]


def test_workbook_shows_a_project_idea_with_its_cards(evening: Results, german):
    assert rows(read(render_workbook(evening, gettext=german))["Projektideen"])[0] == {
        "Nr.": 1,
        "Projektidee": "Sprachkurs mit Kinderbetreuung",
        "Beschreibung": "Ein Vormittagskurs, bei dem die Kinder im selben Haus betreut werden.",
        "Ziel": "",
        "Wer kümmert sich": "Volkshochschule",
        "Im Plenum anwesend": "",
        "Wer macht mit": "Familienzentrum\nFreundeskreis Asyl",
        "Erster Schritt": "Raum im Familienzentrum anfragen",
        "Bis wann": datetime(2026, 4, 30),  # noqa: DTZ001 - a day in a cell has no zone
        "Stand": "offen",
        "Personen": "",
        "Kosten": "",
        "Woran man es merkt": "",
        "Einordnung": "",
        "Neben- und Fernwirkungen": "",
        "Mögliche Förderung": "",
        "Handlungsfelder": "",
        "Tisch": "5 Bildung & Ausbildung",
        "Themen": "Sprachkurse",
        "Karten": 4,
        "Punkte": 12,
        "✓ Was läuft gut?": "• Der Kurs der VHS am Vormittag",
        "↑ Was muss verbessert werden?": "• Wartezeit von acht Monaten\nauf einen Platz!!",
        "+ Was braucht es?": "• Sprachkurse mit Kinderbetreuung\n• دورات لغة مسائية",
    }


def test_workbook_shows_a_round_table_with_whom_and_what(evening: Results, german):
    row = rows(read(render_workbook(evening, gettext=german))["Runde Tische"])[0]
    assert row["Thema"] == "Bezahlbar wohnen"
    assert row["Eingeladen"] == "Architekten\nMieterbund\nGrundstückseigentümer"
    assert row["Fragen"] == "• Welche Häuser stehen leer?\n• Wer verhandelt mit den Eigentümern?"
    assert row["Termin"] == datetime(2026, 5, 21)  # noqa: DTZ001 - a day in a cell has no zone


def test_workbook_writes_days_as_days_in_german_order(evening: Results, german):
    page = read(render_workbook(evening, gettext=german))["Projektideen"]
    assert (cell_below(page, "Bis wann").is_date, cell_below(page, "Bis wann").number_format) == (
        True,
        "dd.mm.yyyy",
    )
    assert cell_below(page, "Bis wann", 2).value == "vor den Sommerferien"


def test_workbook_writes_a_day_before_excel_began_as_text(evening: Results, german):
    old = replace(evening.outcomes[0], details=details_of("project_idea", {"by_when": date(1899, 5, 1)}))
    book = read(render_workbook(replace(evening, outcomes=(old,)), gettext=german))
    assert cell_below(book["Projektideen"], "Bis wann").value == "01.05.1899"


def test_workbook_names_every_table_that_an_outcome_came_from(evening: Results, german):
    row = rows(read(render_workbook(evening, gettext=german))["Empfehlungen"])[0]
    assert (row["An wen"], row["Tisch"]) == ("Land", "1 Bauen & Wohnen\n5 Bildung & Ausbildung")


def test_workbook_says_what_becomes_of_topics_on_one_page(answered: Results, german):
    page = read(render_workbook(answered, gettext=german))["Themen"]
    topics = rows(page)
    assert [(row["Antwort"], row["Begründung"]) for row in topics] == [
        ("nicht berücksichtigt", "لا توجد أموال هذا العام\n=1+1"),
        ("berücksichtigt", ""),
    ]
    cell = next(each for row in page.iter_rows() for each in row if "=1+1" in str(each.value))
    assert (cell.data_type, cell.alignment.readingOrder) == ("s", 2)
    assert (page.page_setup.fitToWidth or 1) == 1
    assert printed_size(page) >= 7


def test_workbook_sorts_topics_by_table_and_links_them_to_outcomes(evening: Results, german):
    topics = rows(read(render_workbook(evening, gettext=german))["Themen"])
    assert [
        (row["Tisch"], row["Thema"], row["Karten"], row["Punkte"], row["Markierung"], row["Ergebnisse"])
        for row in topics
    ] == [
        ("1 Bauen & Wohnen", "Mieten", 5, 3, "umstritten", "Runder Tisch: Bezahlbar wohnen"),
        ("5 Bildung & Ausbildung", "Sprachkurse", 4, 12, "", "Projektidee: Sprachkurs mit Kinderbetreuung"),
    ]


@pytest.mark.parametrize(
    "text", ["=1+1", "{=A1}", "+49", "-1", "@x", "https://example.invalid", "'=1", "007"]
)
def test_workbook_writes_text_only_as_text(one_card, german, text: str):
    content = render_workbook(one_card(text), gettext=german)
    book = read(content)
    assert rows(book["Beiträge"])[0]["Karte"] == text
    for page in book:
        assert {cell.data_type for row in page.iter_rows() for cell in row} <= {"s", "n"}
        assert [cell.hyperlink for row in page.iter_rows() for cell in row if cell.hyperlink] == []
    with ZipFile(BytesIO(content)) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if "/worksheets/sheet" in name]
    assert [b"<f>" in sheet for sheet in sheets] == [False] * (len(SHEETS) + 1)


def test_workbook_gives_cards_the_look_of_their_question(evening: Results, german):
    page = read(render_workbook(evening, gettext=german))["Beiträge"]
    looks = {
        cell_below(page, "Frage", number).value: (
            cell_below(page, "Frage", number).font.color.rgb,
            cell_below(page, "Karte", number).fill.fgColor.rgb,
        )
        for number in range(1, 12)
    }
    assert looks == {
        "✓ Was läuft gut?": ("FF1C6B40", "FFE6F2EA"),
        "↑ Was muss verbessert werden?": ("FF8F5200", "FFFAEEDB"),
        "+ Was braucht es?": ("FF1F4E96", "FFE5EDF9"),
    }


def test_workbook_turns_cells_that_run_from_right_to_left(evening: Results, german):
    page = read(render_workbook(evening, gettext=german))["Beiträge"]
    orders = {
        cell_below(page, "Karte", number).value: cell_below(page, "Karte", number).alignment.readingOrder
        for number in (8, 10, 11)
    }
    assert orders == {
        "Wartezeit von acht Monaten\nauf einen Platz!!": 0,
        "دورات لغة مسائية": 2,
        "WLAN در کلاس‌ها": 2,
    }


@pytest.mark.parametrize("sheet", SHEETS)
def test_sheet_is_set_up_to_read_filter_and_print(evening: Results, german, sheet: str):
    page = read(render_workbook(evening, gettext=german))[sheet]
    head = head_row(page)
    assert page["A1"].value == sheet
    assert page["A2"].value == (
        "Dialogabend „Miteinander“ & Nachbarschaft · Musterstadt · Stadthalle, Großer Saal · 12.03.2026"
    )
    assert page.freeze_panes.endswith(str(head + 1))
    assert page.auto_filter.ref == f"A{head}:{page.cell(page.max_row, page.max_column).coordinate}"
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    assert page.page_setup.fitToHeight == 0
    assert printed_size(page) >= 8.4
    # Where it takes pages side by side, each further one says again what its rows are about.
    wide = page.page_setup.fitToWidth or 1
    assert (wide, page.print_title_cols) == (WIDE.get(sheet, 1), "$A:$B" if sheet in WIDE else None)
    assert page.page_setup.pageOrder == ("overThenDown" if wide > 1 else None)
    assert page.print_title_rows == f"${head}:${head}"
    assert page.oddFooter.left.text == (
        "Dialogabend „Miteinander“ && Nachbarschaft · Musterstadt · Stadthalle, Großer Saal · 12.03.2026"
    )
    assert page.oddFooter.right.text == "Seite &P von &N"
    assert {cell.alignment.wrap_text for row in page.iter_rows(min_row=head) for cell in row} == {True}


def test_workbook_carries_title_municipality_and_date_in_its_properties(evening: Results, german):
    properties = read(render_workbook(evening, gettext=german)).properties
    assert properties.title == "Dialogabend „Miteinander“ & Nachbarschaft"
    assert properties.subject == "Musterstadt · Stadthalle, Großer Saal · 12.03.2026"


def test_workbook_of_an_empty_dialogue_says_on_every_sheet_that_there_is_nothing(empty: Results, german):
    book = read(render_workbook(empty, gettext=german))
    assert {page.title: (page.cell(head_row(page) + 1, 1).value, page.auto_filter.ref) for page in book} == {
        "Projektideen": ("Es wurde keine Projektidee festgehalten.", None),
        "Runde Tische": ("Es wurde kein Runder Tisch vereinbart.", None),
        "Vorhandenes": ("Es wurde kein vorhandenes Angebot festgehalten.", None),
        "Probleme und Anregungen": ("Es wurden weder Probleme noch Anregungen festgehalten.", None),
        "Empfehlungen": ("Es wurde keine Empfehlung festgehalten.", None),
        "Themen": ("Noch gibt es keine Themen.", None),
        "Beiträge": ("Noch gibt es keine Karten.", None),
        "Zahlen": ("Noch gibt es keine Karten.", None),
    }


def test_workbook_of_a_rehearsal_is_stamped_on_every_sheet_and_page(rehearsal: Results, german):
    book = read(render_workbook(rehearsal, gettext=german))
    stamp = "PROBE – keine echten Beiträge"
    assert [page["A1"].value for page in book] == [stamp] * 8
    assert [page.oddHeader.center.text for page in book] == [f"&B{stamp}"] * 8


def test_workbook_of_a_real_evening_carries_no_stamp(evening: Results, german):
    book = read(render_workbook(evening, gettext=german))
    values = [cell.value for page in book for row in page.iter_rows() for cell in row]
    assert [value for value in values if "PROBE" in str(value)] == []
    assert [page.oddHeader.center.text for page in book] == [None] * 8


def test_workbook_holds_a_thousand_long_cards_in_one_outcome(german, evening: Results):
    entries = tuple(
        EntryFacts(id=f"e{n}", table="frauen", question="needed", text=f"Karte {n} " + "ä" * 480, group_id=9)
        for n in range(1000)
    )
    ids = tuple(entry.id for entry in entries)
    full = Results(
        dialogue=evening.dialogue,
        tables=evening.tables,
        entries=entries,
        groups=(GroupFacts(id=9, table="frauen", label="Alles", entry_ids=ids),),
        outcomes=(
            OutcomeFacts(
                id=1, title="Alles", details=details_of("project_idea", {}), entry_ids=ids, group_ids=(9,)
            ),
        ),
    )
    book = read(render_workbook(full, gettext=german))
    assert [row["Karte"] for row in rows(book["Beiträge"])] == [entry.text for entry in entries]
    ideas = rows(book["Projektideen"])
    assert (ideas[0]["Karten"], ideas[0]["Projektidee"]) == (1000, "Alles")
    assert {(row["Nr."], row["Projektidee"], row["Karten"]) for row in ideas[1:]} == {
        (1, "Alles (Fortsetzung)", None)
    }
    shown = "\n".join(str(row["+ Was braucht es?"]) for row in ideas)
    assert shown == "\n".join(f"• {entry.text}" for entry in entries)
    heights = [
        dimension.height for page in book for dimension in page.row_dimensions.values() if dimension.height
    ]
    assert max(heights) <= 409
    assert {name: cut_lines(book[name]) for name in SHEETS} == {name: [] for name in SHEETS}


LONG_TEXTS = {
    "words": "Kinderbetreuung am Vormittag und Sprachkurse " * 11,
    "one word": "Donaudampfschifffahrtsgesellschaft" * 14,
    "line breaks": "\n".join(f"Zeile {number}" for number in range(48)),
    "nothing but line breaks": "x" + "\n" * 498 + "x",
    "emoji": "😀" * 500,
    "joined emoji": "👨\u200d👩\u200d👧\u200d👦" * 500,
    "capitals": "W" * 500,
    "Arabic": "نحتاج إلى دورات لغة مسائية " * 18,
    "Tigrinya": "ንሕና ዝያዳ ናይ ቋንቋ ትምህርቲ ንደሊ " * 18,
    "Hebrew": "שלום עולם " * 50,
    "marks": "a\u0301\u0323\u0330\u0331\u0332\u0333" * 500,
    "hyphens": "Kinder-und-Jugend-" * 27,
    "signs": "=1+1;'\"<>&\n" * 40,
}


def cut_lines(page: Worksheet) -> list[str]:
    """Return the cells that are taller than their row, measured in a coarse way of its own."""
    cut, columns = [], widths(page)
    for row in page.iter_rows(min_row=head_row(page) + 1 if page.auto_filter.ref else 10_000):
        height = page.row_dimensions[row[0].row].height or 15
        for cell in row:
            letters = columns[cell.column - 1] * 1.2
            lines = sum(max(1, -(-len(line) // letters)) for line in str(cell.value or "").split("\n"))
            if lines * 0.95 * 1.3 * float(cell.font.sz) > height:
                cut.append(cell.coordinate)
    return cut


@pytest.mark.parametrize("name", LONG_TEXTS)
def test_sheet_of_cards_holds_every_text_whole(one_card, german, name: str):
    text = unicodedata.normalize("NFC", LONG_TEXTS[name]).strip()
    assert 300 < count_characters(text) <= 500
    page = read(render_workbook(one_card(text), gettext=german))["Beiträge"]
    assert [row["Karte"] for row in rows(page)] == [text]


@pytest.mark.parametrize("name", LONG_TEXTS)
def test_sheets_of_outcomes_and_topics_show_every_line(one_card, german, name: str):
    text = unicodedata.normalize("NFC", LONG_TEXTS[name]).strip()
    book = read(render_workbook(one_card(text), gettext=german))
    for sheet in SHEETS[:-1]:
        page = book[sheet]
        column = next(c.column for c in page[head_row(page)] if str(c.value).startswith("+ "))
        cells = [page.cell(row, column).value for row in range(head_row(page) + 1, page.max_row + 1)]
        shown = "".join(str(value) for value in cells if value)
        assert "".join(shown.split()) == "".join(f"• {text}".split()) * (2 if "Probleme" in sheet else 1)


def test_row_is_as_tall_as_its_text_and_no_taller_than_a_row_can_be(one_card, german):
    def height(text: str) -> float:
        page = read(render_workbook(one_card(text), gettext=german))["Beiträge"]
        return float(page.row_dimensions[head_row(page) + 1].height)

    assert height("i" * 100) < height("W" * 100)
    assert height("ä" * 500) == height("a" * 500)
    assert height("a\u0301\u0323" * 400) == height("á" * 400)
    assert height("👨\u200d👩\u200d👧\u200d👦" * 60) == height("😀" * 60)
    assert height("x\n" * 20 + "x") >= 21 * 12.75
    assert height("x\n" * 400 + "x") <= 409


def test_text_of_many_lines_stands_in_smaller_type_so_that_all_are_seen(one_card, german):
    page = read(render_workbook(one_card("\n".join(["x"] * 45)), gettext=german))["Beiträge"]
    cell = cell_below(page, "Karte")
    assert page.row_dimensions[cell.row].height >= 45 * 1.22 * cell.font.sz
    assert cell_below(page, "Sprache").font.sz == 10


def test_workbook_marks_cards_that_came_before_or_after_and_stays_readable(windows: Results, german):
    page = read(render_workbook(windows, gettext=german))["Beiträge"]
    assert [row["Eingang"] for row in rows(page)].count("nachgereicht") == 2
    assert printed_size(page) >= 7


def test_workbook_has_a_sheet_of_summaries_where_there_are_some(summed_up: Results, german):
    book = read(render_workbook(summed_up, gettext=german))
    assert book.sheetnames == [*SHEETS, "Zusammenfassungen", "Zahlen"]
    first, second = rows(book["Zusammenfassungen"])
    assert {name: first[name] for name in ("Runde", "Stimmt", "Ergänzen", "Stimmt nicht", "Ergänzungen")} == {
        "Runde": 1,
        "Stimmt": 12,
        "Ergänzen": 3,
        "Stimmt nicht": 1,
        "Ergänzungen": "• Auch am Sonntag\n• دورات مسائية",
    }
    assert (second["Runde"], second["Zusammenfassung"]) == (2, "Die Stadt sucht Räume.")
    alone = replace(summed_up, summaries=summed_up.summaries[:1])
    assert "Runde" not in rows(read(render_workbook(alone, gettext=german))["Zusammenfassungen"])[0]
