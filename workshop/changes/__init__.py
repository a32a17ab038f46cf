"""The change feed: who waits for a dialogue is woken after each commit, and asks what it missed."""

from workshop.changes.feed import Feed, Follower
from workshop.changes.local import LocalFeed

__all__ = ["Feed", "Follower", "LocalFeed"]
