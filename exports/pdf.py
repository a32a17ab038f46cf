"""A document of blocks as a PDF that can be read aloud (PDF/UA-1) and kept (PDF/A-2a), set by typst.

The setter gets the look (`pdf.typ`, ours) and the words (JSON, data) apart. It works in a process of its own:
it keeps what it has set in its memory, and should a text bring it down, the evening goes on.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from exports.blocks import Paper
from exports.errors import UnwritableError
from exports.fonts import font_folders
from exports.pdf_data import data_of

_TEMPLATE = Path(__file__).with_name("pdf.typ")
_SETTER = Path(__file__).with_name("typesetter.py")
_PATIENCE = 120.0  # seconds
# Phones have the other cores: the evening goes on while files are made.
_ONE_CORE = {"RAYON_NUM_THREADS": "1"}


def render_pdf(paper: Paper) -> bytes:
    """Return the document to be read, printed and kept.

    Raises `UnwritableError` if the setter does not make it; no text of people is in the message.
    """
    job = {
        "template": _TEMPLATE.read_text(encoding="utf-8"),
        "paper": json.dumps(data_of(paper), ensure_ascii=False),
        "fonts": [str(folder) for folder in font_folders()],
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
