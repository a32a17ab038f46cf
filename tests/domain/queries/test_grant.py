import pytest

from workshop.domain.grant import exchange_link, make_link, revoke_hosts
from workshop.domain.queries.grant import HostLinks, host_links, right_of_link
from workshop.domain.rights import Right, operator
from workshop.models import Role

pytestmark = pytest.mark.integration


async def _host_link(store, dialogue, table_id: int) -> str:
    return await make_link(
        store, actor=operator(), role=Role.HOST, dialogue_id=dialogue.id, table_id=table_id
    )


async def test_right_of_a_link_is_known_before_and_after_its_use_but_not_when_revoked(
    store, dialogue
) -> None:
    secret = await _host_link(store, dialogue, 1)
    right = Right(Role.HOST, dialogue.id, 1)
    async with store.read() as session:
        assert await right_of_link(session, secret) == right
        assert await right_of_link(session, "invented") is None
    await exchange_link(store, secret=secret, key=None)
    async with store.read() as session:
        assert await right_of_link(session, secret) == right
    await revoke_hosts(store, actor=operator(), dialogue_id=dialogue.id, table_id=1)
    async with store.read() as session:
        assert await right_of_link(session, secret) is None


async def test_host_links_count_waiting_and_used_by_table(store, dialogue) -> None:
    await exchange_link(store, secret=await _host_link(store, dialogue, 1), key=None)
    await exchange_link(store, secret=await _host_link(store, dialogue, 1), key=None)
    await _host_link(store, dialogue, 1)
    await _host_link(store, dialogue, 2)
    async with store.read() as session:
        assert await host_links(session, dialogue.id) == {
            1: HostLinks(waiting=1, used=2),
            2: HostLinks(waiting=1, used=0),
        }
    await revoke_hosts(store, actor=operator(), dialogue_id=dialogue.id, table_id=1)
    async with store.read() as session:
        assert await host_links(session, dialogue.id) == {2: HostLinks(waiting=1, used=0)}
