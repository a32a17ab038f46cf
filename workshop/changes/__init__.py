"""The change feed: who waits for a dialogue is woken after each commit, and asks what it missed."""

from workshop.changes.feed import Feed, Follower
from workshop.changes.local import LocalFeed
from workshop.changes.postgres import PostgresFeed


def open_feed(url: str) -> Feed:
    """Return the feed for a database: across processes with PostgreSQL, else within one."""
    return PostgresFeed(url) if url.startswith("postgres") else LocalFeed()


__all__ = ["Feed", "Follower", "LocalFeed", "PostgresFeed", "open_feed"]
