"""Who has access, and how it is taken back: one by one, all others at once, never the last organiser."""

import asyncio

import pytest

from tests.factories import opened
from workshop.domain.errors import ForbiddenError, NotFoundError, Refusal, RefusedError
from workshop.domain.grant import (
    actor_of_key,
    exchange_link,
    has_organiser,
    make_link,
    revoke_grant,
    revoke_others,
)
from workshop.domain.queries.grant import access_of
from workshop.domain.rights import Actor, Right, operator
from workshop.models import Role

pytestmark = pytest.mark.integration


async def ids(store, dialogue_id: int | None = None) -> dict[Right, int]:
    async with store.read() as session:
        return {each.right: each.id for each in await access_of(session, dialogue_id)}


async def test_access_is_listed_by_dialogue_and_taken_back_one_by_one(
    store, dialogue, other_dialogue
) -> None:
    here = {"dialogue_id": dialogue.id}
    host = await opened(store, Role.HOST, **here, table_id=1)
    await opened(store, Role.HOST, key=host, **here, table_id=1)
    moderator_key = await opened(store, Role.MODERATOR, **here)
    await make_link(store, actor=operator(), role=Role.READER, **here)
    organiser = await opened(store, Role.ORGANISER)
    await opened(store, Role.MODERATOR, dialogue_id=other_dialogue.id)
    listed = await ids(store, dialogue.id)
    assert listed.keys() == {
        Right(Role.HOST, dialogue.id, 1),
        Right(Role.MODERATOR, dialogue.id),
        Right(Role.READER, dialogue.id),
    }
    everything = await ids(store)
    assert everything.keys() - listed.keys() == {
        Right(Role.ORGANISER),
        Right(Role.MODERATOR, other_dialogue.id),
    }
    moderator = await actor_of_key(store, moderator_key)
    for right in (Right(Role.ORGANISER), Right(Role.MODERATOR, other_dialogue.id)):
        with pytest.raises(ForbiddenError):
            await revoke_grant(store, actor=moderator, grant_id=everything[right])
    follower = store.follow_rights()
    for number in listed.values():
        await revoke_grant(store, actor=moderator, grant_id=number)
        assert await follower.wait(5)
    assert await ids(store, dialogue.id) == {}
    assert await actor_of_key(store, host) == Actor()
    assert (await actor_of_key(store, organiser)).is_organiser
    with pytest.raises(NotFoundError):
        await revoke_grant(store, actor=operator(), grant_id=listed[Right(Role.READER, dialogue.id)])
    follower.close()


@pytest.mark.parametrize("role", [Role.HOST, Role.READER, None])
async def test_who_moderates_nothing_takes_nothing_back(store, dialogue, role) -> None:
    await opened(store, Role.HOST, dialogue_id=dialogue.id, table_id=1)
    table = {"table_id": 1} if role == Role.HOST else {}
    key = await opened(store, role, dialogue_id=dialogue.id, **table) if role else None
    actor = await actor_of_key(store, key)
    for number in (await ids(store)).values():
        with pytest.raises(ForbiddenError):
            await revoke_grant(store, actor=actor, grant_id=number)
    for where in (dialogue.id, None):
        with pytest.raises(ForbiddenError):
            await revoke_others(store, actor=actor, dialogue_id=where)


async def test_all_others_are_taken_back_at_once(store, dialogue, other_dialogue) -> None:
    here = {"dialogue_id": dialogue.id}
    own = await opened(store, Role.HOST, **here, table_id=2)
    own = await opened(store, Role.MODERATOR, key=own, **here)
    others = [await opened(store, Role.MODERATOR, **here), await opened(store, Role.HOST, **here, table_id=1)]
    elsewhere = await opened(store, Role.MODERATOR, dialogue_id=other_dialogue.id)
    waiting = await make_link(store, actor=operator(), role=Role.MODERATOR, **here)
    await revoke_others(store, actor=await actor_of_key(store, own), dialogue_id=dialogue.id)
    assert [(await actor_of_key(store, key)).rights for key in others] == [frozenset(), frozenset()]
    assert len((await actor_of_key(store, own)).rights) == 2
    assert (await actor_of_key(store, elsewhere)).moderates(other_dialogue.id)
    with pytest.raises(ForbiddenError):
        await exchange_link(store, secret=waiting, key=None)
    organiser = await opened(store, Role.ORGANISER)
    await opened(store, Role.ORGANISER)
    await revoke_others(store, actor=await actor_of_key(store, organiser))
    assert (await ids(store)).keys() == {Right(Role.ORGANISER)}
    assert (await actor_of_key(store, organiser)).is_organiser


async def test_last_organiser_is_not_taken_back_by_accident(store) -> None:
    first, second = [await opened(store, Role.ORGANISER) for _ in range(2)]
    actor = await actor_of_key(store, first)
    async with store.read() as session:
        listed = {each.device: each.id for each in await access_of(session)}
    devices = [(await actor_of_key(store, key)).device for key in (first, second)]
    await revoke_grant(store, actor=actor, grant_id=listed[devices[1]])
    with pytest.raises(RefusedError, match=Refusal.LAST_ORGANISER):
        await revoke_grant(store, actor=actor, grant_id=listed[devices[0]])
    assert (await actor_of_key(store, first)).is_organiser
    assert not (await actor_of_key(store, second)).rights
    # Nor by two who take each other back in the same moment.
    third = await opened(store, Role.ORGANISER)
    async with store.read() as session:
        listed = {each.device: each.id for each in await access_of(session)}
    both = [await actor_of_key(store, key) for key in (first, third)]
    await asyncio.gather(
        *(
            revoke_grant(store, actor=one, grant_id=listed[other.device])
            for one, other in (both, reversed(both))
        ),
        return_exceptions=True,
    )
    assert await has_organiser(store)
