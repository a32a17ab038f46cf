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
