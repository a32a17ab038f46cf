"""What was typed and not stored: the browser tab keeps it, the page offers it again.

A form with a draft has a key, `form:subject`. The script keeps its values under that key as long as they
differ from what the form held at first, puts them back when the form is there again, and tells the page
which drafts have no form now: after Escape, a reload, a lost connection. They do not come to the server
before somebody goes on with one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nicegui import ui

from workshop.console.frame.deeds import Deed
from workshop.console.frame.page import Page
from workshop.console.kit.controls import Tag, Values, box, button, values_of
from workshop.console.wording.forms import Form, form_name
from workshop.domain import bounds
from workshop.domain.errors import Refusal, RefusedError
from workshop.domain.rights import Actor

# More drafts, and longer keys, than a person leaves behind; a key may name many chosen cards.
MAX_DRAFTS = 20
KEY_LENGTH = 8000
_TELL = "(e) => emit(e.detail)"
_BEGIN = "(v) => workshopDrafts.begin(v.el)"
_VALUES = "(e) => emit(workshopDrafts.values(e.currentTarget.dataset.draftKey))"
Opener = Callable[[str, Values], None]


@dataclass(frozen=True)
class Draft:
    """The draft of one form."""

    drafts: "Drafts"
    key: str

    def forget(self) -> None:
        """Let go of it: it is stored, or nobody wants it."""
        self.drafts.forget(self.key)


@dataclass(frozen=True)
class _Way:
    owner: ui.element
    scope: str
    open: Opener


class Drafts:
    """The drafts of one page: which forms can be opened again, and the list of those that wait for it."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._ways: dict[Form, _Way] = {}
        self._waiting: tuple[str, ...] = ()
        with page.notices:
            self._list = box("drafts", role="status", data_drafts="")
        self._list.on(
            "drafts", page.told(Deed.DRAFTS_LIST, self._take, keys_of, in_turn=True), js_handler=_TELL
        )
        self._list.on("vnode-mounted", js_handler=_BEGIN)

    def of(self, form: Form, subject: object = "") -> Draft:
        """Return the draft of a form about something."""
        return Draft(self, f"{form}:{subject}")

    def can_open(self, form: Form, owner: ui.element, opener: Opener, *, scope: str = "") -> None:
        """Say how a form is opened again: by its subject below `scope`, as long as `owner` is there."""
        self._ways[form] = _Way(owner, scope, opener)
        self._show()

    def forget(self, key: str) -> None:
        """Let go of a draft in the browser."""
        if not self._list.is_deleted:
            self._list.run_method("forgetDraft", key)

    async def _take(self, _actor: Actor, keys: Sequence[str]) -> None:
        # Several reasons bring the same list; drawing it anew would take a button from under a finger.
        if tuple(keys) != self._waiting:
            self._waiting = tuple(keys)
            self._show()

    def _way(self, key: str) -> tuple[Form, str, Opener] | None:
        name, _, subject = key.partition(":")
        form = next((each for each in self._ways if each == name), None)
        way = self._ways[form] if form else None
        if form is None or way is None or way.owner.is_deleted or not subject.startswith(way.scope):
            return None
        return form, subject.removeprefix(way.scope), way.open

    def _show(self) -> None:
        if self._list.is_deleted:
            return
        _ = self._page.gettext
        self._list.clear()
        with self._list:
            for key in self._waiting:
                if way := self._way(key):
                    self._offer(key, form_name(way[0], gettext=_))

    def _offer(self, key: str, title: str) -> None:
        page, _ = self._page, self._page.gettext

        async def go_on(_actor: Actor, values: Values) -> None:
            if way := self._way(key):
                _form, subject, opener = way
                opener(subject, values)

        told = _("Nothing was stored.")
        with box("message draft"):
            Tag("span", f"{title}: {told}", "message-text")
            button(_("Go on with the draft"), classes="message-action", data_draft_key=key).on(
                "click", page.told(Deed.DRAFTS_GO_ON, go_on, values_of), js_handler=_VALUES
            )
            button("✕", classes="message-close", aria_label=_("Throw the draft away"), data_draft_drop=key)


def keys_of(sent: object) -> Sequence[str]:
    """Return the keys that a browser told; raise `RefusedError` for anything else."""
    if (
        not isinstance(sent, list)
        or len(sent) > bounds.MANY
        or not all(isinstance(key, str) and len(key) <= KEY_LENGTH for key in sent)
    ):
        raise RefusedError(Refusal.DETAILS_INVALID)
    return sent[-MAX_DRAFTS:]
