"""How the load tools tell their numbers."""

import math
import sys


def say(text: str = "") -> None:
    """Print a line at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def number(value: float) -> str:
    """Return a number as a person reads it."""
    if value == int(value) if not math.isnan(value) else False:
        return f"{int(value):,}"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.2f}" if abs(value) < 10 else f"{value:.1f}"
