"""The bar of a topic or a table, whose parts stay where they are when numbers change."""

from collections.abc import Mapping

from workshop import look
from workshop.console.controls import box

# Set on what is around the bars: the number of cards that fills the whole width of each.
SCALE = "--bar-scale"


class Bar:
    """How many cards of each question, in the questions' colours and order; only what changed is sent."""

    def __init__(self) -> None:
        self._sizes: dict[str, int] = {}
        with box("bar", aria_hidden="true"):
            self._parts = {key: box(f"bar__part bar__part--{key}", "span") for key in look.QUESTION_ORDER}
            self._rest = box("", "span")

    def show(self, sizes: Mapping[str, int]) -> None:
        """Show these numbers; up to the scale the bar stays empty."""
        for key, part in self._parts.items():
            size = sizes.get(key, 0)
            if self._sizes.get(key) != size:
                self._sizes[key] = size
                part.set_visibility(size > 0)
                part.style(f"flex-grow: {size}")
        self._rest.style(f"flex-grow: max(0, var({SCALE}, 0) - {sum(self._sizes.values())})")
