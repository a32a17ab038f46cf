from collections.abc import Iterable
from enum import StrEnum
from typing import Any, get_args, get_type_hints

import pytest

from tests.factories import entries, everything, post
from workshop.domain.entry import hold_entry
from workshop.domain.group import gather_entries
from workshop.domain.queries.step import steps_of
from workshop.domain.rights import operator
from workshop.models import HoldReason

pytestmark = pytest.mark.integration


def closed_fields(view: Any) -> dict[str, type[StrEnum]]:
    """Return the fields of a view that hold one of a closed list."""
    hints = get_type_hints(type(view))
    kinds = {name: (hint, *get_args(hint)) for name, hint in hints.items()}
    return {
        name: kind
        for name, found in kinds.items()
        for kind in found
        if isinstance(kind, type) and issubclass(kind, StrEnum)
    }


def texts_in_closed_fields(views: Iterable[Any]) -> set[tuple[str, str]]:
    return {
        (type(view).__name__, name)
        for view in views
        for name, kind in closed_fields(view).items()
        if not isinstance(getattr(view, name), kind | None)
    }


async def test_views_hold_members_of_the_closed_lists_and_no_texts(store, dialogue) -> None:
    await post(store, dialogue, "Eins", "Zwei")
    cards = await entries(store, dialogue)
    where = {"actor": operator(), "dialogue_id": dialogue.id}
    await gather_entries(store, **where, entry_ids=[card.id for card in cards.values()])
    await hold_entry(store, **where, entry_id=cards["Eins"].id, reason=HoldReason.OFF_TOPIC)
    delta = await everything(store, dialogue)
    async with store.read() as session:
        steps = await steps_of(session, dialogue.id)
    views = [delta.dialogue, *(delta.questions or ()), *delta.entries, *delta.groups, *steps]
    assert {name for view in views for name in closed_fields(view)} == {
        "phase", "board_mode", "showing", "rotation", "key", "question", "state", "hold_reason", "origin",
        "placed_by", "window", "label_by", "accord", "verdict", "verb", "role", "reason", "undone_by",
    }  # fmt: skip
    assert texts_in_closed_fields(views) == set()
