"""A document of blocks as a PDF that can be read aloud (PDF/UA-1) and kept (PDF/A-2a), set by typst.

The setter gets the look (`pdf.typ`, ours) and the words (JSON, data) apart. It works in a process of its own:
it keeps what it has set in its memory, and should a text bring it down, the evening goes on.
"""

import json
import os
import subprocess
import sys
from base64 import b64decode, b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from exports.blocks import Chart, Paper
from exports.errors import UnwritableError
from exports.fonts import font_folders
from exports.pdf_data import Data, chart_data_of, data_of, pictures_of

_TEXT = Path(__file__).with_name("pdf_text.typ")
_TEMPLATE = Path(__file__).with_name("pdf.typ")
_SETTER = Path(__file__).with_name("typesetter.py")
_PATIENCE = 120.0  # seconds
_PRINT = 200.0  # dots per inch
_SCREEN = 100.0  # dots per inch: a page of A4 is 827 of them wide
# Phones have the other cores: the evening goes on while files are made.
_ONE_CORE = {"RAYON_NUM_THREADS": "1"}


class Setting(NamedTuple):
    """What the setter makes pages of: how they look, what they say, and pictures by their names."""

    template: Path
    data: Data
    files: Mapping[str, bytes] = {}


class PagePictures(NamedTuple):
    """Pages as pictures (PNG): the first of them, of how many there are."""

    pictures: tuple[bytes, ...]
    pages: int


def setting_of(paper: Paper) -> Setting:
    """Return what the setter makes of a document."""
    return Setting(_TEMPLATE, data_of(paper), pictures_of(paper))


def render_pdf(paper: Paper) -> bytes:
    """Return the document to be read, printed and kept.

    Raises `UnwritableError` if the setter does not make it; no text of people is in the message.
    """
    return typeset(*setting_of(paper))


def draw_chart(chart: Chart, *, lang: str, width_cm: float) -> bytes:
    """Return a chart as a picture (PNG), as it stands in the PDF; raises as `render_pdf` does."""
    data = chart_data_of(chart, lang=lang, width_cm=width_cm)
    return _draw(Setting(_TEMPLATE, data), most=1, ppi=_PRINT).pictures[0]


def typeset(template: Path, data: Data, files: Mapping[str, bytes] | None = None) -> bytes:
    """Return the PDF that a template makes of `data`; raises as `render_pdf` does.

    `files` are pictures by the names under which the data speak of them.
    """
    return _set(Setting(template, data, files or {}))


def picture_pages(setting: Setting, *, most: int) -> PagePictures:
    """Return the first pages, `most` of them, as they will be printed; raises as `render_pdf` does."""
    return _draw(setting, most=most, ppi=_SCREEN)


def _draw(setting: Setting, *, most: int, ppi: float) -> PagePictures:
    told = json.loads(_set(setting, pictures={"most": most, "ppi": ppi}))
    return PagePictures(tuple(map(b64decode, told["pictures"])), told["pages"])


def _set(setting: Setting, **more: object) -> bytes:
    job = {
        "template": "\n".join(file.read_text(encoding="utf-8") for file in (_TEXT, setting.template)),
        "paper": json.dumps(setting.data, ensure_ascii=False),
        "files": {name: b64encode(content).decode() for name, content in setting.files.items()},
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
