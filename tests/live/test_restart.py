"""What the machine decided stands: no restart moves a card or renames a topic; closed is frozen."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

import pytest

from tests.factories import card, entries, everything, post
from tests.sampling import sampled
from tests.waiting import soon
from themes import load_rehearsal_cards
from workshop.domain.dialogue import DialogueFacts, describe_dialogue, set_phase
from workshop.domain.entry import (
    PaperCard,
    add_paper_entry,
    correct_entry,
    hide_entry,
    hold_entry,
    show_entry,
)
from workshop.domain.errors import ClosedError
from workshop.domain.group import gather_entries, merge_groups, move_entry, rename_group
from workshop.domain.machine import let_machine_place
from workshop.domain.placement import Description, Suggestion, describe_groups, place_entries
from workshop.domain.posting import Inbox
from workshop.domain.queries.entry import EntryView
from workshop.domain.rights import Actor, operator
from workshop.domain.step import undo_step
from workshop.domain.window import Windows
from workshop.live.grouping_process import GroupingProcess
from workshop.live.placer import DialoguePlacer, Placer
from workshop.live.watch import Watch, Watches
from workshop.models import Hand, HoldReason, Phase, QuestionKey, now
from workshop.settings import Settings

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("quick_grouping")]

NEAR = ("Mehr Busse am Abend", "mehr busse abends!")
BY = {"actor": operator()}


@dataclass
class Process:
    """A server's process, as far as it watches one dialogue and places its cards."""

    watch: Watch
    placer: DialoguePlacer
    # What waited for a place, each time that the machine was told something.
    waiting: list[list[str]]

    async def idle(self) -> None:
        """Wait until all that was told is known and carried out."""
        await soon(lambda: self.waiting)
        await self.placer.across_languages(next(iter(self.watch.picture.tables)))
        await self.watch.catch_up()


@pytest.fixture
def begin(store, dialogue, monkeypatch) -> Callable[[], object]:
    """Begin a process; the one before has ended."""
    real = GroupingProcess.do
    waiting: list[list[str]] = []

    async def do(self, number: int, deed: str, *arguments):
        answer = await real(self, number, deed, *arguments)
        if deed == "learn":
            waiting.append(answer)
        return answer

    monkeypatch.setattr(GroupingProcess, "do", do)

    @asynccontextmanager
    async def process() -> AsyncIterator[Process]:
        waiting.clear()
        placer = Placer(store, Settings())
        watches = Watches(store, on_open=placer.attach)
        try:
            watch = await watches.by_code(dialogue.code)
            assert watch is not None
            yield Process(watch, placer.of(dialogue.code), waiting)
        finally:
            await watches.close()
            await placer.close()

    return process


async def _decided(store, dialogue) -> list[str]:
    """Return the shown cards once the machine or a person has decided about each of them."""

    async def all_decided() -> bool:
        found = await entries(store, dialogue)
        return all(each.placed_by for each in found.values() if each.is_shown)

    await soon(all_decided, within=90)
    return [each.id for each in (await everything(store, dialogue)).entries]


async def _people_sort(store, dialogue) -> None:
    """Rename, merge, gather, take out, hide, hold: what people do in an evening."""
    here = {**BY, "dialogue_id": dialogue.id}
    state = await everything(store, dialogue)
    shown = [each for each in state.entries if each.is_shown]
    group = next(g for g in state.groups if sum(e.group_id == g.id for e in shown) > 1)
    other = next((g for g in state.groups if g.table_id == group.table_id and g.id != group.id), None)
    await rename_group(store, **here, group_id=group.id, label="Von Hand benannt")
    if other:
        await merge_groups(store, **here, into=group.id, group_ids=[other.id])
    taken = next(e for e in shown if e.group_id == group.id)
    await move_entry(store, **here, entry_id=taken.id, group_id=None)
    alone = [e for e in shown if e.group_id is None]
    pair = [e.id for e in alone if e.table_id == alone[0].table_id][:2]
    await gather_entries(store, **here, entry_ids=pair)
    await undo_step(store, **here, table_id=alone[0].table_id)
    await hide_entry(store, **here, entry_id=alone[-1].id, reason=HoldReason.OFF_TOPIC)
    await hold_entry(store, **here, entry_id=alone[-2].id, reason=HoldReason.OFF_TOPIC)
    await show_entry(store, **here, entry_id=alone[-2].id)


@pytest.mark.parametrize("phase", sampled(Phase, [Phase.COLLECT, Phase.CLOSED]))
async def test_an_evening_is_after_a_restart_as_it_was(store, dialogue, begin, phase) -> None:
    inbox = Inbox(store)
    async with begin():
        for each in load_rehearsal_cards("gmuend")[:90]:
            fields = {"table": each.table, "question": each.question, "lang": each.lang}
            await inbox.post_entry(card(dialogue, each.text, **fields))
        await _decided(store, dialogue)
        await _people_sort(store, dialogue)
        await _decided(store, dialogue)
    await set_phase(store, **BY, dialogue_id=dialogue.id, phase=phase)
    before = await everything(store, dialogue)
    assert any(each.placed_by == Hand.MACHINE and each.group_id is None for each in before.entries)
    for _ in range(2):
        async with begin() as again:
            await again.idle()
            await store.feed.publish(dialogue.id)
            await again.idle()
            assert [each for each in again.waiting if each] == []
            picture = again.watch.picture
            assert picture.entries == {each.id: each for each in before.entries}
            assert picture.groups == {each.id: each for each in before.groups}
        assert await everything(store, dialogue) == before


async def test_closed_dialogue_is_frozen_until_it_is_opened_again(store, dialogue, begin) -> None:
    here = {**BY, "dialogue_id": dialogue.id}
    receipts = await post(store, dialogue, *NEAR)
    await set_phase(store, **here, phase=Phase.CLOSED)
    async with begin() as process:
        await process.idle()
        # A person may still hide a card; the late wake-up moves nothing.
        (late,) = [each.id for each in receipts[1:]]
        await hide_entry(store, **here, entry_id=late, reason=HoldReason.OFF_TOPIC)
        await show_entry(store, **here, entry_id=late)
        await soon(lambda: process.watch.picture.entries[late].version > 2)
        await process.idle()
        assert {each.group_id for each in (await entries(store, dialogue)).values()} == {None}
        assert (await everything(store, dialogue)).groups == ()
        await set_phase(store, **here, phase=Phase.COLLECT)
        await _decided(store, dialogue)
    assert len({each.group_id for each in (await entries(store, dialogue)).values()} - {None}) == 1


async def test_after_collecting_a_card_waits_until_a_moderator_lets_the_machine_go_on(
    store, dialogue, begin
) -> None:
    here = {**BY, "dialogue_id": dialogue.id}
    receipts = await post(store, dialogue, *NEAR)
    await set_phase(store, **here, phase=Phase.SORT)
    table_id = (await entries(store, dialogue))[NEAR[0]].table_id

    async def paper(text: str) -> EntryView:
        card = PaperCard(table_id, QuestionKey.NEEDED, text, "de")
        entry_id = await add_paper_entry(store, **here, card=card)
        return next(e for e in (await everything(store, dialogue)).entries if e.id == entry_id)

    async with begin() as process:
        # What came while cards were collected gets its place, though it is over.
        await _decided(store, dialogue)
        slip = await paper("Abends mehr Busse bitte")
        await soon(lambda: slip.id in process.watch.picture.entries)
        await process.idle()
    before = await everything(store, dialogue)
    group = before.groups[0]
    assert {e.id: e.group_id for e in before.entries} == {
        **{receipt.id: group.id for receipt in receipts},
        slip.id: None,
    }
    async with begin() as again:
        await again.idle()
        assert again.waiting[0] == [slip.id]
        assert await everything(store, dialogue) == before
        # It is known as a single card, so that a suggestion may speak of it.
        (found,) = await again.placer.reviews.review(table_id)
        assert found.parts[1] == (slip.id,)
        await let_machine_place(store, **here, table_id=table_id, active=True)
        await _decided(store, dialogue)
        await let_machine_place(store, **here, table_id=table_id, active=False)
        late = await paper("Abends mehr Busse am Abend")
        await soon(lambda: late.id in again.watch.picture.entries)
        await again.idle()
    after = {e.id: (e.group_id, e.placed_by) for e in (await everything(store, dialogue)).entries}
    assert after[slip.id] == (group.id, Hand.MACHINE)
    assert after[late.id] == (None, None)


@pytest.mark.parametrize("phase", [Phase.HARVEST, Phase.CLOSED])
async def test_card_handed_in_later_changes_no_topic_also_after_a_restart(
    store, dialogue, begin, phase
) -> None:
    here = {**BY, "dialogue_id": dialogue.id}
    receipts = await post(store, dialogue, *NEAR)
    async with begin():
        await _decided(store, dialogue)
    table_id = (await entries(store, dialogue))[NEAR[0]].table_id
    # Even where somebody lets the machine go on with what there is.
    await let_machine_place(store, **here, table_id=table_id, active=True)
    windows = Windows(None, now() + timedelta(hours=1))
    await describe_dialogue(store, **here, facts=DialogueFacts(title="Abend", windows=windows))
    await set_phase(store, **here, phase=phase)
    before = (await everything(store, dialogue)).groups
    (late,) = await post(store, dialogue, "Abends mehr Busse")
    for _ in range(2):
        async with begin() as process:
            await process.idle()
            assert process.waiting == [[]] * len(process.waiting)
    after = await everything(store, dialogue)
    places = {e.id: (e.group_id, e.placed_by) for e in after.entries}
    assert (after.groups, places[late.id]) == (before, (None, Hand.MACHINE))
    assert {places[each.id][0] for each in receipts} == {group.id for group in before}


async def test_machine_changes_nothing_in_a_closed_dialogue(store, dialogue) -> None:
    receipts = await post(store, dialogue, *NEAR, "c")
    ids = tuple(each.id for each in receipts)
    table_id = (await entries(store, dialogue))["c"].table_id
    given = Suggestion(table_id, ids[:2], None, "Busse")
    (group_id,) = await place_entries(store, dialogue_id=dialogue.id, suggestions=[given])
    await set_phase(store, **BY, dialogue_id=dialogue.id, phase=Phase.CLOSED)
    before = await everything(store, dialogue)
    late = Suggestion(table_id, ids[2:], group_id, "Anders", ("c",))
    with pytest.raises(ClosedError):
        await place_entries(store, dialogue_id=dialogue.id, suggestions=[late])
    with pytest.raises(ClosedError):
        await describe_groups(
            store, dialogue_id=dialogue.id, descriptions=[Description(group_id, "Anders", ())]
        )
    assert await everything(store, dialogue) == before


async def _correct(store, dialogue, entry_id: str) -> None:
    author = Actor(participant="p1")
    await correct_entry(store, actor=author, dialogue_id=dialogue.id, entry_id=entry_id, text=NEAR[1])


async def _show_again(store, dialogue, entry_id: str) -> None:
    here = {**BY, "dialogue_id": dialogue.id, "entry_id": entry_id}
    await hide_entry(store, **here, reason=HoldReason.OFF_TOPIC)
    await show_entry(store, **here)


@pytest.mark.parametrize("change", [_correct, _show_again])
async def test_changed_card_that_was_alone_is_looked_at_anew_also_after_a_restart(
    store, dialogue, begin, change: Callable[..., Awaitable[None]]
) -> None:
    async with begin():
        (alone,) = await post(store, dialogue, "Hebammen fehlen")
        await _decided(store, dialogue)
    await change(store, dialogue, alone.id)
    async with begin() as again:
        await again.idle()
        assert again.waiting[0] == [alone.id]


async def test_card_left_alone_is_taken_along_by_a_later_one(store, dialogue, begin) -> None:
    async with begin():
        await post(store, dialogue, NEAR[0], "Hebammen fehlen")
        await _decided(store, dialogue)
    async with begin():
        await post(store, dialogue, NEAR[1])
        await _decided(store, dialogue)
    found = await entries(store, dialogue)
    assert found[NEAR[0]].group_id == found[NEAR[1]].group_id is not None
    assert found["Hebammen fehlen"].group_id is None


async def test_card_corrected_meanwhile_is_not_left_alone_for_its_old_words(store, dialogue) -> None:
    (receipt,) = await post(store, dialogue, "Hebammen fehlen")
    seen = (await entries(store, dialogue))["Hebammen fehlen"]
    await _correct(store, dialogue, receipt.id)
    stale = Suggestion(seen.table_id, (seen.id,), 0, "", (), seen.version)
    assert await place_entries(store, dialogue_id=dialogue.id, suggestions=[stale]) == [None]
    assert (await entries(store, dialogue))[NEAR[1]].placed_by is None
