"""How fast one may post. What cannot be chosen by the sender counts: the participant whom the server made.

A hall shares one address, so that address and connection count only for what no hall does.
"""

import math

from workshop.domain.errors import TooFastError
from workshop.live.bucket import Buckets
from workshop.live.sender import Sender

# So many people join a hall within the same moment, each once.
HALL = 160
# What a hall of 10,000 stays below: so many cards a second, all together.
LARGEST_HALL, CARDS_PER_SECOND = 10_000, 500
# So many cards a minute and person that is.
CARDS_EACH = 60 * CARDS_PER_SECOND // LARGEST_HALL


def is_more_than_a_hall_does(*, cards: int, joined: int, people: int) -> bool:
    """Say whether more came within a minute than a hall of these people sends: something to look at.

    `people` are those who have written so far, `joined` those of them who did so for the first time.
    """
    return joined > HALL or cards > CARDS_EACH * max(HALL, people)


class PostRate:
    """Counts posts in the memory of this process."""

    def __init__(self, *, enabled: bool) -> None:
        self._enabled = enabled
        # Faster than anybody writes, slow enough to stop a script; an outbox that was offline waits its turn.
        self._participants = Buckets(burst=10, per_second=1)
        # Phones take a token from their page. A thousand may send their first card in the same moment, but
        # nobody else's first card comes from there all evening long.
        self._newcomers = Buckets(burst=1000, per_second=25)
        # Old pages and scripts have none: a hall of them joins within a minute.
        self._strangers = Buckets(burst=HALL, per_second=16)
        self._connections = Buckets(burst=18, per_second=23)
        # Posts above all this that are looked at all the same: whether they repeat a stored card, or to
        # give a form its text back.
        self._look_ups = Buckets(burst=20, per_second=2)
        # Only cards that were stored are counted.
        self._dialogues = Buckets(burst=10 * CARDS_PER_SECOND, per_second=CARDS_PER_SECOND)
        # Codes that nobody has: a hall mistypes some, a script tries many.
        self._guesses = Buckets(burst=60, per_second=1)

    def check(self, sender: Sender, *, code: str = "") -> None:
        """Count one post, whatever is in it; raise `TooFastError` if it is one too many.

        `code` is the dialogue's; its own limit is looked at here, and `stored` counts for it.
        """
        if not self._enabled:
            return
        if code:
            _require(self._dialogues.wait(code))
        limits = self._limits_of(sender)
        # What is refused takes nothing from those who share the address.
        for buckets, key in limits:
            _require(buckets.wait(key))
        for buckets, key in limits:
            buckets.take(key)

    def may_look_up(self, sender: Sender) -> bool:
        """Say whether a post that is one too many may cost a look into the database all the same.

        Those without a participant's name share it with all others there; a new connection brings none anew.
        """
        key = sender.participant or sender.address or sender.connection
        if self._look_ups.wait(key):
            return False
        self._look_ups.take(key)
        return True

    def stored(self, code: str) -> None:
        """Count a new card of a dialogue."""
        if self._enabled:
            self._dialogues.take(code)

    def check_guess(self, sender: Sender) -> None:
        """Count a code that nobody has; raise `TooFastError` if too many came from there."""
        if self._enabled and sender.address:
            _require(self._guesses.wait(sender.address))
            self._guesses.take(sender.address)

    def _limits_of(self, sender: Sender) -> list[tuple[Buckets, str]]:
        if sender.participant and sender.has_cookie:
            return [(self._participants, sender.participant)]
        if sender.participant:
            limits = [(self._participants, sender.participant), (self._newcomers, sender.address)]
        else:
            limits = [(self._connections, sender.connection), (self._strangers, sender.address)]
        return [(buckets, key) for buckets, key in limits if key]


def _require(seconds: float) -> None:
    if seconds:
        raise TooFastError(retry_after=max(1, math.ceil(seconds)))
