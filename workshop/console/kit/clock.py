"""The clock of a round; the script in the browser counts it down, and a paused one stands still."""

from collections.abc import Hashable

from workshop.console.kit.controls import Tag
from workshop.domain.queries.dialogue import DialogueView
from workshop.i18n import Gettext
from workshop.models import now


def shown_by_clock(dialogue: DialogueView) -> Hashable | None:
    """Return what a clock shows, to be compared with what it showed before; `None` if there is none."""
    paused = dialogue.paused_seconds
    return dialogue.ends_at if paused is None else paused


def is_over(dialogue: DialogueView) -> bool:
    """Whether the clock runs and its time is up."""
    return dialogue.ends_at is not None and dialogue.ends_at <= now()


def round_clock(tag: str, dialogue: DialogueView, *, classes: str, gettext: Gettext) -> None:
    """Place a clock that says how much time is left in the round, and whether it is paused."""
    left = dialogue.paused_seconds
    if left is not None:
        Tag("span", gettext("Paused"), "clock-pause")
        Tag(
            tag,
            _minutes(left),
            f"{classes} is-paused",
            role="timer",
            aria_label=gettext("Time left in this round"),
        )
    elif dialogue.ends_at is not None:
        Tag(
            tag,
            "",
            classes,
            role="timer",
            data_seconds_left=round((dialogue.ends_at - now()).total_seconds(), 1),
            data_set=dialogue.ends_at.isoformat(),
            aria_label=gettext("Time left in this round"),
        )


def _minutes(seconds: int) -> str:
    minutes, rest = divmod(abs(seconds), 60)
    return f"{'+' if seconds < 0 else ''}{minutes}:{rest:02}"
