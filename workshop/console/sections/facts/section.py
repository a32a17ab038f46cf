"""About the evening: what is said about the evening, and before it starts its tables and questions."""

from collections.abc import Mapping

from workshop import look
from workshop.console.frame.deeds import Deed, opening
from workshop.console.frame.dialogue_frame import DialogueFrame, Section
from workshop.console.frame.page import Offer
from workshop.console.frame.versions import Versions
from workshop.console.kit.controls import Tag, Values, box, button, form, problem_line
from workshop.console.kit.facts_form import facts_fields, facts_from, facts_labels, facts_values
from workshop.console.kit.translations import (
    missing_languages,
    translations_fit,
)
from workshop.console.sections.facts.dialogs import ask_question, ask_table
from workshop.console.sections.facts.table_places import TablePlaces
from workshop.console.wording.forms import Form
from workshop.console.wording.keeping import usual_told
from workshop.console.wording.zones import zone_name
from workshop.domain.dialogue import DialogueFacts, describe_dialogue
from workshop.domain.errors import NotFoundError, Refusal
from workshop.domain.queries.changes import Delta
from workshop.domain.queries.question import QuestionView
from workshop.domain.queries.table import TableView
from workshop.domain.rights import Actor
from workshop.domain.table import (
    remove_table,
    restore_table,
)
from workshop.models import Phase


class FactsSection(Section):
    """The facts as a form; tables and questions can be changed until collecting opens."""

    def __init__(self, page: DialogueFrame) -> None:
        self._page = page
        self._phase = page.picture.dialogue.phase
        _ = page.gettext
        with box("section-head"):
            Tag("h2", _("About the evening"))
        self._panel = box("panel")
        self._draft = page.drafts.of(Form.FACTS)
        self._build_form()
        self._places = TablePlaces(page)
        self._tables = box("facts-tables")
        self._build()
        page.drafts.can_open(Form.TABLE, self._tables, self._reopen_table)
        page.drafts.can_open(Form.QUESTION, self._tables, self._reopen_question)

    def _build_form(self) -> None:
        page, _ = self._page, self._page.gettext
        self._panel.clear()
        with self._panel:
            problem = problem_line()
            save = page.submit(Deed.FACTS_SAVE, self._store, problem=problem)
            labels = facts_labels(original=page.picture.dialogue.lang, gettext=_)
            self._versions = Versions(page, self._present, labels=labels, words=self._words)
            with form(save, "facts-form", draft=self._draft.key) as made:
                self._versions.place(made)
                usual = usual_told(page.store.keeping, ngettext=page.ngettext)
                facts_fields(
                    page.picture.dialogue, lang=page.lang, zone=self._home_zone, usual=usual, gettext=_
                )
                with box("modal-buttons"):
                    Tag("button", _("Save"), "button primary", type="submit")

    def _present(self) -> tuple[Values, int]:
        dialogue = self._page.picture.dialogue
        return facts_values(dialogue, zone=self._home_zone), dialogue.version

    @property
    def _home_zone(self) -> str:
        return self._page.services.settings.time_zone

    def _words(self, name: str, text: str) -> str:
        return zone_name(text, self._page.lang) if name == "time_zone" else text

    def _reopen_table(self, key: str, _values: Values) -> None:
        table = self._page.picture.table_by_key(key)
        if key and table is None:
            raise NotFoundError(Refusal.TABLE_UNKNOWN)
        ask_table(self._page, table)

    def _reopen_question(self, key: str, _values: Values) -> None:
        ask_question(self._page, self._page.picture.questions[key])

    async def _store(self, actor: Actor, values: Values) -> None:
        page, _ = self._page, self._page.gettext
        given: list[DialogueFacts] = []

        async def do(values: Values, seen: int) -> None:
            facts = facts_from(values, page.services.settings.zone).checked()
            await describe_dialogue(
                page.store,
                actor=actor,
                dialogue_id=page.dialogue_id,
                facts=facts,
                translations_fit=translations_fit(values),
                seen_version=seen,
            )
            given.append(facts)

        await self._versions.store(values, do)
        self._draft.forget()
        await page.watch.catch_up()
        self._versions.show_present()
        self._versions.renew()
        told = _("Saved. Phones and the board show it at once.")
        if self._has_lost_translations(given[-1]):
            told += " " + _("Translations of the old wording are taken away.")
            self._build_form()
        page.say(told)

    def _has_lost_translations(self, facts: DialogueFacts) -> bool:
        stored = self._page.picture.dialogue.translations
        return any(
            words and not stored.get(name, {}).get(tag)
            for name, given in (facts.translations or {}).items()
            for tag, words in given.items()
        )

    def _build(self) -> None:
        page, _ = self._page, self._page.gettext
        may_edit = self._phase == Phase.PREPARATION
        self._tables.clear()
        with self._tables:
            with box("section-head"):
                Tag("h3", _("Tables"))
                if may_edit:
                    ask = page.click(Deed.FACTS_ASK_TABLE, opening(lambda: ask_table(self._page, None)))
                    button("+ " + _("Add table"), ask, "add-table")
            if not may_edit:
                Tag("p", _("Tables and questions can be changed only before collecting opens."), "field-note")
            with box("panel lines"):
                for table in page.picture.tables.values():
                    self._table_line(table, may_edit=may_edit)
            if may_edit:
                self._places.fold()
            Tag("h3", _("Questions"))
            with box("panel lines"):
                for question in page.picture.questions.values():
                    self._question_line(question, may_edit=may_edit)

    def _table_line(self, table: TableView, *, may_edit: bool) -> None:
        page, _ = self._page, self._page.gettext
        with box("line", data_table=table.key):
            with box("line-text"):
                Tag("strong", f"{table.number} {look.soft_hyphens(table.title(page.lang), page.lang)}")
                Tag("p", table.guide(page.lang), "field-note")
                self._missing_note(table.titles, table.guides)
            if not may_edit:
                return

            async def back(actor: Actor) -> None:
                await restore_table(page.store, actor=actor, dialogue_id=page.dialogue_id, table_id=table.id)

            async def remove(actor: Actor) -> None:
                await remove_table(page.store, actor=actor, dialogue_id=page.dialogue_id, table_id=table.id)
                undo = Offer(_("Undo"), Deed.FACTS_RESTORE_TABLE, back)
                page.say(_("The table is taken out. Below the tables you can put it back later too."), undo)

            self._places.move_buttons(table)
            change = opening(lambda: ask_table(self._page, table))
            button(_("Change"), page.click(Deed.FACTS_ASK_TABLE, change))
            button(_("Take out"), page.click(Deed.FACTS_REMOVE_TABLE, remove), "danger")

    def _question_line(self, question: QuestionView, *, may_edit: bool) -> None:
        page, _ = self._page, self._page.gettext
        with box("line"):
            with box("line-text"):
                look.question_tag(question.key, question.title(page.lang))
                self._missing_note(question.titles)
            if may_edit:
                change = opening(lambda: ask_question(self._page, question))
                button(_("Change"), page.click(Deed.FACTS_ASK_QUESTION, change))

    def _missing_note(self, *texts: Mapping[str, str]) -> None:
        page = self._page
        if missing := missing_languages(*texts, original=page.picture.dialogue.lang):
            told = page.ngettext(
                "A translation is missing in %(n)d language",
                "Translations are missing in %(n)d languages",
                missing,
            )
            Tag("p", told % {"n": missing}, "field-note missing")

    def apply(self, delta: Delta) -> None:
        """Take a change in; what is being typed above stays."""
        phase = self._page.picture.dialogue.phase
        self._versions.show_present()
        if delta.tables is not None or delta.questions is not None or phase != self._phase:
            self._phase = phase
            self._build()
