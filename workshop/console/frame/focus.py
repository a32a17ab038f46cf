"""What somebody came for when they follow a link within the console."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Focus:
    """The topic or card that somebody came for."""

    group: int | None = None
    entry: str | None = None
