"""Small pieces that look the same wherever they appear: card, question, bar, QR code."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nicegui import ui

from workshop.domain.language import direction_of
from workshop.domain.queries.entry import EntryView
from workshop.look.qr import qr_svg
from workshop.models import QuestionKey

# What the browser imports as `workshop-look/…`; also for components of other rooms that are made of pieces.
VUE = {"workshop-look": str(Path(__file__).parent / "vue")}
BAR_SCALE = "--bar-scale"
QUESTION_ORDER = tuple(QuestionKey)
_SIGNS = {QuestionKey.WORKS: "✓", QuestionKey.IMPROVE: "↑", QuestionKey.NEEDED: "+"}


def question_sign(key: QuestionKey) -> str:
    """Return the sign of a question; it stands wherever the question's colour stands."""
    return _SIGNS[key]


def question_tag(key: QuestionKey, title: str) -> ui.element:
    """Place a question's sign and wording in its colour."""
    with ui.element("span").classes(f"question question--{key}") as tag:
        _text("span", _SIGNS[key]).classes("question__sign").props("aria-hidden=true")
        _text("span", title)
    return tag


class EntryCard(ui.element, component="entry_card.js", esm=VUE):
    """A card with the colour, sign and edge of its question, its text as text, `lang` and `dir`.

    The element is a context manager: what a page adds (buttons, state) goes below the text. The browser
    draws it as one piece: with each change it goes through every element of a page.
    """

    def __init__(self, entry: EntryView, *, question_title: str, mark: str = "") -> None:
        super().__init__()
        set_props(self, **card_props(entry, question_title=question_title, mark=mark))


def card_props(entry: EntryView, *, question_title: str, mark: str = "") -> dict[str, Any]:
    """Return what the browser needs to draw a card; `question_title` says its sign in words.

    `mark` says that it came before or after the evening.
    """
    card = {
        "id": entry.id,
        "q": entry.question,
        "text": entry.text,
        "lang": entry.lang,
        "dir": direction_of(entry.lang),
    }
    return {"card": card, "sign": _SIGNS[entry.question], "word": question_title} | (
        {"mark": mark} if mark else {}
    )


class Bar(ui.element, component="bar.js", esm=VUE):
    """How many cards of each question, in the questions' colours and order.

    The number of cards that fills the whole width is `BAR_SCALE`, set as style on what is around the bars.
    """

    def show(self, sizes: Mapping[str, int]) -> None:
        """Show these numbers; only what changed is sent."""
        set_props(self, sizes={key: sizes.get(key, 0) for key in QUESTION_ORDER})


def set_props(element: ui.element, **props: object) -> None:
    """Set properties of a component as values, which are never parsed; send them if one changed."""
    news = {name: value for name, value in props.items() if element.props.get(name) != value}
    if news:
        with element.props.suspend_updates():
            element.props.update(news)
        element.update()


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
