"""Files that must not become the paper of ours: each is refused in one line."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from exports.word_template import UnusableTemplateError, check_file, checked, present_template, use_template
from tests.exports.test_letterhead import town

pytestmark = pytest.mark.unit

RELS = "word/_rels/document.xml.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def changed(**parts: str | bytes) -> bytes:
    """Return the town's file with parts put into it: names of arguments are those of `PARTS`."""
    target = BytesIO()
    new = {PARTS[name]: content for name, content in parts.items()}
    with ZipFile(BytesIO(town())) as source, ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name in source.namelist():
            content = source.read(name)
            if name == RELS and "link" in parts:
                content = content.replace(b"</Relationships>", parts["link"].encode() + b"</Relationships>")
            if name in new and name != RELS:
                content = new.pop(name)
            archive.writestr(name, content)
        for name, content in new.items():
            if name != RELS:
                archive.writestr(name, content)
    return target.getvalue()


PARTS = {
    "macro": "word/vbaProject.bin",
    "control": "word/activeX/activeX1.bin",
    "link": RELS,
    "header": "word/header1.xml",
    "settings": "word/settings.xml",
    "types": "[Content_Types].xml",
}


def link(kind: str, target: str) -> str:
    return f'<Relationship Id="rId99" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="External"/>'


def header(code: str) -> str:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return f'<w:hdr xmlns:w="{space}"><w:p><w:r><w:instrText>{code}</w:instrText></w:r></w:p></w:hdr>'


def many(count: int) -> bytes:
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        for number in range(count):
            archive.writestr(f"word/{number}.xml", "<a/>")
    return target.getvalue()


def bomb() -> bytes:
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(45_000_000))
    return target.getvalue()


DOCTYPE = '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
MACRO_TYPES = "<Types>application/vnd.ms-word.document.macroEnabled.main+xml</Types>"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "no Word file"),
        (b"PK\x03\x04 no archive", "no Word file"),
        (town()[:-200], "no Word file"),
        (town()[:4000] + bytes(50) + town()[4050:], "no Word file|no XML"),
        (many(10_000), "more than 300 parts"),
        (bomb(), "unpacks to more than"),
        (bytes(6_000_000), "more than 5 MB"),
        (many(3), "no Word file"),
        (changed(macro=b"x"), "macros"),
        (changed(control=b"x"), "macros"),
        (changed(types=MACRO_TYPES), "macros"),
        (changed(settings=DOCTYPE), "document type"),
        (changed(settings="<a"), "no XML"),
        (changed(settings=DOCTYPE.encode("utf-16")), "document type"),
        (changed(settings='<?xml version="1.0" encoding="UTF-7"?><a/>'), "document type"),
        (changed(link=link("image", "http://example.org/a.png")), "lies elsewhere"),
        (changed(link=link("hyperlink", "file://server/share")), "lies elsewhere"),
        (changed(link=link("subDocument", "other.docx")), "macros or embedded"),
        (changed(header=header("INCLUDEPICTURE http://example.org")), "fetches or runs"),
        (changed(header=header("DDEAUTO c:\\\\x")), "fetches or runs"),
    ],
)
def test_file_that_cannot_be_used_is_refused_in_one_line(content: bytes, why: str) -> None:
    with pytest.raises(UnusableTemplateError, match=why) as refused:
        checked(content)
    assert "\n" not in str(refused.value)


def test_what_letterheads_usually_have_is_taken() -> None:
    usual = (
        link("hyperlink", "https://musterstadt.example"),
        link("attachedTemplate", "file:///C:/Vorlagen/Brief.dotx"),
    )
    for each in usual:
        assert checked(changed(link=each))
    assert checked(changed(header=header("HYPERLINK mailto:stadt@example.org")))
    with ZipFile(BytesIO(town())) as source:
        types = source.read(PARTS["types"]).replace(b"document.main+xml", b"template.main+xml")
    assert b"template.main" not in ZipFile(BytesIO(checked(changed(types=types)))).read(PARTS["types"])


@pytest.fixture
def unset() -> Iterator[None]:
    yield
    use_template(None)


@pytest.mark.usefixtures("unset")
def test_file_is_read_anew_and_may_go_away(tmp_path: Path) -> None:
    file = tmp_path / "briefkopf.docx"
    with pytest.raises(UnusableTemplateError, match="cannot be read"):
        check_file(file)
    assert present_template() is None
    file.write_bytes(town())
    check_file(file)
    use_template(file)
    assert present_template() == checked(town())
    file.write_bytes(b"broken")
    assert present_template() is None
    file.unlink()
    assert present_template() is None
