"""A sentence model of a few words with the faults of real ones: all texts lie close, each language apart."""

from collections.abc import Sequence

import numpy as np

from workshop.grouping.meanings import Prior
from workshop.grouping.vectors import Floats

LANGUAGES = ("de", "tr", "uk", "ar", "en")
# No word field has these. Some of the words stand in `test_stability` as well.
SUBJECTS = (
    (("schach",), ("satranç",), ("шахи",), ("شطرنج",), ("chess",)),
    (("imker",), ("arıcı",), ("бджоляр",), ("نحال",), ("beekeeper",)),
    (("bus",), ("otobüs",), ("автобус",), ("حافلة",), ("coach",)),
    (("miete", "wohnung"), ("kira",), ("житло",), ("سكن",), ("rent", "flat")),
)
_WIDTH = len(SUBJECTS) + len(LANGUAGES) + 1
_ALL, _LANGUAGE, _SUBJECT = 0.9, 0.25, 0.3


class FakeModel:
    """Answers unless `is_resting`. `asked` are all texts, `most` is how many there were at once."""

    def __init__(self, *, prior: bool = True) -> None:
        self.is_resting = False
        self.asked: list[str] = []
        self.most = 0
        self.language_means: Prior | None = None
        if prior:
            self.language_means = {lang: _base(lang).astype(np.float32) for lang in LANGUAGES}

    def embed(self, texts: Sequence[str]) -> Floats | None:
        """Return a vector per text: mostly the model's and the language's own, a little the subject's."""
        self.asked += texts
        self.most = max(self.most, len(texts))
        return None if self.is_resting else np.array([self._vector(text) for text in texts])

    def _vector(self, text: str) -> Floats:
        said = text.casefold()
        known = [
            (number, lang)
            for number, subject in enumerate(SUBJECTS)
            for lang, words in zip(LANGUAGES, subject, strict=True)
            if any(word in said for word in words)
        ]
        vector = _base(known[0][1] if known else "de")
        for number, _ in known:
            vector[number] = _SUBJECT
        return np.asarray(vector / np.linalg.norm(vector))


def _base(lang: str) -> Floats:
    vector = np.zeros(_WIDTH)
    vector[-1] = _ALL
    vector[len(SUBJECTS) + LANGUAGES.index(lang)] = _LANGUAGE
    return vector
