"""The dialog that answers a topic: whether it is taken up, partly or not, and why."""

from collections.abc import Callable

from workshop.console.frame.deeds import Deed, opening
from workshop.console.frame.page import Offer
from workshop.console.frame.versions import Versions
from workshop.console.frame.watched_page import WatchedPage
from workshop.console.kit.controls import (
    Modal,
    Tag,
    Values,
    box,
    button,
    field,
    form,
    one_of,
    problem_line,
    tick,
    value,
)
from workshop.console.wording.cards import verdict_word
from workshop.console.wording.forms import Form
from workshop.console.wording.log import verb_name
from workshop.domain import bounds
from workshop.domain.errors import NotFoundError, Refusal
from workshop.domain.queries.group import GroupView
from workshop.domain.rights import Actor
from workshop.domain.step import undo_step
from workshop.domain.verdict import give_verdict
from workshop.models import GroupState, Verdict

_ANSWERS = (Verdict.TAKEN_UP, Verdict.PARTLY, Verdict.NOT)
# What the form sends where an answer is taken away.
_AWAY = "away"


def ask_verdict(page: WatchedPage, group_id: int, on_close: Callable[[], None] = lambda: None) -> None:
    """Ask what is said to a topic; what was typed is kept whatever closes the dialog."""
    _, group = page.gettext, _topic(page, group_id)
    draft = page.drafts.of(Form.VERDICT, f"{group.table_id}/{group.id}")
    modal = Modal(page.overlay, _("What becomes of this topic?"), on_close=lambda _values: on_close())

    def read() -> tuple[Values, int]:
        now = _topic(page, group_id)
        return {"verdict": [now.verdict], "reason": [now.verdict_reason]}, now.version

    def words(name: str, text: str) -> str:
        return verdict_word(Verdict(text), gettext=_) if name == "verdict" and text in _ANSWERS else text

    versions = Versions(page, read, labels={"verdict": _("Answer"), "reason": _("Why")}, words=words)

    async def store(actor: Actor, values: Values) -> None:
        async def do(values: Values, seen: int) -> None:
            chosen = value(values, "verdict")
            is_away = chosen == _AWAY
            await give_verdict(
                page.store,
                actor=actor,
                dialogue_id=page.dialogue_id,
                group_id=group_id,
                verdict=Verdict.NONE if is_away else one_of(_ANSWERS, chosen, Refusal.VERDICT_MISSING),
                reason="" if is_away else value(values, "reason"),
                seen_version=seen,
            )

        await versions.store(values, do)
        draft.forget()
        modal.close()
        await page.watch.catch_up()
        _tell(page, group_id)

    with modal.body:
        problem = problem_line()
        with form(page.submit(Deed.VERDICTS_GIVE, store, problem=problem), draft=draft.key) as made:
            versions.place(made)
            Tag("p", group.label or _("Topic without a name"), "quoted", dir="auto")
            with box("choices", "fieldset"):
                Tag("legend", _("Answer"), "field-label")
                for answer in _ANSWERS:
                    word = verdict_word(answer, gettext=_)
                    tick(word, "verdict", key=answer, checked=answer == group.verdict, kind="radio")
                if group.verdict:
                    tick(_("No answer yet (the reason goes, too)"), "verdict", key=_AWAY, kind="radio")
            field(
                _("Why"),
                "reason",
                text=group.verdict_reason,
                rows=4,
                note=_("One sentence is enough. It stands in the minutes and files, so please name nobody."),
                maxlength=bounds.VERDICT_REASON,
            )
            with box("modal-buttons"):
                button(_("Cancel"), modal.close)
                Tag("button", _("Save"), "button primary", type="submit")


def _tell(page: WatchedPage, group_id: int) -> None:
    """Say what was stored, with the way back; a topic that is not taken up asks gently for a reason."""
    _, group = page.gettext, page.picture.groups[group_id]
    if group.verdict == Verdict.NOT and not group.verdict_reason:
        told = _("Stored. Whoever wrote about this topic will want to know why: one sentence is enough.")
        ask = opening(lambda: ask_verdict(page, group_id))
        page.say(told, Offer(_("Give a reason"), Deed.VERDICTS_ASK, ask))
        return

    async def back(actor: Actor) -> None:
        turned = await undo_step(
            page.store, actor=actor, dialogue_id=page.dialogue_id, table_id=group.table_id
        )
        page.say(_("Taken back: %(what)s.") % {"what": verb_name(turned.verb, gettext=_)})

    told = _("The answer is stored.") if group.verdict else _("The answer is taken away.")
    page.say(told, Offer(_("Undo"), Deed.VERDICTS_UNDO, back))


def _topic(page: WatchedPage, group_id: int) -> GroupView:
    group = page.picture.groups.get(group_id)
    if group is None or group.state != GroupState.OPEN:
        raise NotFoundError(Refusal.GROUP_UNKNOWN)
    return group
