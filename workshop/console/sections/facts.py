"""About the evening: what is said about the evening, and before it starts its tables and questions."""

from collections.abc import Mapping

from themes import GUIDE_LENGTH, TITLE_LENGTH
from workshop import look
from workshop.console.frame.deeds import Click, Deed, opening
from workshop.console.frame.dialogue_frame import DialogueFrame, Section
from workshop.console.frame.page import Offer
from workshop.console.frame.versions import Versions
from workshop.console.kit.controls import Modal, Tag, Values, box, button, field, form, problem_line, value
from workshop.console.kit.facts_form import facts_fields, facts_from, facts_labels, facts_values
from workshop.console.kit.translations import (
    Translated,
    missing_languages,
    translated_labels,
    translated_values,
    translations_fit,
    translations_fold,
    translations_of,
)
from workshop.console.wording.forms import Form
from workshop.domain.dialogue import DialogueFacts, describe_dialogue
from workshop.domain.errors import NotFoundError, Refusal
from workshop.domain.queries.changes import Delta
from workshop.domain.queries.question import QuestionView
from workshop.domain.queries.table import TableView, removed_tables
from workshop.domain.rights import Actor
from workshop.domain.table import (
    add_table,
    edit_question,
    edit_table,
    move_table,
    remove_table,
    restore_table,
)
from workshop.models import Phase, QuestionKey

_TAKE_FOCUS = "(v) => v.el.focus()"


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
            self._versions = Versions(page, self._present, labels=labels)
            with form(save, "facts-form", draft=self._draft.key) as made:
                self._versions.place(made)
                facts_fields(page.picture.dialogue, gettext=_)
                with box("modal-buttons"):
                    Tag("button", _("Save"), "button primary", type="submit")

    def _present(self) -> tuple[Values, int]:
        dialogue = self._page.picture.dialogue
        return facts_values(dialogue), dialogue.version

    def _reopen_table(self, key: str, _values: Values) -> None:
        table = self._page.picture.table_by_key(key)
        if key and table is None:
            raise NotFoundError(Refusal.TABLE_UNKNOWN)
        self._ask_table(table)

    def _reopen_question(self, key: str, _values: Values) -> None:
        self._ask_question(self._page.picture.questions[key])

    async def _store(self, actor: Actor, values: Values) -> None:
        page, _ = self._page, self._page.gettext
        given: list[DialogueFacts] = []

        async def do(values: Values, seen: int) -> None:
            facts = facts_from(values).checked()
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
                    ask = page.click(Deed.FACTS_ASK_TABLE, opening(lambda: self._ask_table(None)))
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
            change = opening(lambda: self._ask_table(table))
            button(_("Change"), page.click(Deed.FACTS_ASK_TABLE, change))
            button(_("Take out"), page.click(Deed.FACTS_REMOVE_TABLE, remove), "danger")

    def _question_line(self, question: QuestionView, *, may_edit: bool) -> None:
        page, _ = self._page, self._page.gettext
        with box("line"):
            with box("line-text"):
                look.question_tag(question.key, question.title(page.lang))
                self._missing_note(question.titles)
            if may_edit:
                change = opening(lambda: self._ask_question(question))
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

    def _ask_table(self, table: TableView | None) -> None:
        page, _ = self._page, self._page.gettext
        modal = Modal(page.overlay, _("Change the table") if table else _("Add table"))
        lang = page.picture.dialogue.lang
        draft = page.drafts.of(Form.TABLE, table.key if table else "")

        def read() -> tuple[Values, int]:
            now = page.picture.tables.get(table.id) if table else None
            if now is None:
                return {"title": [""], "guide": [""]}, 0
            values = {"title": [now.title(lang)], "guide": [now.guide(lang)]}
            values |= translated_values("title", now.titles, original=lang)
            return values | translated_values("guide", now.guides, original=lang), now.version

        labels = translated_labels({"title": _("Title"), "guide": _("What it is about")}, original=lang)
        versions = Versions(page, read, labels=labels)

        async def store(actor: Actor, values: Values) -> None:
            where = {"actor": actor, "dialogue_id": page.dialogue_id}

            async def do(values: Values, seen: int) -> None:
                words = {
                    "title": value(values, "title"),
                    "guide": value(values, "guide"),
                    "titles": translations_of(values, "title"),
                    "guides": translations_of(values, "guide"),
                }
                if table:
                    await edit_table(
                        page.store,
                        **where,  # type: ignore[arg-type]
                        table_id=table.id,
                        **words,  # type: ignore[arg-type]
                        translations_fit=translations_fit(values),
                        seen_version=seen,
                    )
                else:
                    await add_table(page.store, **where, **words)  # type: ignore[arg-type]

            await versions.store(values, do)
            draft.forget()
            modal.close()

        with modal.body:
            problem = problem_line()
            save = page.submit(Deed.FACTS_SAVE_TABLE, store, problem=problem)
            with form(save, draft=draft.key) as made:
                versions.place(made)
                field(
                    _("Title"),
                    "title",
                    text=table.title(lang) if table else "",
                    autofocus=True,
                    maxlength=TITLE_LENGTH,
                )
                field(
                    _("What it is about"),
                    "guide",
                    text=table.guide(lang) if table else "",
                    rows=3,
                    maxlength=GUIDE_LENGTH,
                )
                titles, guides = (table.titles, table.guides) if table else ({}, {})
                fields = [
                    Translated("title", _("Title"), titles, maxlength=TITLE_LENGTH),
                    Translated("guide", _("What it is about"), guides, rows=3, maxlength=GUIDE_LENGTH),
                ]
                translations_fold(fields, original=lang, gettext=_)
                with box("modal-buttons"):
                    button(_("Cancel"), modal.close)
                    Tag("button", _("Save"), "button primary", type="submit")

    def _ask_question(self, question: QuestionView) -> None:
        page, _ = self._page, self._page.gettext
        modal = Modal(page.overlay, _("Change the question"))
        lang = page.picture.dialogue.lang
        draft = page.drafts.of(Form.QUESTION, question.key)

        def read() -> tuple[Values, int]:
            now = page.picture.questions[question.key]
            values = {"title": [now.title(lang)]}
            return values | translated_values("title", now.titles, original=lang), now.version

        labels = translated_labels({"title": _("Question")}, original=lang)
        versions = Versions(page, read, labels=labels)

        async def store(actor: Actor, values: Values) -> None:
            async def do(values: Values, seen: int) -> None:
                await edit_question(
                    page.store,
                    actor=actor,
                    dialogue_id=page.dialogue_id,
                    key=QuestionKey(question.key),
                    title=value(values, "title"),
                    titles=translations_of(values, "title"),
                    translations_fit=translations_fit(values),
                    seen_version=seen,
                )

            await versions.store(values, do)
            draft.forget()
            modal.close()

        with modal.body:
            problem = problem_line()
            save = page.submit(Deed.FACTS_SAVE_QUESTION, store, problem=problem)
            with form(save, draft=draft.key) as made:
                versions.place(made)
                title = question.title(page.picture.dialogue.lang)
                field(_("Question"), "title", text=title, autofocus=True, maxlength=TITLE_LENGTH)
                texts = Translated("title", _("Question"), question.titles, maxlength=TITLE_LENGTH)
                translations_fold([texts], original=page.picture.dialogue.lang, gettext=_)
                with box("modal-buttons"):
                    button(_("Cancel"), modal.close)
                    Tag("button", _("Save"), "button primary", type="submit")

    def apply(self, delta: Delta) -> None:
        """Take a change in; what is being typed above stays."""
        phase = self._page.picture.dialogue.phase
        self._versions.show_present()
        if delta.tables is not None or delta.questions is not None or phase != self._phase:
            self._phase = phase
            self._build()


class TablePlaces:
    """The buttons ↑ and ↓ of each table, and the fold with the tables that can be put back."""

    def __init__(self, page: DialogueFrame) -> None:
        self._page = page
        self._moved: tuple[str, int] | None = None

    def move_buttons(self, table: TableView) -> None:
        """Place the buttons that let a table change places with its neighbour."""
        _ = self._page.gettext
        ends = {-1: table.number == 1, 1: table.number == len(self._page.picture.tables)}
        for by, sign, words in ((-1, "↑", _("Move up: %(what)s")), (1, "↓", _("Move down: %(what)s"))):
            label = words % {"what": table.title(self._page.lang)}
            move = self._page.click(Deed.FACTS_MOVE_TABLE, self._mover(table, by))
            made = button(
                *(sign, move, "move-table"),
                aria_label=label,
                title=label,
                disabled=True if ends[by] else None,
            )
            # The lines were built anew: the focus stays with the table that somebody moves.
            is_pressed = self._moved == (table.key, by)
            if not ends[by] and (is_pressed or (ends[-by] and self._moved == (table.key, -by))):
                made.on("vnode-mounted", js_handler=_TAKE_FOCUS)

    def _mover(self, table: TableView, by: int) -> Click:
        page = self._page

        async def move(actor: Actor) -> None:
            self._moved = (table.key, by)
            await move_table(page.store, actor=actor, dialogue_id=page.dialogue_id, table_id=table.id, by=by)
            words = page.gettext("“%(what)s” is table %(n)d now.")
            page.say(words % {"what": table.title(page.lang), "n": table.number + by})

        return move

    def fold(self) -> None:
        """Place the tables that were taken out, as soon as they are read."""
        self._moved = None
        place = box("removed-tables")

        async def fill() -> None:
            page, _ = self._page, self._page.gettext
            async with page.store.read() as session:
                removed = await session.run_sync(removed_tables, page.dialogue_id)
            if place.is_deleted or not removed:
                return
            with place, box("panel fold", "details"):
                Tag("summary", _("Tables taken out (%(n)d)") % {"n": len(removed)})
                with box("", "div"):
                    for table in removed:
                        self._removed_line(table)

        self._page.later(fill(), name="read removed tables")

    def _removed_line(self, table: TableView) -> None:
        page, _ = self._page, self._page.gettext
        title = table.title(page.lang)

        async def back(actor: Actor) -> None:
            await restore_table(page.store, actor=actor, dialogue_id=page.dialogue_id, table_id=table.id)
            page.say(_("The table is back, with all its languages."))

        with box("line", data_removed_table=table.key):
            with box("line-text"):
                Tag("strong", look.soft_hyphens(title, page.lang))
                Tag("p", table.guide(page.lang), "field-note")
            put_back = page.click(Deed.FACTS_RESTORE_TABLE, back)
            button(_("Put back"), put_back, aria_label=_("Put back: %(what)s") % {"what": title})
