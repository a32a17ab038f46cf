"""A small menu below its button: arrow keys, Escape, and a click elsewhere closes it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nicegui import ui
from nicegui.events import GenericEventArguments
from nicegui.slot import Slot

from workshop import look
from workshop.console.frame.deeds import Click, Deed
from workshop.console.frame.page import Page
from workshop.console.kit.controls import Handler, Tag, box

_FOCUS_FIRST = (
    "(v) => { v.el.querySelector('[role=menuitem]')?.focus(); v.el.scrollIntoView({block: 'nearest'}); }"
)


@dataclass(frozen=True)
class Item:
    """A line of a menu: what it says, and what it does."""

    text: str
    name: Deed
    deed: Click


def open_menu(
    page: Page,
    place: ui.element | Slot,
    opener: ui.element,
    items: Sequence[Item],
    *,
    on_close: Callable[[], None],
) -> None:
    """Open a menu in `place`.

    `opener` is a component whose button has its id with `-more` behind, and shows `expanded`.
    """
    is_open = True

    def close() -> None:
        nonlocal is_open
        if is_open:
            is_open = False
            look.set_props(opener, expanded="false")
            if not menu.is_deleted:
                menu.delete()
            on_close()

    look.set_props(opener, expanded="true")
    with place:
        menu = box("menu", role="menu", data_opener=f"{opener.html_id}-more")
        menu.on("vnode-mounted", js_handler=_FOCUS_FIRST)
        menu.on("dismiss", close, args=[])
    with menu:
        for item in items:
            handler = page.click(item.name, item.deed)

            async def choose(event: GenericEventArguments, handler: Handler = handler) -> None:
                close()
                await handler(event)

            Tag("button", item.text, "menu-item", type="button", role="menuitem", tabindex="-1").on(
                "click", choose, args=[]
            )
