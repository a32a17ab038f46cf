"""The clock of a round; a script in the browser (`clock.js`) counts it down, a paused one stands still."""

from collections.abc import Hashable

from workshop.console.kit.controls import Tag
from workshop.domain.plan import WARNING_SECONDS
from workshop.domain.queries.dialogue import DialogueView
from workshop.i18n import Gettext
from workshop.models import now


def shown_by_clock(dialogue: DialogueView) -> Hashable | None:
    """Return what a clock shows, to be compared with what it showed before; `None` if there is none."""
    paused = dialogue.paused_seconds
    return dialogue.ends_at if paused is None else paused


def round_text(dialogue: DialogueView, *, gettext: Gettext) -> str:
    """Return which round of how many it is; nothing before the first, and where there is only one."""
    if not dialogue.round or not dialogue.has_rounds:
        return ""
    text = gettext("Round %(round)d of %(rounds)d")
    return text % {"round": dialogue.round, "rounds": max(dialogue.rounds, dialogue.round)}


def round_clock(
    tag: str, dialogue: DialogueView, *, classes: str, gettext: Gettext, counts_over: bool = False
) -> None:
    """Place a clock that says how much time is left in the round, and whether it is paused.

    When the time is up it stands at zero as in the hall; with `counts_over` it says how long it is over.
    """
    _ = gettext
    left = dialogue.paused_seconds
    if left is not None:
        Tag("span", _("Paused"), "clock-pause")
        Tag(
            tag,
            _minutes(left if counts_over else max(left, 0)),
            f"{classes} is-paused",
            role="timer",
            aria_label=_("Time left in this round"),
        )
    elif dialogue.ends_at is not None:
        Tag(
            tag,
            "",
            classes,
            role="timer",
            data_seconds_left=round((dialogue.ends_at - now()).total_seconds(), 1),
            data_set=dialogue.ends_at.isoformat(),
            data_warning=WARNING_SECONDS,
            data_counts_over="" if counts_over else None,
            data_soon=_("The last two minutes"),
            data_over=_("over time") if counts_over else _("Please come to an end"),
            data_soon_told=_("The last two minutes"),
            data_over_told=_("The time is up."),
            aria_label=_("Time left in this round"),
        )
        Tag("span", "", "clock-word")


def clock_told() -> None:
    """Place what reads out, once for all clocks of a page, that a round ends soon or is over."""
    Tag("p", "", "visually-hidden", role="status", data_clock_told="")


def _minutes(seconds: int) -> str:
    minutes, rest = divmod(abs(seconds), 60)
    return f"{'+' if seconds < 0 else ''}{minutes}:{rest:02}"
