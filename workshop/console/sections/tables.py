"""The tables of a dialogue: how many cards, how people come in, who hosts."""

from collections.abc import Awaitable, Callable, Iterable, Sequence

from workshop import look
from workshop.addresses import enter_url, join_url
from workshop.console.frame.deeds import Deed, opening
from workshop.console.frame.dialogue_frame import DialogueFrame, Section
from workshop.console.frame.links import address_text, copy_field, link_dialog
from workshop.console.frame.page import Offer
from workshop.console.kit.controls import Tag, box, button
from workshop.console.wording.cards import question_name
from workshop.console.wording.moments import day
from workshop.domain.dialogue import enlarge_join
from workshop.domain.grant import make_link, revoke_hosts
from workshop.domain.queries.changes import Delta
from workshop.domain.queries.grant import HostLinks, host_links
from workshop.domain.queries.table import TableView
from workshop.domain.rights import Actor
from workshop.domain.table import pause_table
from workshop.domain.window import may_take_cards
from workshop.models import Phase, QuestionKey, Role


class TablesSection(Section):
    """One panel per table, with live numbers."""

    def __init__(self, page: DialogueFrame) -> None:
        self._page = page
        self._panels: dict[int, TablePanel] = {}
        with box("section-head no-print"):
            Tag("h2", page.gettext("Tables"))
            with box("section-buttons"):
                enlarge = page.click(Deed.TABLES_ENLARGE_CODE, self._enlarge_code)
                self._code = button("", enlarge, "code-on-boards")
                make_sheet = page.click(Deed.TABLES_MAKE_HOST_SHEETS, self._make_sheet)
                button(page.gettext("Host links of all tables …"), make_sheet, "host-sheet-button")
        self._show_code()
        self._sheet = box("host-sheet-place")
        self._grid = box("table-grid no-print")
        self._build()

    async def _make_sheet(self, actor: Actor) -> None:
        """Make a link for the host of each table, and show all of them on one sheet for printing."""
        page = self._page
        tables = list(page.picture.tables.values())
        where = {"actor": actor, "dialogue_id": page.dialogue_id}
        secrets = [
            await make_link(page.store, role=Role.HOST, table_id=table.id, **where)  # type: ignore[arg-type]
            for table in tables
        ]
        self._sheet.clear()
        with self._sheet:
            addresses = [enter_url(page.services.settings, secret) for secret in secrets]
            host_sheet(page, list(zip(tables, addresses, strict=True)), on_done=self._put_sheet_away)
        await self.count_hosts()

    def _put_sheet_away(self) -> None:
        self._sheet.clear()

    async def _enlarge_code(self, actor: Actor) -> None:
        page, _ = self._page, self._page.gettext
        large = not page.picture.dialogue.join_large
        await enlarge_join(page.store, actor=actor, dialogue_id=page.dialogue_id, large=large)
        page.say(_("All boards show the code large now.") if large else _("All boards show the cards again."))

    def _show_code(self) -> None:
        """Offer the code to join in large while cards are collected."""
        dialogue, _ = self._page.picture.dialogue, self._page.gettext
        self._code.set_visibility(dialogue.phase == Phase.COLLECT)
        self._code.set_text(_("Code on boards: small") if dialogue.join_large else _("Code on boards: large"))
        self._code.props["aria-pressed"] = "true" if dialogue.join_large else "false"

    def _build(self) -> None:
        self._grid.clear()
        with self._grid:
            self._panels = {
                table.id: TablePanel(self._page, table, count_hosts=self.count_hosts)
                for table in self._page.picture.tables.values()
            }
        self._page.later(self.count_hosts(), name="count hosts")

    async def count_hosts(self) -> None:
        """Show how many devices host each table."""
        page = self._page
        async with page.store.read() as session:
            links = await host_links(session, page.dialogue_id, lives=page.store.lives)
        for table_id, panel in self._panels.items():
            if not panel.host_note.is_deleted:
                panel.show_hosts(links.get(table_id, HostLinks()))

    def apply(self, delta: Delta) -> None:
        """Take a change in."""
        self._show_code()
        tables = self._page.picture.tables
        # A pause alone leaves the buttons where they are.
        if _named(panel.table for panel in self._panels.values()) != _named(tables.values()):
            self._build()
        else:
            for panel in self._panels.values():
                panel.show_pause()
        for table_id in {entry.table_id for entry in delta.entries}:
            if table_id in self._panels:
                self._panels[table_id].show_counts()


def _named(tables: Iterable[TableView]) -> dict[int, tuple[int, int]]:
    """Return what tells tables apart whose words or places changed."""
    return {table.id: (table.number, table.version) for table in tables}


def host_sheet(
    page: DialogueFrame, links: Sequence[tuple[TableView, str]], *, on_done: Callable[[], None]
) -> None:
    """Place a sheet with the one-use link of each table's host, to be printed and cut apart."""
    _, dialogue = page.gettext, page.picture.dialogue
    with box("panel host-sheet", "section"):
        with box("section-head no-print"):
            Tag("h3", _("Host links of all tables"))
            with box("host-sheet-buttons"):
                button(_("Done"), on_done)
                Tag("button", _("Print"), "button primary", type="button", data_print="")
        Tag(
            "p",
            _(
                "Each link opens once, on one device. They are shown only now: print them or pass them on. "
                "Links that you sent before stay good."
            ),
            "no-print",
        )
        days = page.services.settings.link_days
        ends = page.ngettext(
            "A link that nobody opens ends after %(n)d day.",
            "A link that nobody opens ends after %(n)d days.",
            days,
        )
        Tag("p", ends % {"n": days}, "no-print")
        facts = [dialogue.title, dialogue.municipality, day(dialogue.held_on, lang=page.lang)]
        Tag("p", " · ".join(fact for fact in facts if fact), "host-sheet-facts")
        with box("host-links"):
            for table, address in links:
                with box("host-link-slip", "article", data_table=table.key):
                    Tag("h4", f"{table.number} {table.title(page.lang)}")
                    look.qr_code(address, label=_("QR code: the one-use link"))
                    Tag("p", _("Host: scan once, on your own device."), "field-note")
                    with box("no-print"):
                        copy_field(page, address, _("Copy link"), _("One-use link"), hidden=True)


class TablePanel:
    """One table."""

    def __init__(
        self, page: DialogueFrame, table: TableView, *, count_hosts: Callable[[], Awaitable[None]]
    ) -> None:
        self._page, self.table, self._count_hosts = page, table, count_hosts
        self._parts: dict[QuestionKey, Tag] = {}
        _ = page.gettext
        address = join_url(page.services.settings, page.code, table.key)
        with box("panel table-panel", "section", data_table=table.key):
            title = look.soft_hyphens(table.title(page.lang), page.lang)
            Tag("h3", f"{table.number} {title}", "panel-title")
            self._mark = Tag("p", _("Break"), "pause-mark")
            with box("table-numbers"):
                self._total = Tag("p", "", "big-number")
                with box("", "div"):
                    with box("table-bar"):
                        self._bar = look.Bar()
                    with box("question-counts"):
                        for key in look.QUESTION_ORDER:
                            self._parts[key] = Tag(
                                "span", "", f"question question--{key}", title=question_name(key, gettext=_)
                            )
            with box("join"):
                look.qr_code(address, label=_("QR code: to the cards of this table"))
                with box("join-side"):
                    address_text(address, "join-link")
                    copy_field(page, address, _("Copy link"), _("Join link of this table"), hidden=True)
            self.host_note = Tag("p", "", "field-note")
            with box("pair"):
                make_link = page.click(Deed.TABLES_MAKE_HOST_LINK, self._make_host_link)
                button(_("Host link …"), make_link, "host-link")
                topics = opening(lambda: page.go("topics", table=table.key))
                button(_("Topics"), page.click(Deed.TABLES_OPEN_TOPICS, topics), "open-topics")
            self._pause = button("", page.click(Deed.TABLES_PAUSE, self._turn_pause), "quiet pause-table")
        self.show_counts()
        self.show_pause()

    def show_counts(self) -> None:
        """Show how many cards there are by question."""
        counts = self._page.picture.counts(self.table.id)
        self._total.set_text(str(counts.total()))
        for key, part in self._parts.items():
            part.set_text(f"{look.question_sign(key)} {counts[key]}")
        self._bar.show(counts)

    @property
    def _is_paused(self) -> bool:
        table = self._page.picture.tables.get(self.table.id)
        return table is not None and table.paused

    def show_pause(self) -> None:
        """Show whether the table takes cards."""
        _, paused = self._page.gettext, self._is_paused
        takes_cards = may_take_cards(self._page.picture.dialogue)
        self._mark.set_visibility(paused and takes_cards)
        self._pause.set_visibility(takes_cards)
        self._pause.set_text(_("Take cards again") if paused else _("Pause this table"))

    async def _turn_pause(self, actor: Actor) -> None:
        page, paused = self._page, not self._is_paused
        where = {"dialogue_id": page.dialogue_id, "table_id": self.table.id}
        await pause_table(page.store, actor=actor, paused=paused, **where)

    def show_hosts(self, links: HostLinks) -> None:
        """Show how many devices host this table."""
        text = ""
        if links.used:
            text = self._page.ngettext("%(n)d device hosts", "%(n)d devices host", links.used) % {
                "n": links.used
            }
        elif links.waiting:
            text = self._page.ngettext(
                "%(n)d host link waits to be opened", "%(n)d host links wait to be opened", links.waiting
            ) % {"n": links.waiting}
        self.host_note.set_text(text)

    async def _make_host_link(self, actor: Actor) -> None:
        page, _ = self._page, self._page.gettext
        secret = await make_link(
            page.store, actor=actor, role=Role.HOST, dialogue_id=page.dialogue_id, table_id=self.table.id
        )
        title = _("Host link for table %(number)d") % {"number": self.table.number}
        revoke = Offer(_("Take all host links back"), Deed.TABLES_REVOKE_HOSTS, self._revoke)
        link_dialog(page, title, enter_url(page.services.settings, secret), revoke=revoke)
        await self._count_hosts()

    async def _revoke(self, actor: Actor) -> None:
        page = self._page
        await revoke_hosts(page.store, actor=actor, dialogue_id=page.dialogue_id, table_id=self.table.id)
        page.say(page.gettext("All host links of this table are taken back."))
        await self._count_hosts()
