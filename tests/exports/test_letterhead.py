"""Word files on the town's own paper: its styles, header and footer; nothing of its text."""

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from docx.document import Document as DocumentType
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from exports.minutes import render_minutes
from exports.results import Results
from exports.word_template import use_template
from tests.exports.test_pictures import png
from tests.exports.word_reading import everything, headings, read

pytestmark = pytest.mark.unit

GERMAN = {"heading 1": "Überschrift 1", "heading 2": "Überschrift 2", "Title": "Titel", "Normal": "Standard"}


def town(change: Callable[[DocumentType], None] = lambda _document: None) -> bytes:
    """Return a town's file: a logo and an address around a page, and a text that nobody wants again."""
    document = Document()
    section = document.sections[0]
    section.left_margin = section.right_margin = Cm(3)
    section.header.paragraphs[0].add_run("Stadt Musterstadt").add_picture(BytesIO(png(90, 30)), width=Cm(3))
    section.footer.paragraphs[0].text = "Marktplatz 1, 12345 Musterstadt"
    document.styles["Heading 1"].font.size = Pt(31)
    document.add_heading("Mustertext", 1)
    document.add_paragraph("Sehr geehrte Damen und Herren,").add_run().add_picture(BytesIO(png(50, 50, 3)))
    document.core_properties.author = document.core_properties.last_modified_by = "Erika Mustermann"
    change(document)
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def style_of(document: DocumentType, name: str) -> object:
    styles = document.styles.element.iter(qn("w:style"))
    return next(each for each in styles if each.xpath(f"w:name[@w:val='{name}']"))


def rename(document: DocumentType) -> None:
    """Name styles as some programs do, and change their ids as Word does."""
    for name, german in GERMAN.items():
        style = style_of(document, name)
        style.find(qn("w:name")).set(qn("w:val"), german)


def strip(document: DocumentType) -> None:
    """Leave hardly a style."""
    for style in list(document.styles.element.iter(qn("w:style"))):
        if style.find(qn("w:name")).get(qn("w:val")) != "Normal":
            style.getparent().remove(style)
    del document.part.rels[next(k for k, r in document.part.rels.items() if r.reltype.endswith("/numbering"))]


@pytest.fixture
def on_paper(tmp_path: Path) -> Iterator[Callable[[bytes], None]]:
    def use(content: bytes) -> None:
        file = tmp_path / "briefkopf.docx"
        file.write_bytes(content)
        use_template(file)

    yield use
    use_template(None)


@pytest.mark.parametrize("change", [lambda _document: None, rename, strip])
def test_minutes_say_the_same_on_the_towns_own_paper(change, evening: Results, german, on_paper) -> None:
    plain = read(render_minutes(evening, gettext=german))
    on_paper(town(change))
    content = render_minutes(evening, gettext=german)
    document = read(content)
    assert everything(document) == everything(plain)
    assert headings(document) == headings(plain)
    section = document.sections[0]
    assert section.header.paragraphs[0].text == "Stadt Musterstadt"
    assert [part.partname for part in section.header.part.package.iter_parts() if "media" in part.partname]
    assert section.footer.paragraphs[0].text == "Marktplatz 1, 12345 Musterstadt"
    assert section.footer.paragraphs[1].text.startswith("Dialogabend „Miteinander“ & Nachbarschaft")
    assert abs(section.left_margin - Cm(3)) < Cm(0.01)
    if change is not strip:
        assert document.styles["Heading 1"].font.size == Pt(31)
    # Lists have their points, and tables are as wide as the text.
    number = style_of(document, "List Bullet").xpath(".//w:numId/@w:val")[0]
    lists = document.part.numbering_part.element.findall(qn("w:num"))
    assert number in [each.get(qn("w:numId")) for each in lists]
    widths = [sum(cell.width for cell in table.rows[0].cells) for table in document.tables]
    room = section.page_width - section.left_margin - section.right_margin
    assert all(abs(width - room) < Cm(0.1) for width in widths)
    with ZipFile(BytesIO(content)) as archive:
        whole = b"".join(archive.read(name) for name in archive.namelist())
    assert b"Sehr geehrte" not in whole
    assert b"Erika" not in whole
    assert png(50, 50, 3) not in whole


def test_first_page_of_a_rehearsal_is_stamped_too(rehearsal: Results, german, on_paper) -> None:
    def first_page(document: DocumentType) -> None:
        document.sections[0].different_first_page_header_footer = True
        document.sections[0].first_page_header.paragraphs[0].text = "Nur vorn"
        document.settings.odd_and_even_pages_header_footer = True

    on_paper(town(first_page))
    document = read(render_minutes(rehearsal, gettext=german))
    section = document.sections[0]
    for head in (section.header, section.first_page_header, section.even_page_header):
        assert head.paragraphs[-1].text == "PROBE – keine echten Beiträge"
    assert section.first_page_header.paragraphs[0].text == "Nur vorn"


def test_our_own_minutes_can_be_the_paper_of_the_next(evening: Results, german, on_paper) -> None:
    first = render_minutes(evening, gettext=german)
    on_paper(first)
    again = read(render_minutes(evening, gettext=german))
    assert everything(again) == everything(read(first))
    # It counts its pages already: nothing is added.
    assert len(again.sections[0].footer.paragraphs) == 1
    names = [style.name for style in again.styles]
    assert len(names) == len(set(names))


def test_style_of_another_kind_is_in_nobodys_way(evening: Results, german, on_paper) -> None:
    def characters(document: DocumentType) -> None:
        style = style_of(document, "Title")
        style.getparent().remove(style)
        document.styles.add_style("Titel", WD_STYLE_TYPE.CHARACTER)

    on_paper(town(characters))
    document = read(render_minutes(evening, gettext=german))
    assert [p.text for p in document.paragraphs if p.style.name == "Title"] == [evening.dialogue.title]
