import pytest
from sqlalchemy import select

from workshop.domain.errors import ForbiddenError
from workshop.domain.grant import actor_of_key, exchange_link, has_organiser, make_link, revoke_hosts
from workshop.domain.rights import Actor, Right, operator
from workshop.models import Grant, Role

pytestmark = pytest.mark.integration


async def test_link_is_exchanged_once(store) -> None:
    secret = await make_link(store, actor=operator(), role=Role.ORGANISER)
    assert not await has_organiser(store)
    key, right = await exchange_link(store, secret=secret, key=None)
    assert right == Right(Role.ORGANISER)
    assert (await actor_of_key(store, key)).is_organiser
    assert await has_organiser(store)
    with pytest.raises(ForbiddenError, match="link_used"):
        await exchange_link(store, secret=secret, key=None)


async def test_second_link_adds_to_the_same_key(store, dialogue) -> None:
    keys = []
    for table_id in (1, 2):
        secret = await make_link(
            store, actor=operator(), role=Role.HOST, dialogue_id=dialogue.id, table_id=table_id
        )
        key, _ = await exchange_link(store, secret=secret, key=keys[-1] if keys else None)
        keys.append(key)
    assert keys[0] == keys[1]
    actor = await actor_of_key(store, keys[0])
    assert [actor.hosts(dialogue.id, table_id) for table_id in (1, 2, 3)] == [True, True, False]


async def test_invented_key_gives_no_rights_and_is_not_adopted(store) -> None:
    secret = await make_link(store, actor=operator(), role=Role.ORGANISER)
    key, _ = await exchange_link(store, secret=secret, key="chosen-by-somebody-else")
    assert key != "chosen-by-somebody-else"
    assert await actor_of_key(store, "chosen-by-somebody-else") == Actor()
    assert await actor_of_key(store, None) == Actor()


async def test_revoked_host_has_no_right_any_more(store, dialogue) -> None:
    secret = await make_link(store, actor=operator(), role=Role.HOST, dialogue_id=dialogue.id, table_id=1)
    key, _ = await exchange_link(store, secret=secret, key=None)
    await revoke_hosts(store, actor=operator(), dialogue_id=dialogue.id, table_id=1)
    assert await actor_of_key(store, key) == Actor()


@pytest.mark.parametrize(
    ("role", "bounds"),
    [(Role.ORGANISER, ()), (Role.MODERATOR, ("dialogue_id",)), (Role.HOST, ("dialogue_id", "table_id"))],
)
async def test_new_link_leaves_those_good_that_were_sent_before(store, dialogue, role, bounds) -> None:
    where = {name: {"dialogue_id": dialogue.id, "table_id": 1}[name] for name in bounds}
    links = [await make_link(store, actor=operator(), role=role, **where) for _ in range(3)]
    for link in links:
        key, right = await exchange_link(store, secret=link, key=None)
        assert right.role == role
        with pytest.raises(ForbiddenError):
            await exchange_link(store, secret=link, key=key)


async def test_all_host_links_of_a_table_are_taken_back_together(store, dialogue) -> None:
    where = {"actor": operator(), "dialogue_id": dialogue.id}
    links = [await make_link(store, role=Role.HOST, table_id=table, **where) for table in (1, 1, 2)]
    await revoke_hosts(store, table_id=1, **where)
    for link in links[:2]:
        with pytest.raises(ForbiddenError):
            await exchange_link(store, secret=link, key=None)
    await exchange_link(store, secret=links[2], key=None)


async def test_secrets_are_hashed_at_rest(store) -> None:
    secret = await make_link(store, actor=operator(), role=Role.ORGANISER)
    key, _ = await exchange_link(store, secret=secret, key=None)
    async with store.read() as session:
        (grant,) = await session.scalars(select(Grant))
    assert secret not in vars(grant).values()
    assert key not in vars(grant).values()


async def test_moderator_may_not_make_organisers(store, dialogue) -> None:
    moderator = Actor(frozenset({Right(Role.MODERATOR, dialogue.id)}))
    with pytest.raises(ForbiddenError):
        await make_link(store, actor=moderator, role=Role.ORGANISER)


async def test_whoever_follows_rights_hears_that_one_was_taken_back(store, dialogue) -> None:
    follower, cards = store.follow_rights(), store.feed.follow(dialogue.id)
    await revoke_hosts(store, actor=operator(), dialogue_id=dialogue.id, table_id=1)
    assert await follower.wait(5)
    assert not await cards.wait(0)
    follower.close()
