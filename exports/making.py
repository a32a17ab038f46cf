"""One evening while its result files are made: what several of them need is made once."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from functools import cached_property
from pathlib import PurePosixPath

from exports.archive_package import render_archive
from exports.blocks import Paper
from exports.calendar import render_calendar
from exports.council_paper import council_paper
from exports.csv_files import render_sheets
from exports.evening_edition import edition_of
from exports.letters import joined, letters_of
from exports.machine import render_json
from exports.measures import Measures
from exports.measures_paper import measures_paper
from exports.minutes import minutes_of
from exports.names import Gettext
from exports.pdf import Setting, render_pdf, setting_of
from exports.photo_files import photo_files
from exports.platform import render_platform_files
from exports.press_text import press_text
from exports.profile import profile_of
from exports.results import Results
from exports.sheets import Sheets
from exports.sheets_pdf import set_sheets, setting_of_sheets, sheets_data
from exports.tables import Sheet, build_sheets
from exports.wall_sheets import wall_sheets_of
from exports.word import render_word
from exports.workbook import render_book

Files = Mapping[PurePosixPath, bytes]


class Making:
    """What the entries of the list ask for; a new paper is a property here, as `minutes` is.

    `at` is the clock in the hall, `others` makes the files that go into the archive package.
    """

    def __init__(
        self, results: Results, *, gettext: Gettext, at: datetime, others: Callable[[], Files]
    ) -> None:
        self.results = results
        self.gettext = gettext
        self.at = at
        self._others = others

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        """The tables of workbook and CSV files."""
        return build_sheets(self.results, gettext=self.gettext)

    @cached_property
    def minutes(self) -> Paper:
        """The minutes."""
        return minutes_of(self.results, gettext=self.gettext)

    @cached_property
    def measures(self) -> Paper:
        """The measures table across a page."""
        return measures_paper(self.results, gettext=self.gettext)

    @cached_property
    def measures_sheets(self) -> tuple[Sheet, ...]:
        """The measures table of its own workbook."""
        return (Measures(self.results, gettext=self.gettext).sheet(),)

    def council(self, files: Collection[str]) -> Paper:
        """Return the draft for the council, which encloses some of these files."""
        return council_paper(self.results, files=files, gettext=self.gettext)

    @cached_property
    def press(self) -> Paper:
        """The draft for the press."""
        return press_text(self.results, gettext=self.gettext)

    @cached_property
    def letters(self) -> Mapping[str, Paper]:
        """The drafts for addressees of recommendations by the stems of their names."""
        return letters_of(self.results, gettext=self.gettext)

    @cached_property
    def profile(self) -> Paper:
        """The two-page profile."""
        return profile_of(self.results, gettext=self.gettext)

    @cached_property
    def platform(self) -> Mapping[str, bytes]:
        """The files for participation platforms by their names."""
        return render_platform_files(self.results, gettext=self.gettext)

    def word(self, paper: Paper) -> bytes:
        """Return a paper as an office edits it."""
        return render_word(paper)

    def pdf(self, paper: Paper) -> bytes:
        """Return a paper to be read and printed."""
        return render_pdf(paper)

    def pages(self, paper: Paper) -> Setting:
        """Return what pictures of a paper's pages are drawn from."""
        return setting_of(paper)

    @cached_property
    def edition(self) -> Sheets:
        """The four pages for everybody."""
        return edition_of(self.results, gettext=self.gettext)

    @cached_property
    def wall(self) -> Sheets:
        """The sheets for the walls."""
        return wall_sheets_of(self.results, gettext=self.gettext)

    def pdf_of_sheets(self, sheets: Sheets) -> bytes:
        """Return sheets to be printed."""
        return set_sheets(sheets_data(sheets))

    def pages_of_sheets(self, sheets: Sheets) -> Setting:
        """Return what pictures of sheets are drawn from."""
        return setting_of_sheets(sheets)

    def workbook(self) -> bytes:
        """Return the tables as a workbook."""
        return render_book(self.sheets, self.results.dialogue, gettext=self.gettext)

    def measures_workbook(self) -> bytes:
        """Return the measures table as a workbook."""
        return render_book(self.measures_sheets, self.results.dialogue, gettext=self.gettext)

    def letter_files(self) -> Mapping[str, bytes] | None:
        """Return the letters by their names; None as long as nothing was recommended."""
        return {f"{stem}.docx": self.word(letter) for stem, letter in self.letters.items()} or None

    def letter_pages(self) -> Setting | tuple[Sheet, ...]:
        """Return the pages of all letters; nothing where there is none."""
        letters = joined(self.letters)
        return self.pages(letters) if letters else ()

    def tables(self) -> Mapping[str, bytes]:
        """Return the tables as CSV files by their names."""
        return {f"{stem}.csv": content for stem, content in render_sheets(self.sheets).items()}

    def photos(self) -> Mapping[str, bytes]:
        """Return the photos by their names."""
        return photo_files(self.results)

    def calendar(self) -> bytes | None:
        """Return what has a date; None as long as nothing has one."""
        title = self.results.dialogue.title
        return render_calendar([self.results], title=title, gettext_of=lambda _lang: self.gettext)

    def machine(self) -> bytes:
        """Return everything for machines."""
        return render_json(self.results)

    def package(self) -> bytes:
        """Return the other files as a package for the public archive."""
        return render_archive(self.results, self._others(), gettext=self.gettext, at=self.at)
