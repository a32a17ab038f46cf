"""The town's own Word file as paper of ours: which one it is, and what of it is refused or left behind.

Styles, page, header and footer with their pictures are taken. Text, comments, properties and everything that
could fetch or run something stays behind, or the file is refused, with what is wrong in one line.
"""

import re
import zlib
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from docx.oxml import parse_xml

_MOST_BYTES, _MOST_PARTS, _MOST_UNPACKED = 5_000_000, 300, 40_000_000
_BROKEN = (BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError, ValueError, OSError)
_CONTENT_TYPES = "[Content_Types].xml"
_MAIN = "wordprocessingml.document.main+xml"
_TEMPLATE = "wordprocessingml.template.main+xml"
_ENCODING = re.compile(rb"""(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding=["']([^"']*)""")
_LINKS = re.compile(r"(https?://|mailto:|tel:)", re.IGNORECASE)
_ALIVE = re.compile(r"vbaproject|vbadata|activex|oleobject|/embeddings/|/macros?/", re.IGNORECASE)
# Relationships by which a part holds what is no part of a letterhead.
_REFUSED = frozenset({"oleObject", "package", "control", "aFChunk", "vbaProject", "frame", "subDocument"})
_FETCHING = re.compile(
    r"(?<!HYPER)LINK\b|DDE|INCLUDE|DATABASE|MACROBUTTON|IMPORT\b|\bRD\b|AUTOTEXT", re.IGNORECASE
)
_FIELDS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class UnusableTemplateError(ValueError):
    """A file is no Word file that documents can be made of; the message says why."""


class _Chosen:
    """Which file the process uses; set once when it starts."""

    file: Path | None = None


def use_template(file: Path | None) -> None:
    """Let all Word files of this process be made with this one; without one they have a look of ours."""
    _Chosen.file = file


def check_file(file: Path) -> None:
    """Raise `UnusableTemplateError` for a file that cannot be used."""
    _read(file)


def present_template() -> bytes | None:
    """Return the file as it is now, checked; an evening does not fail for one that went away since."""
    if _Chosen.file is None:
        return None
    try:
        return _read(_Chosen.file)
    except UnusableTemplateError:
        return None


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            content = opened.read(_MOST_BYTES + 1)
    except OSError as problem:
        raise UnusableTemplateError(f"cannot be read: {problem.strerror}") from problem
    return checked(content)


@lru_cache(maxsize=2)
def checked(content: bytes) -> bytes:
    """Return a Word file, or a template (.dotx) as one; raise `UnusableTemplateError` for any other."""
    if len(content) > _MOST_BYTES:
        raise UnusableTemplateError(f"has more than {_MOST_BYTES // 1_000_000} MB")
    try:
        parts = _unpacked(content)
    except (
        BadZipFile,
        zlib.error,
        NotImplementedError,
        EOFError,
        RuntimeError,
        ValueError,
        OSError,
    ) as problem:
        if isinstance(problem, UnusableTemplateError):
            raise
        raise UnusableTemplateError("is no Word file (.docx or .dotx)") from problem
    _check_types(parts)
    for name, part in parts.items():
        if name.endswith((".xml", ".rels", ".vml")):
            _check_xml(name, part)
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return target.getvalue()


def _unpacked(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as archive:
        entries = [each for each in archive.infolist() if not each.is_dir()]
        if len(entries) > _MOST_PARTS:
            raise UnusableTemplateError(f"has more than {_MOST_PARTS} parts")
        # `read` unpacks no more than an entry says of itself.
        if sum(each.file_size for each in entries) > _MOST_UNPACKED:
            raise UnusableTemplateError(f"unpacks to more than {_MOST_UNPACKED // 1_000_000} MB")
        names = [each.filename for each in entries]
        if len({name.casefold() for name in names}) != len(names):
            raise UnusableTemplateError("has two parts of one name")
        return {each.filename: archive.read(each) for each in entries}


def _check_types(parts: dict[str, bytes]) -> None:
    types = parts.get(_CONTENT_TYPES, b"")
    if any(_ALIVE.search(name) for name in parts) or b"macroEnabled" in types or b"vba" in types.lower():
        raise UnusableTemplateError("has macros or embedded objects")
    if _MAIN.encode() not in types and _TEMPLATE.encode() not in types:
        raise UnusableTemplateError("is no Word file (.docx or .dotx)")
    parts[_CONTENT_TYPES] = types.replace(_TEMPLATE.encode(), _MAIN.encode())


def _check_xml(name: str, part: bytes) -> None:
    # Word writes UTF-8; in another encoding a document type could not be seen.
    encoding = _ENCODING.match(part)
    if b"<!DOCTYPE" in part or b"\0" in part or (encoding and encoding[1].upper() != b"UTF-8"):
        raise UnusableTemplateError("has a part with a document type of its own")
    try:
        root: Any = parse_xml(part)
    except SyntaxError as problem:
        raise UnusableTemplateError(f"has a part that is no XML: {name[:80]!r}") from problem
    if name.endswith(".rels"):
        for link in root:
            _check_link(link.get("Type", ""), link.get("Target", ""), link.get("TargetMode", ""))
    elif re.search(r"/(header|footer)[^/]*\.xml$", name):
        codes = "".join(each.text or "" for each in root.iter(f"{_FIELDS}instrText"))
        codes += " ".join(each.get(f"{_FIELDS}instr", "") for each in root.iter(f"{_FIELDS}fldSimple"))
        if _FETCHING.search(codes):
            raise UnusableTemplateError("has a field in header or footer that fetches or runs something")


def _check_link(kind: str, target: str, mode: str) -> None:
    kind = kind.rsplit("/", 1)[-1]
    if kind in _REFUSED:
        raise UnusableTemplateError("has macros or embedded objects")
    # All files that were made with a template name it; it is left behind (`exports.letterhead`).
    is_named = kind == "attachedTemplate" or (kind == "hyperlink" and _LINKS.match(target))
    if mode == "External" and not is_named:
        raise UnusableTemplateError("has a part that lies elsewhere")
