"""Word fields: which everyday fields of town life a word belongs to, in every language of the lists.

Letters cannot know that a flat has to do with rent. The lists ``words/<lang>.fields.txt`` are ours and light:
a line is a field, ``stem`` stands for every word that begins so, ``-stem`` for every compound that ends so
and ``=word`` for this word only. The names of the fields are the same in all languages, so they are also the
only thing, short of a model, that a Turkish and a German card have in common.
"""

from collections import Counter
from functools import cache
from importlib import resources

from workshop.grouping.words import LANGUAGES, fold

_ENDINGS = ("", "e", "en", "er", "es", "em", "n", "s", "ern", "innen", "in")
_ARTICLES = {"ar": ("وال", "بال", "لل", "ال", "و", "ب", "ل"), "fa": ("می",)}
_SHORTEST_TAIL = 3
_SOME = 4  # measured: a name alone says too little, eight words too much


class WordFields:
    """The word fields of one language."""

    def __init__(self, lang: str) -> None:
        self._lang = lang
        self._whole: dict[str, str] = {}
        self._starts: dict[str, str] = {}
        self._tails: dict[str, str] = {}
        self._said: dict[str, str] = {}
        if lang in LANGUAGES:
            self._read(lang)

    def _read(self, lang: str) -> None:
        source = resources.files(f"{__package__}.words").joinpath(f"{lang}.fields.txt")
        for line in source.read_text(encoding="utf-8").splitlines():
            name, _, stems = line.partition(":")
            if line.startswith("#") or not stems:
                continue
            self._said[name] = " ".join(stem.lstrip("=") for stem in stems.split() if stem[0] != "-")
            for stem in stems.split():
                target = {"=": self._whole, "-": self._tails}.get(stem[0], self._starts)
                target[fold(stem.lstrip("=-")).replace("-", "")] = name

    def names(self) -> frozenset[str]:
        """Return the names of the fields that this language has words for."""
        return frozenset([*self._whole.values(), *self._starts.values(), *self._tails.values()])

    def some_words(self, name: str) -> str:
        """Return the first words of a field, for a model to read; none for a field without words."""
        return " ".join(self._said.get(name, "").split()[:_SOME])

    def of(self, word: str) -> tuple[str, ...]:
        """Return the fields of a folded word: at most one by its beginning and one by its end."""
        if word in self._whole:
            return (self._whole[word],)
        found = [self._start(word), self._tail(word)]
        if not found[0]:
            bare = next(
                (word.removeprefix(a) for a in _ARTICLES.get(self._lang, ()) if word.startswith(a)), ""
            )
            found[0] = self._whole.get(bare) or self._start(bare)
        return tuple(dict.fromkeys(name for name in found if name))

    def _start(self, word: str) -> str | None:
        lengths = range(len(word), 1, -1)
        return next((self._starts[word[:i]] for i in lengths if word[:i] in self._starts), None)

    def _tail(self, word: str) -> str | None:
        for i in range(1, len(word) - _SHORTEST_TAIL + 1):
            for ending in _ENDINGS:
                if word.endswith(ending) and word[i : len(word) - len(ending)] in self._tails:
                    return self._tails[word[i : len(word) - len(ending)]]
        return None


@cache
def word_fields(lang: str) -> WordFields:
    """Return the word fields of a base language, read once; empty for a language without a list."""
    return WordFields(lang)


@cache
def fields_of(word: str, lang: str) -> tuple[str, ...]:
    """Return the fields of one folded word."""
    return word_fields(lang).of(word)


def count_fields(words: tuple[str, ...], lang: str) -> Counter[str]:
    """Return how often each field is touched by the words of a card."""
    return Counter(name for word in words for name in fields_of(word, lang))


@cache
def field_names(lang: str) -> dict[str, str]:
    """Return what each field is called over a group, by its name; none for a language without a list."""
    source = resources.files(f"{__package__}.words").joinpath(f"{lang}.names.txt")
    if not lang.isalpha() or not source.is_file():
        return {}
    lines = [line for line in source.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    pairs = (line.partition(":") for line in lines)
    return {name: written.strip() for name, _, written in pairs}
