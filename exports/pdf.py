"""A document of blocks as a PDF that can be read aloud (PDF/UA-1) and kept (PDF/A-2a), set by typst.

The setter gets the look (`pdf.typ`, ours) and the words (JSON, data) apart. It works in a process of its own:
it keeps what it has set in its memory, and should a text bring it down, the evening goes on.
"""

import json
import os
import subprocess
import sys
from base64 import b64decode
from pathlib import Path
from typing import NamedTuple

from exports.blocks import Paper
from exports.errors import UnwritableError
from exports.fonts import font_folders
from exports.pdf_data import Data, data_of

_TEXT = Path(__file__).with_name("pdf_text.typ")
_TEMPLATE = Path(__file__).with_name("pdf.typ")
_SETTER = Path(__file__).with_name("typesetter.py")
_PATIENCE = 120.0  # seconds
_SCREEN = 100.0  # dots per inch: a page of A4 is 827 of them wide
# Phones have the other cores: the evening goes on while files are made.
_ONE_CORE = {"RAYON_NUM_THREADS": "1"}


class Setting(NamedTuple):
    """What the setter makes pages of: how they look, and what they say."""

    template: Path
    data: Data


class PagePictures(NamedTuple):
    """Pages as pictures (PNG): the first of them, of how many there are."""

    pictures: tuple[bytes, ...]
    pages: int


def setting_of(paper: Paper) -> Setting:
    """Return what the setter makes of a document."""
    return Setting(_TEMPLATE, data_of(paper))


def render_pdf(paper: Paper) -> bytes:
    """Return the document to be read, printed and kept.

    Raises `UnwritableError` if the setter does not make it; no text of people is in the message.
    """
    return typeset(*setting_of(paper))


def typeset(template: Path, data: Data) -> bytes:
    """Return the PDF that a template makes of `data`; raises as `render_pdf` does."""
    return _set(template, data)


def picture_pages(setting: Setting, *, most: int) -> PagePictures:
    """Return the first pages, `most` of them, as they will be printed; raises as `render_pdf` does."""
    told = json.loads(_set(*setting, pictures={"most": most, "ppi": _SCREEN}))
    return PagePictures(tuple(map(b64decode, told["pictures"])), told["pages"])


def _set(template: Path, data: Data, **more: object) -> bytes:
    job = {
        "template": "\n".join(file.read_text(encoding="utf-8") for file in (_TEXT, template)),
        "paper": json.dumps(data, ensure_ascii=False),
        "fonts": [str(folder) for folder in font_folders()],
        **more,
    }
    try:
        done = subprocess.run(  # noqa: S603 - our own script in our own interpreter
            [sys.executable, "-P", str(_SETTER)],
            input=json.dumps(job).encode(),
            capture_output=True,
            check=True,
            timeout=_PATIENCE,
            env=os.environ | _ONE_CORE,
        )
    except (OSError, subprocess.SubprocessError):
        # What it complains of quotes what people wrote, and messages end up in logs.
        raise UnwritableError("the PDF could not be set") from None
    return done.stdout
