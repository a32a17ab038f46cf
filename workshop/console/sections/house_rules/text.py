"""The text of the house rules as blocks: the operator's file, or ours in German or English."""

from dataclasses import dataclass
from pathlib import Path

from workshop.i18n import DEFAULT
from workshop.settings import Settings

_FOLDER = Path(__file__).parent
_LANGUAGES = ("de", "en")


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph or a list; a list has several lines."""

    tag: str
    lines: tuple[str, ...]


def house_rules(settings: Settings, lang: str) -> list[Block]:
    """Return the operator's text where there is one, else ours in the reader's language."""
    if written := settings.house_rules_text:
        return blocks_of(written)
    chosen = lang if lang in _LANGUAGES else DEFAULT
    return blocks_of((_FOLDER / f"{chosen}.txt").read_text(encoding="utf-8"))


def blocks_of(text: str) -> list[Block]:
    """Read headings (`# …`), points (`- …`) and paragraphs, which a blank line ends."""
    found: list[Block] = []
    is_open = False
    for line in map(str.strip, text.splitlines()):
        tag, words = _kind(line)
        if is_open and words and found[-1].tag == tag != "h3":
            found[-1] = Block(tag, (*found[-1].lines, words))
        elif words:
            found.append(Block(tag, (words,)))
        is_open = bool(words)
    return found


def _kind(line: str) -> tuple[str, str]:
    if line.startswith("#"):
        return "h3", line.lstrip("#").strip()
    if line.startswith(("- ", "* ")):
        return "ul", line[2:].strip()
    return "p", line
