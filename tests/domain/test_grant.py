import asyncio
from datetime import timedelta
from itertools import product

import pytest
from sqlalchemy import select

from tests.factories import opened
from workshop.domain.errors import DomainError, ForbiddenError, Refusal
from workshop.domain.grant import (
    actor_of_key,
    exchange_link,
    has_organiser,
    make_link,
    revoke_hosts,
    revoke_start_links,
    write_uses,
)
from workshop.domain.queries.table import tables_of
from workshop.domain.rights import Actor, Right, operator
from workshop.models import Grant, Role, now

pytestmark = pytest.mark.integration


async def age(store, **columns: timedelta) -> None:
    """Make all grants older."""
    async with store.database.write() as session:
        for grant in await session.scalars(select(Grant)):
            for name, by in columns.items():
                setattr(grant, name, getattr(grant, name) and getattr(grant, name) - by)


async def test_link_is_exchanged_once(store) -> None:
    secret = await make_link(store, actor=operator(), role=Role.ORGANISER)
    assert not await has_organiser(store)
    key, right = await exchange_link(store, secret=secret, key=None)
    assert right == Right(Role.ORGANISER)
    assert (await actor_of_key(store, key)).is_organiser
    assert await has_organiser(store)
    with pytest.raises(ForbiddenError, match=Refusal.LINK_USED):
        await exchange_link(store, secret=secret, key=None)


async def test_second_link_makes_a_new_key_with_all_rights_and_the_old_one_ends(store, dialogue) -> None:
    keys = []
    for table_id in (1, 2):
        secret = await make_link(
            store, actor=operator(), role=Role.HOST, dialogue_id=dialogue.id, table_id=table_id
        )
        key, _ = await exchange_link(store, secret=secret, key=keys[-1] if keys else None)
        keys.append(key)
    assert keys[0] != keys[1]
    actor = await actor_of_key(store, keys[1])
    assert [actor.hosts(dialogue.id, table_id) for table_id in (1, 2, 3)] == [True, True, False]
    assert await actor_of_key(store, keys[0]) == Actor()


async def test_copies_of_a_hosts_key_are_not_promoted(store, dialogue) -> None:
    host = await opened(store, Role.HOST, dialogue_id=dialogue.id, table_id=1)
    secret = await make_link(store, actor=operator(), role=Role.ORGANISER)
    promoted, _ = await exchange_link(store, secret=secret, key=host)
    assert (await actor_of_key(store, promoted)).is_organiser
    assert await actor_of_key(store, host) == Actor()


async def test_revoked_key_never_returns(store, dialogue) -> None:
    bounds = {"dialogue_id": dialogue.id, "table_id": 1}
    stolen = await opened(store, Role.HOST, **bounds)
    await revoke_hosts(store, actor=operator(), **bounds)
    again = await opened(store, Role.HOST, key=stolen, **bounds)
    assert again != stolen
    assert (await actor_of_key(store, again)).hosts(dialogue.id, 1)
    assert await actor_of_key(store, stolen) == Actor()
    # What was taken back is not carried over either.
    other = await opened(store, Role.HOST, key=stolen, dialogue_id=dialogue.id, table_id=2)
    assert not (await actor_of_key(store, other)).hosts(dialogue.id, 1)


async def test_two_browsers_with_one_key_cannot_both_go_on_with_it(store, dialogue) -> None:
    shared = await opened(store, Role.MODERATOR, dialogue_id=dialogue.id)
    links = [
        await make_link(store, actor=operator(), role=Role.HOST, dialogue_id=dialogue.id, table_id=n)
        for n in (1, 2)
    ]
    keys = [
        key
        for key, _ in await asyncio.gather(*(exchange_link(store, secret=each, key=shared) for each in links))
    ]
    actors = [await actor_of_key(store, key) for key in keys]
    assert sorted(actor.moderates(dialogue.id) for actor in actors) == [False, True]
    assert await actor_of_key(store, shared) == Actor()


async def test_one_link_is_used_by_one_of_many_at_once(store) -> None:
    secret = await make_link(store, actor=operator(), role=Role.ORGANISER)
    tries = [exchange_link(store, secret=secret, key=None) for _ in range(5)]
    results = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(each, ForbiddenError) for each in results) == 4


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


async def test_links_are_made_in_no_other_combination_of_role_dialogue_table_and_actor(
    store, dialogue, other_dialogue
) -> None:
    async with store.read() as session:
        own, foreign = [
            (await session.run_sync(tables_of, each.id))[0].id for each in (dialogue, other_dialogue)
        ]
    here, there = dialogue.id, other_dialogue.id
    actors = {
        "nobody": Actor(),
        "participant": Actor(participant="x"),
        "host": Actor(frozenset({Right(Role.HOST, here, own)})),
        "reader": Actor(frozenset({Right(Role.READER, here)})),
        "moderator": Actor(frozenset({Right(Role.MODERATOR, here)})),
        "organiser": operator(),
    }
    allowed = set()
    for (name, actor), role, dialogue_id, table_id in product(
        actors.items(), Role, (None, here, there, 999), (None, own, foreign, 999)
    ):
        try:
            await make_link(store, actor=actor, role=role, dialogue_id=dialogue_id, table_id=table_id)
        except DomainError:
            continue
        allowed.add((name, role, dialogue_id, table_id))
    of_moderator = {(Role.MODERATOR, here, None), (Role.READER, here, None), (Role.HOST, here, own)}
    of_organiser = {
        (Role.ORGANISER, None, None),
        (Role.MODERATOR, there, None),
        (Role.READER, there, None),
        (Role.HOST, there, foreign),
    }
    assert allowed == {("moderator", *each) for each in of_moderator} | {
        ("organiser", *each) for each in of_moderator | of_organiser
    }


async def test_moderator_hears_that_organisers_are_not_theirs_to_make(store, dialogue) -> None:
    moderator = Actor(frozenset({Right(Role.MODERATOR, dialogue.id)}))
    with pytest.raises(ForbiddenError):
        await make_link(store, actor=moderator, role=Role.ORGANISER, dialogue_id=dialogue.id)


@pytest.mark.parametrize(
    ("lasts", "old", "opens"),
    [
        (None, timedelta(days=6, hours=23), True),
        (None, timedelta(days=7, seconds=1), False),
        (timedelta(hours=24), timedelta(hours=25), False),
    ],
)
async def test_links_expire_unused(store, lasts, old, opens) -> None:
    secret = await make_link(store, actor=operator(), role=Role.ORGANISER, lasts=lasts)
    await age(store, link_expires_at=old)
    if opens:
        await exchange_link(store, secret=secret, key=None)
    else:
        with pytest.raises(ForbiddenError, match=Refusal.LINK_EXPIRED):
            await exchange_link(store, secret=secret, key=None)


async def test_key_expires_some_time_after_its_last_use(store, dialogue) -> None:
    key = await opened(store, Role.MODERATOR, dialogue_id=dialogue.id)
    await age(store, last_used_at=timedelta(days=29), used_at=timedelta(days=300))
    assert (await actor_of_key(store, key)).moderates(dialogue.id)
    # That use counts when it is written.
    await write_uses(store)
    await age(store, last_used_at=timedelta(days=29))
    assert (await actor_of_key(store, key)).moderates(dialogue.id)
    await age(store, last_used_at=timedelta(days=2))
    assert await actor_of_key(store, key) == Actor()
    # An expired key is not carried over.
    gained = await opened(store, Role.HOST, key=key, dialogue_id=dialogue.id, table_id=1)
    assert not (await actor_of_key(store, gained)).moderates(dialogue.id)


async def test_last_use_is_written_once_an_hour_and_never_while_a_page_waits(store, dialogue) -> None:
    key = await opened(store, Role.MODERATOR, dialogue_id=dialogue.id)
    await actor_of_key(store, key)
    assert store.used_keys == set()
    await age(store, last_used_at=timedelta(hours=2))
    async with store.database.write():
        # Somebody writes, and reading rights does not wait for it.
        async with asyncio.timeout(5):
            for _ in range(3):
                await actor_of_key(store, key)
    assert len(store.used_keys) == 1
    await write_uses(store)
    assert store.used_keys == set()
    async with store.read() as session:
        (used,) = await session.scalars(select(Grant.last_used_at))
    assert used > now() - timedelta(minutes=1)


async def test_use_that_is_written_late_does_not_bring_a_revoked_key_back(store, dialogue) -> None:
    key = await opened(store, Role.HOST, dialogue_id=dialogue.id, table_id=1)
    await age(store, last_used_at=timedelta(hours=2))
    await actor_of_key(store, key)
    await revoke_hosts(store, actor=operator(), dialogue_id=dialogue.id, table_id=1)
    await write_uses(store)
    assert await actor_of_key(store, key) == Actor()


async def test_start_takes_back_what_an_earlier_start_printed(store) -> None:
    printed = [await make_link(store, actor=operator(), role=Role.ORGANISER, printed=True) for _ in range(2)]
    asked_for = await make_link(store, actor=operator(), role=Role.ORGANISER)
    key, _ = await exchange_link(store, secret=printed[0], key=None)
    await revoke_start_links(store, actor=operator())
    with pytest.raises(ForbiddenError, match=Refusal.LINK_REVOKED):
        await exchange_link(store, secret=printed[1], key=None)
    assert (await actor_of_key(store, key)).is_organiser
    await exchange_link(store, secret=asked_for, key=None)


async def test_installation_without_a_good_organisers_key_has_none(store) -> None:
    await opened(store, Role.ORGANISER)
    assert await has_organiser(store)
    await age(store, last_used_at=timedelta(days=31))
    assert not await has_organiser(store)
