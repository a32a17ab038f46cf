"""Who has access: links that wait and devices that hold a right, by role; it names nobody."""

from collections.abc import Sequence

from workshop.addresses import enter_url
from workshop.console.frame.deeds import Click, Deed, opening
from workshop.console.frame.dialogue_frame import Section
from workshop.console.frame.links import link_dialog
from workshop.console.frame.page import Page
from workshop.console.kit.controls import Modal, Tag, box, button
from workshop.console.wording.links import last_use
from workshop.console.wording.log import role_name
from workshop.console.wording.moments import moment
from workshop.domain.grant import make_link, revoke_grant, revoke_others
from workshop.domain.queries.grant import AccessView, access_of
from workshop.domain.rights import Actor
from workshop.models import Role

# Whoever stays on this page sees within this time what a wake-up that was lost would have told.
ASK_ANYWAY_SECONDS = 15.0


class AccessSection(Section):
    """Links and devices of one dialogue, or of all; any of them can be taken back."""

    def __init__(self, page: Page, dialogue_id: int | None) -> None:
        self._page, self._dialogue_id = page, dialogue_id
        self._shown: tuple[object, ...] | None = None
        _ = page.gettext
        with box("section-head access-head"):
            if dialogue_id is not None:
                Tag("h2", _("Access"))
            with box("section-buttons"):
                self._invitations()
        Tag(
            "p",
            _(
                "Each link opens once and then belongs to one device. Devices stand here by role, table and "
                "day of last use; whose they are nobody stores. Whatever you take back ends within seconds."
            ),
            "intro",
        )
        self._body = box("access")
        page.later(self._follow(), name="follow access")

    def _invitations(self) -> None:
        page, _ = self._page, self._page.gettext
        if self._dialogue_id is None:
            title = _("Link for another organiser")
            invite = page.click(Deed.ACCESS_INVITE_ORGANISER, self._inviting(Role.ORGANISER, title))
            button(_("Link for another organiser …"), invite)
        else:
            title = _("Link for another moderator")
            invite = page.click(Deed.ACCESS_INVITE_MODERATOR, self._inviting(Role.MODERATOR, title))
            button(_("Moderator link …"), invite)
            title = _("Link to results and files only")
            invite = page.click(Deed.ACCESS_INVITE_READER, self._inviting(Role.READER, title))
            button(_("Link to results only …"), invite)
        others = page.click(Deed.ACCESS_ASK_OTHERS, opening(self._ask_others))
        button(_("End all others …"), others, "danger")

    def _inviting(self, role: Role, title: str) -> Click:
        page = self._page

        async def invite(actor: Actor) -> None:
            secret = await make_link(page.store, actor=actor, role=role, dialogue_id=self._dialogue_id)
            link_dialog(page, title, enter_url(page.services.settings, secret))
            await self._read()

        return invite

    async def _follow(self) -> None:
        """Show the list, and show it anew when a right changes, as long as it stands on the page."""
        follower = self._page.store.follow_rights()
        try:
            while not (self._body.is_deleted or self._page.client.is_deleted or self._page.is_locked):
                await self._read()
                await follower.wait(ASK_ANYWAY_SECONDS)
        finally:
            follower.close()

    async def _read(self) -> None:
        page = self._page
        actor = await page.actor()
        if not page.permits(actor):
            return
        async with page.store.read() as session:
            found = await access_of(session, self._dialogue_id, lives=page.store.lives)
        shows = (actor.device, *found)
        if self._body.is_deleted or page.is_locked or shows == self._shown:
            return
        self._shown = shows
        self._body.clear()
        with self._body:
            self._show(actor, found)

    def _show(self, actor: Actor, found: Sequence[AccessView]) -> None:
        _ = self._page.gettext
        devices = [each for each in found if each.device]
        # One's own first, then whoever was here last.
        devices.sort(key=lambda each: (each.device == actor.device, each.last_used or each.id), reverse=True)
        links = [each for each in found if not each.device]
        self._list(_("Devices"), devices, actor, empty=_("No device has access here."))
        self._list(_("Links that nobody has opened yet"), links, actor, empty=_("No link waits."))

    def _list(self, title: str, rows: list[AccessView], actor: Actor, *, empty: str) -> None:
        _ = self._page.gettext
        Tag("h3", title)
        if not rows:
            Tag("p", empty, "empty-note")
            return
        headings = (_("Who"), _("For what"), _("When"))
        with box("log-table access-table", "table", role="table"):
            with box("", "thead", role="rowgroup"), box("", "tr", role="row"):
                for heading in headings:
                    Tag("th", heading, scope="col", role="columnheader")
                with box("", "th", scope="col", role="columnheader"):
                    Tag("span", _("Take back"), "visually-hidden")
            with box("", "tbody", role="rowgroup"):
                for view in rows:
                    self._row(view, headings, is_own=view.device is not None and view.device == actor.device)

    def _row(self, view: AccessView, headings: tuple[str, ...], *, is_own: bool) -> None:
        page, _ = self._page, self._page.gettext
        who, what = role_name(view.right.role, gettext=_), self._what(view)
        with box("is-own" if is_own else "", "tr", role="row", data_role=view.right.role):
            with box("", "td", role="cell", data_heading=headings[0]), box("who", "span"):
                Tag("span", who)
                if is_own:
                    Tag("strong", _("this device"), "own-device")
            Tag("td", what, role="cell", data_heading=headings[1])
            Tag("td", self._when(view), role="cell", data_heading=headings[2])
            with box("access-deed", "td", role="cell", data_heading=""):
                ask = opening(lambda: self._ask(view, f"{who}: {what}" if what else who, is_own=is_own))
                name = _("Take back: %(what)s") % {"what": f"{who} {what}".strip()}
                button(_("Take back …"), page.click(Deed.ACCESS_ASK, ask), "small", aria_label=name)

    def _what(self, view: AccessView) -> str:
        """Return what the right is for: the table, and among all dialogues the dialogue before it."""
        _, title = self._page.gettext, view.table_title(self._page.lang)
        table = _("table %(title)s") % {"title": title} if title else ""
        dialogue = view.dialogue if self._dialogue_id is None else ""
        return " · ".join(part for part in (dialogue, table) if part)

    def _when(self, view: AccessView) -> str:
        page, _ = self._page, self._page.gettext
        zone = page.services.settings.zone
        if view.until:
            until = moment(view.until, lang=page.lang, zone=zone)
            return _("opens until %(moment)s") % {"moment": until}
        return last_use(view.last_used, lang=page.lang, zone=zone, gettext=_) if view.last_used else ""

    def _ask(self, view: AccessView, what: str, *, is_own: bool) -> None:
        _ = self._page.gettext
        lines = [
            _("The link will open nothing.")
            if view.until
            else _("Open pages there are closed within seconds. Only a new link opens them again.")
        ]
        if is_own:
            lines.insert(0, _("This is the device on which you are working now."))

        async def take_back(actor: Actor) -> None:
            await revoke_grant(self._page.store, actor=actor, grant_id=view.id)

        done = _("Taken back: %(what)s") % {"what": what}
        self._confirm(what, lines, _("Take back"), Deed.ACCESS_TAKE_BACK, take_back, done)

    def _ask_others(self) -> None:
        _ = self._page.gettext

        async def end(actor: Actor) -> None:
            await revoke_others(self._page.store, actor=actor, dialogue_id=self._dialogue_id)

        lines = [
            _("All other devices in this list lose their access, and links that nobody has opened end."),
            _("Only this device stays. Whoever is to work on needs a new link."),
        ]
        title = _("End all other access?")
        done = _("All other access has ended.")
        self._confirm(title, lines, _("End all others"), Deed.ACCESS_END_OTHERS, end, done)

    def _confirm(self, title: str, lines: list[str], yes: str, name: Deed, deed: Click, done: str) -> None:
        page, _ = self._page, self._page.gettext
        modal = Modal(page.overlay, title)

        async def do(actor: Actor) -> None:
            try:
                await deed(actor)
            finally:
                modal.close()
            page.say(done)
            await self._read()

        with modal.body:
            for line in lines:
                Tag("p", line)
            with box("modal-buttons"):
                button(_("Cancel"), modal.close)
                button(yes, page.click(name, do), "danger")
