"""A participant's id goes when nobody finds cards by it any more, and then nobody changes those cards."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from tests.factories import post
from workshop.domain.dialogue import DialogueFacts, create_dialogue, set_phase
from workshop.domain.entry import PaperCard, add_paper_entry, correct_entry, withdraw_entry
from workshop.domain.errors import ForbiddenError
from workshop.domain.keeping import Keeping
from workshop.domain.participant import OWN_CARDS, forget_participants
from workshop.domain.queries.dialogue import DialogueView, dialogue_by_code
from workshop.domain.rights import Actor, operator
from workshop.domain.store import Store
from workshop.models import Dialogue, Entry, Phase, QuestionKey, now

pytestmark = pytest.mark.integration
AUTHOR = Actor(participant="p1")


async def authors(store: Store, dialogue: DialogueView) -> list[str | None]:
    async with store.read() as session:
        statement = select(Entry.participant).where(Entry.dialogue_id == dialogue.id).order_by(Entry.number)
        return list(await session.scalars(statement))


async def close(store: Store, dialogue: DialogueView, *, ago: timedelta) -> None:
    await set_phase(store, actor=operator(), dialogue_id=dialogue.id, phase=Phase.CLOSED)
    async with store.database.write() as session:
        closed = update(Dialogue).where(Dialogue.id == dialogue.id)
        await session.execute(closed.values(closed_at=Dialogue.closed_at if not ago else now() - ago))


async def test_ids_go_some_days_after_the_closing_and_no_sooner(store: Store, dialogue) -> None:
    await post(store, dialogue, "Mehr Busse", "Mehr Bänke")
    assert await forget_participants(store) == 0
    await close(store, dialogue, ago=store.keeping.corrections - timedelta(minutes=1))
    assert await forget_participants(store) == 0
    assert await authors(store, dialogue) == ["p1", "p1"]
    await close(store, dialogue, ago=store.keeping.corrections)
    assert await forget_participants(store) == 2
    assert await authors(store, dialogue) == [None, None]
    assert await forget_participants(store) == 0


async def test_dialogue_that_is_opened_again_keeps_its_ids(store: Store, dialogue) -> None:
    await post(store, dialogue, "Mehr Busse")
    await close(store, dialogue, ago=timedelta(days=30))
    await set_phase(store, actor=operator(), dialogue_id=dialogue.id, phase=Phase.HARVEST)
    assert await forget_participants(store) == 0
    # Closed anew, the days begin anew; a second closing of what is closed does not renew them.
    await close(store, dialogue, ago=timedelta())
    assert await forget_participants(store) == 0
    await close(store, dialogue, ago=timedelta(days=30))
    await set_phase(store, actor=operator(), dialogue_id=dialogue.id, phase=Phase.CLOSED)
    assert await forget_participants(store) == 1


async def test_dialogue_that_is_closed_from_its_beginning_counts_from_then(store: Store) -> None:
    facts = DialogueFacts("Abend")
    code = await create_dialogue(store, actor=operator(), facts=facts, theme_set="gmuend", phase=Phase.CLOSED)
    async with store.read() as session:
        found = await session.scalar(select(Dialogue.closed_at).where(Dialogue.code == code))
        assert await dialogue_by_code(session, code)
    assert found is not None


async def test_id_goes_that_no_phone_remembers_also_while_nobody_closes(store: Store, dialogue) -> None:
    await post(store, dialogue, "Von früher", "Von eben")
    async with store.database.write() as session:
        old = update(Entry).where(Entry.text == "Von früher")
        await session.execute(old.values(created_at=now() - OWN_CARDS - timedelta(minutes=1)))
    assert await forget_participants(store) == 1
    assert await authors(store, dialogue) == [None, "p1"]


async def test_town_may_let_them_go_with_the_closing(store: Store, dialogue) -> None:
    await post(store, dialogue, "Mehr Busse")
    store.keeping = Keeping(corrections=timedelta())
    await set_phase(store, actor=operator(), dialogue_id=dialogue.id, phase=Phase.CLOSED)
    assert await forget_participants(store) == 1


async def test_without_its_id_nobody_withdraws_or_corrects_a_card(store: Store, dialogue) -> None:
    (receipt,) = await post(store, dialogue, "Mehr Busse")
    card = PaperCard((await table_of(store, dialogue)), QuestionKey.WORKS, "Vom Papier", "de")
    paper = await add_paper_entry(store, actor=operator(), dialogue_id=dialogue.id, card=card)
    await close(store, dialogue, ago=timedelta(days=30))
    await forget_participants(store)
    # Also where somebody opened it again.
    await set_phase(store, actor=operator(), dialogue_id=dialogue.id, phase=Phase.COLLECT)
    for who in (AUTHOR, Actor(), Actor(participant="")):
        given = {"actor": who, "dialogue_id": dialogue.id}
        with pytest.raises(ForbiddenError, match="author_forgotten"):
            await withdraw_entry(store, entry_id=receipt.id, **given)
        with pytest.raises(ForbiddenError, match="author_forgotten"):
            await correct_entry(store, entry_id=receipt.id, text="Anders", **given)
        with pytest.raises(ForbiddenError, match="not_your_card"):
            await withdraw_entry(store, entry_id=paper, **given)


async def table_of(store: Store, dialogue: DialogueView) -> int:
    async with store.read() as session:
        number = await session.scalar(select(Entry.table_id).where(Entry.dialogue_id == dialogue.id))
    assert number is not None
    return number
