"""Rules and goal: what is said about the evening, and before it starts its tables and questions."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from workshop import look
from workshop.console.kit.controls import Modal, Tag, Values, box, button, field, form, problem_line, value
from workshop.domain.dialogue import DialogueFacts, describe_dialogue
from workshop.domain.errors import RefusedError
from workshop.domain.queries.changes import Delta
from workshop.domain.queries.dialogue import DialogueView
from workshop.domain.queries.question import QuestionView
from workshop.domain.queries.table import TableView
from workshop.domain.rights import Actor
from workshop.domain.table import add_table, edit_question, edit_table, remove_table, restore_table
from workshop.models import Phase, QuestionKey

if TYPE_CHECKING:
    from workshop.console.pages.dialogue import DialoguePage


def facts_fields(facts: DialogueView | None, *, gettext: Callable[[str], str]) -> None:
    """Place the fields of what is said about an evening."""
    _ = gettext
    field(_("Title of the evening"), "title", text=facts.title if facts else "", required=True, maxlength=200)
    with box("pair"):
        field(_("Town"), "municipality", text=facts.municipality if facts else "", maxlength=200)
        field(_("Place"), "place", text=facts.place if facts else "", maxlength=200)
    with box("pair"):
        when = facts.held_on.isoformat() if facts and facts.held_on else ""
        field(_("Day"), "held_on", text=when, kind="date")
        rounds = str(facts.rounds if facts else 3)
        field(_("Number of rounds"), "rounds", text=rounds, kind="number", min=1, max=20)
    field(
        _("Goal of the evening"),
        "goal",
        text=facts.goal if facts else "",
        rows=3,
        note=_("Stands on every phone and on the board."),
    )
    field(
        _("What happens with the results"),
        "promise",
        text=facts.promise if facts else "",
        rows=3,
        note=_("Say who looks at them, until when, and how people hear of it."),
    )


def facts_from(values: Values) -> DialogueFacts:
    """Return the facts from the form's values; raise `RefusedError` for a number or day that is none."""
    rounds, day = value(values, "rounds") or "3", value(values, "held_on")
    if not rounds.isdigit():
        raise RefusedError("rounds_out_of_range")
    try:
        held_on = date.fromisoformat(day) if day else None
    except ValueError as error:
        raise RefusedError("details_invalid") from error
    return DialogueFacts(
        title=value(values, "title"),
        municipality=value(values, "municipality"),
        place=value(values, "place"),
        held_on=held_on,
        goal=value(values, "goal"),
        promise=value(values, "promise"),
        rounds=int(rounds),
    )


class FactsSection:
    """The facts as a form; tables and questions can be changed until collecting opens."""

    def __init__(self, page: "DialoguePage") -> None:
        self._page = page
        self._seen = page.picture.dialogue.version
        self._phase = page.picture.dialogue.phase
        _ = page.gettext
        with box("section-head"):
            Tag("h2", _("Rules and goal"))
        with box("panel"):
            problem = problem_line()
            with form(page.guard(self._store, problem=problem), "facts-form"):
                facts_fields(page.picture.dialogue, gettext=_)
                with box("modal-buttons"):
                    Tag("button", _("Save"), "button primary", type="submit")
        self._tables = box("facts-tables")
        self._build()

    async def _store(self, actor: Actor, values: Any) -> None:  # noqa: ANN401 - the form's values
        page = self._page
        await describe_dialogue(
            page.store,
            actor=actor,
            dialogue_id=page.dialogue_id,
            facts=facts_from(values),
            seen_version=self._seen,
        )
        await page.watch.catch_up()
        self._seen = page.picture.dialogue.version
        page.say(page.gettext("Saved. Phones and the board show it at once."))

    def _build(self) -> None:
        page, _ = self._page, self._page.gettext
        may_edit = self._phase == Phase.PREPARATION
        self._tables.clear()
        with self._tables:
            with box("section-head"):
                Tag("h3", _("Tables"))
                if may_edit:
                    button("+ " + _("Add table"), page.guard(self._add_table), "add-table")
            if not may_edit:
                Tag("p", _("Tables and questions can be changed only before collecting opens."), "field-note")
            with box("panel lines"):
                for table in page.picture.tables.values():
                    self._table_line(table, may_edit=may_edit)
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
            if not may_edit:
                return

            async def change(actor: Actor, args: object) -> None:  # noqa: ARG001 - signature of a deed
                self._ask_table(table)

            async def back(actor: Actor, args: object) -> None:  # noqa: ARG001
                await restore_table(page.store, actor=actor, dialogue_id=page.dialogue_id, table_id=table.id)

            async def remove(actor: Actor, args: object) -> None:  # noqa: ARG001
                await remove_table(page.store, actor=actor, dialogue_id=page.dialogue_id, table_id=table.id)
                page.say(_("The table is taken out."), action=_("Undo"), deed=back)

            button(_("Change"), page.guard(change))
            button(_("Take out"), page.guard(remove), "danger")

    def _question_line(self, question: QuestionView, *, may_edit: bool) -> None:
        page, _ = self._page, self._page.gettext
        with box("line"):
            with box("line-text"):
                look.question_tag(question.key, question.title(page.lang))
            if may_edit:

                async def change(actor: Actor, args: object) -> None:  # noqa: ARG001 - signature of a deed
                    self._ask_question(question)

                button(_("Change"), page.guard(change))

    async def _add_table(self, actor: Actor, args: object) -> None:  # noqa: ARG002 - signature of a deed
        self._ask_table(None)

    def _ask_table(self, table: TableView | None) -> None:
        page, _ = self._page, self._page.gettext
        modal = Modal(page.overlay, _("Change the table") if table else _("Add table"))
        lang = page.picture.dialogue.lang

        async def store(actor: Actor, values: Any) -> None:  # noqa: ANN401 - the form's values
            words = {"title": value(values, "title"), "guide": value(values, "guide")}
            where = {"actor": actor, "dialogue_id": page.dialogue_id}
            if table:
                await edit_table(page.store, **where, table_id=table.id, **words, seen_version=table.version)  # type: ignore[arg-type]
            else:
                await add_table(page.store, **where, **words)  # type: ignore[arg-type]
            modal.close()

        with modal.body:
            problem = problem_line()
            with form(page.guard(store, problem=problem)):
                field(
                    _("Title"),
                    "title",
                    text=table.title(lang) if table else "",
                    autofocus=True,
                    maxlength=120,
                )
                field(
                    _("Guiding sentence"),
                    "guide",
                    text=table.guide(lang) if table else "",
                    rows=3,
                    maxlength=300,
                )
                if table:
                    Tag("p", _("A new wording is shown as it is in every language."), "field-note")
                with box("modal-buttons"):
                    button(_("Cancel"), modal.close)
                    Tag("button", _("Save"), "button primary", type="submit")

    def _ask_question(self, question: QuestionView) -> None:
        page, _ = self._page, self._page.gettext
        modal = Modal(page.overlay, _("Change the question"))

        async def store(actor: Actor, values: Any) -> None:  # noqa: ANN401 - the form's values
            await edit_question(
                page.store,
                actor=actor,
                dialogue_id=page.dialogue_id,
                key=QuestionKey(question.key),
                title=value(values, "title"),
                seen_version=question.version,
            )
            modal.close()

        with modal.body:
            problem = problem_line()
            with form(page.guard(store, problem=problem)):
                title = question.title(page.picture.dialogue.lang)
                field(_("Question"), "title", text=title, autofocus=True, maxlength=120)
                Tag("p", _("A new wording is shown as it is in every language."), "field-note")
                with box("modal-buttons"):
                    button(_("Cancel"), modal.close)
                    Tag("button", _("Save"), "button primary", type="submit")

    def apply(self, delta: Delta) -> None:
        """Take a change in; what is being typed above stays."""
        phase = self._page.picture.dialogue.phase
        if delta.tables is not None or delta.questions is not None or phase != self._phase:
            self._phase = phase
            self._build()
