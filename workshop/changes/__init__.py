"""The change feed: who waits for a dialogue is woken after each commit, and asks what it missed."""

from workshop.changes.feed import RIGHTS, Feed, Follower
from workshop.changes.local import LocalFeed


def open_feed(url: str) -> Feed:
    """Return the feed for a database: across processes with PostgreSQL, else within one."""
    if not url.startswith("postgres"):
        return LocalFeed()
    from workshop.changes.postgres import PostgresFeed  # noqa: PLC0415 - a laptop needs no PostgreSQL driver

    return PostgresFeed(url)


__all__ = ["RIGHTS", "Feed", "Follower", "LocalFeed", "open_feed"]
