"""The contract: group_texts and LiveGroups."""

import subprocess
import sys

import pytest

from workshop.grouping import LiveGroups, group_texts

pytestmark = pytest.mark.unit

CARDS = [
    "Mehr Sprachkurse am Abend",
    "Sprachkurs mit Kinderbetreuung",
    "Die Wohnungen sind viel zu teuer",
    "bezahlbare Wohnungen für Familien",
    "sprachkurse für Mütter",
    "Wohnung finden ist schwer, alles zu teuer",
    "Hundekot auf dem Gehweg",
]
ODD = [
    "",
    " ",
    "!!!",
    "😀😀😀",
    "x",
    "7",
    "ab" * 250,
    "und der die das",
    "دورة لغة للأمهات مع رعاية للأطفال",
    "شقة deutsch 2 комнаты 🙂",
    "\u200f\u200d",
    "ትምህርቲ ቋንቋ",
    "😀😀😀",
    "",
]


def test_group_texts_gives_a_number_per_text_and_the_same_again():
    first = group_texts(CARDS)
    assert len(first) == len(CARDS)
    assert group_texts(CARDS) == first
    assert all(type(number) is int for number in first)


def test_group_texts_with_no_text_is_empty():
    assert group_texts([]) == []
    assert LiveGroups().groups() == []


def test_group_texts_with_one_text_is_one_group():
    assert group_texts(["Bus"]) == [0]


@pytest.mark.parametrize("group", [group_texts, lambda texts: [LiveGroups().add(t) for t in texts]])
def test_odd_texts_are_placed_like_any_other(group):
    assert len(group(ODD)) == len(ODD)
    assert len(group(ODD[:1])) == 1


def test_live_groups_returns_from_add_what_groups_then_says():
    live = LiveGroups()
    for text in [*CARDS, *ODD]:
        number = live.add(text)
        assert live.groups()[-1] == number
    assert len(live.groups()) == len(CARDS) + len(ODD)


def test_live_groups_brings_near_duplicates_together_and_leaves_others_apart():
    live = LiveGroups()
    for text in CARDS:
        live.add(text)
    numbers = live.groups()
    assert numbers[0] == numbers[1] == numbers[4]
    assert numbers[2] == numbers[3] == numbers[5]
    assert len({numbers[0], numbers[2], numbers[6]}) == 3


def test_import_needs_neither_scipy_nor_httpx_nor_a_model():
    heavy = ["scipy", "httpx", "onnxruntime"]
    code = f"import sys, workshop.grouping; print([m for m in {heavy} if m in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"
