import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator

import psutil
import pytest
from sqlalchemy.exc import OperationalError

from tests.factories import card, post
from tests.live.conftest import grouping_processes
from tests.waiting import soon
from themes import load_rehearsal_cards
from workshop.domain.dialogue import set_phase
from workshop.domain.entry import correct_entry, hide_entry, withdraw_entry
from workshop.domain.group import move_entry
from workshop.domain.placement import Description, describe_groups
from workshop.domain.posting import Inbox
from workshop.domain.proposal import ProposalKind, TableProposal
from workshop.domain.rights import Actor, operator
from workshop.domain.step import undo_step
from workshop.domain.store import Store
from workshop.live.grouping_process import GroupingProcess
from workshop.live.placer import Placer
from workshop.live.table_review import TableReviews
from workshop.live.watch import Watch, Watches
from workshop.models import HoldReason, Phase
from workshop.settings import Settings

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("quick_grouping")]

NEAR = ("Mehr Busse am Abend", "mehr busse abends!", "Abends mehr Busse bitte")


@pytest.fixture
async def placer(store) -> AsyncIterator[Placer]:
    made = Placer(store, Settings())
    yield made
    await made.close()


@pytest.fixture
async def watch(store, dialogue, placer) -> AsyncIterator[Watch]:
    watches = Watches(store, on_open=placer.attach)
    opened = await watches.by_code(dialogue.code)
    assert opened is not None
    yield opened
    await watches.close()


async def _settled(watch: Watch, condition) -> None:
    """Wait until the picture is as expected."""
    await soon(lambda: condition(watch.picture))


def _group_of(picture, entry_id) -> int | None:
    return picture.entries[entry_id].group_id if entry_id in picture.entries else None


async def test_near_duplicates_meet_in_one_named_group(store, dialogue, watch) -> None:
    receipts = await post(store, dialogue, *NEAR)
    await _settled(watch, lambda p: all(_group_of(p, r.id) for r in receipts))
    assert len({_group_of(watch.picture, r.id) for r in receipts}) == 1
    (group,) = watch.picture.groups.values()
    assert "bus" in group.label.lower()
    assert watch.picture.size(group) == 3


async def test_cards_of_different_tables_never_meet(store, dialogue, watch) -> None:
    wohnen = await post(store, dialogue, *NEAR[:2])
    arbeit = await post(store, dialogue, *NEAR[:2], table="arbeit")
    both = [*wohnen, *arbeit]
    await _settled(watch, lambda p: all(_group_of(p, r.id) for r in both))
    assert len({_group_of(watch.picture, r.id) for r in both}) == 2


async def test_card_that_a_person_took_out_stays_out(store, dialogue, watch) -> None:
    receipts = await post(store, dialogue, *NEAR)
    await _settled(watch, lambda p: all(_group_of(p, r.id) for r in receipts))
    await move_entry(store, actor=operator(), dialogue_id=dialogue.id, entry_id=receipts[0].id, group_id=None)
    (late,) = await post(store, dialogue, "Mehr Busse am Abend, bitte")
    await _settled(watch, lambda p: _group_of(p, late.id))
    assert _group_of(watch.picture, receipts[0].id) is None
    assert _group_of(watch.picture, late.id) == _group_of(watch.picture, receipts[1].id)


async def test_card_freed_by_undo_is_placed_anew(store, dialogue, watch) -> None:
    receipts = await post(store, dialogue, *NEAR)
    await _settled(watch, lambda p: all(_group_of(p, r.id) for r in receipts))
    group_id = _group_of(watch.picture, receipts[0].id)
    table_id = watch.picture.entries[receipts[0].id].table_id
    await move_entry(store, actor=operator(), dialogue_id=dialogue.id, entry_id=receipts[0].id, group_id=None)
    await undo_step(store, actor=operator(), dialogue_id=dialogue.id, table_id=table_id)
    await _settled(watch, lambda p: _group_of(p, receipts[0].id) == group_id)


async def test_hidden_card_no_longer_counts(store, dialogue, watch) -> None:
    receipts = await post(store, dialogue, *NEAR)
    await _settled(watch, lambda p: all(_group_of(p, r.id) for r in receipts))
    (group,) = watch.picture.groups.values()
    alike = (receipts[0].id, receipts[1].id)
    named = Description(group.id, group.label, (), alike)
    await describe_groups(store, dialogue_id=dialogue.id, descriptions=[named])
    await _settled(watch, lambda p: p.groups[group.id].alike == alike)
    await hide_entry(
        store,
        actor=operator(),
        dialogue_id=dialogue.id,
        entry_id=receipts[0].id,
        reason=HoldReason.DUPLICATE,
    )
    await _settled(watch, lambda p: p.size(group) == 2)
    # It no longer speaks for the topic either; others do, or words.
    await _settled(watch, lambda p: p.groups[group.id].words)
    assert receipts[0].id not in watch.picture.groups[group.id].alike
    assert watch.picture.groups[group.id].label == group.label


async def test_restart_continues_with_the_groups_that_are_there(store, dialogue, watch) -> None:
    receipts = await post(store, dialogue, *NEAR)
    await _settled(watch, lambda p: all(_group_of(p, r.id) for r in receipts))
    other = Placer(store, Settings())
    fresh = Watches(store, on_open=other.attach)
    again = await fresh.by_code(dialogue.code)
    (late,) = await post(store, dialogue, "mehr Busse am Abend")
    await _settled(again, lambda p: _group_of(p, late.id))
    assert _group_of(again.picture, late.id) == _group_of(again.picture, receipts[0].id)
    await fresh.close()
    await other.close()


async def test_picture_equals_a_fresh_look_after_a_burst(store, dialogue, watch) -> None:
    inbox = Inbox(store)
    await asyncio.gather(*(inbox.post_entry(card(dialogue, f"Karte {n} zum Bus")) for n in range(120)))
    await _settled(watch, lambda p: len(p.entries) == 120)
    fresh = Watches(store)
    async with asyncio.timeout(20):
        while True:
            await watch.catch_up()
            other = await fresh.by_code(dialogue.code)
            await other.catch_up()
            if other.picture.revision == watch.picture.revision:
                break
    assert other.picture.entries == watch.picture.entries
    assert other.picture.groups == watch.picture.groups
    await fresh.close()


async def test_a_whole_rehearsal_is_placed_without_a_card_left_behind(
    store, dialogue, placer, watch, monkeypatch
) -> None:
    suggested: set[str] = set()
    real = GroupingProcess.do

    async def do(self, number: int, deed: str, *arguments):
        answer = await real(self, number, deed, *arguments)
        if deed == "suggest":
            suggested.update(arguments[0])
        return answer

    monkeypatch.setattr(GroupingProcess, "do", do)
    cards = load_rehearsal_cards("gmuend")[:300]
    inbox = Inbox(store)
    await asyncio.gather(
        *(
            inbox.post_entry(card(dialogue, c.text, table=c.table, question=c.question, lang=c.lang))
            for c in cards
        )
    )
    await soon(lambda: len(suggested) == len(cards), within=100)
    async with placer.of(dialogue.code)._turn:
        pass  # the last suggestions are carried out
    await watch.catch_up()
    assert set(watch.picture.entries) == suggested
    assert sum(e.group_id is not None for e in watch.picture.entries.values()) > len(cards) / 2
    for group in watch.picture.groups.values():
        assert watch.picture.size(group) >= 2
        assert group.label


class FailingStore(Store):
    """A store whose database is away for the first changes."""

    failures = 2

    async def change_at_once(self, dialogue_id: int, work):
        if self.failures:
            self.failures -= 1
            raise OperationalError("UPDATE", None, Exception("away"))
        return await super().change_at_once(dialogue_id, work)


async def test_cards_find_their_group_though_the_database_was_away(store, dialogue, monkeypatch) -> None:
    monkeypatch.setattr("workshop.live.placer.RETRY_SECONDS", 0.05)
    failing = FailingStore(store.database, store.feed)
    placer = Placer(failing, Settings())
    watches = Watches(store, on_open=placer.attach)
    watch = await watches.by_code(dialogue.code)
    receipts = await post(store, dialogue, *NEAR, "Hebammen fehlen", "Wo gibt es eine Hebamme?")
    await _settled(watch, lambda p: all(_group_of(p, r.id) for r in receipts[:3]))
    assert len({_group_of(watch.picture, r.id) for r in receipts[:3]}) == 1
    assert failing.failures == 0
    await watches.close()
    await placer.close()


async def test_lost_process_learns_everything_anew(store, dialogue, watch, placer, monkeypatch) -> None:
    monkeypatch.setattr("workshop.live.placer.RETRY_SECONDS", 0.05)
    receipts = await post(store, dialogue, *NEAR)
    await _settled(watch, lambda p: all(_group_of(p, r.id) for r in receipts))
    group_id = _group_of(watch.picture, receipts[0].id)
    table_id = watch.picture.entries[receipts[0].id].table_id
    for process in grouping_processes():
        process.kill()
    (late,) = await post(store, dialogue, "Mehr Busse am Abend, bitte")
    await _settled(watch, lambda p: _group_of(p, late.id))
    assert _group_of(watch.picture, late.id) == group_id
    asked = placer.of(dialogue.code)
    assert "busse" in {word.lower() for word in await asked.words(table_id, group_id)}
    reason = await asked.why(table_id, late.id)
    assert reason is not None
    assert reason.nearest in {r.id for r in receipts}


async def test_question_is_answered_after_the_process_was_lost(store, dialogue, watch, placer) -> None:
    receipts = await post(store, dialogue, *NEAR)
    await _settled(watch, lambda p: all(_group_of(p, r.id) for r in receipts))
    entry = watch.picture.entries[receipts[0].id]
    for process in grouping_processes():
        process.kill()
    asked = placer.of(dialogue.code)
    reason = await soon(lambda: asked.why(entry.table_id, entry.id))
    assert reason.nearest in {r.id for r in receipts[1:]}


async def test_question_about_a_dialogue_that_is_over_does_not_begin_it_anew(
    store, dialogue, placer, monkeypatch
) -> None:
    await post(store, dialogue, *NEAR)
    watches = Watches(store, on_open=placer.attach)
    watch = await watches.by_code(dialogue.code)
    await _settled(watch, lambda p: p.groups)
    asked = placer.of(dialogue.code)
    await watches.close()
    await _settled(watch, lambda p: asked.is_over)

    async def do(self, number: int, deed: str, *arguments) -> None:
        raise AssertionError(deed)

    monkeypatch.setattr(GroupingProcess, "do", do)
    assert await asked.words(1, 1) == ()


async def test_process_ends_with_the_placer(store, dialogue, watch, placer) -> None:
    receipts = await post(store, dialogue, *NEAR)
    await _settled(watch, lambda p: all(_group_of(p, r.id) for r in receipts))
    (process,) = grouping_processes()
    assert process.nice() > psutil.Process().nice()
    await placer.close()
    await soon(lambda: not process.is_running() or process.status() == psutil.STATUS_ZOMBIE)
    assert grouping_processes() == []


def test_server_itself_never_loads_the_grouping() -> None:
    script = (
        "import sys, workshop.app, workshop.live.placer;"
        "print([name for name in sys.modules if name.startswith('workshop.grouping')])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


class QuickPersonStore(Store):
    """A store where somebody takes a card out just before the machine's first change."""

    entry_id = ""

    async def change_at_once(self, dialogue_id: int, work):
        if entry_id := self.entry_id:
            self.entry_id = ""
            await move_entry(
                self, actor=operator(), dialogue_id=dialogue_id, entry_id=entry_id, group_id=None
            )
        return await super().change_at_once(dialogue_id, work)


async def test_cards_are_placed_anew_though_the_reader_failed_after_a_conflict(
    store, dialogue, monkeypatch
) -> None:
    monkeypatch.setattr("workshop.live.placer.RETRY_SECONDS", 0.05)
    quick = QuickPersonStore(store.database, store.feed)
    receipts = await post(store, dialogue, *NEAR)
    quick.entry_id = receipts[0].id
    placer = Placer(quick, Settings())
    watches = Watches(store, on_open=placer.attach)
    watch = await watches.by_code(dialogue.code)
    real, failures = Watch.catch_up, 0

    async def catch_up(self) -> None:
        nonlocal failures
        task = asyncio.current_task()
        if not quick.entry_id and not failures and task and task.get_name() == "place cards":
            failures += 1
            raise OperationalError("SELECT", None, Exception("away"))
        await real(self)

    monkeypatch.setattr(Watch, "catch_up", catch_up)
    await _settled(watch, lambda p: all(_group_of(p, r.id) for r in receipts[1:]))
    assert failures == 1
    assert _group_of(watch.picture, receipts[0].id) is None
    await watches.close()
    await placer.close()


async def test_card_that_cannot_be_placed_keeps_no_other_waiting(
    store, dialogue, placer, monkeypatch
) -> None:
    monkeypatch.setattr("workshop.live.placer.RETRY_SECONDS", 0.05)
    (odd,) = await post(store, dialogue, "Rätselhaft")
    real = GroupingProcess.do

    async def do(self, number: int, deed: str, *arguments):
        if deed == "suggest" and odd.id in arguments[0]:
            raise ValueError("a fault in the grouping")
        return await real(self, number, deed, *arguments)

    monkeypatch.setattr(GroupingProcess, "do", do)
    watches = Watches(store, on_open=placer.attach)
    watch = await watches.by_code(dialogue.code)
    receipts = await post(store, dialogue, *NEAR)
    await _settled(watch, lambda p: all(_group_of(p, r.id) for r in receipts))
    assert _group_of(watch.picture, odd.id) is None
    await watches.close()


async def test_heading_goes_with_the_words_of_a_withdrawn_card_and_comes_anew(store, dialogue, watch) -> None:
    receipts = await post(store, dialogue, "Zwetschgenallee Bus am Abend", *NEAR)
    ids = [receipt.id for receipt in receipts]
    await _settled(watch, lambda p: all(_group_of(p, each) for each in ids))
    (group,) = watch.picture.groups.values()
    heading = Description(group.id, "Zwetschgenallee", ("Zwetschgenallee", "Bus"))
    await describe_groups(store, dialogue_id=dialogue.id, descriptions=[heading])
    await _settled(watch, lambda p: p.groups[group.id].label == "Zwetschgenallee")
    author = {"actor": Actor(participant="p1"), "dialogue_id": dialogue.id}
    # Also after the evening, when the machine changes nothing else.
    await set_phase(store, actor=operator(), dialogue_id=dialogue.id, phase=Phase.CLOSED)
    await withdraw_entry(store, entry_id=ids[0], **author)
    await _settled(watch, lambda p: "bus" in p.groups[group.id].label.lower())
    assert "zwetschgen" not in str(vars(watch.picture)).lower()


async def test_heading_that_was_thought_up_before_a_card_was_withdrawn_is_made_anew(
    store, dialogue, watch
) -> None:
    receipts = await post(store, dialogue, *NEAR)
    await _settled(watch, lambda p: all(_group_of(p, r.id) for r in receipts))
    (group,) = watch.picture.groups.values()
    late = Description(group.id, "Zwetschgenallee", ("Zwetschgenallee",))
    await describe_groups(store, dialogue_id=dialogue.id, descriptions=[late])
    where = {"actor": operator(), "dialogue_id": dialogue.id, "entry_id": receipts[0].id}
    await hide_entry(store, reason=HoldReason.DUPLICATE, **where)
    await _settled(
        watch,
        lambda p: p.size(group) == 2 and "bus" in p.groups[group.id].label.lower(),
    )


async def test_suggestion_about_a_corrected_card_is_let_go(store, dialogue, watch, placer) -> None:
    first, second = await post(store, dialogue, "Zwetschgenallee sperren", "Ganz etwas anderes")
    await _settled(watch, lambda p: {first.id, second.id} <= p.entries.keys())
    table_id = watch.picture.entries[first.id].table_id
    parts = ((first.id, second.id),)
    found = TableProposal("k", table_id, ProposalKind.GATHER, (None,), parts, ("Zwetschgenallee",))

    async def review(_table_id, _dismissed):
        return (found,)

    reviews, told = TableReviews(watch, review), []
    watch.listen(lambda delta: reviews.forget(delta.entries) if delta else None)
    reviews.listen(told.append)
    assert await reviews.review(table_id) == (found,)
    author = {"actor": Actor(participant="p1"), "dialogue_id": dialogue.id}
    await correct_entry(store, entry_id=first.id, text="Linden pflanzen", **author)
    await soon(lambda: len(told) == 2)
    assert reviews.proposals(table_id) == ()
    assert "Zwetschgenallee" not in str(vars(reviews))
    reviews.close()
