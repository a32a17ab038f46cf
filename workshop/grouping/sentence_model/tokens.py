"""Cuts texts into the pieces of the model's vocabulary, so that their scores add up to the most.

The library `tokenizers` does the same and takes 270 MB and a second to begin with this vocabulary, more than
all the rest; tests hold the two against each other.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from workshop.grouping.sentence_model.weights import Vocabulary

# Stands before each word, as in the pieces of the vocabulary.
WORD_BEGINS = "▁"
PREFIX = "query: "
# A character that no piece has costs that much more than the rarest piece.
_UNKNOWN_COSTS = 10.0
_SPACES = re.compile(f"[ {WORD_BEGINS}]+")


class Tokens:
    """Turns a text into the numbers of its pieces, no more than the model reads."""

    def __init__(self, vocabulary: Vocabulary, *, most: int) -> None:
        """Prepare a vocabulary for texts of up to `most` pieces, its marks of begin and end included."""
        self._vocabulary = vocabulary
        self._most = most
        self._numbers = {piece: number for number, piece in enumerate(vocabulary.pieces)}
        # These stand for no letters: a text that happens to spell "<s>" has letters like any other.
        for piece in [each for each in self._numbers if re.fullmatch(r"</?\w+>", each)]:
            del self._numbers[piece]
        self._longest = max(map(len, self._numbers), default=1)
        self._unknown_score = min(vocabulary.scores, default=0.0) - _UNKNOWN_COSTS

    def of(self, text: str) -> list[int]:
        """Return the numbers of a text's pieces behind the prefix that this model was taught with."""
        room = max(self._most - 2, 0)
        found: list[int] = []
        # No piece has more letters than the longest, so no more of the text is looked at.
        for word in self._words((PREFIX + text)[: room * self._longest]):
            found.extend(self._cut(word))
            if len(found) >= room:
                break
        return [self._vocabulary.begin, *found[:room], self._vocabulary.end]

    def _words(self, text: str) -> Iterator[str]:
        written = unicodedata.normalize("NFC", text).translate(self._vocabulary.rewritten)
        return (WORD_BEGINS + word for word in _SPACES.split(written) if word)

    def _cut(self, word: str) -> list[int]:
        """Return the pieces of one word: the best way to each place, from its beginning on."""
        unknown, scores, numbers = self._vocabulary.unknown, self._vocabulary.scores, self._numbers
        size = len(word)
        best = [0.0] + [float("-inf")] * size
        last: list[tuple[int, int]] = [(0, unknown)] * (size + 1)
        for start in range(size):
            score = best[start]
            is_known = False
            for stop in range(start + 1, min(start + self._longest, size) + 1):
                number = numbers.get(word[start:stop])
                if number is None:
                    continue
                is_known = is_known or stop == start + 1
                if score + scores[number] > best[stop]:
                    best[stop], last[stop] = score + scores[number], (start, number)
            if not is_known and score + self._unknown_score > best[start + 1]:
                best[start + 1], last[start + 1] = score + self._unknown_score, (start, unknown)
        return self._read_back(last)

    def _read_back(self, last: Sequence[tuple[int, int]]) -> list[int]:
        found: list[int] = []
        place = len(last) - 1
        while place > 0:
            place, number = last[place]
            # Unknown characters side by side are one piece.
            if not (found and found[-1] == number == self._vocabulary.unknown):
                found.append(number)
        return found[::-1]
