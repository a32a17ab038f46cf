import pytest

from workshop.domain.errors import Refusal
from workshop.domain.grant import exchange_link, make_link, revoke_hosts
from workshop.domain.queries.grant import HostLinks, LinkView, host_links, link_view
from workshop.domain.rights import Right, operator
from workshop.models import Role

pytestmark = pytest.mark.integration


async def _host_link(store, dialogue, table_id: int) -> str:
    return await make_link(
        store, actor=operator(), role=Role.HOST, dialogue_id=dialogue.id, table_id=table_id
    )


async def test_link_says_what_it_opens_and_why_it_opens_nothing_any_more(store, dialogue) -> None:
    used, revoked = [await _host_link(store, dialogue, 1) for _ in range(2)]
    right = Right(Role.HOST, dialogue.id, 1)
    async with store.read() as session:
        assert await link_view(session, used) == LinkView(right, None)
        for unknown in ("invented", "x" * 10_000, "", "\ud800"):
            assert await link_view(session, unknown) == LinkView(None, Refusal.LINK_UNKNOWN)
    await exchange_link(store, secret=used, key=None)
    async with store.read() as session:
        assert await link_view(session, used) == LinkView(right, Refusal.LINK_USED)
    await revoke_hosts(store, actor=operator(), dialogue_id=dialogue.id, table_id=1)
    async with store.read() as session:
        assert await link_view(session, revoked) == LinkView(right, Refusal.LINK_REVOKED)


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
