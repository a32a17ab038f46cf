"""Which dialogues the list shows, and in which order: by words that somebody looks for, sorted by a fact."""

import unicodedata
from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum

from workshop.domain.queries.dialogue import DialogueSummary
from workshop.i18n import Gettext
from workshop.models import Phase

_PHASES = list(Phase)


class Order(StrEnum):
    """By what the list is sorted."""

    NEWEST = "newest"  # as they were created, the last one first
    DATE = "date"  # the latest evening first, those without a date at the end
    TITLE = "title"
    TOWN = "town"
    PHASE = "phase"
    CODE = "code"


def order_name(order: Order, *, gettext: Gettext) -> str:
    """Return what an order is called."""
    _ = gettext
    return {
        Order.NEWEST: _("Newest first"),
        Order.DATE: _("By date"),
        Order.TITLE: _("By title"),
        Order.TOWN: _("By town"),
        Order.PHASE: _("By step"),
        Order.CODE: _("By code"),
    }[order]


def listed(
    summaries: Sequence[DialogueSummary],
    *,
    words: str,
    order: Order,
    written: Callable[[DialogueSummary], Sequence[str]],
) -> list[DialogueSummary]:
    """Return the dialogues in which every one of `words` stands, in this order.

    `written` says what people read of a dialogue. Capitals and accents do not count; a code is also found
    with blanks and dashes in it. `summaries` come newest first.
    """
    parts = _folded(words).split()
    code = "".join(each for each in _folded(words) if each.isalnum())

    def fits(summary: DialogueSummary) -> bool:
        text = _folded(" ".join([summary.dialogue.code, *written(summary)]))
        return all(part in text for part in parts) or _folded(summary.dialogue.code) == code

    found = [summary for summary in summaries if fits(summary)]
    match order:
        case Order.DATE:
            found.sort(key=lambda each: each.dialogue.held_on or date.min, reverse=True)
        case Order.TITLE:
            found.sort(key=lambda each: _folded(each.dialogue.title))
        case Order.TOWN:
            found.sort(key=lambda each: (not each.dialogue.municipality, _folded(each.dialogue.municipality)))
        case Order.PHASE:
            found.sort(key=lambda each: _PHASES.index(each.dialogue.phase))
        case Order.CODE:
            found.sort(key=lambda each: each.dialogue.code)
    return found


def grouped(summaries: Sequence[DialogueSummary]) -> list[list[DialogueSummary]]:
    """Return dialogues with those of a series together, where the first of them would stand by itself.

    Among each other they stand in the order of their evenings, those without a date at the end.
    """
    together: dict[tuple[bool, int], list[DialogueSummary]] = {}
    for summary in summaries:
        dialogue = summary.dialogue
        key = (False, dialogue.id) if dialogue.series_id is None else (True, dialogue.series_id)
        together.setdefault(key, []).append(summary)
    return [sorted(group, key=_evening_order) for group in together.values()]


def _evening_order(summary: DialogueSummary) -> tuple[date, int]:
    return summary.dialogue.held_on or date.max, summary.dialogue.id


def _folded(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in apart if not unicodedata.combining(each))
