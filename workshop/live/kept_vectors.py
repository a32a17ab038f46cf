"""What the sentence model made of a dialogue's cards, as the process that groups them remembers it.

The process has no database: the server tells it what was kept, and keeps what it hands out.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from workshop.domain.vector import CardVector
from workshop.grouping import Embedder
from workshop.grouping.meanings import Prior
from workshop.grouping.vectors import Floats

# Half floats, the same on every machine. Also in this process: a restart must not move a card.
HALF = np.dtype("<f2")


@dataclass(frozen=True)
class ReadSome:
    """Vectors to keep, and how many cards are left that the model would read now."""

    vectors: tuple[CardVector, ...] = ()
    left: int = 0


class KeptVectors:
    """A sentence model that is asked once for each text, and not at all for what it is told.

    `identity` says which model it is; vectors of a model that has none are not handed out.
    """

    def __init__(self, model: Embedder) -> None:
        self._model = model
        self._known: dict[str, NDArray[np.float16]] = {}
        # By card, the text whose vector is kept elsewhere or has been handed out, and those without.
        self._kept: dict[str, str] = {}
        self._unkept: dict[str, str] = {}

    @property
    def identity(self) -> str:
        """Which model this is, in which form."""
        return getattr(self._model, "identity", "")

    @property
    def is_resting(self) -> bool:
        """Whether the model failed or was slow and is not asked for a while."""
        return self._model.is_resting

    @property
    def is_set_aside(self) -> bool:
        """Whether the model is not asked any more."""
        return getattr(self._model, "is_set_aside", False)

    @property
    def language_means(self) -> Prior | None:
        """What the model says of every text of a language, if that is known."""
        return getattr(self._model, "language_means", None)

    def knows(self, text: str) -> bool:
        """Tell whether `embed` needs no model for a text."""
        return text in self._known

    def embed(self, texts: Sequence[str]) -> Floats | None:
        """Return one vector per text, or None when the model is needed and cannot answer now."""
        if missing := [text for text in dict.fromkeys(texts) if text not in self._known]:
            vectors = self._model.embed(missing)
            if vectors is None:
                return None
            self._known |= {text: vector.astype(HALF) for text, vector in zip(missing, vectors, strict=True)}
        return np.array([self._known[text] for text in texts], np.float64)

    def recall(self, vectors: Iterable[CardVector]) -> None:
        """Take in what was kept of this model."""
        identity = self.identity
        for each in vectors:
            numbers = np.frombuffer(each.numbers, HALF) if each.model == identity else np.zeros(0, HALF)
            if len(numbers) and np.isfinite(numbers).all():
                self._known[each.text] = numbers
                self._kept[each.entry_id] = each.text

    def want(self, entry_id: str, text: str) -> None:
        """Note a card that is shown, and what it says."""
        if self._kept.get(entry_id) != text:
            self._unkept[entry_id] = text

    def forget(self, entry_id: str, text: str) -> None:
        """Let go of a card's former text, and of what was made of it."""
        self._known.pop(text, None)
        self._kept.pop(entry_id, None)
        self._unkept.pop(entry_id, None)

    def read_some(self, most: int, is_wanted: Callable[[str], bool]) -> ReadSome:
        """Read at most so many texts of cards that are wanted; hand out all that nobody keeps yet."""
        texts = dict.fromkeys(text for each, text in self._unkept.items() if is_wanted(each))
        missing = [text for text in texts if text not in self._known]
        is_silent = bool(missing) and self.embed(list(islice(missing, most))) is None
        made = {each: text for each, text in self._unkept.items() if text in self._known}
        for each, text in made.items():
            self._kept[each] = text
            del self._unkept[each]
        left = 0 if is_silent else max(0, len(missing) - most)
        return ReadSome(self._handed_out(made), left)

    def _handed_out(self, made: Collection[str]) -> tuple[CardVector, ...]:
        if not (identity := self.identity):
            return ()
        texts = self._kept
        return tuple(CardVector(e, texts[e], identity, self._known[texts[e]].tobytes()) for e in made)


class SetAside:
    """A model that is not asked any more, because the process was lost with it: what is kept still counts."""

    is_resting = True
    is_set_aside = True

    def __init__(self, model: Embedder) -> None:
        self._model = model

    @property
    def identity(self) -> str:
        """Which model this is."""
        return getattr(self._model, "identity", "")

    @property
    def language_means(self) -> Prior | None:
        """What the model says of every text of a language, if that is known."""
        return getattr(self._model, "language_means", None)

    def embed(self, texts: Sequence[str]) -> Floats | None:
        """Never answer."""
