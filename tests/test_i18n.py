"""Which language a reader gets, from what a browser asks for."""

import pytest

from workshop.i18n import LANGUAGES, negotiate, supported

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("header", "tag"),
    [
        ("de-DE,de;q=0.9", "de"),
        ("tlh, ar-SY;q=0.8, en;q=0.2", "ar"),
        ("ru-RU,ru;q=0.9,en-US;q=0.8,en;q=0.7,uk;q=0.6", "ru"),
        ("zh-Hant-TW,zh;q=0.9,en-US;q=0.8,en;q=0.7", "en"),
        ("de-AT", "de"),
        ("ar-SY", "ar"),
        ("AR", "ar"),
        ("EN-gb", "en"),
        ("fa_AF", "fa"),
        ("prs-AF", "fa"),
        ("pes-IR", "fa"),
        ("kmr", "ku"),
        ("kmr-Latn-TR", "ku"),
        ("tir-ER", "ti"),
        ("de-simple, de;q=0.9", "de-simple"),
        ("fr;q=0.5, ar;q=0.5", "fr"),
        ("en;q=0.2, uk;q=0.9", "uk"),
        ("en; q=0.2, uk; q=0.9", "uk"),
        ("en ;q=0.2 , uk ; q=0.9", "uk"),
        ("en;Q=0.2,uk;Q=0.9", "uk"),
        ("tr;q=0.5;x=1, fr;q=0.2", "tr"),
        ("en;q=0, fr", "fr"),
        ("zh;q=0", "de"),
        ("*", "de"),
        ("*;q=0.5, fr", "fr"),
        ("", "de"),
        (",;,q=", "de"),
        ("english, deutsch, xx-fr", "de"),
        ("en;q=abc, fr;q=0.5", "fr"),
        ("en;q=nan, fr;q=0.5", "fr"),
        ("en;q=-1, fr;q=0.5", "fr"),
        ("ené, fr", "fr"),
    ],
)
def test_header_gives_the_language_that_is_wanted_most(header, tag):
    assert negotiate(header) == tag


def test_header_chooses_among_what_is_offered():
    assert negotiate("uk, en;q=0.5", ("de", "en")) == "en"
    assert negotiate("uk", ("de", "en"), default="en") == "en"


@pytest.mark.parametrize("unit", ["a,", ";", ",", "-", "x;q=0.5,", "tlh, ", "q=", 'a="'])
def test_header_of_64_kilobytes_is_not_read_to_its_end(unit):
    absurd = unit * (65536 // len(unit))
    assert negotiate(f"{absurd},fr") == "de"
    assert negotiate(f"fr,{absurd}") == "fr"


def test_supported_knows_each_language_by_its_tag_and_no_other():
    assert [supported(tag) for tag in LANGUAGES] == list(LANGUAGES)
    assert [supported(tag) for tag in ("", "*", "tlh", "deutsch", "x-de")] == [None] * 5
