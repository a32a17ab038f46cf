"""The table of texts that server and phone must answer alike (`texts.toml`)."""

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Text:
    """One text as it is sent, what is stored of it, and what is said about it."""

    name: str
    written: str
    stored: str | None
    characters: int
    blank: bool
    too_long: bool
    heaped: bool


def _read() -> list[Text]:
    found = tomllib.loads(Path(__file__).with_name("texts.toml").read_text(encoding="utf-8"))
    return [
        Text(
            name=f"{section}-{name}",
            written=row.get("before", "") + row["written"] * row.get("times", 1),
            # Of a text that is repeated the answers are compared with each other.
            stored=None if "times" in row else row.get("stored", row["written"]),
            characters=row.get("characters", 0),
            blank=section == "blank",
            too_long=row.get("too_long", False),
            heaped=row.get("heaped", False),
        )
        for section, rows in found.items()
        for name, row in rows.items()
    ]


TEXTS = _read()
