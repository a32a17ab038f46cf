"""How people change tables between rounds, where everybody moves on to the next one.

Nobody's seat is stored. A phone's address says at which table its person sat down, and in which round; where
they sit now follows from that, so that a phone which was away needs to have heard nothing.
"""

from collections.abc import Sequence


def table_after(tables: Sequence[str], key: str, rounds: int) -> str:
    """Return the key of the table at which somebody sits who was at `key` so many rounds before.

    `tables` are the keys in the order of their numbers; after the last comes the first. Less than none brings
    back. A table that takes a break keeps its place: people sit at it. A key that is not among them stays.
    """
    if key not in tables:
        return key
    return tables[(tables.index(key) + rounds) % len(tables)]
