"""Pictures and bars in documents: in both files, with the words that are said in their place."""

import zlib
from io import BytesIO
from struct import pack

import pikepdf
import pytest
from docx import Document
from docx.oxml.ns import qn

from exports.blocks import Bar, Block, Chart, Facts, Heading, Paper, Picture, Span
from exports.errors import UnwritableError
from exports.pdf import render_pdf
from exports.pictures import name_of, width_cm
from exports.word import render_word
from tests.exports.pdf_reading import Reading

pytestmark = pytest.mark.unit

_CM = 360_000  # in a Word file


def png(width: int, height: int, shade: int = 128) -> bytes:
    """Return a picture of one colour."""

    def part(kind: bytes, said: bytes) -> bytes:
        return pack(">I", len(said)) + kind + said + pack(">I", zlib.crc32(kind + said))

    head = part(b"IHDR", pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    rows = part(b"IDAT", zlib.compress((b"\0" + bytes([shade]) * width) * height))
    return b"\x89PNG\r\n\x1a\n" + head + rows + part(b"IEND", b"")


def paper(*blocks: Block) -> Paper:
    heading = Heading(1, (Span("Kapitel"),))
    pages = "Seite {page} von {pages}"
    return Paper("de-DE", "Titel", "", "", "", "", pages, "Inhalt", "Karte", "", [], [heading, *blocks])


def of_pdf(content: bytes) -> list[str]:
    """Return what is said in the place of each picture, in reading order."""
    found: list[str] = []

    def walk(kid: object) -> None:
        if isinstance(kid, pikepdf.Array):
            for each in kid:
                walk(each)
        elif isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            if kid.S == "/Figure":
                found.append(str(kid.get("/Alt", "")))
            walk(kid.get("/K"))

    with pikepdf.open(BytesIO(content)) as pdf:
        walk(pdf.Root.StructTreeRoot.K)
    return found


def test_picture_has_its_words_in_both_files() -> None:
    blocks = (
        Picture(png(400, 300), "Wand mit Karten", 6.0, "Foto 1"),
        Chart((Bar("5.1 Kurse", 12), Bar("1.1 دورات", 3)), "Punkte: 12 und 3", "Punkte je Thema"),
        Picture(png(400, 300, 9), "Noch eine Wand", 30.0),
    )
    alts = ["Wand mit Karten", "Punkte: 12 und 3", "Noch eine Wand"]
    word = Document(BytesIO(render_word(paper(*blocks))))
    assert [about.get("descr") for about in word.element.body.iter(qn("wp:docPr"))] == alts
    content = render_pdf(paper(*blocks))
    assert of_pdf(content) == alts
    # None is wider than the text, and none grows.
    widths = [shape.width / _CM for shape in word.inline_shapes]
    assert widths == pytest.approx([6.0, 16.5, 16.5], abs=0.01)
    captions = [p.text for p in word.paragraphs if p.style.name == "Caption"]
    assert captions == ["Foto 1", "Punkte je Thema"]
    assert set(captions) <= set(Reading(content).paragraphs("P"))


def test_names_and_what_is_said_of_them_are_rows() -> None:
    rows = (("Termin", "12. März 2026"), ("Ort", "قاعة البلدية"))
    word = Document(BytesIO(render_word(paper(Facts(rows)))))
    (table,) = word.tables
    assert tuple(tuple(cell.text for cell in row.cells) for row in table.rows) == rows
    turned = [row.cells[1].paragraphs[0]._p.find(f".//{qn('w:bidi')}") is not None for row in table.rows]
    assert turned == [False, True]
    said = Reading(render_pdf(paper(Facts(rows)))).paragraphs("P")
    assert said[-4:-1] == ["Termin", "12. März 2026", "Ort"]


def test_tall_picture_stays_on_its_page() -> None:
    assert width_cm(Picture(png(100, 4000), "Rolle", 14.0), room=16.5) == pytest.approx(0.5)


def test_equal_pictures_have_one_name() -> None:
    first, second = (Picture(png(4, 3), alt, 5.0) for alt in ("eins", "zwei"))
    assert name_of(first) == name_of(second) != name_of(Picture(png(4, 3, 7), "drei", 5.0))
    assert name_of(first).endswith(".png")


@pytest.mark.parametrize("content", [b"", b"GIF89a" + bytes(20), b"%PDF-1.7", png(4, 3)[:20]])
def test_what_is_no_picture_is_no_file(content: bytes) -> None:
    with pytest.raises(UnwritableError):
        render_word(paper(Picture(content, "Bild", 5.0)))
    with pytest.raises(UnwritableError):
        render_pdf(paper(Picture(content, "Bild", 5.0)))


def test_nobody_makes_a_picture_without_words() -> None:
    with pytest.raises(ValueError, match="said in its place"):
        Picture(png(4, 3), "  ", 5.0)
    with pytest.raises(ValueError, match="said in its place"):
        Chart((), "")
