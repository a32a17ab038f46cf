"""The model reads each card once, and what it made of a card is lost with nothing but the words."""

from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from sqlalchemy.exc import OperationalError

from tests.factories import entries, everything, post
from tests.grouping.sentence_model.files import TinyModel
from tests.live.conftest import grouping_processes
from tests.waiting import soon
from workshop.domain.dialogue import set_phase
from workshop.domain.queries.vector import vectors_of
from workshop.domain.rights import operator
from workshop.domain.store import Store
from workshop.domain.vector import CardVector
from workshop.grouping.sentence_model.package import FILE
from workshop.live import reading
from workshop.live.grouping_process import GroupingProcess
from workshop.live.kept_vectors import ReadSome
from workshop.live.pace import Pace
from workshop.live.placer import Placer
from workshop.live.reading import Reading
from workshop.live.watch import Watches
from workshop.models import EntryState, Phase
from workshop.settings import Settings

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("quick_grouping")]
TEXTS = ("Mehr Busse am Abend", "mehr Busse abends", "otobüs", "Linden")


async def rows(store, dialogue) -> tuple[CardVector, ...]:
    return await store.read_at_once(lambda session: vectors_of(session, dialogue.id))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with a tiny sentence model."""
    made = tmp_path_factory.mktemp("model")
    (made / FILE).write_bytes(TinyModel().content())
    return made


@pytest.fixture
def handed_out(monkeypatch) -> list[str]:
    """The cards that a model read, as the server hears of them."""
    real, heard = GroupingProcess.do, []

    async def do(self, number: int, deed: str, *arguments):
        answer = await real(self, number, deed, *arguments)
        if deed == "read_some":
            heard.extend(each.text for each in answer.vectors)
        return answer

    monkeypatch.setattr(GroupingProcess, "do", do)
    return heard


@asynccontextmanager
async def server(store, dialogue, folder):
    """Yield what a server's process has of one dialogue: the watch and the placer."""
    placer = Placer(store, Settings(embedding="on", embedding_folder=folder))
    watches = Watches(store, on_open=placer.attach)
    try:
        yield await watches.by_code(dialogue.code), placer.of(dialogue.code)
    finally:
        await watches.close()
        await placer.close()


@pytest.mark.parametrize("phase", [Phase.COLLECT, Phase.CLOSED])
async def test_restart_reads_nothing_anew(store, dialogue, folder, handed_out, phase) -> None:
    await post(store, dialogue, *TEXTS)
    async with server(store, dialogue, folder) as (watch, placer):
        await soon(lambda: all(each.placed_by for each in watch.picture.entries.values()))
        kept = await rows(store, dialogue)
        # With the places, in their commit.
        assert [each.text for each in kept] == handed_out == list(TEXTS)
        await watch.catch_up()
    await set_phase(store, actor=operator(), dialogue_id=dialogue.id, phase=phase)
    before = await everything(store, dialogue)
    handed_out.clear()
    async with server(store, dialogue, folder) as (watch, placer):
        table_id = next(iter(watch.picture.entries.values())).table_id
        await placer.reviews.review(table_id)
        await placer.why(table_id, kept[0].entry_id)
        assert handed_out == []
        assert (await everything(store, dialogue), await rows(store, dialogue)) == (before, kept)
        if phase == Phase.COLLECT:
            await post(store, dialogue, "Neu")
            await soon(lambda: any(e.text == "Neu" and e.placed_by for e in watch.picture.entries.values()))
            assert handed_out == ["Neu"]
    assert (await rows(store, dialogue))[: len(kept)] == kept


async def test_card_that_kills_the_model_is_asked_for_twice_and_all_cards_find_their_place(
    store, dialogue, folder, monkeypatch
) -> None:
    monkeypatch.setattr("workshop.live.placer.RETRY_SECONDS", 0.05)
    real, asked = GroupingProcess.do, []

    async def do(self, number: int, deed: str, *arguments):
        if deed == "read_some" and not self._is_model_set_aside:
            asked.append(arguments[0])
            for child in grouping_processes():
                child.kill()
        return await real(self, number, deed, *arguments)

    monkeypatch.setattr(GroupingProcess, "do", do)
    ids = [receipt.id for receipt in await post(store, dialogue, *TEXTS)]
    async with server(store, dialogue, folder) as (watch, placer):
        await soon(lambda: all(each.placed_by for each in watch.picture.entries.values()))
        assert asked == [ids, ids]
        first = watch.picture.entries[ids[0]]
        assert first.group_id == watch.picture.entries[ids[1]].group_id is not None
        assert await placer.across_languages(first.table_id) == "model set aside"
    assert await rows(store, dialogue) == ()


class AwayStore(Store):
    """A store whose database takes no vectors for a while."""

    is_away = True

    @property
    def database(self):
        if self.is_away:
            raise OperationalError("INSERT", None, Exception("away"))
        return self._database

    @database.setter
    def database(self, database) -> None:
        self._database = database


async def test_what_was_read_stays_until_it_is_kept_or_its_words_are_gone(
    store, dialogue, monkeypatch
) -> None:
    monkeypatch.setattr(reading, "MANY_UNSAVED", 3)
    ids = [receipt.id for receipt in await post(store, dialogue, *TEXTS)]
    made = [CardVector(each, text, "m", b"12") for each, text in zip(ids, TEXTS, strict=True)]
    away = AwayStore(store.database, store.feed)
    mine = Reading(away, dialogue.id, Pace())
    steps = iter([ReadSome((made[0], made[1]), 2), ReadSome((made[2],), 1)])

    async def read_some(_ids, _most):
        return next(steps)

    with pytest.raises(OperationalError):
        await mine.read(read_some)
    assert mine.unsaved == (*made[:3],)
    views = await entries(store, dialogue)
    mine.forget([views[TEXTS[0]], replace(views[TEXTS[1]], text="Anders")])
    mine.forget([replace(views[TEXTS[2]], state=EntryState.HIDDEN)])
    assert mine.unsaved == (made[0],)
    away.is_away = False
    # A process that begins anew is told what the database does not have yet.
    assert await mine.recalled() == (made[0],)
    await mine.save()
    assert (mine.unsaved, await mine.recalled()) == ((), (made[0],))


async def test_model_rests_between_two_looks_while_a_hall_posts(store, dialogue, monkeypatch) -> None:
    rested = []

    async def rest(_self, worked: float) -> None:
        rested.append(worked)

    monkeypatch.setattr(Pace, "rest", rest)
    steps = iter([ReadSome((), 9), ReadSome((), 1), ReadSome()])

    async def read_some(_ids, _most):
        return next(steps)

    await Reading(store, dialogue.id, Pace()).read(read_some)
    assert len(rested) == 2
