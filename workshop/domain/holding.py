"""Who may see a card: the machine decides by the look of its text, until a person decides.

Every way in asks here: phones, paper cards, corrections, what people hold, hide or show, undo and redo. Each
answer is the columns of an `Entry` that a verb sets together with the text.
"""

import hashlib
from typing import Any

from workshop.domain.hold_reason import reason_to_hold
from workshop.models import Entry, EntryState, Hand, HoldReason

_SHOWN: dict[str, Any] = {"state": EntryState.SHOWN, "hold_reason": None, "held_by": None}


def by_the_machine(text: str) -> dict[str, Any]:
    """Return how a text stands that no person has decided about: shown, or held with its reason."""
    reason = reason_to_hold(text)
    if reason is None:
        return dict(_SHOWN)
    return {"state": EntryState.HELD, "hold_reason": reason, "held_by": Hand.MACHINE}


def by_a_person(text: str, state: EntryState, reason: HoldReason | None) -> dict[str, Any]:
    """Return how a text stands that a person holds, hides or shows; showing vouches for these words only."""
    if state == EntryState.SHOWN:
        return _SHOWN | {"vouched": _digest(text)}
    return {"state": state, "hold_reason": reason, "held_by": Hand.PERSON}


def after_correction(entry: Entry, text: str) -> dict[str, Any]:
    """Return how a card stands with other words.

    What a person holds or hides stays so. What the machine held is shown once its reason is gone, and what
    is shown is held as soon as there is one, unless a person let these very words be shown.
    """
    is_held = entry.state == EntryState.HELD and entry.held_by != Hand.MACHINE
    if is_held or entry.state == EntryState.HIDDEN:
        return {}
    return dict(_SHOWN) if entry.vouched == _digest(text) else by_the_machine(text)


def after_redaction(entry: Entry, text: str) -> dict[str, Any]:
    """Return how a card stands of which a person blacked words out; who let it be shown let the rest be."""
    if entry.vouched == _digest(entry.text):
        return {"vouched": _digest(text)}
    return after_correction(entry, text) | {"vouched": None}


def after_turn(entry: Entry) -> dict[str, Any]:
    """Return what undo and redo must set besides: the state is as it was, but the words may be others."""
    if entry.state != EntryState.SHOWN or entry.vouched == _digest(entry.text):
        return {}
    return by_the_machine(entry.text)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
