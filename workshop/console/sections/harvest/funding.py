"""What may pay for a project idea: the operator's list, or ours in German or English."""

from pathlib import Path

from workshop.i18n import DEFAULT
from workshop.settings import Settings

# As many as people look through in a form.
MOST = 40
_LONGEST_NAME = 120
_FOLDER = Path(__file__).parent
_LANGUAGES = ("de", "en")


def funding(settings: Settings, lang: str) -> dict[str, str]:
    """Return the names, each with its name and purpose as the form says them."""
    if written := settings.funding_text:
        return read_funding(written)
    chosen = lang if lang in _LANGUAGES else DEFAULT
    return read_funding((_FOLDER / f"funding.{chosen}.txt").read_text(encoding="utf-8"))


def read_funding(text: str) -> dict[str, str]:
    """Read one funding a line, its name before the first colon, its purpose behind; `#` begins a remark."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        words = " ".join(line.split("#", 1)[0].split())
        name, _colon, purpose = (part.strip() for part in words.partition(":"))
        if name and len(name) <= _LONGEST_NAME and len(found) < MOST:
            found.setdefault(name, f"{name}: {purpose}" if purpose else name)
    return found
