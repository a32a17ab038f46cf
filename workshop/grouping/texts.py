"""The contract's small interface: texts without ids, languages or people."""

import os
from collections.abc import Sequence
from functools import cache
from typing import Literal

from workshop.grouping.communities import attraction, communities
from workshop.grouping.embedding import Embedder
from workshop.grouping.engine import TableGrouping
from workshop.grouping.likeness import Likeness
from workshop.grouping.proposals import WHOLE_TABLE_BY_MEANING
from workshop.grouping.vectors import read_card

_WHOLE_TABLE_BY_LETTERS = 1.4


class LiveGroups:
    """Groups of texts that come one by one, as ``TableGrouping`` would place them."""

    def __init__(self, embedder: Embedder | Literal["packaged"] | None = "packaged") -> None:
        """Begin empty, with the model that comes along, another one, or by letters (None)."""
        self._count = 0
        self._opened = 0
        self._grouping = TableGrouping(new_group_id=self._next_group, embedder=_model(embedder))

    def add(self, text: str) -> int:
        """Place one text and return its group number."""
        placement = self._grouping.place(str(self._count), text)
        self._count += 1
        return int(placement.group_id)

    def groups(self) -> list[int]:
        """Return the group number of every text so far, in the order of adding."""
        return [int(self._grouping.group_of(str(i)) or 0) for i in range(self._count)]

    def _next_group(self) -> str:
        self._opened += 1
        return str(self._opened - 1)


def group_texts(
    texts: Sequence[str], embedder: Embedder | Literal["packaged"] | None = "packaged"
) -> list[int]:
    """Return a group number per text, looking at all texts at once; the same texts give the same numbers."""
    likeness = Likeness(_model(embedder))
    for text in texts:
        likeness.add(read_card(text), compare=False)
    whole = likeness.refresh()
    resolution = WHOLE_TABLE_BY_MEANING if likeness.has_vectors else _WHOLE_TABLE_BY_LETTERS
    return communities(attraction(whole, resolution=resolution))


def _model(embedder: Embedder | Literal["packaged"] | None) -> Embedder | None:
    if embedder != "packaged":
        return embedder
    # The server's settings are not for this room; whoever switches the model off there means it here too.
    return None if os.environ.get("WORKSHOP_EMBEDDING", "").lower() == "off" else _packaged()


@cache
def _packaged() -> Embedder | None:
    from workshop.grouping.sentence_model.embedder import SentenceEmbedder  # noqa: PLC0415 - rarely needed
    from workshop.grouping.sentence_model.package import packaged_file  # noqa: PLC0415

    file = packaged_file()
    return SentenceEmbedder(file) if file else None
