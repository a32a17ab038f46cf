"""Office papers read back from Word, and evenings as offices have them."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from io import BytesIO

from docx import Document
from docx.document import Document as DocumentType
from docx.table import Table

from exports.blocks import Paper
from exports.details import details_of
from exports.paper_facts import PaperFacts
from exports.results import OutcomeFacts, Results
from exports.word import render_word

ARABIC, TIGRINYA, EMOJI = "دورات لغة مسائية", "ናይ ምሸት ኮርስ", "🚌 Abendbus 🙂"
FACTS = PaperFacts(
    organiser="Stadt Musterstadt",
    contact="Stabsstelle Bürgerbeteiligung\nMarktplatz 1",
    attendance=148,
    attendance_of="Geflüchtete: 41\nEhrenamtliche: 52",
    lead_office="Sozialamt",
    subject="Umsetzung der Ergebnisse",
    occasion="Das Konzept wird fortgeschrieben.",
)


def read(paper: Paper) -> DocumentType:
    """Return a paper as another library reads its Word file."""
    return Document(BytesIO(render_word(paper)))


def said(document: DocumentType) -> list[str]:
    """Return paragraphs, and the rows of tables, in reading order."""
    return [text for _style, text in lines(document)]


def lines(document: DocumentType) -> Iterator[tuple[str, str]]:
    """Yield style and text of each paragraph, and of each row of a table."""
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                yield "row", " | ".join(cell.text for cell in row.cells)
        else:
            yield block.style.name, block.text


def chapters(document: DocumentType, level: int = 1) -> Mapping[str, list[str]]:
    """Return what stands below each heading of a level, up to the next."""
    found: dict[str, list[str]] = {}
    below: list[str] = []
    for style, text in lines(document):
        if style == f"Heading {level}":
            below = found.setdefault(text, [])
        else:
            below.append(text)
    return found


def asked(results: Results, **more: object) -> Results:
    """Return the evening with what organisers entered for papers."""
    return replace(results, dialogue=replace(results.dialogue, paper=replace(FACTS, **more)))


def idea(number: int, title: str, **said: object) -> OutcomeFacts:
    """Return a project idea."""
    text = str(said.pop("description", ""))
    return OutcomeFacts(number, title, details_of("project_idea", said), text)


def advice(number: int, title: str, addressee: str, **said: object) -> OutcomeFacts:
    """Return a recommendation."""
    text = str(said.pop("description", ""))
    details = details_of("recommendation", {"addressee": addressee} | said)
    return OutcomeFacts(number, title, details, text)


def with_outcomes(results: Results, *outcomes: OutcomeFacts) -> Results:
    """Return the evening with these outcomes and no others."""
    return replace(results, outcomes=outcomes)
