"""The fonts of our PDF pages, out of packages of which only the files are read.

Arabic is not Noto's in the first place: that sets a letter of several glyphs, each of which would be read out
and copied as the letter again.
"""

from functools import lru_cache
from importlib.resources import files
from pathlib import Path

_SCRIPTS = (
    "Arabic Ethiopic Hebrew Georgian Armenian Devanagari Bengali Gurmukhi Gujarati Oriya Tamil "
    "Telugu Kannada Malayalam Sinhala Thai Lao Khmer Myanmar"
)
FAMILIES = (
    "Noto Sans",
    "IBM Plex Sans Arabic",
    "Noto Emoji",
    "Noto Sans Symbols",
    *(f"Noto Sans {script}" for script in _SCRIPTS.split()),
    "DejaVu Sans Mono",
)
"""In this order they step in for each other; the last one comes with the setter."""

SETTERS_OWN = "█✓✗✘★☆●○■□▲▼◆◇→←↓↔⇒≤≥≠≈∞√"
"""Signs of the last family that may be needed, the first for words blacked out; nobody can ask for others."""

_PACKAGES = ("manimgx_fonts", "fontpkg_ibm_plex_sans_arabic")
_UPRIGHT = ("[wght].ttf", "-Regular.ttf")


@lru_cache(maxsize=1)
def font_folders() -> tuple[Path, ...]:
    """Return where the files lie."""
    return tuple(Path(str(files(package))) for package in _PACKAGES)


def font_files() -> list[Path]:
    """Return the upright font of each family but the last."""
    found = (file for folder in font_folders() for file in folder.rglob("*.ttf"))
    return sorted(file for file in found if file.name.endswith(_UPRIGHT) and "Italic" not in file.name)
