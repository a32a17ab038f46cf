from datetime import date, time

import pytest

from tests.factories import everything, post
from workshop.domain.dialogue import (
    _OWN,
    DialogueFacts,
    copy_dialogue,
    create_dialogue,
    describe_dialogue,
    enlarge_join,
    set_phase,
    wipe_rehearsal,
)
from workshop.domain.errors import ConflictError, ForbiddenError, NotFoundError, RefusedError
from workshop.domain.queries.changes import changes_since
from workshop.domain.queries.dialogue import dialogue_by_code, dialogues_for
from workshop.domain.queries.question import questions_of
from workshop.domain.queries.table import removed_tables, tables_of
from workshop.domain.rights import Actor, Right, operator
from workshop.domain.round import sound_gong, start_round
from workshop.domain.table import add_table, edit_question, edit_table, remove_table
from workshop.models import Dialogue, Phase, QuestionKey, Role

pytestmark = pytest.mark.integration


async def _new(store, **fields) -> int:
    code = await create_dialogue(
        store, actor=operator(), facts=DialogueFacts(title="T"), theme_set="gmuend", **fields
    )
    async with store.read() as session:
        return (await dialogue_by_code(session, code)).id


async def test_new_dialogue_has_the_tables_and_questions_of_its_set(store, dialogue) -> None:
    async with store.read() as session:
        tables = await session.run_sync(tables_of, dialogue.id)
        questions = await session.run_sync(questions_of, dialogue.id)
    assert [(t.number, t.title("de")) for t in tables] == [
        (1, "Bauen & Wohnen"),
        (2, "Ehrenamt & Beteiligung"),
        (3, "Arbeit"),
        (4, "Frauen"),
        (5, "Bildung & Ausbildung"),
    ]
    assert [(q.key, q.title("de")) for q in questions] == [
        ("works", "Was läuft gut?"),
        ("improve", "Was muss verbessert werden?"),
        ("needed", "Was braucht es?"),
    ]


async def test_tables_and_questions_can_be_edited_until_the_start(store) -> None:
    dialogue_id = await _new(store)
    act = {"actor": operator(), "dialogue_id": dialogue_id}
    async with store.read() as session:
        first, second, *_ = await session.run_sync(tables_of, dialogue_id)
    await edit_table(store, table_id=first.id, title="Wohnen heute", guide="", **act)
    await remove_table(store, table_id=second.id, **act)
    await add_table(store, title="Sport", **act)
    await edit_question(store, key=QuestionKey.WORKS, title="Was ist gut?", **act)
    async with store.read() as session:
        tables = await session.run_sync(tables_of, dialogue_id)
        questions = await session.run_sync(questions_of, dialogue_id)
    assert [t.title("de") for t in tables] == [
        "Wohnen heute",
        "Arbeit",
        "Frauen",
        "Bildung & Ausbildung",
        "Sport",
    ]
    assert [t.number for t in tables] == [1, 2, 3, 4, 5]
    assert questions[0].titles == {"de": "Was ist gut?"}
    await set_phase(store, phase=Phase.COLLECT, **act)
    with pytest.raises(ConflictError, match="already_started"):
        await edit_table(store, table_id=first.id, title="Zu spät", guide="", **act)


async def test_editing_what_another_edited_is_told(store) -> None:
    dialogue_id = await _new(store)
    async with store.read() as session:
        table = (await session.run_sync(tables_of, dialogue_id))[0]
    act = {"actor": operator(), "dialogue_id": dialogue_id, "table_id": table.id, "guide": ""}
    await edit_table(store, title="Eins", seen_version=table.version, **act)
    with pytest.raises(ConflictError, match="changed_meanwhile"):
        await edit_table(store, title="Zwei", seen_version=table.version, **act)


async def test_title_is_needed(store) -> None:
    with pytest.raises(RefusedError, match="title_missing"):
        await create_dialogue(store, actor=operator(), facts=DialogueFacts(title=" "), theme_set="gmuend")


async def test_only_the_organiser_creates(store) -> None:
    with pytest.raises(ForbiddenError):
        await create_dialogue(store, actor=Actor(), facts=DialogueFacts(title="T"), theme_set="gmuend")


async def test_moderator_sees_and_changes_only_the_own_dialogue(store, dialogue) -> None:
    other = await _new(store)
    moderator = Actor(frozenset({Right(Role.MODERATOR, dialogue.id)}))
    async with store.read() as session:
        seen = await dialogues_for(session, moderator)
        everywhere = await dialogues_for(session, operator())
    assert [summary.dialogue.id for summary in seen] == [dialogue.id]
    assert {summary.dialogue.id for summary in everywhere} == {dialogue.id, other}
    with pytest.raises(ForbiddenError):
        await set_phase(store, actor=moderator, dialogue_id=other, phase=Phase.COLLECT)


async def test_facts_that_another_changed_are_not_overwritten(store, dialogue) -> None:
    act = {"actor": operator(), "dialogue_id": dialogue.id, "seen_version": dialogue.version}
    await describe_dialogue(store, facts=DialogueFacts(title="Eins"), **act)
    with pytest.raises(ConflictError, match="changed_meanwhile"):
        await describe_dialogue(store, facts=DialogueFacts(title="Zwei"), **act)
    assert (await everything(store, dialogue)).dialogue.title == "Eins"


async def test_code_to_join_is_large_only_while_cards_are_collected(store, dialogue) -> None:
    async def is_large() -> bool:
        async with store.read() as session:
            return (await dialogue_by_code(session, dialogue.code)).join_large

    await enlarge_join(store, actor=operator(), dialogue_id=dialogue.id, large=True)
    assert await is_large() is True
    await set_phase(store, actor=operator(), dialogue_id=dialogue.id, phase=Phase.SORT)
    assert await is_large() is False
    with pytest.raises(ConflictError):
        await enlarge_join(store, actor=operator(), dialogue_id=dialogue.id, large=True)
    with pytest.raises(ForbiddenError):
        await enlarge_join(store, actor=Actor(), dialogue_id=dialogue.id, large=True)


async def test_rehearsal_is_wiped_with_everything(store) -> None:
    dialogue_id = await _new(store, rehearsal=True, phase=Phase.COLLECT)
    async with store.read() as session:
        summaries = await dialogues_for(session, operator())
    await post(store, summaries[0].dialogue, "eins", "zwei")
    await wipe_rehearsal(store, actor=operator(), dialogue_id=dialogue_id)
    async with store.read() as session:
        assert await session.run_sync(changes_since, dialogue_id, 0) is None
        assert await dialogues_for(session, operator()) == ()
    with pytest.raises(NotFoundError):
        await wipe_rehearsal(store, actor=operator(), dialogue_id=dialogue_id)


async def test_real_dialogue_is_not_wiped(store, dialogue) -> None:
    with pytest.raises(ConflictError, match="not_a_rehearsal"):
        await wipe_rehearsal(store, actor=operator(), dialogue_id=dialogue.id)


async def test_copy_has_texts_settings_tables_and_questions_but_no_cards(store, dialogue) -> None:
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    await set_phase(store, phase=Phase.PREPARATION, **act)
    facts = DialogueFacts(
        title="Dialog 2", municipality="Gmünd", place="Rathaus", held_on=date(2026, 11, 25), goal="Hören",
        promise="Bericht", rounds=4, round_minutes=25, planned_start=time(19), planned_end=time(21, 30),
    )  # fmt: skip
    await describe_dialogue(store, facts=facts, **act)
    async with store.read() as session:
        first, second, *_ = await session.run_sync(tables_of, dialogue.id)
    await edit_table(store, table_id=first.id, title="Wohnen heute", guide="Worum es geht", **act)
    await remove_table(store, table_id=second.id, **act)
    await edit_question(store, key=QuestionKey.WORKS, title="Was ist gut?", **act)
    await set_phase(store, phase=Phase.COLLECT, **act)
    await start_round(store, minutes=10, **act)
    await sound_gong(store, sounds=False, **act)
    await post(store, dialogue, "Mehr Busse", "Mehr Bänke")
    code = await copy_dialogue(store, **act)
    async with store.read() as session:
        copy = await dialogue_by_code(session, code)
    before, after = await everything(store, dialogue), await everything(store, copy)
    assert (
        copy.title,
        copy.municipality,
        copy.place,
        copy.goal,
        copy.promise,
        copy.rounds,
        copy.theme_set,
    ) == (
        *("Dialog 2", "Gmünd", "Rathaus", "Hören", "Bericht", 4),
        "gmuend",
    )
    assert (copy.round_minutes, copy.planned_start, copy.planned_end, copy.gong, copy.due_at) == (
        *(25, time(19), time(21, 30)),
        *(False, None),
    )
    assert (copy.phase, copy.round, copy.ends_at, copy.held_on, copy.rehearsal) == (
        *(Phase.PREPARATION, 0, None, None),
        False,
    )

    def words(rows):
        return [(row.key, row.titles, getattr(row, "guides", None)) for row in rows]

    assert words(after.tables) == words(before.tables)
    assert words(after.questions) == words(before.questions)
    assert (after.entries, after.groups, after.outcomes) == ((), (), ())
    assert len(before.entries) == 2
    async with store.read() as session:
        taken_out = await session.run_sync(removed_tables, copy.id)
    assert [(table.key, len(table.titles) > 2) for table in taken_out] == [(second.key, True)]


async def test_copying_needs_an_organiser_and_an_original(store, dialogue) -> None:
    moderator = Actor(frozenset({Right(Role.MODERATOR, dialogue.id)}))
    with pytest.raises(ForbiddenError):
        await copy_dialogue(store, actor=moderator, dialogue_id=dialogue.id)
    with pytest.raises(NotFoundError):
        await copy_dialogue(store, actor=operator(), dialogue_id=dialogue.id + 1)


def test_copy_says_of_each_column_of_a_dialogue_whether_it_is_copied() -> None:
    """Whoever adds a column decides here and in `_OWN` whether a copy has it too."""
    columns = {column.key for column in Dialogue.__table__.columns}
    assert columns - _OWN[Dialogue] == {
        *("title", "municipality", "place", "theme_set", "goal", "promise", "lang", "rounds", "card_budget"),
        *("translations", "time_zone", "showing", "show_after", "rotation"),
        *("planned_start", "planned_end", "round_minutes", "gong"),
        *("dots", "dots_scope", "dots_on_one"),
        "paper_facts",  # what lasts of them
    }
