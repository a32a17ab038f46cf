"""A document on the town's own paper: its styles, page, header and footer, and nothing of its text.

Styles that it has win, under whatever name its program gave them; ours step in for those that it lacks, in
its own type and colour.
"""

import unicodedata
from copy import deepcopy
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.section import WD_ORIENT
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.parts.numbering import NumberingPart
from docx.section import _BaseHeaderFooter as Edge

# As a file names them: whatever the language of the program, Word writes the built-in names in English.
_PARAGRAPHS = (
    *("Normal", "Title", "Subtitle", "heading 1", "heading 2", "heading 3", "heading 4"),
    *("List Bullet", "TOC Heading", "caption", "header", "footer", "toc 1", "toc 2"),
)
_TABLES = ("Table Grid",)
_GERMAN = {
    "Standard": "Normal",
    "Titel": "Title",
    "Untertitel": "Subtitle",
    "Überschrift 1": "heading 1",
    "Überschrift 2": "heading 2",
    "Überschrift 3": "heading 3",
    "Überschrift 4": "heading 4",
    "Aufzählungszeichen": "List Bullet",
    "Inhaltsverzeichnisüberschrift": "TOC Heading",
    "Beschriftung": "caption",
    "Kopfzeile": "header",
    "Fußzeile": "footer",
    "Verzeichnis 1": "toc 1",
    "Verzeichnis 2": "toc 2",
    "Tabellenraster": "Table Grid",
}
_KEPT_PARTS = frozenset({"styles", "settings", "numbering", "fontTable", "theme", "header", "footer"})
_KEPT_OF_PACKAGE = frozenset({"officeDocument", "core-properties"})
_LEFT_OF_SETTINGS = (
    "w:attachedTemplate", "w:mailMerge", "w:documentProtection", "w:writeProtection", "w:trackRevisions",
    "w:attachedSchema", "w:saveThroughXslt", "w:docVars", "w:rsids", "w:footnotePr", "w:endnotePr",
    "w:linkStyles",
)  # fmt: skip
_LEFT_OF_SECTION = ("w:footnotePr", "w:endnotePr", "w:cols", "w:type", "w:pgNumType", "w:sectPrChange")


def on_letterhead(template: bytes, ours: DocumentType, *, landscape: bool) -> DocumentType:
    """Return an empty document on the town's paper that has all styles of `ours`."""
    document: DocumentType = Document(BytesIO(template))
    _clear(document)
    _forget(document)
    _take_names(document)
    _add_styles(document, ours)
    page: Any = document.sections[0]
    if page.page_width is None or page.page_height is None:
        page.page_width, page.page_height = ours.sections[0].page_width, ours.sections[0].page_height
    if landscape and page.page_width < page.page_height:
        page.orientation = WD_ORIENT.LANDSCAPE
        page.page_width, page.page_height = page.page_height, page.page_width
    return document


def edges_of(document: DocumentType) -> tuple[list[Edge], list[Edge]]:
    """Return the headers and the footers that pages of a document have."""
    section = document.sections[0]
    heads: list[Edge] = [section.header]
    feet: list[Edge] = [section.footer]
    if section.different_first_page_header_footer:
        heads.append(section.first_page_header)
        feet.append(section.first_page_footer)
    if document.settings.odd_and_even_pages_header_footer:
        heads.append(section.even_page_header)
        feet.append(section.even_page_footer)
    return heads, feet


def counts_pages(edge: Edge) -> bool:
    """Say whether a header or footer has the number of its page."""
    element = edge._element  # noqa: SLF001 - python-docx has no fields
    codes = "".join(each.text or "" for each in element.iter(qn("w:instrText")))
    codes += " ".join(each.get(qn("w:instr"), "") for each in element.iter(qn("w:fldSimple")))
    return "PAGE" in codes.replace("NUMPAGES", "")


def _clear(document: DocumentType) -> None:
    body: Any = document.element.body
    # The first section has header and footer; later ones may only repeat them.
    section = next(iter(body.iter(qn("w:sectPr"))), None)
    for child in list(body):
        body.remove(child)
    kept = section if section is not None else OxmlElement("w:sectPr")
    for tag in _LEFT_OF_SECTION:
        for child in kept.findall(qn(tag)):
            kept.remove(child)
    body.append(kept)
    used = {each.get(qn("r:id")) for each in kept}
    part = document.part
    for key, link in list(part.rels.items()):
        kind = link.reltype.rsplit("/", 1)[-1]
        if kind not in _KEPT_PARTS or (kind in {"header", "footer"} and key not in used):
            del part.rels[key]


def _forget(document: DocumentType) -> None:
    """Leave behind who made the file, where it came from, and what it forbids."""
    package: Any = document.part.package
    for key, link in list(package.rels.items()):
        if link.reltype.rsplit("/", 1)[-1] not in _KEPT_OF_PACKAGE:
            del package.rels[key]
    settings = document.settings.element
    for tag in _LEFT_OF_SETTINGS:
        for child in settings.findall(qn(tag)):
            settings.remove(child)
    document.part.part_related_by(RELATIONSHIP_TYPE.SETTINGS).rels.clear()
    about = document.core_properties
    for name in ("last_modified_by", "identifier", "content_status", "version"):
        setattr(about, name, "")


def _take_names(document: DocumentType) -> None:
    """Give styles the names under which all programs know them."""
    expected = dict.fromkeys(_PARAGRAPHS, "paragraph") | dict.fromkeys(_TABLES, "table")
    known = {_folded(name): name for name in expected} | {_folded(k): v for k, v in _GERMAN.items()}
    taken: set[str] = set()
    styles = list(document.styles.element.iter(qn("w:style")))
    # Names that are right already win over those that only mean the same.
    for style in sorted(styles, key=lambda each: _name(each).get(qn("w:val")) not in expected):
        label = _name(style)
        said = label.get(qn("w:val"), "")
        name = known.get(_folded(said))
        if name is None:
            continue
        if style.get(qn("w:type")) == expected[name] and name not in taken:
            label.set(qn("w:val"), name)
            taken.add(name)
        else:
            label.set(qn("w:val"), f"{said} ({style.get(qn('w:styleId'))})")


def _add_styles(document: DocumentType, ours: DocumentType) -> None:
    styles: Any = document.styles.element
    known = {_name(each).get(qn("w:val")): each for each in styles.iter(qn("w:style"))}
    base = known.get("Normal")
    for own in ours.styles.element.iter(qn("w:style")):
        name, key = _name(own).get(qn("w:val")), own.get(qn("w:styleId"))
        is_card = key.startswith("Card")
        if name in known:
            if is_card:
                _call(styles, known[name], key)
            continue
        if not is_card and name not in {*_PARAGRAPHS, *_TABLES}:
            continue
        for other in [each for each in styles.iter(qn("w:style")) if each.get(qn("w:styleId")) == key]:
            _call(styles, other, f"{key}Before")
        copy = deepcopy(own)
        _fit(copy, base, keeps_colour=is_card)
        if name == "List Bullet":
            _number(copy, _bullets(document))
        styles.append(copy)
        if name == "Normal":
            base = copy


def _fit(style: Any, base: Any, *, keeps_colour: bool) -> None:  # noqa: ANN401 - lxml elements are untyped
    """Let a style of ours look like one of theirs."""
    for tag in ("w:link", "w:next", "w:basedOn"):
        for child in style.findall(qn(tag)):
            style.remove(child)
    if base is not None and style.get(qn("w:type")) == "paragraph":
        above = OxmlElement("w:basedOn")
        above.set(qn("w:val"), base.get(qn("w:styleId")))
        _name(style).addnext(above)
        style.attrib.pop(qn("w:default"), None)
    for tag in ("w:rFonts", *(() if keeps_colour else ("w:color",))):
        for child in list(style.iter(qn(tag))):
            child.getparent().remove(child)


def _call(styles: Any, style: Any, key: str) -> None:  # noqa: ANN401 - lxml elements are untyped
    """Give a style another id, also where others speak of it."""
    before = style.get(qn("w:styleId"))
    style.set(qn("w:styleId"), key)
    for tag in ("w:basedOn", "w:next", "w:link"):
        for each in styles.iter(qn(tag)):
            if each.get(qn("w:val")) == before:
                each.set(qn("w:val"), key)


def _bullets(document: DocumentType) -> int:
    """Add a list with bullets and return its number."""
    part = document.part
    try:
        numbering: Any = part.part_related_by(RELATIONSHIP_TYPE.NUMBERING)
    except KeyError:
        empty = f"<w:numbering {nsdecls('w')}/>".encode()
        name = PackURI("/word/numbering-of-lists.xml")
        numbering = NumberingPart.load(name, CONTENT_TYPE.WML_NUMBERING, empty, part.package)
        part.relate_to(numbering, RELATIONSHIP_TYPE.NUMBERING)
    root = numbering.element
    kinds, lists = root.findall(qn("w:abstractNum")), root.findall(qn("w:num"))
    kind = 1 + max((int(each.get(qn("w:abstractNumId"))) for each in kinds), default=0)
    number = 1 + max((int(each.get(qn("w:numId"))) for each in lists), default=0)
    made = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{kind}"><w:multiLevelType w:val="singleLevel"/>'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/>'
        '<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="360" w:hanging="360"/></w:pPr></w:lvl></w:abstractNum>'
    )
    # The schema wants all kinds before all lists.
    at = root.index(lists[0]) if lists else len(root)
    root.insert(at, made)
    used = f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{kind}"/></w:num>'
    root.insert(at + 1 + len(lists), parse_xml(used))
    return number


def _number(style: Any, number: int) -> None:  # noqa: ANN401 - lxml elements are untyped
    for each in style.iter(qn("w:numId")):
        each.set(qn("w:val"), str(number))


def _name(style: Any) -> Any:  # noqa: ANN401 - lxml elements are untyped
    found = style.find(qn("w:name"))
    if found is None:
        found = OxmlElement("w:name")
        found.set(qn("w:val"), style.get(qn("w:styleId"), ""))
        style.insert(0, found)
    return found


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())
