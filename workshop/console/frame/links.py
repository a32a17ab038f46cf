"""Addresses to pass on: as text to copy, and one-use links with a QR code to scan."""

from nicegui import ui

from workshop import look
from workshop.console.frame.page import Offer, Page
from workshop.console.kit.controls import Modal, Tag, box, button
from workshop.domain.rights import Actor


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


def address_text(address: str, classes: str) -> ui.element:
    """Place a link that may break at its slashes; what is copied of it is the address only."""
    short = address.split("://", 1)[-1]
    with box(classes, "a", href=address, target="_blank", rel="noopener") as link:
        for place, part in enumerate(short.split("/")):
            if place:
                ui.element("wbr")
            Tag("span", ("/" if place else "") + part)
    return link


def ends_unused(page: Page) -> str:
    """Say for how long a link opens that nobody uses."""
    days = page.services.settings.link_days
    text = page.ngettext(
        "If nobody opens it, it ends after %(n)d day.", "If nobody opens it, it ends after %(n)d days.", days
    )
    return text % {"n": days}


def link_dialog(page: Page, title: str, address: str, *, revoke: Offer | None = None) -> None:
    """Show a new one-use link; `revoke` takes it and those like it back."""
    _ = page.gettext
    modal = Modal(page.overlay, title)
    with modal.body:
        Tag(
            "p", _("This link opens once, on one device. It is shown only now: copy it or let it be scanned.")
        )
        Tag("p", ends_unused(page))
        with box("link-row"):
            look.qr_code(address, label=_("QR code: the one-use link"))
            with box("link-side"):
                copy_field(page, address, _("Copy link"), _("One-use link"))
                if revoke:
                    Tag("p", _("Links that you sent before stay good; each opens once."), "field-note")
        with box("modal-buttons"):
            if revoke:

                async def take_back(actor: Actor) -> None:
                    await revoke.deed(actor)
                    modal.close()

                button(revoke.text, page.click(revoke.name, take_back), "danger")
            button(_("Done"), modal.close, "primary")
