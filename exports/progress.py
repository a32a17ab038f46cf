"""How far the making of files is: which is being made, and of how many."""

from collections.abc import Callable

Progress = Callable[[int, int, str], None]
"""Hears, in the thread that makes files: the number of the one that is being made, of how many, its name."""

Tell = Callable[[str], None]
"""Hears the name of the file that is being made."""


def nobody(_number: int, _of: int, _name: str) -> None:
    """Hear of it and do nothing."""


def counted(progress: Progress, *, of: int) -> Tell:
    """Return what is told of each file and counts them."""
    number = 0

    def tell(name: str) -> None:
        nonlocal number
        number += 1
        progress(number, of, name)

    return tell
