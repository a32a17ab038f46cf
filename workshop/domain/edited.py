"""Whether somebody edited the text of an outcome after the evening: then it is not what the hall heard.

Its text is title and description. Kept is only a fingerprint of how the evening left it, no words: what had
to go from a text must not stand beside it again. Whoever writes the old text back takes the mark away.
"""

import hashlib
from datetime import datetime
from zoneinfo import ZoneInfo

from workshop.domain.store import Change
from workshop.domain.time_zone import zone_of
from workshop.models import Dialogue, Outcome, Phase, now


def is_edited(outcome: Outcome) -> bool:
    """Say whether the text differs from how the evening left it."""
    return outcome.heard is not None and outcome.heard != _fingerprint(outcome)


def heard(change: Change, outcome: Outcome, title: str, description: str, *, zone: ZoneInfo) -> str | None:
    """Return what is kept of how the evening left the text, before an outcome gets this one.

    `zone` is the installation's, for a dialogue that has none of its own.
    """
    is_same = (title, description) == (outcome.title, outcome.description)
    if is_same or outcome.heard is not None or not is_over(change.dialogue, now(), zone):
        return outcome.heard
    return _fingerprint(outcome)


def is_over(dialogue: Dialogue, at: datetime, zone: ZoneInfo) -> bool:
    """Say whether the evening is over: it was closed, or its day has passed."""
    today = at.astimezone(zone_of(dialogue.time_zone, zone)).date()
    return dialogue.phase == Phase.CLOSED or (dialogue.held_on is not None and dialogue.held_on < today)


def _fingerprint(outcome: Outcome) -> str:
    text = f"outcome {outcome.id}\0{outcome.title}\0{outcome.description}"
    return hashlib.sha256(text.encode()).hexdigest()
