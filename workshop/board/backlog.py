"""Patches that wait for a slow browser, as one patch: load makes messages larger, not more frequent.

A merged patch does in the browser what its parts would have done one after the other. Every card that came
is in it, but for those that were taken off the board meanwhile: their text goes nowhere any more.
"""

from collections.abc import Iterator

from workshop.board.facts import Data
from workshop.look import QUESTION_ORDER

# So many cards wait only for a browser that sleeps or is away; one scene is then shorter than all of them.
MOST_WAITING = 10_000
_REPLACED = ("strips", "lists", "single", "now", "gone_for_good")
_KEYED = ("facts", "counts", "order", "rows")


class Backlog:
    """What is still to be sent; `is_hopeless` once a scene says it shorter."""

    def __init__(self) -> None:
        self._patch: Data = {}
        self.is_hopeless = False

    def __bool__(self) -> bool:
        return self.is_hopeless or bool(self._patch)

    def add(self, patch: Data) -> None:
        """Let one more patch wait; nobody else may keep it."""
        if self.is_hopeless:
            return
        _merge(self._patch, patch)
        if _cards_in(self._patch) > MOST_WAITING:
            self._patch, self.is_hopeless = {}, True

    def take(self) -> Data:
        """Return what waits, as one patch; from now on nothing waits."""
        patch, self._patch, self.is_hopeless = self._patch, {}, False
        return patch


def follow(content: Data, patch: Data) -> bool:
    """Take cards that left the board out of what is not shown yet, and correct changed ones.

    `content` is a scene or a patch. Return whether anything was different.
    """
    gone = set(patch.get("gone", ()))
    changed = {card["id"]: card for card in patch.get("cards", ())}
    is_different = False
    if gone or changed:
        for place, key in _places(content):
            now = [changed.get(card["id"], card) for card in place[key] if card["id"] not in gone]
            if now != place[key]:
                place[key] = now
                is_different = True
    return is_different


def _places(content: Data) -> Iterator[tuple[Data, str]]:
    """Yield every list of cards as what holds it and its key."""
    if "cards" in content:
        yield content, "cards"
    holders = [content.get(name, {}) for name in ("strips", "lists", "fresh")]
    for holder in (*holders, *content.get("cells", {}).values()):
        for key in holder:
            yield holder, key


def _cards_in(patch: Data) -> int:
    fresh = sum(len(cards) for cards in patch.get("fresh", {}).values())
    return fresh + len(patch.get("gone", ())) + len(patch.get("cards", ()))


def _merge(waiting: Data, patch: Data) -> None:
    follow(waiting, patch)
    if "strips" in patch:
        # The strips of a moment hold what is still fresh; all others have their places.
        waiting.pop("fresh", None)
    waiting |= {name: patch[name] for name in _REPLACED if name in patch}
    for name in _KEYED:
        if name in patch:
            waiting[name] = waiting.get(name, {}) | patch[name]
    if gone := patch.get("gone"):
        waiting["gone"] = list(dict.fromkeys((*waiting.get("gone", ()), *gone)))
    if cards := patch.get("cards"):
        waiting["cards"] = list({card["id"]: card for card in (*waiting.get("cards", ()), *cards)}.values())
    if fresh := patch.get("fresh"):
        strips = waiting.get("fresh", {})
        waiting["fresh"] = strips | {key: [*strips.get(key, ()), *cards] for key, cards in fresh.items()}
    _merge_cells(waiting, patch)


def _merge_cells(waiting: Data, patch: Data) -> None:
    if patch.get("all_cells"):
        waiting |= {"cells": patch["cells"], "all_cells": True}
        return
    # A topic that comes back finds its old cells empty, as if it had left before.
    left = [row for row, there in patch.get("rows", {}).items() if there is None]
    if left or "cells" in patch:
        cells = waiting.get("cells", {}) | {row: {key: [] for key in QUESTION_ORDER} for row in left}
        for row, cell in patch.get("cells", {}).items():
            cells[row] = cells.get(row, {}) | cell
        waiting["cells"] = cells
