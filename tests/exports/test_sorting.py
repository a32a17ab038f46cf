import random
from dataclasses import replace

import pytest

from exports.links import Links
from exports.results import GroupFacts, Results
from exports.sorting import name_key

pytestmark = pytest.mark.unit

IN_ORDER = {
    "de": ["Ämter", "Arbeit", "Ärzte", "Kita-Plätze", "Kitas", "Öffnungszeiten", "Oper", "Straße",
           "Strassenbahn", "Übung", "Umwelt", "Zoo"],
    "de_simple": ["Arzt", "Ärzte", "Bus"],
    "tr": ["ab", "cami", "çocuk", "dil", "göç", "ğa", "hak", "ılıca", "İş", "iz", "oda", "öğretmen", "park",
           "sağlık", "şehir", "ulaşım", "ümit", "yol"],
    "fr": ["cote", "coté", "côte", "côté", "École", "édition", "emploi", "être", "œuvre", "transport"],
    "ar": ["أطفال", "بيت", "تعليم", "ثقافة", "جامعة", "دورات", "سكن", "عمل", "لغة", "مدرسة", "نقل", "هجرة",
           "وظيفة", "يوم"],
    "fa": ["آموزش", "بازار", "پارک", "تحصیل", "جوان", "چای", "زبان", "ژاله", "کار", "گفتگو", "مسکن", "نان",
           "ورزش", "همسایه", "یار"],
    "uk": ["гора", "ґанок", "дім", "Європа", "житло", "зима", "иней", "імя", "їжа", "йод", "кава", "яма"],
    "ru": ["ёж", "ель", "ехать", "иней", "йод", "кот", "Язык"],
    "ku": ["cam", "çand", "dil", "ev", "êvar", "fêr", "in", "îro", "jin", "sal", "şar", "tirs", "un", "ûr"],
    "ti": ["ሀገር", "ለውጢ", "መምህር", "ስራሕ", "ቋንቋ", "ትምህርቲ", "ኣባይቲ"],
    "en": ["2 tables", "Apple", "apple pie", "café", "cafes", "Zoo"],
}  # fmt: skip


@pytest.mark.parametrize("lang", IN_ORDER)
def test_names_stand_in_the_order_of_their_language(lang: str) -> None:
    names = list(IN_ORDER[lang])
    random.Random(3).shuffle(names)  # noqa: S311 - chance, not secrecy
    assert sorted(names, key=lambda name: name_key(name, lang=lang)) == IN_ORDER[lang]


@pytest.mark.parametrize(
    ("lang", "first", "then"),
    [
        ("de", "„Miteinander“", "Nachbarn"),  # quotation marks stand before no letter
        ("de", "A\u0308rzte", "Bus"),  # written as two code points
        ("tr", "IRMAK", "İSTANBUL"),
        ("de", "kita", "Kita"),
        ("xx", "Ägypten", "Berlin"),  # an unknown language
        ("de-AT", "Öl", "Papier"),
        ("de", "", "A"),
        ("de", "Haus 🏠", "Hausarzt"),
    ],
)
def test_first_name_stands_before_the_other(lang: str, first: str, then: str) -> None:
    assert name_key(first, lang=lang) < name_key(then, lang=lang)


def test_topics_of_one_size_stand_in_the_order_of_the_dialogues_language(evening: Results) -> None:
    def labels(lang: str, *names: str) -> list[str]:
        groups = tuple(
            GroupFacts(id=number, table="wohnen", label=name, entry_ids=("b1",))
            for number, name in enumerate(names, start=10)
        )
        entries = tuple(replace(entry, group_id=None) for entry in evening.entries)
        dialogue = replace(evening.dialogue, lang=lang)
        links = Links(replace(evening, dialogue=dialogue, groups=groups, entries=entries, outcomes=()))
        return [group.label for group in links.topics_in_order(links.tables["wohnen"])]

    assert labels("de", "Zoo", "Ärzte", "Übung", "Bus", "Öl") == ["Ärzte", "Bus", "Öl", "Übung", "Zoo"]
    assert labels("tr", "zil", "şehir", "su", "İş", "ılıca") == ["ılıca", "İş", "su", "şehir", "zil"]
