"""The dialogs of a summary: writing it, and blacking out words of it or of what is to be added."""

from workshop.console.frame.deeds import Deed
from workshop.console.frame.versions import Versions
from workshop.console.frame.watched_page import WatchedPage
from workshop.console.kit.controls import Modal, Tag, Values, box, button, field, form, problem_line, value
from workshop.console.kit.words import spans_of, word_ticks
from workshop.console.wording.forms import Form
from workshop.console.wording.summaries import summary_name
from workshop.domain import bounds
from workshop.domain.queries.summary import AdditionView, SummaryView
from workshop.domain.redaction import redact_addition, redact_summary
from workshop.domain.rights import Actor
from workshop.domain.summary import write_summary


def ask_summary(page: WatchedPage, table_id: int, number: int) -> None:
    """Ask for the text of a round's summary; what was typed is kept whatever closes the dialog."""
    _, picture = page.gettext, page.picture
    modal = Modal(page.overlay, summary_name(number, has_rounds=picture.speaks_of_rounds, gettext=_))
    draft = page.drafts.of(Form.SUMMARY, f"{table_id}/{number}")

    def read() -> tuple[Values, int]:
        known = (each for each in picture.summaries.values() if each.table_id == table_id)
        now = next((each for each in known if each.round == number), None)
        return {"text": [now.text if now else ""]}, now.version if now else 0

    versions = Versions(page, read, labels={"text": _("What the table says")})

    async def store(actor: Actor, values: Values) -> None:
        async def do(values: Values, seen: int) -> None:
            await write_summary(
                page.store,
                actor=actor,
                dialogue_id=page.dialogue_id,
                table_id=table_id,
                number=number,
                text=value(values, "text"),
                seen_version=seen,
            )

        await versions.store(values, do)
        draft.forget()
        modal.close()

    with modal.body:
        problem = problem_line()
        with form(page.submit(Deed.SUMMARIES_WRITE, store, problem=problem), draft=draft.key) as made:
            versions.place(made)
            note = _("What did your table talk about? Please write no names.")
            text = read()[0]["text"][0]
            field(
                _("What the table says"),
                "text",
                text=text,
                rows=8,
                note=note,
                autofocus=True,
                maxlength=bounds.SUMMARY,
            )
            with box("modal-buttons"):
                button(_("Cancel"), modal.close)
                Tag("button", _("Save"), "button primary", type="submit")


def ask_redaction(page: WatchedPage, summary: SummaryView, addition: AdditionView | None = None) -> None:
    """Ask which words of a summary, or of what somebody wants to be added to it, must stand nowhere."""
    _ = page.gettext
    modal = Modal(page.overlay, _("Black out words"))
    text = addition.text if addition else summary.text

    async def redact(actor: Actor, values: Values) -> None:
        spans = spans_of(text, values.get("word", ()))
        whose = {"actor": actor, "dialogue_id": page.dialogue_id}
        if addition:
            await redact_addition(page.store, **whose, reply_id=addition.id, spans=spans, seen=text)  # type: ignore[arg-type]
        else:
            await redact_summary(
                page.store,
                **whose,  # type: ignore[arg-type]
                summary_id=summary.id,
                spans=spans,
                seen=text,
            )
        modal.close()
        page.say(_("Words blacked out."))

    with modal.body:
        problem = problem_line()
        with form(page.submit(Deed.SUMMARIES_REDACT, redact, problem=problem)):
            told = _("The words you tick are removed for good, wherever they stand. Nobody can undo this.")
            Tag("p", told)
            word_ticks(text, _("Which words must go?"))
            with box("modal-buttons"):
                button(_("Cancel"), modal.close)
                Tag("button", _("Black out for good"), "button primary", type="submit")
