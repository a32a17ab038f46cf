"""What the pages may send: a page that anybody can open little, the console what its forms need."""

from dataclasses import dataclass

from workshop.sockets.wire import MOST_BYTES

KILO = 1024


@dataclass(frozen=True)
class Policy:
    """The bounds of one kind of page; `types` are the events of its elements, `None` means all they have.

    Who is faster than `per_second`, after `burst` messages at once, is read more slowly and loses nothing.
    """

    is_open_to_all: bool
    most_bytes: int
    per_second: float
    burst: float
    types: frozenset[str] | None = None


# `seen` confirms a message and `go` changes the view at the keyboard.
BOARD = Policy(
    is_open_to_all=True, most_bytes=2 * KILO, per_second=40, burst=120, types=frozenset({"seen", "go"})
)
# A page that says "please ask for a link", and whatever else nobody has a right to.
GUEST = Policy(is_open_to_all=True, most_bytes=2 * KILO, per_second=10, burst=60, types=frozenset())
CONSOLE = Policy(is_open_to_all=False, most_bytes=MOST_BYTES, per_second=60, burst=300)
