"""Reads of rights: what each of several keys may do now."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from workshop.domain.grant import MAX_SECRET, hash_of_secret, holds_key
from workshop.domain.rights import Actor, Lives, Right
from workshop.models import Grant, Role, now


def actors_of_keys(session: Session, keys: Collection[str], lives: Lives) -> Mapping[str, Actor]:
    """Return for each key what `actor_of_key` would, all of one state and in one statement."""
    hashes = {hash_of_secret(key): key for key in keys if len(key) <= MAX_SECRET}
    statement = select(Grant.key_hash, Grant.device, Grant.role, Grant.dialogue_id, Grant.table_id).where(
        Grant.key_hash.in_(hashes), holds_key(lives, now())
    )
    rights: dict[str, set[Right]] = defaultdict(set)
    devices: dict[str, str | None] = {}
    for key_hash, device, role, dialogue_id, table_id in session.execute(statement):
        rights[hashes[str(key_hash)]].add(Right(Role(role), dialogue_id, table_id))
        devices[hashes[str(key_hash)]] = device
    return {key: Actor(frozenset(rights[key]), device=devices.get(key)) for key in keys}
