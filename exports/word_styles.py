"""The styles of our Word files: type, ink and room of what stands in them."""

from typing import Any

from docx.document import Document as DocumentType
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.styles.style import ParagraphStyle

from exports import look


def stand_close(document: DocumentType) -> None:
    """Set a document closer, for papers of few pages."""
    normal = restyle(document, "Normal", size=10, ink=look.INK)
    normal.paragraph_format.space_after = Pt(3)
    normal.paragraph_format.line_spacing = 1
    restyle(document, "Title", size=20, ink=look.BRAND, bold=True, after=0)
    restyle(document, "Subtitle", size=11, ink=look.MUTED, after=4)
    heading = restyle(document, "Heading 1", size=12, ink=look.BRAND, bold=True, before=8, after=2)
    heading.paragraph_format.keep_with_next = True
    bullets: Any = document.styles["List Bullet"]
    bullets.paragraph_format.space_after = Pt(2)


def restyle(
    document: DocumentType,
    name: str,
    *,
    size: float,
    ink: str,
    bold: bool = False,
    before: float = 0,
    after: float | None = None,
) -> ParagraphStyle:
    """Give a paragraph style its look and return it."""
    style: Any = document.styles[name]
    style.font.size = Pt(size)
    style.font.bold = bold
    style.font.italic = False
    style.font.color.rgb = colour(ink)
    _set_font(style)
    if after is not None:
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    paragraph_style: ParagraphStyle = style
    return paragraph_style


def _set_font(style: ParagraphStyle) -> None:
    style.font.name = look.FONT
    fonts = style.element.rPr.rFonts
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(theme), None)
    fonts.set(qn("w:cs"), look.FONT_RIGHT_TO_LEFT)


def colour(value: str) -> RGBColor:
    """Return a colour of `look` as Word files have it."""
    return RGBColor.from_string(value.lstrip("#").upper())
