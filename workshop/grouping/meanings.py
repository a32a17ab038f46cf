"""What a sentence model says of a table's cards, less what all cards of a language and of the table share.

Vectors of multilingual models lie close together, and those of one language closer than those of one subject:
a large part of each says only "a Turkish sentence", and another "a card of this table". Both are means to be
taken away (all-but-the-top: Mu & Viswanath 2018; per language: Libovický et al. 2020). Three are, one after
the other: the language's from elsewhere (``prior``), the table's, and what is left of the language's on this
table. The last two count some cards of mean zero with them, so that few cards do not take themselves away.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from workshop.grouping.vectors import Floats

Rows = NDArray[np.float32]
Prior = Mapping[str, Rows]
"""A mean vector per base language."""
# Measured: 0 to 30 of either make no difference above chance; these keep the first cards of a table safe.
TABLE_CARDS = 10
LANGUAGE_CARDS = 5


class Meanings:
    """The vectors of one table's cards by row. A row without a vector is like nothing."""

    def __init__(self, prior: Prior | None = None) -> None:
        """Begin empty; ``prior`` are the model's means by language, none if nobody knows them."""
        self._prior = dict(prior or {})
        means = list(self._prior.values())
        # For a language without a mean of its own, and for none: what the languages have in common.
        self._common: Rows = np.mean(means, axis=0, dtype=np.float32) if means else np.zeros(1, np.float32)
        self._vectors: Rows = np.zeros((0, 0), np.float32)
        self._languages: dict[int, str] = {}
        self._centred: Rows | None = None

    def __len__(self) -> int:
        return len(self._languages)

    def put(self, row: int, lang: str, vector: Floats) -> None:
        """Keep the vector of a card; all vectors have one length."""
        if self._common.size not in {1, len(vector)}:  # the means of another model
            self._prior, self._common = {}, np.zeros(1, np.float32)
        if row >= len(self._vectors):
            longer: Rows = np.zeros((2 * row + 64, len(vector)), np.float32)
            longer[: len(self._vectors), : self._vectors.shape[1]] = self._vectors
            self._vectors = longer
        self._vectors[row] = vector - self._prior.get(lang, self._common)
        self._languages[row] = lang
        self._centred = None

    def vector(self, row: int) -> Rows | None:
        """Return the vector of a card less the mean of its language; None where there is none."""
        return self._vectors[row] if row in self._languages else None

    def remove(self, row: int) -> None:
        """Forget the vector of a card, if there is one."""
        if self._languages.pop(row, None) is not None:
            self._vectors[row] = 0.0
            self._centred = None

    def known(self) -> NDArray[np.int64]:
        """Return the rows that have a vector, in order."""
        return np.array(sorted(self._languages), np.int64)

    def cosines(self, rows: NDArray[np.int64]) -> Rows:
        """Return how near some cards with a vector are to all that ``known`` tells, a line for each."""
        centred = self._centre()
        places = np.searchsorted(self.known(), rows)
        return np.asarray(centred[places] @ centred.T, np.float32)

    def nearness(self, rows: NDArray[np.int64], vectors: Floats, lang: str) -> Rows | None:
        """Return how near texts of one language are to the centre of some cards; None where none is known.

        The texts are alike among themselves (words, say, where the cards are sentences): their own mean is
        taken away as the table's is from the cards.
        """
        places = np.flatnonzero(np.isin(self.known(), rows))
        if not len(places) or vectors.shape[1] != self._vectors.shape[1]:
            return None
        centre = self._centre()[places].mean(axis=0)
        found = vectors - self._prior.get(lang, self._common)
        found -= found.mean(axis=0)
        found /= np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)
        return np.asarray(found @ centre / max(float(np.linalg.norm(centre)), 1e-9), np.float32)

    def _centre(self) -> Rows:
        if self._centred is None:
            known = self.known()
            languages = np.array([self._languages[int(row)] for row in known])
            found = self._vectors[known]
            # A model without a prior has no mean to begin with: then the table's is all there is.
            found -= found.sum(axis=0) / (len(known) + (TABLE_CARDS if self._prior else 0))
            for lang in np.unique(languages):
                own = languages == lang
                found[own] -= found[own].sum(axis=0) / (own.sum() + LANGUAGE_CARDS)
            found /= np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)
            self._centred = found
        return self._centred
