"""The result files of an evening, one entry a file: what it is called, what it is for, how it is made.

A new file is an entry here and its purpose in the catalogue `console`: folder, ZIP, archive package and the
console's list of files follow. This module is light: what makes files (`exports.making`) loads with the first
that is made.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exports.field import in_console

if TYPE_CHECKING:
    from exports.making import Making
    from exports.pdf import Setting
    from exports.tables import Sheet

Content = bytes | Mapping[str, bytes] | None
"""A file, the files of a folder by their names in it, or None as long as there is nothing to write."""


@dataclass(frozen=True, slots=True)
class ResultFile:
    """One file, or with a slash at the end a folder of files.

    Names are outside names and never translated; `purpose` is, where the console shows it. `show` says what
    a preview is drawn from, pages or tables; without it the file itself is looked at, and one for an office
    program has none. Only the `last` are made of the others.
    """

    name: str
    purpose: str
    make: "Callable[[Making], Content]"
    show: "Callable[[Making], Setting | Sequence[Sheet]] | None" = None
    last: bool = False

    @property
    def is_folder(self) -> bool:
        """Whether it is several files in a folder."""
        return self.name.endswith("/")


def _names() -> frozenset[str]:
    return frozenset(file.name for file in RESULT_FILES)


RESULT_FILES = (
    ResultFile(
        "ergebnisse.xlsx",
        in_console("All results, topics and cards as tables, for Excel or LibreOffice."),
        lambda making: making.workbook(),
        lambda making: making.sheets,
    ),
    ResultFile(
        "protokoll.docx",
        in_console("The minutes, for Word or LibreOffice, to be edited by the office."),
        lambda making: making.word(making.minutes),
        lambda making: making.pages(making.minutes),
    ),
    ResultFile(
        "protokoll.pdf",
        in_console("The same minutes to be read, printed and kept, also with a screen reader."),
        lambda making: making.pdf(making.minutes),
        lambda making: making.pages(making.minutes),
    ),
    ResultFile(
        "abendausgabe.pdf",
        in_console("Four pages for everybody to take home: what was said and agreed, and what happens next."),
        lambda making: making.pdf_of_sheets(making.edition),
        lambda making: making.pages_of_sheets(making.edition),
    ),
    ResultFile(
        "wandblaetter.pdf",
        in_console("One sheet of A3 for each table, to put on the wall."),
        lambda making: making.pdf_of_sheets(making.wall),
        lambda making: making.pages_of_sheets(making.wall),
    ),
    ResultFile(
        "massnahmen.xlsx",
        in_console("The measures table, to sort, filter and carry on with; days are real days."),
        lambda making: making.measures_workbook(),
        lambda making: making.measures_sheets,
    ),
    ResultFile(
        "massnahmen.docx",
        in_console("The measures table across a page, to print and to enclose."),
        lambda making: making.word(making.measures),
        lambda making: making.pages(making.measures),
    ),
    ResultFile(
        "sitzungsvorlage.docx",
        in_console("A draft for the council: proposed decision, facts and costs, from the measures."),
        lambda making: making.word(making.council(_names())),
        lambda making: making.pages(making.council(_names())),
    ),
    ResultFile(
        "pressetext.docx",
        in_console("A draft for the press: without names of persons, with a place for a quotation."),
        lambda making: making.word(making.press),
        lambda making: making.pages(making.press),
    ),
    ResultFile(
        "briefe/",
        in_console(
            "A draft of a letter to each whom a recommendation addresses, which asks for a statement. "
            "Not there as long as nothing was recommended."
        ),
        lambda making: making.letter_files(),
        lambda making: making.letter_pages(),
    ),
    ResultFile(
        "steckbrief.pdf",
        in_console("The profile of the dialogue on two pages, to be sent on."),
        lambda making: making.pdf(making.profile),
        lambda making: making.pages(making.profile),
    ),
    ResultFile(
        "steckbrief.docx",
        in_console("The same profile, to be edited by the office."),
        lambda making: making.word(making.profile),
        lambda making: making.pages(making.profile),
    ),
    ResultFile(
        "runde-tische.ics",
        in_console(
            "Dates for calendar programs: round tables, what is due, and a look back after four weeks. "
            "Not there as long as nothing has a date."
        ),
        lambda making: making.calendar(),
    ),
    ResultFile(
        "csv/",
        in_console("The same tables one by one, for other programs."),
        lambda making: making.tables(),
        lambda making: making.sheets,
    ),
    ResultFile(
        "fotos/",
        in_console("The photos of flip charts and walls. Not there as long as there are none."),
        lambda making: making.photos(),
    ),
    ResultFile("results.json", in_console("Everything for machines."), lambda making: making.machine()),
    ResultFile(
        "plattform.csv",
        in_console("Outcomes that Decidim takes in as proposals; CONSUL has the same fields."),
        lambda making: making.platform["plattform.csv"],
    ),
    ResultFile(
        "plattform.json",
        in_console("The same proposals in Decidim's other form."),
        lambda making: making.platform["plattform.json"],
    ),
    ResultFile(
        "plattform-treffen.csv",
        in_console("The evening and its round tables as meetings, in Decidim's columns."),
        lambda making: making.platform["plattform-treffen.csv"],
    ),
    ResultFile(
        "plattform-treffen.json",
        in_console("The same meetings in Decidim's other form."),
        lambda making: making.platform["plattform-treffen.json"],
    ),
    ResultFile(
        "archivpaket.zip",
        in_console("All these files with their checksums, for the public archive (BagIt)."),
        lambda making: making.package(),
        last=True,
    ),
)
