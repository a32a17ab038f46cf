"""Verbs on grants: make a link, exchange it once for a cookie's key, take it back."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from workshop.domain.errors import ForbiddenError, NotFoundError, Refusal, RefusedError
from workshop.domain.rights import Actor, Lives, Right
from workshop.domain.store import Store
from workshop.models import Dialogue, Grant, Role, ThemeTable, now

KEY_BYTES = 32
DEVICE_BYTES = 16
# No secret of ours is longer; what is longer need not be looked for.
MAX_SECRET = 128
# The last use of a key is written at most this often: to the hour is enough to tell what is in use.
USE_WRITTEN_AFTER = timedelta(hours=1)
# Which bounds the right of a role has: a dialogue, a table. No other combination is a right.
_BOUNDS = {
    Role.HOST: (True, True),
    Role.MODERATOR: (True, False),
    Role.READER: (True, False),
    Role.ORGANISER: (False, False),
}


def hash_of_secret(secret: str) -> str:
    """Return what is stored of a link's or cookie's secret."""
    return hashlib.sha256(secret.encode(errors="surrogatepass")).hexdigest()


def holds_key(lives: Lives, at: datetime) -> ColumnElement[bool]:
    """Return the condition that a grant was opened, was not taken back and was used lately enough."""
    return and_(Grant.revoked_at.is_(None), Grant.last_used_at > lives.oldest_use(at))


def waits_to_be_opened(at: datetime) -> ColumnElement[bool]:
    """Return the condition that the link of a grant would open something."""
    return and_(Grant.used_at.is_(None), Grant.revoked_at.is_(None), Grant.link_expires_at > at)


def why_closed(grant: Grant | None, at: datetime) -> Refusal | None:
    """Return why a link opens nothing, `None` if it does."""
    if grant is None:
        return Refusal.LINK_UNKNOWN
    if grant.revoked_at is not None:
        return Refusal.LINK_REVOKED
    if grant.used_at is not None:
        return Refusal.LINK_USED
    if grant.link_expires_at is None or grant.link_expires_at <= at:
        return Refusal.LINK_EXPIRED
    return None


async def make_link(
    store: Store,
    *,
    actor: Actor,
    role: Role,
    dialogue_id: int | None = None,
    table_id: int | None = None,
    lasts: timedelta | None = None,
    printed: bool = False,
) -> str:
    """Return the secret of a new one-use link for a role. Links that were sent before stay good.

    Raises `ForbiddenError`; `RefusedError` if a role cannot have these bounds; `NotFoundError` if there is no
    such dialogue, or no such table of it.
    """
    actor.require_inviter(role, dialogue_id)
    if _BOUNDS.get(role) != (dialogue_id is not None, table_id is not None):
        raise RefusedError(Refusal.LINK_INVALID)
    secret = secrets.token_urlsafe(KEY_BYTES)
    async with store.database.write() as session:
        if dialogue_id is not None and await session.get(Dialogue, dialogue_id) is None:
            raise NotFoundError(Refusal.DIALOGUE_UNKNOWN)
        if table_id is not None:
            table = await session.get(ThemeTable, table_id)
            if table is None or table.dialogue_id != dialogue_id or table.removed:
                raise NotFoundError(Refusal.TABLE_UNKNOWN)
        session.add(
            Grant(
                role=role,
                dialogue_id=dialogue_id,
                table_id=table_id,
                link_hash=hash_of_secret(secret),
                link_expires_at=now() + (lasts or store.lives.link),
                printed=printed,
            )
        )
    return secret


async def exchange_link(store: Store, *, secret: str, key: str | None) -> tuple[str, Right]:
    """Use up a link; return a new key for the cookie, and the right gained.

    What the present key holds goes over to the new one, and the present one opens nothing from then on: so a
    copy of it never gains the right. Whoever calls this calls `Store.tell_rights_changed` when the browser
    has the new key. Raises `ForbiddenError` if the link is unknown, used, expired or taken back.
    """
    new_key, at = secrets.token_urlsafe(KEY_BYTES), now()
    async with store.database.write() as session:
        statement = select(Grant).where(Grant.link_hash == hash_of_secret(secret)).with_for_update()
        grant = await session.scalar(statement)
        if refusal := why_closed(grant, at):
            raise ForbiddenError(refusal)
        assert grant is not None  # noqa: S101 - an unknown link is refused above
        held = await _held(session, store.lives, key, at)
        device = next((each.device for each in held if each.device), None)
        grant.used_at = at
        for each in (grant, *held):
            each.key_hash = hash_of_secret(new_key)
            each.device = device = device or secrets.token_hex(DEVICE_BYTES)
            each.last_used_at = at
        return new_key, Right(Role(grant.role), grant.dialogue_id, grant.table_id)


async def _held(session: AsyncSession, lives: Lives, key: str | None, at: datetime) -> list[Grant]:
    if not key or len(key) > MAX_SECRET:
        return []
    statement = select(Grant).where(Grant.key_hash == hash_of_secret(key), holds_key(lives, at))
    return list(await session.scalars(statement.order_by(Grant.id).with_for_update()))


async def actor_of_key(store: Store, key: str | None) -> Actor:
    """Return the actor with all rights that a cookie's key holds now; no key, no rights.

    What was taken back or has expired counts no more. That the key was used is noted in memory only.
    """
    if not key or len(key) > MAX_SECRET:
        return Actor()
    key_hash, at = hash_of_secret(key), now()
    async with store.read() as session:
        statement = select(Grant).where(Grant.key_hash == key_hash, holds_key(store.lives, at))
        grants = list(await session.scalars(statement))
    if not grants:
        return Actor()
    if any(each.last_used_at and each.last_used_at < at - USE_WRITTEN_AFTER for each in grants):
        store.used_keys.add(key_hash)
    rights = frozenset(Right(Role(each.role), each.dialogue_id, each.table_id) for each in grants)
    return Actor(rights, device=next(each.device for each in grants))


async def write_uses(store: Store) -> None:
    """Write which keys were used since the last call: one short statement for all of them."""
    hashes, store.used_keys = store.used_keys, set()
    if hashes:
        statement = update(Grant).where(Grant.key_hash.in_(hashes), holds_key(store.lives, now()))
        await store.database.write_at_once(
            lambda connection: connection.execute(statement.values(last_used_at=now()))
        )


async def revoke_hosts(store: Store, *, actor: Actor, dialogue_id: int, table_id: int) -> None:
    """Take every host link and host cookie of a table back."""
    actor.require_moderator(dialogue_id)
    await _revoke(
        store, Grant.dialogue_id == dialogue_id, Grant.table_id == table_id, Grant.role == Role.HOST
    )


async def revoke_start_links(store: Store, *, actor: Actor) -> None:
    """Take back what earlier starts of the server printed and nobody used: it may stand in a log."""
    actor.require_organiser()
    await _revoke(store, Grant.printed.is_(True), Grant.used_at.is_(None))


async def revoke_grant(store: Store, *, actor: Actor, grant_id: int) -> None:
    """Take a link back, or the right that it gave to a device, however often that device was given it.

    Raises `ForbiddenError`, `NotFoundError`, and `RefusedError` for the last device of an organiser.
    """
    async with store.read() as session:
        grant = await session.get(Grant, grant_id)
    if grant is None or grant.revoked_at is not None:
        raise NotFoundError(Refusal.LINK_UNKNOWN)
    actor.require_inviter(Role(grant.role), grant.dialogue_id)
    same = (
        [Grant.id == grant_id]
        if grant.device is None
        else [
            Grant.device == grant.device,
            Grant.role == grant.role,
            Grant.dialogue_id.is_not_distinct_from(grant.dialogue_id),
            Grant.table_id.is_not_distinct_from(grant.table_id),
        ]
    )
    await _revoke(store, *same)


async def revoke_others(store: Store, *, actor: Actor, dialogue_id: int | None = None) -> None:
    """Take back all links and devices but the actor's own: of a dialogue, or without one of everything."""
    if dialogue_id is None:
        actor.require_organiser()
    else:
        actor.require_moderator(dialogue_id)
    scope = [Grant.dialogue_id == dialogue_id] if dialogue_id is not None else []
    await _revoke(store, *scope, Grant.device.is_distinct_from(actor.device))


async def _revoke(store: Store, *which: ColumnElement[bool]) -> None:
    """Take grants back and tell it; whoever is in as organiser, the last one stays."""
    async with store.database.write() as session:
        had = await _organisers(session, store.lives)
        await session.execute(
            update(Grant).where(*which, Grant.revoked_at.is_(None)).values(revoked_at=now())
        )
        if had and not await _organisers(session, store.lives):
            raise RefusedError(Refusal.LAST_ORGANISER)
    await store.tell_rights_changed()


async def _organisers(session: AsyncSession, lives: Lives) -> list[int]:
    statement = select(Grant.id).where(Grant.role == Role.ORGANISER, holds_key(lives, now()))
    return list(await session.scalars(statement.with_for_update()))


async def has_organiser(store: Store) -> bool:
    """Say whether any device may open the console of this installation now."""
    async with store.read() as session:
        statement = select(Grant.id).where(Grant.role == Role.ORGANISER, holds_key(store.lives, now()))
        return await session.scalar(statement.limit(1)) is not None
