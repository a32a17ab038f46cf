"""Dialogues under one heading: their order, who may arrange them, and what they hear of each other."""

import asyncio
from datetime import date

import pytest
from sqlalchemy import func, select

from tests.factories import everything
from workshop.backup import restore_backup, write_backup
from workshop.domain.deletion import delete_dialogue
from workshop.domain.dialogue import DialogueFacts, copy_dialogue, create_dialogue, describe_dialogue
from workshop.domain.errors import ConflictError, ForbiddenError, NotFoundError, RefusedError
from workshop.domain.queries.changes import changes_since
from workshop.domain.queries.dialogue import DialogueView, dialogue_by_code, dialogues_for
from workshop.domain.queries.results import results_of_series
from workshop.domain.queries.series import SeriesPlace, series_for, series_of
from workshop.domain.rights import Actor, Right, operator
from workshop.domain.series import leave_series, put_into_series, start_series
from workshop.domain.store import Store
from workshop.models import Role, Series
from workshop.models.database import Database

pytestmark = pytest.mark.integration


async def evening(store: Store, title: str, day: date | None = None, **given: object) -> DialogueView:
    facts = DialogueFacts(title=title, held_on=day)
    code = await create_dialogue(store, actor=operator(), facts=facts, theme_set="gmuend", **given)
    async with store.read() as session:
        found = await dialogue_by_code(session, code)
    assert found is not None
    return found


def moderator(*dialogues: DialogueView) -> Actor:
    return Actor(frozenset(Right(Role.MODERATOR, each.id) for each in dialogues))


async def place(store: Store, dialogue: DialogueView) -> SeriesPlace | None:
    return (await everything(store, dialogue)).series


async def headings(store: Store) -> int:
    async with store.read() as session:
        return await session.scalar(select(func.count()).select_from(Series)) or 0


async def test_evenings_stand_in_the_order_of_their_days(store: Store) -> None:
    autumn = await evening(store, "Herbst", date(2026, 10, 1), series="Frauen im  Gespräch ")
    undated = await evening(store, "Ohne Tag", series="Frauen im Gespräch")
    spring = await evening(store, "Frühjahr", date(2026, 3, 12), series="Frauen im Gespräch")
    rehearsal = await evening(store, "Probe", rehearsal=True, series="Frauen im Gespräch")
    title = "Frauen im Gespräch"
    assert [await place(store, each) for each in (spring, autumn, undated)] == [
        SeriesPlace(title, n, 3) for n in (1, 2, 3)
    ]
    assert await place(store, rehearsal) == SeriesPlace(title, 1, 1)
    async with store.read() as session:
        seen = await series_of(session, operator(), autumn.id)
        listed = await dialogues_for(session, operator())
    assert [(each.dialogue.title, each.place.position) for each in seen.evenings] == [
        *(("Frühjahr", 1), ("Herbst", 2), ("Ohne Tag", 3), ("Probe", 1)),
    ]
    assert (seen.title, seen.others, await headings(store)) == (title, 0, 1)
    assert {summary.as_json()["series"] for summary in listed} == {title}


async def test_what_moves_one_evening_is_heard_by_the_others(store: Store) -> None:
    first = await evening(store, "Eins", date(2026, 3, 1), series="Reihe")
    second = await evening(store, "Zwei", date(2026, 4, 1), series="Reihe")
    follower = store.feed.follow(first.id)
    earlier = DialogueFacts("Zwei", held_on=date(2026, 2, 1))
    await describe_dialogue(store, actor=operator(), dialogue_id=second.id, facts=earlier)
    assert await follower.wait(10)
    follower.close()
    assert await place(store, first) == SeriesPlace("Reihe", 2, 2)
    before = (await everything(store, first)).revision
    await delete_dialogue(store, actor=operator(), dialogue_id=second.id)
    # Pages that have the rest already read what is new since then.
    async with store.read() as session:
        delta = await session.run_sync(changes_since, first.id, before)
    assert (delta.series, delta.revision) == (SeriesPlace("Reihe", 1, 1), before + 1)


async def test_series_without_dialogues_is_gone(store: Store) -> None:
    first, second = [await evening(store, title, series="Reihe") for title in ("Eins", "Zwei")]
    await leave_series(store, actor=operator(), dialogue_id=first.id)
    assert (await place(store, first), await headings(store)) == (SeriesPlace(), 1)
    await start_series(store, actor=operator(), dialogue_id=second.id, title="Andere")
    async with store.read() as session:
        assert list((await series_for(session, operator())).values()) == ["Andere"]
    await delete_dialogue(store, actor=operator(), dialogue_id=second.id)
    assert await headings(store) == 0
    with pytest.raises(ConflictError, match="not_in_series"):
        await leave_series(store, actor=operator(), dialogue_id=first.id)


async def test_moderator_arranges_own_evenings_only(store: Store) -> None:
    one, two, foreign = [await evening(store, title) for title in ("Eins", "Zwei", "Fremd")]
    kept = await start_series(store, actor=operator(), dialogue_id=foreign.id, title="Reihe")
    both = moderator(one, two)
    # A series of which one moderates nothing is not told from one that is not there.
    for number in (kept, kept + 7):
        with pytest.raises(NotFoundError, match="series_unknown"):
            await put_into_series(store, actor=both, dialogue_id=one.id, series_id=number)
    with pytest.raises(ForbiddenError):
        await start_series(store, actor=both, dialogue_id=foreign.id, title="Meine")
    own = await start_series(store, actor=both, dialogue_id=one.id, title="Reihe")
    assert own != kept
    assert await start_series(store, actor=both, dialogue_id=two.id, title=" Reihe ") == own
    await leave_series(store, actor=both, dialogue_id=two.id)
    await put_into_series(store, actor=both, dialogue_id=two.id, series_id=own)
    assert await place(store, two) == SeriesPlace("Reihe", 2, 2)


async def test_moderator_learns_no_title_of_others(store: Store) -> None:
    own, foreign = [await evening(store, title, series="Reihe") for title in ("Eigen", "Geheim")]
    await evening(store, "Geheim", series="Geheime Reihe")
    async with store.read() as session:
        seen = await series_of(session, moderator(own), own.id)
        known = await series_for(session, moderator(own))
        assert await series_of(session, moderator(own), foreign.id) is None
        assert await series_for(session, Actor(frozenset({Right(Role.READER, own.id)}))) == {}
    assert ([each.dialogue.title for each in seen.evenings], seen.others) == (["Eigen"], 1)
    assert "Geheim" not in str((seen, known))
    assert list(known.values()) == ["Reihe"]


async def test_nobody_takes_the_results_of_evenings_that_others_moderate(store: Store) -> None:
    one, two = [await evening(store, title, series="Reihe") for title in ("Eins", "Zwei")]
    tried = await evening(store, "Probe", series="Reihe", rehearsal=True)
    async with store.read() as session:
        for actor in (operator(), moderator(one, two)):
            taken = await results_of_series(session, actor, two.code)
            assert [each.dialogue.title for each in taken.evenings] == ["Eins", "Zwei"]
            assert [each.dialogue.series.position for each in taken.evenings] == [1, 2]
        for actor, code in (
            (moderator(two), two.code),
            (moderator(one, two), tried.code),
            (Actor(), one.code),
        ):
            with pytest.raises(ForbiddenError):
                await results_of_series(session, actor, code)
        with pytest.raises(NotFoundError):
            await results_of_series(session, operator(), "NOWHERE2")


async def test_next_evening_is_a_copy_in_the_same_series(store: Store) -> None:
    first = await evening(store, "Abend", date(2026, 3, 12), series="Reihe")
    act = {"actor": operator(), "dialogue_id": first.id}
    copied, following = [await copy_dialogue(store, **act, in_series=each) for each in (False, True)]
    async with store.read() as session:
        alone, second = [await dialogue_by_code(session, code) for code in (copied, following)]
    assert (alone.series_id, second.series_id, second.title, second.held_on) == (
        *(None, first.series_id),
        *("Abend", None),
    )
    assert [await place(store, each) for each in (first, second)] == [
        SeriesPlace("Reihe", n, 2) for n in (1, 2)
    ]
    assert (await everything(store, second)).tables is not None
    with pytest.raises(ConflictError, match="not_in_series"):
        await copy_dialogue(store, actor=operator(), dialogue_id=alone.id, in_series=True)


@pytest.mark.parametrize(("title", "why"), [(" \n", "title_missing"), ("x" * 201, "too_long")])
async def test_heading_that_is_none_changes_nothing(store: Store, title: str, why: str) -> None:
    alone = await evening(store, "Abend")
    with pytest.raises(RefusedError, match=why):
        await start_series(store, actor=operator(), dialogue_id=alone.id, title=title)
    with pytest.raises(RefusedError, match=why):
        await evening(store, "Noch einer", series=title)
    async with store.read() as session:
        assert len(await dialogues_for(session, operator())) == 1
    assert (await place(store, alone), await headings(store)) == (SeriesPlace(), 0)


async def test_two_who_start_one_series_at_once_and_one_who_leaves_lose_nobody(store: Store) -> None:
    dialogues = [await evening(store, f"Abend {n}", series="Reihe") for n in range(4)]
    moved = DialogueFacts("x", held_on=date(2026, 1, 9))
    await asyncio.gather(
        *(leave_series(store, actor=operator(), dialogue_id=each.id) for each in dialogues[:3]),
        *(describe_dialogue(store, actor=operator(), dialogue_id=each.id, facts=moved) for each in dialogues),
    )
    await asyncio.gather(
        leave_series(store, actor=operator(), dialogue_id=dialogues[3].id),
        *(
            start_series(store, actor=operator(), dialogue_id=each.id, title="Reihe")
            for each in dialogues[:3]
        ),
    )
    async with store.read() as session:
        used = {each.dialogue.series_id for each in await dialogues_for(session, operator())}
        there = set(await series_for(session, operator()))
    assert used - {None} == there
    assert await headings(store) == len(there)


async def test_backup_keeps_the_series(store: Store, tmp_path) -> None:
    first = await evening(store, "Eins", series="Reihe")
    await write_backup(store.database, tmp_path / "a.backup", secret="s")
    there = Database(f"sqlite:///{tmp_path / 'there.sqlite'}")
    await there.migrate()
    await restore_backup(there, tmp_path / "a.backup")
    async with there.read() as session:
        back = await series_of(session, operator(), (await dialogue_by_code(session, first.code)).id)
    await there.close()
    assert (back.title, [each.dialogue.code for each in back.evenings]) == ("Reihe", [first.code])
