"""Invitation and print: a page per table with its QR code and address, for the walls and the tables."""

import re

from workshop import look
from workshop.addresses import board_url, join_url
from workshop.console.frame.dialogue_frame import DialogueFrame, Section
from workshop.console.frame.links import copy_field
from workshop.console.kit.controls import Tag, box
from workshop.console.wording.moments import day
from workshop.console.wording.sheets import sheet_language, sheet_words
from workshop.domain.queries.changes import Delta
from workshop.domain.queries.table import TableView
from workshop.i18n import LANGUAGES, NATIVE_NAMES, direction_of

# From so many letters on a sheet is set smaller, so that it stays one page: wide ones count twice, those of
# the title, twice as large as the others, four times.
_SIZES = ((4200, "sheet longest fullest"), (1100, "sheet longest"), (450, "sheet long"), (0, "sheet"))
_WIDE = re.compile(r"[MWmw@%\u1200-\u139f\u3000-\u9fff\uac00-\ud7a3]")


class PrintSection(Section):
    """What is printed and sent before the evening."""

    def __init__(self, page: DialogueFrame, lang: str = "") -> None:
        """Place the sheets in `lang`, or in the dialogue's language if it is none of ours."""
        self._page = page
        self._chosen = lang if lang in LANGUAGES else ""
        _ = page.gettext
        with box("section-head no-print"):
            Tag("h2", _("Invitation and print"))
            Tag("button", _("Print"), "button primary", type="button", data_print="")
        with box("panel no-print"):
            Tag("p", _("Printing gives one page for the door and one for each table, in A4."))
            with box("copy-rows"):
                self._row(_("Join link"), join_url(page.services.settings, page.code))
                self._row(_("Board"), board_url(page.services.settings, page.code))
            self._languages()
        self._sheets = box("sheets")
        self._build()

    def _row(self, label: str, address: str) -> None:
        with box("copy-row"):
            Tag("span", label, "field-label")
            copy_field(self._page, address, self._page.gettext("Copy link"), label)

    @property
    def _lang(self) -> str:
        return sheet_language(self._chosen or self._page.picture.dialogue.lang)

    def _languages(self) -> None:
        """Place a link for each language that sheets can be printed in."""
        label = self._page.gettext("Language of the sheets")
        with box("sheet-languages", "nav", aria_label=label):
            Tag("span", label, "field-label")
            for lang in LANGUAGES:
                current = "page" if lang == self._lang else None
                address = f"{self._page.address('print')}&sheets={lang}"
                Tag("a", NATIVE_NAMES[lang], href=address, lang=lang, aria_current=current)

    def _build(self) -> None:
        page = self._page
        self._shown = self._facts()
        self._sheets.clear()
        with self._sheets:
            self._sheet(page.picture.dialogue.text("title", self._lang), None)
            for table in page.picture.tables.values():
                self._sheet(table.title(self._lang), table)

    def _sheet(self, title: str, table: TableView | None) -> None:
        page, dialogue = self._page, self._page.picture.dialogue
        said, lang = sheet_words(self._lang), self._lang
        address = join_url(page.services.settings, page.code, table.key if table else None)
        text = table.guide(lang) if table else dialogue.text("goal", lang)
        questions = [each.title(lang) for each in page.picture.questions.values()]
        # A date never breaks before its month.
        held_on = day(dialogue.held_on, lang=lang.partition("-")[0]).replace(" ", "\u00a0")
        facts = [dialogue.municipality, dialogue.text("place", lang), held_on]
        if table:
            facts.insert(0, dialogue.text("title", lang))
        words = " ".join((*facts, text, *questions, *[title] * 4))
        letters = len(words) + len(_WIDE.findall(words))
        classes = next(name for many, name in _SIZES if letters >= many)
        with box(classes, "article", lang=lang, dir=direction_of(lang)):
            if dialogue.rehearsal:
                Tag("p", said("REHEARSAL"), "rehearsal-mark")
            with box("sheet-facts", "p"):
                # Each by itself: a town written from the left takes the day beside it along.
                for at, part in enumerate(filter(None, facts)):
                    if at:
                        Tag("span", " · ")
                    Tag("bdi", part)
            if table:
                Tag("p", said("Table %(n)d") % {"n": table.number}, "sheet-number")
            Tag("h3", title, "sheet-title", dir="auto")
            if text:
                Tag("p", text, "sheet-text", dir="auto")
            self._questions()
            if dialogue.card_budget:
                budget = said("Cards per person and question: %(n)d at most") % {"n": dialogue.card_budget}
                Tag("p", budget, "sheet-how")
            with box("sheet-way"):
                look.qr_code(address, label=said("QR code: to the cards"))
                with box("sheet-words"):
                    Tag("p", said("Scan the code with your phone, or open:"), "sheet-how")
                    Tag("p", address.split("://", 1)[-1], "sheet-address", dir="ltr")
                    with box("sheet-code", "p"):
                        Tag("span", said("Code to type in:"))
                        Tag("strong", dialogue.spoken_code, dir="ltr")

    def _questions(self) -> None:
        picture = self._page.picture
        with box("sheet-questions", "ul"):
            for key in look.QUESTION_ORDER:
                with box("", "li", dir="auto"):
                    look.question_tag(key, picture.questions[key].title(self._lang))

    def apply(self, delta: Delta) -> None:
        """Take a change of the tables, questions or facts in."""
        if delta.tables is not None or delta.questions is not None or self._facts() != self._shown:
            self._build()

    def _facts(self) -> tuple[object, ...]:
        dialogue = self._page.picture.dialogue
        about = (dialogue.title, dialogue.municipality, dialogue.place, dialogue.held_on, dialogue.goal)
        return (*about, dialogue.translations, dialogue.lang, dialogue.rehearsal, dialogue.card_budget)
