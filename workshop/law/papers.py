"""Drafts for the office that the law asks a town for, filled with the facts of this installation.

They are German, as the offices that read them are. Each is a text in `texts/` and becomes a Word file.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import metadata
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from workshop.law.particulars import particulars_of
from workshop.law.periods import periods_of
from workshop.settings import Settings

TEXTS = Path(__file__).with_name("texts")


@dataclass(frozen=True)
class Paper:
    """One draft: its name as text and as file, and the article that asks for it."""

    name: str
    article: str

    @property
    def file(self) -> str:
        """The name of the Word file."""
        return f"{self.name}.docx"


PAPERS = (
    Paper("verzeichnis", "Art. 30"),
    Paper("massnahmen", "Art. 32"),
    Paper("aushang", "Art. 13"),
    Paper("auftragsverarbeitung", "Art. 28"),
    Paper("schwellwertanalyse", "Art. 35"),
)


def gap(given: object, what: str) -> str:
    """Return what was given, in one line and without signs of the texts' own, else a gap to be filled in."""
    text = re.sub(r"\s*\n\s*", ", ", str(given or "").strip()).replace("|", "/")
    return text or f"[bitte eintragen: {what}]"


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEXTS),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - what comes out is no HTML, and `word_file` takes it as text
        keep_trailing_newline=True,
    )
    made.filters["gap"] = gap
    return made


def paper_text(paper: Paper, settings: Settings, *, today: date) -> str:
    """Return a draft as text."""
    who = particulars_of(settings)
    return (
        _environment()
        .get_template(f"{paper.name}.md")
        .render(
            who=who,
            periods=periods_of(settings),
            settings=settings,
            is_https=settings.is_https,
            model_host=who.text_reader,
            database="PostgreSQL-Datenbank" if "postgres" in str(settings.database) else "SQLite-Datei",
            version=metadata.version("workshop-dialogue"),
            today=f"{today:%d.%m.%Y}",
        )
    )


def paper_file(paper: Paper, settings: Settings, *, today: date) -> bytes:
    """Return a draft as a Word file that an office edits."""
    from workshop.law.word import word_file  # noqa: PLC0415 - a tenth of a second that a start saves

    return word_file(paper_text(paper, settings, today=today), today=today)


def write_papers(folder: Path, settings: Settings, *, today: date) -> list[Path]:
    """Write all drafts into a folder, and return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for paper in PAPERS:
        file = folder / paper.file
        file.write_bytes(paper_file(paper, settings, today=today))
        files.append(file)
    return files
