"""Small pieces that look the same wherever they appear: card, question, bar, QR code."""

from collections.abc import Mapping
from typing import Any

from nicegui import ui

from workshop.domain.language import direction_of
from workshop.domain.queries.changes import EntryView
from workshop.look.qr import qr_svg

QUESTION_ORDER = ("works", "improve", "needed")
_SIGNS = {"works": "✓", "improve": "↑", "needed": "+"}


def question_sign(key: str) -> str:
    """Return the sign of a question; it stands wherever the question's colour stands."""
    return _SIGNS[key]


def question_tag(key: str, title: str) -> ui.element:
    """Place a question's sign and wording in its colour."""
    with ui.element("span").classes(f"question question--{key}") as tag:
        _text("span", _SIGNS[key]).classes("question__sign").props("aria-hidden=true")
        _text("span", title)
    return tag


def entry_card(entry: EntryView, *, question_title: str) -> ui.element:
    """Place a card with the colour, sign and edge of its question, its text as text, `lang` and `dir`.

    The element is a context manager: what a page adds (buttons, state) goes below the text.
    """
    card = ui.element("article").classes(f"entry entry--{entry.question}")
    _set(card, {"data-entry-id": entry.id, "lang": entry.lang, "dir": direction_of(entry.lang)})
    with card:
        sign = _text("span", _SIGNS[entry.question]).classes("entry__sign")
        _set(sign, {"role": "img", "aria-label": question_title, "title": question_title})
        _text("div", entry.text).classes("entry__text")
    return card


def group_bar(sizes: Mapping[str, int], *, scale: int) -> ui.element:
    """Place a group's bar: how many cards of each question, in the questions' colours and order.

    `scale` is the number of cards that fills the whole width. A page writes the numbers beside it.
    """
    bar = ui.element("div").classes("bar").props("aria-hidden=true")
    with bar:
        for key in QUESTION_ORDER:
            if sizes.get(key):
                ui.element("span").classes(f"bar__part bar__part--{key}").style(f"flex-grow: {sizes[key]}")
        ui.element("span").style(f"flex-grow: {max(0, scale - sum(sizes.get(k, 0) for k in QUESTION_ORDER))}")
    return bar


def qr_code(address: str, *, label: str) -> ui.element:
    """Place the QR code of an address; `label` says in words where it leads."""
    box = ui.element("div").classes("qr-box")
    _set(box, {"role": "img", "aria-label": label})
    with box:
        ui.html(qr_svg(address), sanitize=False)
    return box


def _text(tag: str, text: str) -> ui.label:
    label = ui.label(text)
    label.tag = tag
    return label


def _set(element: ui.element, attributes: Mapping[str, Any]) -> None:
    """Set attributes as values; they are never parsed."""
    with element.props.suspend_updates():
        element.props.update(attributes)
