"""The questions about tables and questions: what they are called, in each language."""

from workshop.console.frame.deeds import Deed
from workshop.console.frame.dialogue_frame import DialogueFrame
from workshop.console.frame.versions import Versions
from workshop.console.kit.controls import Modal, Tag, Values, box, button, field, form, problem_line, value
from workshop.console.kit.translations import (
    Translated,
    translated_labels,
    translated_values,
    translations_fit,
    translations_fold,
    translations_of,
)
from workshop.console.wording.forms import Form
from workshop.domain import bounds
from workshop.domain.queries.question import QuestionView
from workshop.domain.queries.table import TableView
from workshop.domain.rights import Actor
from workshop.domain.table import (
    add_table,
    edit_question,
    edit_table,
)
from workshop.models import QuestionKey


def ask_table(page: DialogueFrame, table: TableView | None) -> None:
    """Ask for the words of a table, or with `None` of a new one."""
    _ = page.gettext
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
                maxlength=bounds.TABLE_TITLE,
            )
            field(
                _("What it is about"),
                "guide",
                text=table.guide(lang) if table else "",
                rows=3,
                maxlength=bounds.GUIDE,
            )
            titles, guides = (table.titles, table.guides) if table else ({}, {})
            fields = [
                Translated("title", _("Title"), titles, maxlength=bounds.TABLE_TITLE),
                Translated("guide", _("What it is about"), guides, rows=3, maxlength=bounds.GUIDE),
            ]
            translations_fold(fields, original=lang, gettext=_)
            with box("modal-buttons"):
                button(_("Cancel"), modal.close)
                Tag("button", _("Save"), "button primary", type="submit")


def ask_question(page: DialogueFrame, question: QuestionView) -> None:
    """Ask for the words of a question."""
    _ = page.gettext
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
            field(_("Question"), "title", text=title, autofocus=True, maxlength=bounds.QUESTION)
            texts = Translated("title", _("Question"), question.titles, maxlength=bounds.TABLE_TITLE)
            translations_fold([texts], original=page.picture.dialogue.lang, gettext=_)
            with box("modal-buttons"):
                button(_("Cancel"), modal.close)
                Tag("button", _("Save"), "button primary", type="submit")
