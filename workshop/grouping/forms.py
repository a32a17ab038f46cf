"""Which form of a word may stand over a group: one that people write, not cut or misspelt, nobody's name."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from workshop.grouping.families import family, says_when
from workshop.grouping.table import Entry
from workshop.grouping.vocabulary import Vocabulary
from workshop.grouping.wording import LONGEST_ABBREVIATION, stands_alone, surface
from workshop.grouping.words import (
    abbreviations,
    dull_words,
    fold,
    given_names,
    says_by_itself,
    stop_words,
)

LONGEST = 40
_OTHER_HALF = 3  # letters that the other half of a compound has at least
_SEVERAL = 3
_APOSTROPHE = re.compile("['’]")  # in German only dialect writes one
_NO_DATIVES = {"eltern", "großeltern", "ostern", "bauern", "bayern", "feiern"}
_BEFORE_NAMES = re.compile(
    r"\b(Herrn?|Frau|Dr|Mr|Mrs|Ms|Bay|Bayan|[Пп]ан|[Пп]ані|[Гг]осподин|[Гг]оспожа)\.?\s+([^\W\d_]+)"
)
# What mostly is an adjective, adverb or participle, unless people write it with a capital.
_NO_NOUN = re.compile(
    r"""(?:\w{2,}(?:lich|(?<!t)isch|(?<!ch)bar|sam|(?<!sc)haft|weise|wärts|mals|iert|ig|los)(?:e[nrsm]?)?
    |(?:ab|an|auf|aus|bei|ein|mit|nach|vor|zu|zurück|weg|hin|her|los|um|durch|über|weiter|fest|frei|zusammen)?
    ge\w{2,}(?<!hei)(?<!kei)(?<!schaf)(?<!bie)(?<!rich)(?<!sich)(?<!hal)(?<!wal)(?<!bur)(?<!dich)(?<!wich)(?<!schäf)(?<!bo)(?<!bühr)
    (?:t|en)
    |(?:be|ver|er|ent|zer|miss|über|unter)\w+(?:[ehtäö]rt|[eht]lt|llt|igt|ebt|agt|tet|ckt|zt|sst|mmt|nnt|ucht)
    (?<!arzt)(?<!konzert)(?<!wert)(?<!welt)(?<!zelt)(?<!gelt)(?<!fahrt)
    |\w*(?:tag|abend|morgen|nacht|mittag)s)""",
    re.VERBOSE,
)
_FEMININE = re.compile("(?:ung|heit|keit|schaft|ion|tät|ik|ur|enz|anz|e|gewalt|arbeit|stadt|angst)$")
_PLURAL = re.compile("(?:en|ern?|e|s)$")


class Forms:
    """The forms of a table's words in one language."""

    def __init__(self, vocabulary: Vocabulary, lang: str) -> None:
        self._vocabulary = vocabulary
        self._lang = lang

    def best(self, members: Sequence[Entry], name: str) -> str:
        """Return how a word family is said over a group: as its cards write it; empty if no form will do."""
        texts = [entry.card.text for entry in members]
        chosen = surface(members, name, fits=lambda word: self._fits(word, texts))
        chosen = self._not_half(chosen, members) if chosen else ""
        return self._whole(chosen, texts) if chosen else ""

    def phrase(self, members: Sequence[Entry], name: str) -> str:
        """Return the form of a family with its adjective, where most of its cards have the same one."""
        noun = self.best(members, name)
        if not noun:
            return ""
        before: Counter[str] = Counter()
        pairs: Counter[tuple[str, str]] = Counter()
        holders = 0
        for entry in members:
            found = list(_pairs(entry.card.text, name, self._lang))
            holders += name in entry.card.families
            for first, second in found[:1]:
                before[family(fold(first), self._lang)] += 1
                pairs[first, second] += 1
        if not before or before.most_common(1)[0][1] * 2 <= max(holders, 2):
            return noun
        common = before.most_common(1)[0][0]
        fitting = {pair: n for pair, n in pairs.items() if family(fold(pair[0]), self._lang) == common}
        texts = [entry.card.text for entry in members]
        said = {
            text: count
            for (first, second), count in fitting.items()
            if self._fits(second, texts) and (text := self._said(first, second))
        }
        return max(said, key=lambda text: (said[text], text)) if said else noun

    def speakable(self, word: str, members: Sequence[Entry], *, any_kind: bool = False) -> bool:
        """Tell whether a word of a card may stand over a group; ``any_kind``: where there is no better."""
        texts = [entry.card.text for entry in members]
        return self._is_a_thing(word, texts) if any_kind else self._fits(word, texts)

    def names_a_subject(self, word: str, members: Sequence[Entry]) -> bool:
        """Tell whether a word of a card may stand over a group without another: not if it says when."""
        return not says_when(family(fold(word), self._lang), self._lang) and self.speakable(word, members)

    def written(self, word: str, members: Sequence[Entry]) -> str:
        """Return a speakable word of a card in the form in which it stands over a group."""
        return self._whole(word, [entry.card.text for entry in members])

    def _not_half(self, word: str, members: Sequence[Entry]) -> str:
        """Return a word, or where it stands once and begins several ("alpha kurs") the commonest of these."""
        said = Counter(each for entry in members for each in entry.card.surfaces)
        folded = fold(word)
        if self._lang != "de" or sum(n for each, n in said.items() if fold(each) == folded) > 1:
            return word
        longer = {
            each: sum(n for other, n in said.items() if fold(other).startswith(fold(each)))
            for each in said
            if fold(each).startswith(folded) and len(each) >= len(word) + _OTHER_HALF
        }
        return max(longer, key=lambda each: (longer[each], each)) if len(longer) >= _SEVERAL else word

    def _said(self, first: str, second: str) -> str:
        if any(
            fold(first) in words for words in (stop_words(self._lang), dull_words(self._lang), given_names())
        ):
            return ""
        if self._lang == "de":
            first = self._nominative(first, second)
            second = second[:1].upper() + second[1:]
        return f"{first} {second}" if first else ""

    def _nominative(self, adjective: str, noun: str) -> str:
        """Return an adjective as it stands alone before its noun; empty for what may be none."""
        folded = fold(noun)
        if not self._vocabulary.writes_small(adjective, self._lang) and adjective[:1].isupper():
            return ""
        if adjective.endswith("er") and _FEMININE.search(folded):
            return adjective[:-1]
        if adjective.endswith(("e", "es", "er")):
            return adjective
        if adjective.endswith("en") and _PLURAL.search(folded):
            stem = adjective[:-2]
            return f"{stem}e" if self._vocabulary.known([f"{stem}e", f"{stem}er", f"{stem}es"], "de") else ""
        return ""

    def _fits(self, word: str, texts: Sequence[str]) -> bool:
        if not self._is_a_thing(word, texts):
            return False
        if self._lang == "de" and not self._may_be_noun(fold(word)):
            return False
        return not self._vocabulary.is_slip(word, self._lang)

    def _is_a_thing(self, word: str, texts: Sequence[str]) -> bool:
        """Tell whether a word is short enough, says something, and calls nobody by name."""
        folded = fold(word)
        if len(word) > LONGEST or folded in given_names() or folded in stop_words(self._lang):
            return False
        if not says_by_itself(word, texts, self._lang):
            return False
        people = (found for text in texts for found in _BEFORE_NAMES.findall(text))
        return not any(word in found for found in people if found[1][:1].isupper())

    def _may_be_noun(self, folded: str) -> bool:
        if self._vocabulary.writes_small(folded, "de") or _APOSTROPHE.search(folded):
            return False
        return self._vocabulary.writes_large(folded, "de") or not _NO_NOUN.fullmatch(folded)

    def _whole(self, word: str, texts: Iterable[str]) -> str:
        """Return a word with what a hyphen ties to it, as the abbreviation that it is, in the nominative."""
        tied = re.compile(rf"(?<![\w-])(?:\w+-)*{re.escape(word)}(?:-\w+)*(?![\w-])", re.IGNORECASE)
        texts = list(texts)
        if not stands_alone(word, [text.casefold() for text in texts]):
            whole = Counter(found for text in texts for found in tied.findall(text))
            if not whole:
                return ""
            return str(min(whole, key=lambda form: (-whole[form], form)))
        known = fold(word) in abbreviations()
        if known or (
            len(word) <= LONGEST_ABBREVIATION and self._vocabulary.is_abbreviation(word, self._lang)
        ):
            return word.upper()
        return self._alone(word, texts) if self._lang == "de" else word

    def _alone(self, word: str, texts: Sequence[str]) -> str:
        """Return a German word as it stands alone: "mit Bildern" are Bilder."""
        if not word.endswith(("en", "ern")):
            return word
        bare, said_so = word[:-1], re.escape(word)
        dative = re.compile(
            rf"\b(?:mit|von|bei|aus|nach|zu|seit|in|an|auf|den|unseren|meinen)(?: \w+)? {said_so}\b",
            re.IGNORECASE,
        )
        if word.endswith("ern") and fold(word) not in _NO_DATIVES:
            said = sum(len(re.findall(rf"\b{said_so}\b", text, re.IGNORECASE)) for text in texts)
            if said == sum(len(dative.findall(text)) for text in texts):
                return bare
        return bare if self._vocabulary.count(bare, "de") >= self._vocabulary.count(word, "de") else word


def _pairs(text: str, name: str, lang: str) -> Iterable[tuple[str, str]]:
    """Go through the words of a family with the word before each, where only a blank is between."""
    for found in re.finditer(r"(?<![\w-])(?=([^\W\d_]+) ([^\W\d_]+)(?![\w-]))", text):
        first, second = found.groups()
        if family(fold(second), lang) == name:
            yield first, second
