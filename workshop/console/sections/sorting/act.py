"""What can be asked for in a list of topics, by a click or by a key; the browser sends these words."""

from dataclasses import dataclass
from enum import StrEnum

from workshop.domain import bounds
from workshop.domain.errors import Refusal, RefusedError


class Act(StrEnum):
    """What was asked for; `more` opens the menu of whatever has the focus."""

    TOGGLE = "toggle"
    OPEN = "open"
    SHUT = "shut"
    RENAME = "rename"
    MORE = "more"
    HARVEST = "harvest"
    ACCORD = "accord"
    CHOOSE = "choose"
    CARD_MORE = "card-more"
    MORE_CARDS = "more-cards"
    MORE_TOPICS = "more-topics"
    SINGLE_MORE = "single-more"
    SINGLE_NEW = "single-new"
    SINGLE_TURN = "single-turn"
    TOGGLE_HELD = "toggle-held"
    TOGGLE_HIDDEN = "toggle-hidden"
    MORE_HELD = "more-held"
    MORE_HIDDEN = "more-hidden"
    SELECTION_GATHER = "selection-gather"
    SELECTION_MOVE = "selection-move"
    SELECTION_TAKE_OUT = "selection-take-out"
    SELECTION_CLEAR = "selection-clear"


@dataclass(frozen=True)
class Target:
    """An act and the topic or card that it was asked for at."""

    act: Act
    group: int | None
    entry: str | None
    checked: bool


@dataclass(frozen=True)
class Drop:
    """A drag that ended: a card or a topic, onto a topic or (`None`) out of any."""

    entry: str | None
    group: int | None
    onto: int | None


def target_of(sent: object) -> Target:
    """Return what the browser told of a click or key; raise `RefusedError` for anything else."""
    told = _told(sent)
    return Target(
        _one_of(told.get("act")),
        _number(told.get("group")),
        _text(told.get("entry")),
        checked=told.get("checked") is True,
    )


def drop_of(sent: object) -> Drop:
    """Return what the browser told of a drag; raise `RefusedError` for anything else."""
    told = _told(sent)
    onto = told.get("onto")
    is_entry = told.get("kind") == "entry"
    return Drop(
        entry=_text(told.get("id")) if is_entry else None,
        group=None if is_entry else _number(told.get("id")),
        onto=None if onto == "none" else _number(onto),
    )


def _told(sent: object) -> dict[str, object]:
    if not isinstance(sent, dict):
        raise RefusedError(Refusal.DETAILS_INVALID)
    return sent


def _one_of(act: object) -> Act:
    try:
        return Act(str(act))
    except ValueError as error:
        raise RefusedError(Refusal.DETAILS_INVALID) from error


def _number(sent: object) -> int | None:
    if sent is None:
        return None
    # A script wrote it, and no person: such digits are ASCII's.
    if isinstance(sent, str) and not sent.isascii():
        raise RefusedError(Refusal.DETAILS_INVALID)
    return bounds.number(sent, (0, bounds.LAST_ROW), Refusal.DETAILS_INVALID)


def _text(sent: object) -> str | None:
    if sent is None or (isinstance(sent, str) and len(sent) <= bounds.KEY):
        return sent
    raise RefusedError(Refusal.DETAILS_INVALID)
