"""Reads of grants: what a link opened, and which host links there are."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from workshop.domain.grant import hash_of_secret
from workshop.domain.rights import Right
from workshop.models import Grant, Role


@dataclass(frozen=True)
class HostLinks:
    """How many host links of a table still wait for their use, and how many devices sort there."""

    waiting: int = 0
    used: int = 0


async def right_of_link(session: AsyncSession, secret: str) -> Right | None:
    """Return the right that a link gives or gave; `None` for an unknown or revoked one."""
    statement = select(Grant).where(Grant.link_hash == hash_of_secret(secret), Grant.revoked_at.is_(None))
    grant = await session.scalar(statement)
    return Right(Role(grant.role), grant.dialogue_id, grant.table_id) if grant else None


async def host_links(session: AsyncSession, dialogue_id: int) -> Mapping[int, HostLinks]:
    """Return the host links of each table that has any which were not taken back."""
    statement = select(Grant.table_id, Grant.used_at).where(
        Grant.dialogue_id == dialogue_id, Grant.role == Role.HOST, Grant.revoked_at.is_(None)
    )
    waiting: dict[int, int] = defaultdict(int)
    used: dict[int, int] = defaultdict(int)
    for table_id, used_at in await session.execute(statement):
        if table_id is not None:
            (waiting if used_at is None else used)[table_id] += 1
    return {table_id: HostLinks(waiting[table_id], used[table_id]) for table_id in {*waiting, *used}}
