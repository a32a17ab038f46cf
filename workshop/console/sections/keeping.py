"""What is due to be deleted, what each deletion waits for, and the buttons for both."""

from collections.abc import Sequence
from datetime import date, timedelta

from workshop import look
from workshop.console.frame.deeds import Click, Deed, opening
from workshop.console.frame.page import Page
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
from workshop.console.wording.keeping import (
    archive_told,
    author_told,
    deletion_told,
    losses_told,
    note_name,
)
from workshop.console.wording.moments import day
from workshop.domain import bounds
from workshop.domain.code import normalise_code
from workshop.domain.deletion import delete_dialogue, note_archive
from workshop.domain.errors import Refusal, RefusedError
from workshop.domain.queries.deletion import KeepingView, Loss, keeping_of_all, loss_of
from workshop.domain.rights import Actor
from workshop.models import ArchiveNote, now

# What stands below the heading of what comes soon.
SOON = timedelta(days=90)


class KeepingSection:
    """All dialogues by their day: what is due, what comes soon, what comes later."""

    def __init__(self, page: Page) -> None:
        self._page = page
        _ = page.gettext
        Tag(
            "p",
            _(
                "On its day the server deletes a dialogue by itself: cards, topics, results, log and links. "
                "Before that the public archive has to be asked whether it wants the records. Until that is "
                "noted here, nothing is deleted."
            ),
            "intro",
        )
        if reason := page.store.keeping.no_archive:
            Tag("p", _("Here the archive need not be asked: %(reason)s") % {"reason": reason}, "intro")
        self._body = box("keeping")

    async def read(self) -> None:
        """Show what the database says now."""
        page = self._page
        async with page.store.read() as session:
            views = await keeping_of_all(session, page.store.keeping)
        if self._body.is_deleted or page.is_locked:
            return
        self._body.clear()
        with self._body:
            self._show(views, page.store.keeping.day_of(now()))

    def _show(self, views: Sequence[KeepingView], today: date) -> None:
        _ = self._page.gettext
        if not views:
            with box("panel empty"):
                Tag("h2", _("Nothing is kept here"))
                Tag("p", _("As soon as there is a dialogue, its day of deletion stands here."))
            return
        due = [view for view in views if view.day <= today]
        soon = [view for view in views if today < view.day <= today + SOON]
        later = [view for view in views if view.day > today + SOON]
        self._list(_("Due now"), due, today, empty=_("Nothing is due."))
        self._list(_("In the next three months"), soon, today, empty=_("Nothing comes due."))
        if later:
            self._list(_("Later"), later, today, empty="")

    def _list(self, title: str, views: Sequence[KeepingView], today: date, *, empty: str) -> None:
        Tag("h2", title, "keeping-heading")
        for view in views:
            self._row(view, today)
        if not views:
            Tag("p", empty, "empty-note")

    def _row(self, view: KeepingView, today: date) -> None:
        page, _, dialogue = self._page, self._page.gettext, view.dialogue
        waits = view.waits and view.day <= today
        classes = "panel dialogue-row keeping-row" + (" is-waiting" if waits else "")
        with box(classes, "article", data_code=dialogue.code):
            with box("dialogue-text"):
                with box("dialogue-name"):
                    title = look.soft_hyphens(dialogue.title, dialogue.lang)
                    Tag("a", title, href=f"/console/{dialogue.code}")
                    if dialogue.rehearsal:
                        Tag("span", _("REHEARSAL"), "rehearsal-mark")
                cards = page.ngettext("%(n)d card", "%(n)d cards", view.cards) % {"n": view.cards}
                when = day(dialogue.held_on, lang=page.lang) or _("no date yet")
                Tag("p", f"{dialogue.spoken_code} · {when} · {cards}", "field-note")
                with box("keeping-facts", "dl"):
                    self._fact(_("Deletion"), deletion_told(view, today, lang=page.lang, gettext=_))
                    no_archive = page.store.keeping.no_archive
                    self._fact(
                        _("Archive"), archive_told(view, no_archive=no_archive, lang=page.lang, gettext=_)
                    )
                    self._fact(_("Who wrote a card"), author_told(view, today, lang=page.lang, gettext=_))
            with box("dialogue-buttons"):
                self._buttons(view, waits=waits)

    def _fact(self, name: str, told: str) -> None:
        with box("", "div"):
            Tag("dt", name)
            Tag("dd", told)

    def _buttons(self, view: KeepingView, *, waits: bool) -> None:
        page, _ = self._page, self._page.gettext
        named = {"what": view.dialogue.title}
        if not view.dialogue.rehearsal:
            ask = page.click(Deed.KEEPING_ASK_NOTE, opening(lambda: self._ask_note(view)))
            label = _("Note the archive's answer: %(what)s") % named
            button(_("Archive …"), ask, "primary" if waits else "", aria_label=label)
        href = f"/console/{view.dialogue.code}?view=facts"
        Tag("a", _("Other day"), "button", href=href, aria_label=_("Other day: %(what)s") % named)
        ask_delete = page.click(Deed.KEEPING_ASK_DELETE, self._asking_delete(view))
        label = _("Delete now: %(what)s") % named
        button(_("Delete now …"), ask_delete, "danger", aria_label=label)

    def _ask_note(self, view: KeepingView) -> None:
        page, _ = self._page, self._page.gettext
        modal = Modal(page.overlay, _("The public archive and “%(what)s”") % {"what": view.dialogue.title})

        async def note(actor: Actor, values: Values) -> None:
            chosen = value(values, "note")
            await note_archive(
                page.store,
                actor=actor,
                dialogue_id=view.dialogue.id,
                note=one_of(ArchiveNote, chosen, Refusal.DETAILS_INVALID) if chosen else None,
                reason=value(values, "reason"),
                seen_version=view.dialogue.version,
            )
            modal.close()
            page.say(_("Noted."))
            await self.read()

        with modal.body:
            problem = problem_line()
            with form(page.submit(Deed.KEEPING_NOTE, note, problem=problem), "keeping-form"):
                with box("keeping-notes", "fieldset"):
                    Tag("legend", _("What became of the offer?"), "field-label")
                    names = {"": _("nothing noted yet")}
                    names |= {each.value: note_name(each, gettext=_) for each in ArchiveNote}
                    for key, name in names.items():
                        tick(name, "note", key=key, kind="radio", checked=key == (view.note or ""))
                field(
                    _("Remark or reason"),
                    "reason",
                    text=view.reason,
                    rows=2,
                    note=_("A file number, for example. Why nothing need be offered has to be said."),
                    maxlength=bounds.ARCHIVE_REASON,
                )
                with box("modal-buttons"):
                    button(_("Cancel"), modal.close)
                    Tag("button", _("Save"), "button primary", type="submit")

    def _asking_delete(self, view: KeepingView) -> Click:
        async def ask(_actor: Actor) -> None:
            async with self._page.store.read() as session:
                loss = await loss_of(session, view.dialogue.id)
            self._ask_delete(view, loss)

        return ask

    def _ask_delete(self, view: KeepingView, loss: Loss) -> None:
        page, _, dialogue = self._page, self._page.gettext, view.dialogue
        modal = Modal(page.overlay, _("Delete “%(what)s” for good?") % {"what": dialogue.title})

        async def delete(actor: Actor, values: Values) -> None:
            if normalise_code(value(values, "code")[: bounds.SEARCH]) != dialogue.code:
                raise RefusedError(Refusal.CODE_DIFFERS)
            await delete_dialogue(page.store, actor=actor, dialogue_id=dialogue.id)
            modal.close()
            page.say(_("Deleted: %(what)s") % {"what": dialogue.title})
            await self.read()

        with modal.body:
            Tag("p", _("This goes at once and cannot be taken back:"))
            with box("keeping-losses", "ul"):
                for line in losses_told(loss, ngettext=page.ngettext):
                    Tag("li", line)
            Tag(
                "p",
                _(
                    "Its phones and boards say that it no longer exists, and its code is not given again. "
                    "The server keeps no result files; files that were downloaded and backups stay where "
                    "they are."
                ),
            )
            if view.waits:
                Tag("p", _("It is not noted yet whether the public archive was asked."), "keeping-warning")
            problem = problem_line()
            with form(page.submit(Deed.KEEPING_DELETE, delete, problem=problem)):
                label = _("To confirm, type the code of the evening: %(code)s")
                told = label % {"code": dialogue.spoken_code}
                field(told, "code", autocomplete="off", maxlength=bounds.SEARCH)
                with box("modal-buttons"):
                    button(_("Cancel"), modal.close)
                    Tag("button", _("Delete for good"), "button danger", type="submit")
