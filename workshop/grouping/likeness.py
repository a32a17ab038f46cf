"""How alike the cards of one table are: letters, word fields and, where there is one, a model.

Letters say nothing across languages, so they count within one language only. Word fields do carry a little
across languages; meaning from one language to another needs a model.
"""

from collections.abc import Sequence
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from workshop.grouping.embedding import Embedder
from workshop.grouping.fields import count_fields
from workshop.grouping.meanings import Meanings
from workshop.grouping.vectors import Card, Floats, PatternIndex, count_letters

FIELDS_SHARE = 0.4
MODEL_SHARE = 0.6
_REFRESHED_CELLS = 2500
_BATCH = 16  # so few that no batch of long cards counts as slow
_MANY = 64
# What each model said of texts that are none of people's cards: the names of word fields.
_asked: WeakKeyDictionary[Embedder, dict[str, Floats]] = WeakKeyDictionary()


class Likeness:
    """The likeness of every two cards, 0 to 1, kept while cards come and go.

    The weights drift as the table grows. Each new card gets its exact line, and some older lines are brought
    up to date with it in turn, which keeps the cost of a card even.
    """

    def __init__(self, embedder: Embedder | None = None) -> None:
        self.embedder = embedder
        self._letters = PatternIndex(floor=1.0)
        self._fields = PatternIndex(floor=0.0)
        self._languages: list[str] = []
        self._alive = np.zeros(64, np.bool_)
        self._matrix = np.zeros((64, 64))
        self._meanings = Meanings(getattr(embedder, "language_means", None))
        self._unread: dict[int, str] = {}
        # A dict for its order: rows without a line yet, so that each is computed once, with its vector.
        self._waiting: dict[int, None] = {}
        self._turn = 0

    def __len__(self) -> int:
        return len(self._languages)

    @property
    def has_vectors(self) -> bool:
        """Tell whether a model has answered for at least two cards."""
        return len(self._meanings) > 1

    def add(self, card: Card, *, compare: bool = True) -> int:
        """Take in a card and return its row; without ``compare`` its likenesses wait for ``refresh``."""
        row = self._letters.add(count_letters(card.words))
        self._fields.add(count_fields(card.words, card.lang))
        self._languages.append(card.lang)
        self._make_room()
        self._alive[row] = True
        if self.embedder:
            self._unread[row] = card.text
        if compare and not self.embedder:
            self._compare(row)
        else:
            self._waiting[row] = None
        return row

    def _compare(self, row: int) -> None:
        """Fill in the line of a card, and bring some older ones up to date."""
        size = len(self)
        turns = min(size - 1, max(4, _REFRESHED_CELLS // size))
        older = [(self._turn + i) % (size - 1) for i in range(turns)] if size > 1 else []
        self._turn += turns
        self._store([row, *(r for r in older if self._alive[r])])

    def _catch_up(self) -> None:
        """Fill in the lines that waited for their vectors."""
        if len(self._waiting) > _MANY:
            self._mix_all()
        for row in self._waiting:
            if self._alive[row]:
                self._compare(row)
        self._waiting.clear()

    def read_pending(self) -> None:
        """Ask the model for the cards it has not seen yet, several at once; they come into play in turn."""
        while self.embedder and (rows := self._next_unread()):
            vectors = self.embedder.embed([self._unread[row] for row in rows])
            if vectors is None:
                return
            for row, vector in zip(rows, vectors, strict=True):
                self._meanings.put(row, self._languages[row], vector)
                del self._unread[row]
            if late := [row for row in rows if row not in self._waiting]:
                self._store(late)

    def _next_unread(self) -> list[int]:
        """Return some rows to read next; those first for which no model has to be asked."""
        knows = getattr(self.embedder, "knows", None)
        known = [row for row, text in self._unread.items() if knows(text)] if knows else []
        return (known or list(self._unread))[:_BATCH]

    def take_meaning(self, row: int, other: "Likeness", other_row: int) -> None:
        """Take what a model says of a card over from another table, before the card is compared."""
        vector = other.meaning(other_row)
        if vector is not None:
            self._meanings.put(row, self._languages[row], vector)

    def meaning(self, row: int) -> Floats | None:
        """Return what a model says of a card, less what is common to its language, if it said anything."""
        vector = self._meanings.vector(row)
        return None if vector is None else np.asarray(vector, np.float64)

    def nearness(self, rows: Sequence[int], texts: Sequence[str], lang: str) -> Floats | None:
        """Return how near texts of one language are to some cards by the model; None without its answer.

        The model is asked once for each text, whatever the table.
        """
        if self.embedder is None or not self.has_vectors:
            return None
        known = _asked.setdefault(self.embedder, {})
        new = [text for text in dict.fromkeys(texts) if text not in known]
        for start in range(0, len(new), _BATCH):
            asked = new[start : start + _BATCH]
            vectors = self.embedder.embed(asked)
            if vectors is None:
                return None
            known.update(zip(asked, vectors, strict=True))
        found = np.stack([known[text] for text in texts])
        near = self._meanings.nearness(np.asarray(rows, np.int64), found, lang)
        return None if near is None else near.astype(np.float64)

    def remove(self, row: int) -> None:
        """Forget a card; its row stays, alike to nothing."""
        self._letters.remove(row)
        self._fields.remove(row)
        self._meanings.remove(row)
        self._unread.pop(row, None)
        self._alive[row] = False
        self._matrix[row, :] = 0.0
        self._matrix[:, row] = 0.0

    def matrix(self) -> Floats:
        """Return the likeness of all cards as it is known now (diagonal 0). Not to be written to."""
        self._catch_up()
        size = len(self)
        return self._matrix[:size, :size]

    def refresh(self) -> Floats:
        """Bring every line up to date, for looking at the whole table; then return the matrix."""
        self.read_pending()
        if len(self):
            self._mix_all()
        return self.matrix()

    def _mix_all(self) -> None:
        rows = np.arange(len(self))
        mixed = self._mix(rows, self._letters.all_cosines(), self._fields.all_cosines())
        self._matrix[: len(self), : len(self)] = mixed
        self._waiting.clear()

    def _store(self, rows: Sequence[int]) -> None:
        lines = self._mix(np.asarray(rows), self._letters.cosines(rows), self._fields.cosines(rows))
        self._matrix[rows, : len(self)] = lines
        self._matrix[: len(self), rows] = lines.T

    def _mix(self, rows: NDArray[np.int64], letters: Floats, fields: Floats) -> Floats:
        languages = np.array(self._languages)
        own, others = languages[rows][:, None], languages[None, :]
        comparable = (own == others) | (own == "") | (others == "")
        mixed = (1 - FIELDS_SHARE) * letters * comparable + FIELDS_SHARE * fields
        if len(self._meanings):
            self._mix_model(rows, mixed)
        alive = self._alive[: len(self)]
        mixed *= alive[None, :] & alive[rows][:, None]
        mixed[np.arange(len(rows)), rows] = 0.0
        return np.asarray(np.clip(mixed, 0.0, 1.0), np.float64)

    def _mix_model(self, rows: NDArray[np.int64], mixed: Floats) -> None:
        """Blend in the model where both cards have a vector."""
        known = self._meanings.known()
        lines = np.flatnonzero(np.isin(rows, known))
        nearness = np.maximum(self._meanings.cosines(rows[lines]), 0.0)
        block = np.ix_(lines, known)
        mixed[block] = MODEL_SHARE * nearness + (1 - MODEL_SHARE) * mixed[block]

    def _make_room(self) -> None:
        size = len(self)
        if size > len(self._alive):
            wider = np.zeros((2 * size, 2 * size))
            wider[: size - 1, : size - 1] = self._matrix[: size - 1, : size - 1]
            alive = np.zeros(2 * size, np.bool_)
            alive[: size - 1] = self._alive[: size - 1]
            self._matrix, self._alive = wider, alive
