"""The tally: hidden while it is open, then the same for picture, files and whoever comes later."""

import asyncio

import pytest

from tests.factories import everything
from workshop.domain.balloting import BallotBox, Dots
from workshop.domain.dialogue import set_phase
from workshop.domain.dot import close_tally, count_paper_dots
from workshop.domain.group import merge_groups
from workshop.domain.queries.changes import changes_since
from workshop.domain.queries.dialogue import DialogueView
from workshop.domain.queries.dot import Tally
from workshop.domain.queries.results import results_of
from workshop.domain.rights import operator
from workshop.domain.step import undo_step
from workshop.domain.store import Store
from workshop.live.picture import Picture
from workshop.models import Phase

pytestmark = pytest.mark.integration


class Watched:
    """A picture that follows, held against a fresh one and the files each time it is asked."""

    def __init__(self, store: Store, dialogue: DialogueView, picture: Picture) -> None:
        self._store, self._dialogue, self._picture = store, dialogue, picture

    async def seen(self) -> dict[str, Tally | None]:
        """Return the tally of each topic by its name, after the picture heard of everything."""
        seen = self._picture.revision
        async with self._store.read() as session:
            delta = await session.run_sync(changes_since, self._dialogue.id, seen)
            results = await results_of(session, self._dialogue.code)
        assert delta is not None
        if delta.revision > seen:
            self._picture.apply(delta)
        fresh = Picture(await everything(self._store, self._dialogue))
        found = tallies_in(self._picture)
        assert tallies_in(fresh) == found
        told = {name: tally.total if tally else 0 for name, tally in found.items()}
        assert {group.label: group.dots for group in results.groups} == told
        return found


def tallies_in(picture: Picture) -> dict[str, Tally | None]:
    groups = [group for table in picture.tables for group in picture.groups_of(table)]
    return {group.label: picture.tally(group) for group in groups}


async def test_tally_is_told_once_it_is_closed_and_is_the_same_for_everybody(
    store, dialogue, wohnen, sorted_table
) -> None:
    whose, box = {"actor": operator(), "dialogue_id": dialogue.id}, BallotBox(store)
    a, b = sorted_table["A"], sorted_table["B"]
    watched = Watched(store, dialogue, Picture(await everything(store, dialogue)))
    await set_phase(store, phase=Phase.WEIGH, **whose)
    given = [(a, 2, "p1"), (a, 3, "p2"), (b, 3, "p1")]
    await asyncio.gather(*(box.give_dots(Dots(dialogue.code, *each)) for each in given))
    await count_paper_dots(store, group_id=b, dots=2, **whose)
    assert await watched.seen() == {"A": None, "B": None}
    await close_tally(store, **whose)
    assert await watched.seen() == {"A": Tally(5, 0), "B": Tally(3, 2)}
    await merge_groups(store, into=b, group_ids=[a], **whose)
    assert await watched.seen() == {"B": Tally(8, 2)}
    await set_phase(store, phase=Phase.HARVEST, **whose)
    await undo_step(store, table_id=wohnen, **whose)
    assert await watched.seen() == {"A": Tally(5, 0), "B": Tally(3, 2)}
    await set_phase(store, phase=Phase.WEIGH, **whose)
    assert await watched.seen() == {"A": None, "B": None}
