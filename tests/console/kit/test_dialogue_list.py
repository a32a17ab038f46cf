from dataclasses import replace
from datetime import date

import pytest

from workshop.console.kit.dialogue_list import Order, grouped, listed, order_name
from workshop.domain.queries.dialogue import DialogueSummary, DialogueView
from workshop.i18n import catalogue
from workshop.models import Phase

pytestmark = pytest.mark.unit


def summary(code: str, title: str, town: str, when: date | None, phase: Phase) -> DialogueSummary:
    facts = dict.fromkeys(DialogueView.__dataclass_fields__)
    facts |= {"code": code, "title": title, "municipality": town, "held_on": when, "phase": phase}
    return DialogueSummary(DialogueView(**facts), tables=5, shown=0)


ALL = [
    summary("KFD7M2QX", "Übermorgen", "Weinheim", date(2026, 11, 25), Phase.COLLECT),
    summary("AAAA2222", "Frauendialog", "Schwäbisch Gmünd", None, Phase.PREPARATION),
    summary("BBBB3333", "zuhören", "", date(2027, 1, 2), Phase.CLOSED),
]


def codes(words: str = "", order: Order = Order.NEWEST) -> list[str]:
    def written(each: DialogueSummary) -> list[str]:
        return [each.dialogue.title, each.dialogue.municipality, f"{each.dialogue.held_on or ''}"]

    return [each.dialogue.code[0] for each in listed(ALL, words=words, order=order, written=written)]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (Order.NEWEST, "KAB"),
        (Order.DATE, "BKA"),
        (Order.TITLE, "AKB"),
        (Order.TOWN, "AKB"),
        (Order.PHASE, "AKB"),
        (Order.CODE, "ABK"),
    ],
)
def test_list_is_sorted_by(order, expected):
    assert "".join(codes(order=order)) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", "KAB"),
        ("gmünd", "A"),
        ("GMUND", "A"),
        ("ubermorgen wein", "K"),
        ("wein frauen", ""),
        ("kfd7", "K"),
        (" kfd7-m2qx ", "K"),
        ("KFD7 M2QX", "K"),
        ("2027-01", "B"),
        ("zuhoren", "B"),
        ("zuho\u0308ren", "B"),
    ],
)
def test_list_holds_what_fits_every_word(words, expected):
    assert "".join(codes(words)) == expected


@pytest.mark.parametrize("lang", ["de", "en"])
def test_every_order_has_a_name_of_its_own(lang):
    names = [order_name(order, gettext=catalogue("console", lang).gettext) for order in Order]
    assert len(set(names)) == len(Order)


def test_evenings_of_a_series_stand_together_in_the_order_of_their_days() -> None:
    def of(series: int | None, number: int, code: str, when: date | None) -> DialogueSummary:
        made = summary(code, "T", "", when, Phase.COLLECT)
        return replace(made, dialogue=replace(made.dialogue, id=number, series_id=series))

    summaries = [
        of(None, 5, "ALONE", None),
        of(1, 4, "NODAY", None),
        of(2, 1, "OTHER", None),
        of(1, 3, "APRIL", date(2026, 4, 1)),
        of(1, 2, "MARCH", date(2026, 3, 1)),
        of(None, 1, "LAST", None),
    ]
    assert [[each.dialogue.code for each in group] for group in grouped(summaries)] == [
        ["ALONE"],
        ["MARCH", "APRIL", "NODAY"],
        ["OTHER"],
        ["LAST"],
    ]
    assert grouped([]) == []
