"""Reads of rights: what each of several keys may do now."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from workshop.domain.grant import hash_of_secret
from workshop.domain.rights import Actor, Right
from workshop.models import Grant, Role


def actors_of_keys(session: Session, keys: Collection[str]) -> Mapping[str, Actor]:
    """Return for each key what `actor_of_key` would, all of one state and in one statement."""
    hashes = {hash_of_secret(key): key for key in keys}
    statement = select(Grant.key_hash, Grant.role, Grant.dialogue_id, Grant.table_id).where(
        Grant.key_hash.in_(hashes), Grant.revoked_at.is_(None)
    )
    rights: dict[str, set[Right]] = defaultdict(set)
    for key_hash, role, dialogue_id, table_id in session.execute(statement):
        rights[str(key_hash)].add(Right(Role(role), dialogue_id, table_id))
    return {key: Actor(frozenset(rights[key_hash]), device=key_hash) for key_hash, key in hashes.items()}
