import re
import sys
import time
import tomllib
import unicodedata
from pathlib import Path

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from themes import load_rehearsal_cards
from workshop.domain import hold_reason
from workshop.domain.hold_reason import folded, reason_to_hold
from workshop.models import HoldReason

pytestmark = pytest.mark.unit

# Numbers of nobody: reserved for films (Germany, France, United States), else made of noughts.
PHONES = [
    "Ruft mich an: 0151 00000000",
    "+49 7171 000000 abends",
    "Tel. 07171/000-000",
    "0152.288.17.386",
    "0152.28.81.73.86",
    "0152-288-173-86",
    "0152/28817386",
    "0152 / 28 81 73 86",
    "(0152) 28817386",
    "0152 (28817386)",
    "[0152] 28817386",
    "0152_28817386",
    "0152 · 28 81 73 86",
    "0152 – 28817386",
    "0152 ... 28817386",
    "015228817386",
    "0 1 5 2 2 8 8 1 7 3 8 6",
    "+4915228817386",
    "++49 152 28817386",
    "+49.152.28817386",
    "+49 (0)152 28817386",
    "(+49) 152/28817386",
    "0049 152 28817386",
    "(030) 23125 000",
    "030 23125-099",
    "030/23 12 50 99",
    "0 30 / 2 31 25-0 99",
    "(0 30) 2 31 25 - 0 00",
    "01 99 00 12 34",
    "01.99.00.12.34",
    "+49 (0) 30 / 23125-000",
    "tel0152 28817386abends",
    "رقمي و0152 28817386",
    "Bis 05.03.2015 0152 28817386",
    "Montags 08-12 Uhr: 0152 28817386",
    "Um 20.30 Uhr 0152 28817386 24 Stunden",
    "in 01067 0152 28817386",
    "+49 152 28817386 2024 und 2025",
    "+1 202-555-0123",
]
ACCOUNTS_AND_MAILS = [
    "Spenden an DE89 3704 0044 0532 0130 00",
    "Spenden an DE89 3704 0044 0532 0130 00 bitte bald 12 mal",
    "DE89370400440532013000",
    "AT61 1904 3002 3457 3201",
    "at61 1904 3002 3457 3201",
    "AT61-1904-3002-3457-3201",
    "AT61.1904.3002.3457.3201",
    "AT 61 190 430 023 457 320 1",
    "IBAN: GB82 WEST 1234 5698 7654 32",
    "um 20 Uhr bitte an DE89 3704 0044 0532 0130 00",
    "schreibt an jemand@stadt.example",
    "jemand＠stadt．example",
    "j\u200bemand\u2060@stadt\u00ad.example",
    "müller@straße.example",
]
NOTHING_PERSONAL = [
    "Mehr Busse um 20:30 statt 19:00",
    "Seit 01.03.2015 warten 150 Leute auf 12 Plätze",
    "vom 05.03.2015 19 Uhr bis 06.03.2015 20 Uhr",
    "05.03.15 19-21 Uhr",
    "05.-09.03.2015 und 12.-16.03.2015",
    "05/03/2015 19 Uhr",
    "05-03-2015 19-21 Uhr",
    "05 / 2015 - 09 / 2016",
    "2015-03-05 19:30, 2015-04-02 19:30",
    "03.2024 - 09.2025",
    "02/2024-12/2025",
    "Schuljahr 2024/25, 2025/26 und 2026/27",
    "2015 2016 2017",
    "Öffnungszeiten 06:00-07:30 08:00-09:30",
    "06.00-07.30 08.00-09.30 Uhr",
    "Mo 08-12 14-18 Uhr",
    "Paragraph 24 und 60a reichen nicht",
    "§ 16 SGB II, § 22 SGB XII, § 4 AsylbLG, § 104c AufenthG",
    "Zimmer 0.12, 0.123 und 1.045 im Haus 03",
    "73525 Schwäbisch Gmünd, 73527 Bettringen",
    "01067 Dresden",
    "PLZ 01067, 01069, 01097",
    "Linien 01, 02, 03, 04, 05 und 061",
    "Linie 01 02 03 04 05 06 07",
    "02.03.04.05.06.07",
    "0 1 2 3 4 5 6 7 8 9 10 auf der Skala",
    "Stufen: " + " ".join(map(str, range(0, 500, 5))),
    "0 25 50 75 100 125 150 Euro",
    "Bus 4, 5, 6, 11, 12, 23, 61, 62, 67, 265",
    "Kosten: 1.200.000 Euro in 2027",
    "30.000.000 bis 1.200.000.000 Euro",
    "12.030.231.250 Euro, Faktor 1,0302312500",
    "100 000 000 Euro",
    "+100 000 000 Euro, +10 000 Leute",
    "0,50 € statt 1,20 €; 0.50-1.20; 0.123456789",
    "12,5 % von 0,123456789",
    "-0,5 % +0,5 % +10 % +100 %",
    "12345678901234567890",
    "00 00 00 00 00",
    "Az. 07.12.2024-0815",
    "ISBN 978-3-16-148410-0",
    "112 und 110, 116 117",
    "Treffen um ٢٠:٣٠ am ٠٥.٠٣.٢٠١٥ ١٩ Uhr",
    "ساعت ۲۰:۳۰ تا ۲۱:۳۰",
    "①②③④⑤⑥⑦⑧⑨",
    "GB00 WEST 1234 5698 7654 32 ist keine IBAN",
    "DE00 3704 0044 1532 1130 10 ist keine IBAN",
    "am 12 Maerz um 20 Uhr in Raum 123 mit 150 Leuten und 12345 Euro",
    "Die Flüchtlinge sind schuld, das Amt ist unfähig",
    "@alle: danke",
    "Treffen @ Rathaus, 1.000.000.000 mal",
    "1@2",
]


@pytest.mark.parametrize("text", PHONES + ACCOUNTS_AND_MAILS)
def test_personal_data_is_held(text: str) -> None:
    assert reason_to_hold(text) == HoldReason.PERSONAL_DATA


LISTED = tomllib.loads((Path(__file__).parent / "personal_data.toml").read_text(encoding="utf-8"))


def test_what_is_listed_in_eleven_languages_is_held_or_not() -> None:
    assert min(map(len, LISTED.values())) >= 60
    assert [text for text in LISTED["held"] if not reason_to_hold(text)] == []
    assert [text for text in LISTED["free"] if reason_to_hold(text)] == []


@pytest.mark.parametrize(
    "text", ["max (at) " * 400, "a " * 2000 + "at gmx.de", "(at)" * 1000, "at punkt " * 400]
)
def test_wall_of_words_for_an_address_is_looked_at_quickly(text: str) -> None:
    began = time.process_time()
    reason_to_hold(text)
    assert time.process_time() - began < 1


@pytest.mark.parametrize("text", NOTHING_PERSONAL)
def test_opinions_dates_and_numbers_are_not_held(text: str) -> None:
    assert reason_to_hold(text) is None


def test_no_rehearsal_card_is_held() -> None:
    cards = load_rehearsal_cards("gmuend")
    assert len(cards) > 800
    assert [card.text for card in cards if reason_to_hold(card.text)] == []


KINDS = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE)


def examples_of(region: str) -> list[phonenumbers.PhoneNumber]:
    """Return the library's own examples of a country's numbers."""
    found = (phonenumbers.example_number_for_type(region, kind) for kind in KINDS)
    return [number for number in found if number]


@pytest.mark.parametrize("region", ["DE", "AT", "CH", "UA", "TR", "SY", "IQ", "IR", "AF"])
def test_number_as_people_at_home_write_it_is_held(region: str) -> None:
    written = [
        phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
        for number in examples_of(region)
    ]
    assert len(written) == 2
    written += [text.replace(" ", ".") for text in written]
    assert [text for text in written if not reason_to_hold(text)] == []


@pytest.mark.parametrize("region", sorted(phonenumbers.SUPPORTED_REGIONS))
def test_number_with_the_code_of_its_country_is_held(region: str) -> None:
    for number in examples_of(region):
        plain = f"{number.country_code}{phonenumbers.national_significant_number(number)}"
        spaced = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
        for text in (f"+{plain}", f"00{plain}", spaced, spaced.replace(" ", "."), spaced.replace(" ", "/")):
            # Some islands get by with eight digits, which is too few to be told from other numbers.
            long_enough = sum(map(str.isdigit, text)) >= 9
            assert bool(reason_to_hold(f"Ruft an: {text}!")) == long_enough


SCRIPTS = {
    "Arabic": "٠١٢٣٤٥٦٧٨٩",
    "Persian": "۰۱۲۳۴۵۶۷۸۹",
    "Devanagari": "०१२३४५६७८९",
    "full width": "０１２３４５６７８９",
    "bold": "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗",
    "raised": "⁰¹²³⁴⁵⁶⁷⁸⁹",
    "circled": "⓪①②③④⑤⑥⑦⑧⑨",
    "keycaps": [f"{digit}\ufe0f\u20e3" for digit in range(10)],
}
UNSEEN = "\u00ad\u034f\u061c\u115f\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2064\u3164\ufe0f\ufeff\u0301"


def in_digits(text: str, digits: "str | list[str]") -> str:
    return "".join(digits[int(c)] if c.isascii() and c.isdigit() else c for c in text)


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize(
    "text", ["0152 28817386", "+49 (0)152/288-17.386", "AT61 1904 3002 3457 3201", "015228817386"]
)
def test_digits_of_any_script_are_held(text: str, script: str) -> None:
    assert reason_to_hold(in_digits(text, SCRIPTS[script])) == HoldReason.PERSONAL_DATA


@pytest.mark.parametrize("unseen", UNSEEN, ids=lambda c: f"U+{ord(c):04X}")
@pytest.mark.parametrize("text", ["0152 28817386", "AT611904300234573201", "jemand@stadt.example"])
def test_what_nobody_sees_hides_nothing(text: str, unseen: str) -> None:
    assert reason_to_hold(unseen.join(text)) == HoldReason.PERSONAL_DATA


@given(
    st.lists(st.sampled_from([" ", "/", "-", ".", " - ", ""]), min_size=7, max_size=7),
    st.sampled_from(list(SCRIPTS)),
)
def test_number_is_held_however_its_digits_are_parted(gaps: list[str], script: str) -> None:
    number = "0152" + "".join(gap + digit for gap, digit in zip(["", *gaps], "28817386", strict=True))
    assert reason_to_hold(f"Tel. {in_digits(number, SCRIPTS[script])} danke") == HoldReason.PERSONAL_DATA


PIECES = st.sampled_from(
    ["jemand", "@", "＠", "stadt.example", ".", "+49", "0152", "00", " ", "/", "-", "28817386", "٠١٢٣٤٥٦",
     "GB", "\u200b", "DE89 3704 0044 0532 0130 00", "DE89370400440532013000", "DE٨٩370400440532013000",
     "05.03.", "2015", "Mehr Busse"]
)  # fmt: skip
TEXTS = st.one_of(
    st.lists(PIECES, max_size=12).map("".join), st.text("0123456789+ /()-@.aZ٣⁰\u200b", max_size=60)
)


@given(TEXTS)
def test_no_text_leaves_early_that_a_longer_look_would_hold(text: str) -> None:
    assert bool(reason_to_hold(text)) == hold_reason._is_personal(folded(text))


def test_a_longer_look_is_taken_at_every_digit_and_every_at_sign() -> None:
    # Brackets, dots and commas come with some digits: ⑴ is (1), ⒈ is 1.
    numbers = re.compile(r"[0-9().,]*[0-9][0-9().,]*|@")
    missed = [
        c
        for c in map(chr, range(sys.maxunicode + 1))
        if unicodedata.category(c) != "Cs"
        and numbers.fullmatch(folded(c))
        and not hold_reason._TELLING.match(c)
    ]
    assert missed == []


@pytest.mark.parametrize("text", ["0 " * 250, "0 1 2 " * 80, "01067 " * 80, "AE00 0000 0000 0" * 30])
def test_wall_of_digits_is_held_after_a_bounded_look(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(hold_reason, "_is_phone", lambda written: bool(asked.append(written)))
    monkeypatch.setattr(hold_reason.iban, "is_valid", lambda written: bool(asked.append(written)))
    assert reason_to_hold(text) == HoldReason.PERSONAL_DATA
    assert len(asked) == hold_reason._MOST_CANDIDATES + 1
