"""What the simulated phones write: cards of the rehearsal, varied, under ids of their own."""

import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from themes import load_rehearsal_cards

PLACES = ("in der Weststadt", "am Bahnhof", "in Bettringen", "in der Altstadt", "auf dem Hardt", "in Lindach")
TIMES = ("seit Jahren", "im Winter", "jeden Tag", "am Wochenende", "für alle", "auch abends", "ohne Termin")


@dataclass(frozen=True)
class Wording:
    """A card without its id; its table is where the phone sits."""

    question: str
    text: str
    lang: str

    def as_json(self, card_id: str, table: str) -> dict[str, str]:
        """Return the body of a post."""
        return {
            "id": card_id,
            "table": table,
            "question": self.question,
            "text": self.text,
            "lang": self.lang,
        }


def endless_cards(theme_set: str, *, seed: int) -> Iterator[tuple[str, Wording]]:
    """Yield ids and cards without end; the same seed gives the same texts."""
    dice = random.Random(seed)  # noqa: S311 - a crowd, no secret
    cards = load_rehearsal_cards(theme_set)
    while True:
        card = dice.choice(cards)
        text = card.text
        if card.lang == "de":
            text = f"{text} {dice.choice(PLACES)} {dice.choice(TIMES)}"
        yield str(uuid.uuid4()), Wording(card.question, text, card.lang)
