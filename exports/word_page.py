"""The page of our Word files: A4, upright or across."""

from docx.document import Document as DocumentType
from docx.enum.section import WD_ORIENT
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
