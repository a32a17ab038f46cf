"""The page of our Word files: A4, upright or across, its language, and how programs lay it out."""

from typing import Any

from docx.document import Document as DocumentType
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm

WIDE_TEXT_WIDTH_CM = 26.7
"""On a page across."""


def set_page(document: DocumentType, *, landscape: bool) -> None:
    """Give all pages their size and margins."""
    page = document.sections[0]
    page.top_margin, page.bottom_margin = Cm(2.2), Cm(2)
    if landscape:
        page.orientation = WD_ORIENT.LANDSCAPE
        page.page_width, page.page_height = Cm(29.7), Cm(21)
        page.left_margin = page.right_margin = Cm(1.5)
    else:
        page.page_width, page.page_height = Cm(21), Cm(29.7)
        page.left_margin, page.right_margin = Cm(2.5), Cm(2)


def set_language(document: DocumentType, lang: str) -> None:
    """Say which language the words are in."""
    for language in document.styles.element.iterfind(f"{qn('w:docDefaults')}//{qn('w:lang')}"):
        language.set(qn("w:val"), lang)
        language.set(qn("w:bidi"), "ar")
    document.core_properties.language = lang


def set_modern_layout(document: DocumentType) -> None:
    """Without this Word opens the file in compatibility mode."""
    settings = document.settings.element
    drop(settings, "w:compat", "w:autoHyphenation")
    mode = OxmlElement("w:compatSetting")
    for key, value in (
        ("w:name", "compatibilityMode"),
        ("w:uri", "http://schemas.microsoft.com/office/word"),
        ("w:val", "15"),
    ):
        mode.set(qn(key), value)
    compat = OxmlElement("w:compat")
    compat.append(mode)
    settings.insert_element_before(
        compat, "w:docVars", "w:rsids", "m:mathPr", "w:themeFontLang", "w:clrSchemeMapping", "w:shapeDefaults"
    )
    settings.insert_element_before(
        OxmlElement("w:autoHyphenation"), "w:characterSpacingControl", "w:compat", "w:rsids"
    )


def drop(parent: Any, *tags: str) -> None:  # noqa: ANN401 - lxml elements are untyped
    """Take elements out of another."""
    for child in [child for tag in tags for child in parent.findall(qn(tag))]:
        parent.remove(child)
