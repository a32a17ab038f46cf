import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from docx import Document
from docx.table import Table

from exports import pdf
from exports.blocks import Paper
from exports.errors import UnwritableError
from exports.fonts import SETTERS_OWN, font_files
from exports.glyphs import MISSING, Glyphs
from exports.minutes import minutes_of, render_minutes
from exports.pdf import render_pdf
from exports.pdf_data import data_of
from exports.results import EntryFacts, Results, SeriesResults
from exports.series_minutes import render_series_minutes, series_minutes_of
from tests.exports.conftest import LOCALE
from tests.exports.pdf_reading import Reading, plain
from workshop.domain.erasure import BLACKED

pytestmark = pytest.mark.unit

LANGUAGES = ("ar", "de", "de_simple", "en", "fa", "fr", "ku", "ru", "ti", "tr", "uk")
EMOJI = "🙂 👍🏽 ❤️ 👩‍👩‍👧 🇩🇪 1️⃣ ✅ ⚠️ 🚌 🏠"
MARKUP = [
    '#read("/etc/passwd")',
    "$x^2 + y$ und *fett* und _schräg_",
    "= Überschrift",
    "- Punkt\n+ Nummer\n/ Begriff: Wort",
    '#import "@preview/cetz:0.3.0": *',
    "#panic(sys.inputs) // kein Kommentar /* auch nicht */",
    "<marke> @verweis `roh` ```typ #1 ``` \\u{1F600} \\",
    "\"gerade\" 'einfach' -- --- ... ~ https://musterstadt.de/#x",
]


def read(results: Results, german) -> Reading:
    return Reading(render_pdf(minutes_of(results, gettext=german)))


def letters(text: str) -> str:
    """Return what is compared: no blanks, and sorted, for letters from right to left lie as they look."""
    return "".join(sorted("".join(plain(text).split())))


def of_word(content: bytes) -> Iterator[str]:
    """Yield what a Word file says, in reading order; cards column by column. Its contents are left out."""
    document = Document(BytesIO(content))
    for block in document.iter_inner_content():
        if not isinstance(block, Table):
            yield block.text
            continue
        rows = [row.cells for row in block.rows]
        yield from (cell.text for cell in rows[0])
        is_cards = rows[0][0].text.startswith("✓ ") and len(rows[0]) == 3
        for cells in zip(*rows[1:], strict=True) if is_cards else rows[1:]:
            for cell in cells:
                yield from (p.text for p in cell.paragraphs) if is_cards else [cell.text]


def with_cards(results: Results, texts: dict[str, str]) -> Results:
    """Return an evening with these cards at the first table, by id; `lang` is what stands before a dash."""
    table = results.tables[0].key
    cards = tuple(
        EntryFacts(id_, table, "needed", text, lang=id_.partition("-")[0]) for id_, text in texts.items()
    )
    return replace(results, entries=(*results.entries, *cards))


def test_minutes_are_for_screen_readers_and_archives(evening: Results, german):
    reading = read(evening, german)
    root = reading.pdf.Root
    assert (root.MarkInfo.Marked, root.ViewerPreferences.DisplayDocTitle) == (True, True)
    assert reading.lang == "de-DE"
    with reading.pdf.open_metadata() as metadata:
        kinds = ("pdfuaid:part", "pdfaid:part", "pdfaid:conformance", "dc:title")
        assert [metadata[kind] for kind in kinds] == ["1", "2", "A", evening.dialogue.title]
    assert reading.pdf.docinfo["/Title"] == evening.dialogue.title


def test_pdf_says_what_the_word_file_says_in_the_same_order(evening: Results, windows: Results, german):
    for results in (evening, windows):
        said = [letters(text) for text in of_word(render_minutes(results, gettext=german))]
        reading = read(results, german)
        contents = {id(each) for toc in reading.elements("TOC") for each in toc.all()}
        found = [plain(text) for text in spoken(reading, skip=contents)]
        found.remove("Inhalt")
        assert list(map(letters, found)) == [text for text in said if text]


def spoken(reading: Reading, *, skip: set[int]) -> Iterator[str]:
    """Yield the words of each paragraph, heading and item, without the contents and the marks of lists."""
    paragraphs = ("P", "H1", "H2", "H3", "H4", "Title", "LBody")
    for each in reading.elements(*paragraphs):
        if id(each) not in skip and not any(below.tag in paragraphs for below in [*each.all()][1:]):
            yield each.whole()


def test_bookmarks_are_the_headings(evening: Results, summed_up: Results, german):
    series = SeriesResults("Reihe", (evening, summed_up))
    for content, paper in (
        (render_minutes(evening, gettext=german), minutes_of(evening, gettext=german)),
        (render_series_minutes(series, gettext=german), series_minutes_of(series, gettext=german)),
    ):
        reading = Reading(render_pdf(paper))
        word = Document(BytesIO(content)).paragraphs
        headings = [
            (int(p.style.name[-1]), plain(p.text)) for p in word if p.style.name.startswith("Heading")
        ]
        assert reading.bookmarks() == headings
        assert [(int(each.tag[1]), plain(each.whole())) for each in chapters(reading)] == headings


def chapters(reading: Reading) -> list:
    found = reading.elements("H1", "H2", "H3", "H4")
    return [each for each in found if plain(each.whole()) != "Inhalt"]


def test_each_passage_is_in_its_language(evening: Results, german):
    reading = read(evening, german)
    languages = {letters(each.text): each.languages for each in reading.tree.all() if each.text}
    for text, lang in (
        ("+ Sprachkurse mit Kinderbetreuung", {"de-DE"}),
        ("+ دورات لغة مسائية", {"ar", "de-DE"}),
        ("+ WLAN در کلاس‌ها", {"fa", "de-DE"}),
        ("↑ More information in English, please", {"en", "de-DE"}),
    ):
        assert languages[letters(text)] == lang  # the sign is said in the language of the minutes


def test_cards_from_right_to_left_are_turned(evening: Results, german):
    minutes = minutes_of(evening, gettext=german)
    cards = [
        card
        for block in data_of(minutes)["chapters"]
        for card in [block, *(card for column in block.get("columns", ()) for card in column["cards"])]
        if "tint" in card
    ]
    turned = {card["spans"][1]["text"] for card in cards if card["rtl"]}
    assert turned == {"دورات لغة مسائية", "WLAN در کلاس‌ها"}


def test_tables_have_heads_and_repeat_nothing(evening: Results, german):
    reading = read(evening, german)
    tables = reading.elements("Table")
    heads = [[plain(head.whole()) for head in table.all() if head.tag == "TH"] for table in tables]
    assert heads[0] == []  # names stand beside what is said of them
    assert heads[1][0] == "Tisch"
    assert heads[-1] == ["✓ Was läuft gut?", "↑ Was muss verbessert werden?", "+ Was braucht es?"]


def test_every_font_is_in_the_file(evening: Results, german):
    reading = read(with_cards(evening, {"ti-1": "ሰላም", "de-1": EMOJI}), german)
    fonts = reading.fonts()
    assert len(fonts) >= 5
    for font in fonts:
        assert "/ToUnicode" in font
        if font.Subtype == "/Type0":
            about = font.DescendantFonts[0].FontDescriptor
            assert {"/FontFile2", "/FontFile3"} & set(about.keys()), about.FontName


def phone_words(lang: str) -> Iterator[str]:
    """Yield as many texts of the phone pages as it takes to have all their letters."""
    with (LOCALE / lang / "LC_MESSAGES" / "phone.po").open("rb") as file:
        said = [str(message.string) for message in read_po(file) if message.id and message.string]
    known: set[str] = set()
    for text in said:
        if not known.issuperset(text):
            known.update(text)
            yield text


def without_marks(text: str) -> str:
    """Return the letters; the setter says an Arabic letter with a vowel mark twice, once for each glyph."""
    marked = any(unicodedata.category(c) == "Mn" for c in text)
    plain_letters = letters("".join(c for c in text if unicodedata.category(c) != "Mn"))
    return "".join(sorted(set(plain_letters))) if marked else plain_letters


def test_all_eleven_languages_and_emoji_have_their_letters(evening: Results, german):
    texts = {"de-emoji": EMOJI}
    for lang in LANGUAGES:
        texts |= {f"{lang.replace('_', '-')}-{n}": text for n, text in enumerate(phone_words(lang))}
    reading = read(with_cards(evening, texts), german)
    assert (reading.glyphs_without_letter, MISSING in reading.said()) == (0, False)
    found = set(map(without_marks, reading.paragraphs("P")))
    assert [text for text in texts.values() if without_marks(f"+{text}") not in found] == []


@pytest.mark.parametrize("lang", ["de", "en"])
def test_what_we_write_ourselves_has_its_letters(lang: str):
    glyphs = Glyphs(font_files(), also=SETTERS_OWN)
    with (LOCALE / lang / "LC_MESSAGES" / "exports.po").open("rb") as file:
        ours = [str(message.string) for message in read_po(file)]
    assert [text for text in (BLACKED, *ours) if glyphs.fit(text) != text] == []


def test_signs_that_no_font_has_are_told(evening: Results, german):
    reading = read(with_cards(evening, {"de-1": "Zeichen \U000f0000 und 𓀀 und a\u20e3"}), german)
    assert f"+ Zeichen {MISSING} und {MISSING} und" in reading.said()
    assert reading.said().endswith("in der Word-Datei sind sie enthalten.")
    assert "Word-Datei" not in read(evening, german).said()


def test_nothing_that_people_write_is_read_as_markup(evening: Results, one_card, german):
    reading = read(with_cards(evening, {f"de-{n}": text for n, text in enumerate(MARKUP)}), german)
    found = set(map(letters, reading.paragraphs("P")))
    assert [text for text in MARKUP if letters(f"+ {text}") not in found] == []
    for text in MARKUP:
        said = read(one_card(text), german)
        assert said.pdf.docinfo["/Title"] == text
        assert len(said.elements("H2")) == 9


def test_setter_sees_no_file_and_its_complaint_says_no_word(
    evening: Results, german, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    paper = minutes_of(evening, gettext=german)
    # What it says when it fails holds what people wrote; a template that reads a file fails as well.
    for template in ("#panic(sys.inputs.paper)", f'#read("{Path(__file__)}")', '#read("/etc/hostname")'):
        (tmp_path / "other.typ").write_text(template)
        monkeypatch.setattr(pdf, "_TEMPLATE", tmp_path / "other.typ")
        with pytest.raises(UnwritableError) as refused:
            render_pdf(paper)
        assert str(refused.value) == "the PDF could not be set"
        assert refused.value.__suppress_context__ is True


def test_each_page_of_a_rehearsal_is_stamped_and_counted(rehearsal: Results, evening: Results, german):
    edges = read(rehearsal, german).edges
    assert len(edges) >= 2
    for number, edge in enumerate(edges, start=1):
        assert "PROBE – keine echten Beiträge" in edge
        assert f"Seite {number} von {len(edges)}" in edge
    assert [edge for edge in read(evening, german).edges if "PROBE" in edge] == []


def test_empty_evening_has_its_chapters(empty: Results, german):
    reading = read(empty, german)
    assert [title for _depth, title in reading.bookmarks()] == [
        "Angaben",
        "Anlass",
        "Ablauf",
        "Ergebnisse je Tisch",
        "Der Abend in Zahlen",
        "Maßnahmenplan",
        "Runde Tische",
        "Vorhandenes",
        "Empfehlungen",
        "Fazit und Ausblick",
    ]


def test_document_without_a_title_gets_one(evening: Results, german):
    paper: Paper = replace(minutes_of(evening, gettext=german), title="\u202e ")
    reading = Reading(render_pdf(paper))
    assert reading.pdf.docinfo["/Title"] == "Inhalt"
