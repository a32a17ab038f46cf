"""Plain HTML controls: tags with text, buttons, labelled fields, forms, modal dialogs; none is Quasar's."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from html import escape
from typing import TypeVar

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement
from nicegui.events import GenericEventArguments

from workshop.domain import bounds
from workshop.domain.errors import Refusal, RefusedError

Handler = Callable[[GenericEventArguments], Awaitable[None]]
Values = Mapping[str, Sequence[str]]
Word = TypeVar("Word", bound=StrEnum)
# A link that opens within the page, unless it is asked for in a new tab.
OPEN_HERE = (
    "(e) => { if (!(e.ctrlKey || e.metaKey || e.shiftKey || e.button)) { e.preventDefault(); emit(); } }"
)
_RESTORE = "(v) => workshopDrafts.restore(v.el)"
_SUBMIT = "(e) => { e.preventDefault(); emit(workshopForm(e.target)); }"


class Tag(TextElement):
    """An HTML tag with a text node; beside cards and topics the only place where texts of people stand."""

    def __init__(self, tag: str, text: str = "", classes: str = "", **attributes: object) -> None:
        super().__init__(tag=tag, text=text)
        if classes:
            self.classes(classes)
        set_attributes(self, **attributes)


def set_attributes(element: ui.element, **attributes: object) -> None:
    """Set HTML attributes by name (`aria_label` for `aria-label`); `None` leaves one out."""
    for name, value in attributes.items():
        if value is not None:
            element.props[name.rstrip("_").replace("_", "-")] = value


def box(classes: str = "", tag: str = "div", **attributes: object) -> ui.element:
    """Return an element that holds others."""
    element = ui.element(tag)
    if classes:
        element.classes(classes)
    set_attributes(element, **attributes)
    return element


def button(
    text: str, on_click: Handler | Callable[[], None] | None = None, classes: str = "", **attributes: object
) -> Tag:
    """Return a button; `classes` may hold `primary`, `danger` or `quiet`."""
    made = Tag("button", text, f"button {classes}", type="button", **attributes)
    if on_click:
        made.on("click", on_click, args=[])
    return made


def form(on_submit: Handler, classes: str = "", *, draft: str = "") -> ui.element:
    """Return a form; the handler's event holds its values as lists of texts by field name (see `value`).

    Under the key `draft` the browser keeps what was typed, and puts it back when the form is there again.
    """
    made = box(f"form {classes}", "form", novalidate=True, autocomplete="off", data_draft=draft or None)
    if draft:
        made.on("vnode-mounted", js_handler=_RESTORE)
    return made.on("submit", on_submit, js_handler=_SUBMIT)


def values_of(sent: object) -> Values:
    """Return the values of a form as the browser sent them; raise `RefusedError` for anything else."""
    if not isinstance(sent, dict) or len(sent) > bounds.FORM_FIELDS:
        raise RefusedError(Refusal.DETAILS_INVALID)
    characters = 0
    for name, texts in sent.items():
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            raise RefusedError(Refusal.DETAILS_INVALID)
        bounds.many(texts)
        characters += len(name) + sum(map(len, texts))
        if max(map(len, texts), default=0) > bounds.LONGEST or characters > bounds.FORM_CHARACTERS:
            raise RefusedError(Refusal.TEXT_TOO_LONG)
    return sent


def number_of(text: str) -> int:
    """Return the number that an option of a list stands for; raise `RefusedError` for what is none."""
    return bounds.number(text, (1, bounds.LAST_ROW), Refusal.DETAILS_INVALID)


def one_of(words: Iterable[Word], text: str, otherwise: Refusal) -> Word:
    """Return the word of a closed list that a text is; raise `RefusedError` for any other."""
    for word in words:
        if word == text:
            return word
    raise RefusedError(otherwise)


def value(values: Values, name: str) -> str:
    """Return the one value of a form's field, empty if it was not sent."""
    found = values.get(name) or [""]
    return found[0]


def field(
    label: str,
    name: str,
    *,
    text: str = "",
    kind: str = "text",
    rows: int = 0,
    note: str = "",
    **attributes: object,
) -> ui.element:
    """Return a labelled field; with `rows` one for several lines. Texts of people only go into the latter."""
    with box("field", "label") as made:
        Tag("span", label, "field-label")
        if note:
            Tag("span", note, "field-note")
        if rows:
            set_attributes(Tag("textarea", text), name=name, rows=rows, **attributes)
        else:
            box("", "input", name=name, type=kind, defaultValue=text or None, **attributes)
    return made


def select(
    label: str,
    name: str,
    options: Sequence[tuple[str, str]],
    *,
    chosen: str = "",
    note: str = "",
    **attributes: object,
) -> ui.element:
    """Return a labelled list of options as pairs of value and text."""
    with box("field", "label") as made:
        Tag("span", label, "field-label")
        if note:
            Tag("span", note, "field-note")
        with box("", "select", name=name, **attributes):
            for key, text in options:
                Tag("option", text, value=key, selected=True if key == chosen else None)
    return made


def long_select(
    label: str, name: str, options: Mapping[str, str], *, chosen: str, note: str = ""
) -> ui.element:
    """Return a labelled list of hundreds of options (value to text, of ours only): one element for all."""
    marks = {True: " selected", False: ""}
    lines = [
        f'<option value="{escape(key)}"{marks[key == chosen]}>{escape(text)}</option>'
        for key, text in options.items()
    ]
    with box("field", "label") as made:
        Tag("span", label, "field-label")
        if note:
            Tag("span", note, "field-note")
        box("", "select", name=name, innerHTML="".join(lines))
    return made


def tick(
    label: str,
    name: str,
    *,
    key: str = "on",
    checked: bool = False,
    kind: str = "checkbox",
    classes: str = "",
    **attributes: object,
) -> ui.element:
    """Return a box to tick (or with `kind="radio"` one of several) with its label."""
    with box(f"tick {classes}", "label") as made:
        box("", "input", type=kind, name=name, value=key, defaultChecked=checked or None, **attributes)
        Tag("span", label)
    return made


def problem_line() -> Tag:
    """Return the line in which a form says what is wrong."""
    return Tag("p", "", "problem", role="alert")


class Modal:
    """A modal dialog: focus stays inside, Escape closes it and gives the focus back."""

    def __init__(
        self,
        parent: ui.element,
        title: str,
        *,
        classes: str = "",
        on_close: Callable[[Values], None] | None = None,
    ) -> None:
        self._on_close = on_close
        self.closed = False
        with parent:
            self.root = box(f"modal {classes}", "dialog")
            self.root.props["aria-labelledby"] = f"{self.root.html_id}-title"
            self.root.on("vnode-mounted", js_handler="(v) => v.el.showModal()")
            self.root.on(
                "close", self._closed, js_handler="(e) => emit(workshopForm(e.target.querySelector('form')))"
            )
        with self.root:
            Tag("h2", title, "modal-title", id=f"{self.root.html_id}-title")
            self.body = box("modal-body")

    def close(self) -> None:
        """Close it as Escape would."""
        if not self.root.is_deleted:
            self.root.run_method("close")

    def _closed(self, event: GenericEventArguments) -> None:
        if self.closed:
            return
        self.closed = True
        self.root.delete()
        if self._on_close:
            try:
                values = values_of(event.args)
            except RefusedError:
                values = {}
            self._on_close(values)
