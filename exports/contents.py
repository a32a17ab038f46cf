"""The contents of our Word pages: lines that stand there at once, so that no program asks whether it may.

Not a field for a whole table of contents: LibreOffice shows of that what was stored, and nobody knows the
pages while the file is written. The page of each line is a field of its own, which LibreOffice counts when
it opens the file and Word when it prints or is told to (F9).
"""

from typing import Any

from docx.document import Document as DocumentType
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from exports.text import printable

_LEVELS = 2


class Contents:
    """The contents of a document: a place kept for them, filled when all headings are written."""

    def __init__(self, document: DocumentType, heading: str, *, width_cm: float) -> None:
        self._document = document
        self._add_styles(width_cm)
        self._block = OxmlElement("w:sdtContent")
        self._add_block(heading)

    def fill(self) -> None:
        """Write a line for each chapter and section that the document holds by now."""
        names = {n: self._document.styles[f"Heading {n}"].style_id for n in range(1, _LEVELS + 1)}
        headings = [
            (level, paragraph)
            for paragraph in self._document.paragraphs
            for level in range(1, _LEVELS + 1)
            # By the id: for a name all styles are gone through, for each paragraph.
            if paragraph._p.style == names[level]  # noqa: SLF001 - see above
        ]
        for number, (level, heading) in enumerate(headings, start=1):
            mark = f"_Toc{number:08}"
            _bookmark(heading, mark, number)
            self._block.append(self._line(level, heading.text, mark))

    def _line(self, level: int, text: str, mark: str) -> Any:  # noqa: ANN401 - lxml elements are untyped
        line = self._document.add_paragraph(style=f"toc {level}")._p  # noqa: SLF001 - moved below, out of the body
        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), mark)
        link.set(qn("w:history"), "1")
        page = [_mark("begin"), _instruction(f"PAGEREF {mark} \\h"), _mark("separate"), _mark("end")]
        for part in (_text(printable(text)), _run(OxmlElement("w:tab")), *page):
            link.append(part)
        line.append(link)
        return line

    def _add_styles(self, width_cm: float) -> None:
        present = {style.name for style in self._document.styles}
        for level in range(1, _LEVELS + 1):
            if f"toc {level}" in present:
                continue  # the town's own
            style: Any = self._document.styles.add_style(
                f"toc {level}", WD_STYLE_TYPE.PARAGRAPH, builtin=True
            )
            style.style_id = f"TOC{level}"
            style.base_style = self._document.styles["Normal"]
            style.font.bold = level == 1
            layout = style.paragraph_format
            layout.space_before, layout.space_after = Pt(4 if level == 1 else 0), Pt(1)
            layout.left_indent = Cm(0.6 * (level - 1))
            layout.tab_stops.add_tab_stop(Cm(width_cm), WD_TAB_ALIGNMENT.RIGHT)
        if f"toc {_LEVELS}" in present:
            return
        heading: Any = self._document.styles["TOC Heading"]
        base = self._document.styles["Heading 1"]
        for kind in ("size", "bold", "name"):
            setattr(heading.font, kind, getattr(base.font, kind))
        heading.font.color.rgb = base.font.color.rgb

    def _add_block(self, heading: str) -> None:
        title = self._document.add_paragraph(style="TOC Heading")
        title.add_run(printable(heading))
        block, properties = OxmlElement("w:sdt"), OxmlElement("w:sdtPr")
        name = OxmlElement("w:alias")
        name.set(qn("w:val"), printable(heading))
        properties.append(name)
        block.extend([properties, self._block])
        title._p.addprevious(block)  # noqa: SLF001 - python-docx has no content controls
        self._block.append(title._p)  # noqa: SLF001


def _bookmark(heading: Paragraph, name: str, number: int) -> None:
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (start, end):
        mark.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name)
    heading._p.insert(1 if heading._p.pPr is not None else 0, start)  # noqa: SLF001 - python-docx has no bookmarks
    heading._p.append(end)  # noqa: SLF001


def _run(content: Any) -> Any:  # noqa: ANN401 - lxml elements are untyped
    run = OxmlElement("w:r")
    run.append(content)
    return run


def _text(text: str) -> Any:  # noqa: ANN401 - lxml elements are untyped
    content = OxmlElement("w:t")
    content.text = " ".join(text.split())
    return _run(content)


def _instruction(code: str) -> Any:  # noqa: ANN401 - lxml elements are untyped
    content = OxmlElement("w:instrText")
    content.set(qn("xml:space"), "preserve")
    content.text = f" {code} "
    return _run(content)


def _mark(kind: str) -> Any:  # noqa: ANN401 - lxml elements are untyped
    content = OxmlElement("w:fldChar")
    content.set(qn("w:fldCharType"), kind)
    return _run(content)
