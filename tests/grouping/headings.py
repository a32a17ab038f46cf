"""Groups with the headings that people accept over them (`headings.toml`), and how often the code does."""

import hashlib
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from themes import load_theme_set
from themes.rehearsal_card import load_rehearsal_cards
from workshop.grouping import Embedder, TableGrouping

Said = tuple[str, str]
"""Text and language of a card."""
_FEW = 4
_LANGUAGES = ("tr", "uk", "ar", "en", "ru", "fa")
_COMMA = re.compile("[,،] ")


@dataclass(frozen=True)
class Case:
    """A group, the dialogue's language, and the patterns of what people accept.

    On the table are all cards of other topics, each in its group, and in another group those ``beside``.
    """

    kind: str
    table: str
    topic: str
    lang: str
    cards: tuple[Said, ...]
    beside: tuple[Said, ...]
    good: tuple[str, ...]
    also: tuple[str, ...]

    @property
    def held_out(self) -> bool:
        """Whether it belongs to the third of the topics that nobody looked at while the rules were made."""
        digest = hashlib.sha256(f"{self.table}.{self.topic}".encode()).digest()
        return digest[0] % 3 == 0

    def accepts(self, heading: str) -> bool:
        """Tell whether people would leave this heading as it is."""
        parts = _COMMA.split(heading)
        good = [any(re.fullmatch(pattern, part) for pattern in self.good) for part in parts]
        also = (any(re.fullmatch(pattern, part) for pattern in self.also) for part in parts)
        return any(good) and all(one or other for one, other in zip(good, also, strict=True))


@cache
def _tables() -> dict[str, dict[str, tuple[Said, ...]]]:
    """Return the cards of the rehearsal evening by table and topic; a card without one is its own."""
    tables: dict[str, dict[str, tuple[Said, ...]]] = {}
    for number, card in enumerate(load_rehearsal_cards("gmuend")):
        topics = tables.setdefault(card.table, {})
        topic = card.topic or f"alone-{number}"
        topics[topic] = (*topics.get(topic, ()), (card.text, card.lang))
    return tables


@cache
def cases() -> tuple[Case, ...]:
    """Return all groups of the file."""
    with Path(__file__).with_name("headings.toml").open("rb") as file:
        judged = tomllib.load(file)
    return tuple(_read(judged))


def _read(judged: Mapping[str, Any]) -> Iterator[Case]:  # noqa: C901 - one line per kind of group
    def case(kind: str, place: str, cards: Sequence[Said], **given: Any) -> Case:
        table, topic = place.split(".")
        known = judged[table][topic]
        good = given.get("good", known["good"]) + given.get("field", [])
        lang = given.get("lang", "de")
        also = known["also"] if lang == "de" else []
        return Case(kind, table, topic, lang, tuple(cards), given.get("beside", ()), tuple(good), tuple(also))

    def cards_of(place: str) -> tuple[Said, ...]:
        table, topic = place.split(".")
        return _tables()[table][topic]

    for table in _tables():
        for topic in judged[table]:
            yield case("all", f"{table}.{topic}", cards_of(f"{table}.{topic}"))
    for beside in (True, False):
        for place in judged["foreign"]["beside" if beside else "alone"]:
            cards = cards_of(place)
            table, topic = place.split(".")
            known = judged[table][topic]
            field = [f"(?:{pattern})\\??" for pattern in (*known["good"], *known["field"])]
            german = tuple(card for card in cards if card[1] == "de") if beside else ()
            foreign = [card for card in cards if card[1] != "de"]
            yield case(
                "foreign, beside" if beside else "foreign, alone", place, foreign, field=field, beside=german
            )
    for place in judged["few"]["topics"]:
        yield case("few", place, [card for card in cards_of(place) if card[1] == "de"][:_FEW])
    for place, text in judged["one"].items():
        yield case("one", place, [c for c in cards_of(place) if c[1] != "de" or c[0] == text])
    for lang in _LANGUAGES:
        for place, good in judged[lang].items():
            yield case("other dialogue", place, cards_of(place), good=good, lang=lang)


class Evening:
    """The rehearsal cards in a grouping of each table and language, where each group is named in turn."""

    def __init__(self, model: Embedder | None) -> None:
        """Name with a model, or by letters."""
        self._model = model
        self._groupings: dict[tuple[str, str], TableGrouping] = {}

    def heading(self, case: Case) -> str:
        """Return what the code calls a group."""
        grouping = self._grouping(case.table, case.lang)
        cards = _tables()[case.table][case.topic]
        # Another group each time: it would keep its heading.
        group_id = f"group {case.kind} {case.topic}"
        for number, (text, lang) in enumerate(cards):
            entry_id = f"{case.topic}{number}"
            if (text, lang) in case.cards:
                grouping.assign(entry_id, text, lang, group_id=group_id)
            elif (text, lang) not in case.beside:
                grouping.remove(entry_id)
        grouping.read_pending()
        heading = grouping.label(group_id)
        for number, (text, lang) in enumerate(cards):
            grouping.assign(f"{case.topic}{number}", text, lang, group_id=case.topic)
        return heading

    def _grouping(self, table: str, lang: str) -> TableGrouping:
        if (table, lang) not in self._groupings:
            grouping = TableGrouping(embedder=self._model, titles=titles(table), lang=lang)
            for topic, cards in _tables()[table].items():
                for number, (text, spoken) in enumerate(cards):
                    grouping.assign(f"{topic}{number}", text, spoken, group_id=topic)
            self._groupings[table, lang] = grouping
        return self._groupings[table, lang]


@cache
def titles(table: str) -> dict[str, str]:
    """Return the titles of a table of the rehearsal evening by language."""
    return next(
        dict(each.title.translations) for each in load_theme_set("gmuend").tables if each.key == table
    )


def hits(heading_of: Callable[[Case], str], given: Sequence[Case] = ()) -> dict[str, tuple[int, int]]:
    """Return how many headings people accept and of how many, by kind, in all and for the held-out third."""
    found: dict[str, list[bool]] = {}
    for case in given or cases():
        hit = case.accepts(heading_of(case))
        for key in (case.kind, "all groups", "held out" if case.held_out else "tuned on"):
            found.setdefault(key, []).append(hit)
    return {key: (sum(each), len(each)) for key, each in found.items()}
