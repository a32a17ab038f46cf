"""Reads of grants: what a link opens, which host links there are, and who has which access."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from workshop.domain.errors import Refusal
from workshop.domain.grant import MAX_SECRET, hash_of_secret, holds_key, waits_to_be_opened, why_closed
from workshop.domain.language import nearest
from workshop.domain.rights import Lives, Right
from workshop.models import Dialogue, Grant, Role, ThemeTable, now


@dataclass(frozen=True)
class HostLinks:
    """How many host links of a table still wait for their use, and how many devices sort there."""

    waiting: int = 0
    used: int = 0


@dataclass(frozen=True)
class LinkView:
    """What a link opens, and why it opens nothing (any more), if so; no right: nobody made such a link."""

    right: Right | None
    closed: Refusal | None


@dataclass(frozen=True)
class AccessView:
    """A link that waits (`until`), or a right that a device has (`last_used`).

    `id` is that of the newest grant, by which it can be taken back.
    """

    id: int
    right: Right
    dialogue: str
    table: Mapping[str, str]
    device: str | None
    until: datetime | None
    last_used: datetime | None

    def table_title(self, lang: str) -> str:
        """Return the table's title in the nearest language there is, empty for none."""
        return nearest(self.table, lang) if self.table else ""


def right_of(grant: Grant) -> Right:
    """Return the right that a grant gives."""
    return Right(Role(grant.role), grant.dialogue_id, grant.table_id)


async def link_view(session: AsyncSession, secret: str) -> LinkView:
    """Return what a link opens now."""
    if len(secret) > MAX_SECRET:
        return LinkView(None, Refusal.LINK_UNKNOWN)
    grant = await session.scalar(select(Grant).where(Grant.link_hash == hash_of_secret(secret)))
    return LinkView(right_of(grant) if grant else None, why_closed(grant, now()))


async def host_links(
    session: AsyncSession, dialogue_id: int, *, lives: Lives | None = None
) -> Mapping[int, HostLinks]:
    """Return the host links of each table that has any which open something or were opened."""
    at = now()
    statement = select(Grant.table_id, Grant.used_at).where(
        Grant.dialogue_id == dialogue_id,
        Grant.role == Role.HOST,
        or_(waits_to_be_opened(at), holds_key(lives or Lives(), at)),
    )
    waiting: dict[int, int] = defaultdict(int)
    used: dict[int, int] = defaultdict(int)
    for table_id, used_at in await session.execute(statement):
        if table_id is not None:
            (waiting if used_at is None else used)[table_id] += 1
    return {table_id: HostLinks(waiting[table_id], used[table_id]) for table_id in {*waiting, *used}}


async def access_of(
    session: AsyncSession, dialogue_id: int | None = None, *, lives: Lives | None = None
) -> Sequence[AccessView]:
    """Return the links that wait and the rights of devices, the newest first: of a dialogue or of all."""
    at = now()
    statement = (
        select(Grant, Dialogue.title, ThemeTable.titles)
        .outerjoin(Dialogue, Dialogue.id == Grant.dialogue_id)
        .outerjoin(ThemeTable, ThemeTable.id == Grant.table_id)
        .where(or_(waits_to_be_opened(at), holds_key(lives or Lives(), at)))
        .order_by(Grant.id.desc())
    )
    if dialogue_id is not None:
        statement = statement.where(Grant.dialogue_id == dialogue_id)
    found: dict[object, AccessView] = {}
    for grant, title, titles in await session.execute(statement):
        right = right_of(grant)
        view = AccessView(
            grant.id,
            right,
            title or "",
            titles or {},
            grant.device,
            None if grant.used_at else grant.link_expires_at,
            grant.last_used_at,
        )
        # A device that was given the same right twice has it once.
        found.setdefault((grant.device, right) if grant.device else grant.id, view)
    return tuple(found.values())
