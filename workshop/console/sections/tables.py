"""The tables of a dialogue: how many cards, how people come in, who hosts."""

from typing import TYPE_CHECKING

from workshop import look
from workshop.addresses import enter_url, join_url
from workshop.console.frame.page import Deed, Page
from workshop.console.kit.controls import Modal, Tag, box, button
from workshop.console.wording.cards import question_name
from workshop.domain.grant import make_link, revoke_hosts
from workshop.domain.queries.changes import Delta
from workshop.domain.queries.grant import HostLinks, host_links
from workshop.domain.queries.table import TableView
from workshop.domain.rights import Actor
from workshop.models import Role

if TYPE_CHECKING:
    from workshop.console.pages.dialogue import DialoguePage


class TablesSection:
    """One panel per table, with live numbers."""

    def __init__(self, page: "DialoguePage") -> None:
        self._page = page
        self._panels: dict[int, TablePanel] = {}
        with box("section-head"):
            Tag("h2", page.gettext("Tables"))
        self._grid = box("table-grid")
        self._build()

    def _build(self) -> None:
        self._grid.clear()
        with self._grid:
            self._panels = {
                table.id: TablePanel(self._page, table) for table in self._page.picture.tables.values()
            }
        self._page.later(self.count_hosts(), name="count hosts")

    async def count_hosts(self) -> None:
        """Show how many devices host each table."""
        page = self._page
        async with page.store.read() as session:
            links = await host_links(session, page.dialogue_id)
        for table_id, panel in self._panels.items():
            if not panel.host_note.is_deleted:
                panel.show_hosts(links.get(table_id, HostLinks()))

    def apply(self, delta: Delta) -> None:
        """Take a change in."""
        if delta.tables is not None:
            self._build()
        for table_id in {entry.table_id for entry in delta.entries}:
            if table_id in self._panels:
                self._panels[table_id].show_counts()


class TablePanel:
    """One table."""

    def __init__(self, page: "DialoguePage", table: TableView) -> None:
        self._page, self.table = page, table
        self._parts: dict[str, Tag] = {}
        _ = page.gettext
        address = join_url(page.services.settings, page.code, table.key)
        with box("panel table-panel", "section", data_table=table.key):
            title = look.soft_hyphens(table.title(page.lang), page.lang)
            Tag("h3", f"{table.number} {title}", "panel-title")
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
                    link = address.split("://", 1)[-1].replace("/", "/\u200b")
                    Tag("a", link, "join-link", href=address, target="_blank", rel="noopener")
                    copy_field(page, address, _("Copy link"), _("Join link of this table"), hidden=True)
            self.host_note = Tag("p", "", "field-note")
            with box("pair"):
                button(_("Host link …"), page.guard(self._make_host_link), "host-link")
                button(_("Topics"), page.guard(self._open_topics), "open-topics")
        self.show_counts()

    async def _open_topics(self, actor: Actor, args: object) -> None:  # noqa: ARG002 - signature of a deed
        self._page.go("topics", table=self.table.key)

    def show_counts(self) -> None:
        """Show how many cards there are by question."""
        counts = self._page.picture.counts(self.table.id)
        self._total.set_text(str(counts.total()))
        for key, part in self._parts.items():
            part.set_text(f"{look.question_sign(key)} {counts[key]}")
        self._bar.show(counts)

    def show_hosts(self, links: HostLinks) -> None:
        """Show how many devices host this table."""
        text = ""
        if links.used:
            text = self._page.ngettext("%(n)d device hosts", "%(n)d devices host", links.used) % {
                "n": links.used
            }
        elif links.waiting:
            text = self._page.gettext("A host link waits to be opened")
        self.host_note.set_text(text)

    async def _make_host_link(self, actor: Actor, args: object) -> None:  # noqa: ARG002 - signature of a deed
        page, _ = self._page, self._page.gettext
        secret = await make_link(
            page.store, actor=actor, role=Role.HOST, dialogue_id=page.dialogue_id, table_id=self.table.id
        )
        title = _("Host link for table %(number)d") % {"number": self.table.number}
        link_dialog(page, title, enter_url(page.services.settings, secret), revoke=self._revoke)
        if isinstance(page.section, TablesSection):
            await page.section.count_hosts()

    async def _revoke(self, actor: Actor, args: object) -> None:  # noqa: ARG002 - signature of a deed
        page = self._page
        await revoke_hosts(page.store, actor=actor, dialogue_id=page.dialogue_id, table_id=self.table.id)
        page.say(page.gettext("All host links of this table are taken back."))
        if isinstance(page.section, TablesSection):
            await page.section.count_hosts()


def copy_field(page: Page, address: str, text: str, label: str, *, hidden: bool = False) -> None:
    """Place an address that can be copied."""
    field = box(
        "copy-source" if hidden else "copy-visible", "input", type="text", readonly=True, defaultValue=address
    )
    field.props["aria-label"] = label
    if hidden:
        field.props["tabindex"] = "-1"
    copied = page.gettext("Copied ✓")
    Tag("button", text, "button small copy", type="button", data_copy=field.html_id, data_copied=copied)


def link_dialog(page: Page, title: str, address: str, *, revoke: Deed | None = None) -> None:
    """Show a new one-use link: as text to copy and as a QR code to scan."""
    _ = page.gettext
    modal = Modal(page.overlay, title)
    with modal.body:
        Tag(
            "p", _("This link opens once, on one device. It is shown only now: copy it or let it be scanned.")
        )
        with box("link-row"):
            look.qr_code(address, label=_("QR code: the one-use link"))
            with box("link-side"):
                copy_field(page, address, _("Copy link"), _("One-use link"))
                if revoke:
                    Tag("p", _("An older unused link for the same table no longer works."), "field-note")
        with box("modal-buttons"):
            if revoke:

                async def take_back(actor: Actor, args: object) -> None:
                    await revoke(actor, args)
                    modal.close()

                button(_("Take all host links back"), page.guard(take_back), "danger")
            button(_("Done"), modal.close, "primary")
