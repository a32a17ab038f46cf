"""Who may see a card: the machine decides by the look of its text, until a person decides.

Every way in asks here: phones, paper cards, corrections, what people hold, hide or show, undo and redo. Each
answer is the columns of an `Entry` that a verb sets together with the text.
"""

import hashlib
import time
from dataclasses import dataclass, replace
from typing import Any

from workshop.domain.hold_reason import reason_to_hold
from workshop.domain.word_list import NO_WORDS, WordList
from workshop.models import Dialogue, Entry, EntryState, Hand, HoldReason, Reply, Showing

_SHOWN: dict[str, Any] = {"state": EntryState.SHOWN, "hold_reason": None, "held_by": None, "show_at": None}


@dataclass(frozen=True)
class Rules:
    """What a text of a dialogue is asked before it is shown; `after` is in seconds."""

    words: WordList = NO_WORDS
    lang: str = ""
    showing: str = Showing.AT_ONCE
    after: int = 0

    @classmethod
    def of(cls, words: WordList, dialogue: Dialogue) -> "Rules":
        """Return the rules of a dialogue, with the operator's word list."""
        return cls(words, dialogue.lang, dialogue.showing, dialogue.show_after)

    def at_once(self) -> "Rules":
        """Return the rules for a text that a person brings in or back: only its look counts."""
        return replace(self, showing=Showing.AT_ONCE)

    def reason(self, text: str, lang: str) -> HoldReason | None:
        """Return why a text waits for a person, by its look."""
        by_look = reason_to_hold(text)
        return by_look or (HoldReason.WORD_LIST if self.words.has(text, lang, self.lang) else None)


def by_the_machine(text: str, lang: str, rules: Rules, repeated: HoldReason | None = None) -> dict[str, Any]:
    """Return how a text stands that no person has decided about: shown, or held with its reason.

    `repeated` is the reason why a card of its author waits that looks like none.
    """
    reason = rules.reason(text, lang) or repeated
    if reason is None and rules.showing == Showing.AT_ONCE:
        return dict(_SHOWN)
    held: dict[str, Any] = {"state": EntryState.HELD, "held_by": Hand.MACHINE, "show_at": None}
    if reason is not None:
        return held | {"hold_reason": reason}
    if rules.showing == Showing.DELAY:
        return held | {"hold_reason": HoldReason.DELAY, "show_at": int(time.time()) + rules.after}
    return held | {"hold_reason": HoldReason.APPROVAL}


def by_a_person(text: str, state: EntryState, reason: HoldReason | None) -> dict[str, Any]:
    """Return how a text stands that a person holds, hides or shows; showing vouches for these words only."""
    if state == EntryState.SHOWN:
        return _SHOWN | {"vouched": _digest(text)}
    return {"state": state, "hold_reason": reason, "held_by": Hand.PERSON, "show_at": None}


def after_its_moment() -> dict[str, Any]:
    """Return how a card stands that nobody held while it waited for its moment."""
    return dict(_SHOWN)


def by_a_mute(reason: HoldReason) -> dict[str, Any]:
    """Return how a further card of somebody stands whose cards a person holds back, whatever its words."""
    return {"state": EntryState.HELD, "hold_reason": reason, "held_by": Hand.PERSON, "show_at": None}


def after_correction(entry: Entry | Reply, text: str, rules: Rules) -> dict[str, Any]:
    """Return how a card stands with other words.

    What a person holds or hides stays so. What the machine held is shown once its reason is gone, and what
    is shown is held as soon as there is one, unless a person let these very words be shown.
    """
    is_held = entry.state == EntryState.HELD and entry.held_by != Hand.MACHINE
    if is_held or entry.state == EntryState.HIDDEN:
        return {}
    return dict(_SHOWN) if entry.vouched == _digest(text) else by_the_machine(text, entry.lang, rules)


def after_redaction(entry: Entry | Reply, text: str, rules: Rules) -> dict[str, Any]:
    """Return how a card stands of which a person blacked words out; who let it be shown let the rest be."""
    if entry.vouched == _digest(entry.text):
        return {"vouched": _digest(text)}
    if entry.state == EntryState.SHOWN:
        rules = rules.at_once()
    return after_correction(entry, text, rules) | {"vouched": None}


def after_turn(entry: Entry, rules: Rules) -> dict[str, Any]:
    """Return what undo and redo must set besides: the state is as it was, but the words may be others."""
    if entry.state != EntryState.SHOWN or entry.vouched == _digest(entry.text):
        return {}
    return by_the_machine(entry.text, entry.lang, rules.at_once())


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
