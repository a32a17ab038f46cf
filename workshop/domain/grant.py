"""Verbs on grants: make a link, exchange it once for a cookie's key, revoke it."""

import hashlib
import secrets

from sqlalchemy import select, update

from workshop.domain.errors import ForbiddenError, Refusal
from workshop.domain.rights import Actor, Right
from workshop.domain.store import Store
from workshop.models import Grant, Role, now

KEY_BYTES = 32


def hash_of_secret(secret: str) -> str:
    """Return what is stored of a link's or cookie's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


async def make_link(
    store: Store, *, actor: Actor, role: Role, dialogue_id: int | None = None, table_id: int | None = None
) -> str:
    """Return the secret of a new one-use link for a role. Links that were sent before stay good."""
    if dialogue_id is None:
        actor.require_organiser()
    else:
        actor.require_moderator(dialogue_id)
    secret = secrets.token_urlsafe(KEY_BYTES)
    async with store.database.write() as session:
        session.add(
            Grant(role=role, dialogue_id=dialogue_id, table_id=table_id, link_hash=hash_of_secret(secret))
        )
    return secret


async def exchange_link(store: Store, *, secret: str, key: str | None) -> tuple[str, Right]:
    """Use up a link; return the key for the cookie (the present one, if it is valid) and the right gained.

    Raises `ForbiddenError` if the link is unknown, used or revoked.
    """
    async with store.database.write() as session:
        statement = select(Grant).where(Grant.link_hash == hash_of_secret(secret)).with_for_update()
        grant = await session.scalar(statement)
        if grant is None or grant.used_at is not None or grant.revoked_at is not None:
            raise ForbiddenError(Refusal.LINK_USED)
        if key is None or not await session.scalar(
            select(Grant.id).where(Grant.key_hash == hash_of_secret(key)).limit(1)
        ):
            key = secrets.token_urlsafe(KEY_BYTES)
        grant.used_at = now()
        grant.key_hash = hash_of_secret(key)
        return key, Right(Role(grant.role), grant.dialogue_id, grant.table_id)


async def actor_of_key(store: Store, key: str | None) -> Actor:
    """Return the actor with all rights that a cookie's key holds now; no key, no rights."""
    if not key:
        return Actor()
    async with store.read() as session:
        grants = await session.scalars(
            select(Grant).where(Grant.key_hash == hash_of_secret(key), Grant.revoked_at.is_(None))
        )
        rights = frozenset(Right(Role(g.role), g.dialogue_id, g.table_id) for g in grants)
    return Actor(rights, device=hash_of_secret(key))


async def revoke_hosts(store: Store, *, actor: Actor, dialogue_id: int, table_id: int) -> None:
    """Take every host link and host cookie of a table back."""
    actor.require_moderator(dialogue_id)
    async with store.database.write() as session:
        await session.execute(
            update(Grant)
            .where(Grant.dialogue_id == dialogue_id, Grant.table_id == table_id, Grant.role == Role.HOST)
            .values(revoked_at=now())
        )
    await store.tell_rights_changed()


async def has_organiser(store: Store) -> bool:
    """Say whether anybody has opened the console of this installation yet."""
    async with store.read() as session:
        statement = select(Grant.id).where(
            Grant.role == Role.ORGANISER, Grant.used_at.is_not(None), Grant.revoked_at.is_(None)
        )
        return await session.scalar(statement.limit(1)) is not None
