"""What makes the tool hold a card for a person to look at: the look of the text, never its opinion."""

import operator
import re
import unicodedata
from collections.abc import Iterator
from itertools import islice

import phonenumbers
import regex
from stdnum import iban

from workshop.domain.spelled_mail import WORD_FOR_AT, may_spell_a_mail, spells_a_mail
from workshop.models import HoldReason

# A phone number with its area code has nine digits at least, and so has every IBAN that a bank gives out.
_FEWEST_DIGITS = 9
_MOST_PHONE_DIGITS = 17
_MOST_IBAN_DIGITS = 32
# So many numbers, each above the one before, are counted up: bus lines, prices, a scale.
_COUNT = 5
# Each is a question to a library; a text that has more is a wall of digits, and a person looks at it.
_MOST_CANDIDATES = 24
# Whose numbers are understood without a country's code: neighbours, and where many of the writers come from.
_REGIONS = ("DE", "AT", "CH", "UA", "TR", "SY", "IQ", "IR", "AF")

# Whatever `folded` may make a digit, an @ or a letter of, and the brackets of an (at): most cards have
# none of it. One table for nearly all: each class or range more is tried at each letter.
_DECIMALS = "".join(c for c in map(chr, range(0x10000)) if c.isdecimal())
_TELLING = re.compile(
    rf"[{_DECIMALS}([{{<*~|@²³¹\u2070-\u2089\u2460-\u249b\u24b6\u24d0\u24ea-\u24ff\u2776-\u2793"
    "\u3251-\u325f\u32b1-\u32bf\ufe6b\uff01-\uff5e"
    "\U00010000-\U0001fbf9]"
)
_UNSEEN = regex.compile(r"[\p{Cf}\p{Mn}\p{Me}\p{Default_Ignorable_Code_Point}]+")
_DIGITS = re.compile(r"[0-9]+")
_FOREIGN_DIGIT = re.compile(r"[^\D0-9]")
_DASHES_AND_DOTS = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u30fc\u2044\u2215_\u00b7\u2022\u2219\u22c5"
_PLAIN = str.maketrans({**dict.fromkeys(_DASHES_AND_DOTS, "-"), "\u2800": " ", "\u3002": "."})
_CIRCLED = str.maketrans("\u24b6\u24d0", "@@")

_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(\.[\w-]{1,63}){1,4}\b")
_IBAN_BEGINS = re.compile(r"(?<![A-Z0-9])(?=[A-Z]{2} ?\d\d)")
_IBAN_GROUP = re.compile(r"[ \n.-]{0,2}[A-Z0-9]+")
_PHONE_BEGINS = re.compile(r"\+|(?<!\d)(?<!\d[.,])(?=0)")
_PHONE_GROUP = re.compile(r"[ \n()\[\]/.-]{0,5}\d+")
# What follows is a number with the code of its country, although no + says so.
_CALLED = re.compile(
    r"(?:wa\.me/|[?&]phone=|\btel:|\bwhats ?app\W{1,3})(?=[1-9])"
    r"|(?<![\d.,/])(?=49[ ()/-]{0,3}0?[ )]{0,2}1[5-7]\d)",
    re.IGNORECASE,
)
# 0 written as a letter, before the numbers of mobile phones.
_LETTER_O = re.compile(r"\b[oO](?=[ /-]?1[ /-]?[5-7][ /-]?\d)")
# 05.03.2015, 05/03, 08-12, 03.2024, 0.25 – but not five pairs: French numbers are written so.
_MOMENT = re.compile(
    r"(?!\d\d([ ./-])\d\d(?:\1\d\d){3}(?!\1?\d))"
    r"0(?:\d *[ ./-]+[ -]*(?:\d{1,2}|(?:19|20)\d\d)(?!\d)|\.\d+)"
)


def reason_to_hold(text: str) -> HoldReason | None:
    """Return `PERSONAL_DATA` if the text seems to hold a phone number, mail address or valid IBAN."""
    found = _TELLING.findall(text)
    if not found and not WORD_FOR_AT.search(text):
        return None
    telling = "".join(found)
    is_plain = len(telling) < _FEWEST_DIGITS and telling.isascii() and "@" not in telling
    if is_plain and not may_spell_a_mail(text, has_brackets=not telling.isdigit()):
        return None
    return HoldReason.PERSONAL_DATA if _is_personal(folded(text)) else None


def _is_personal(text: str) -> bool:
    if ("@" in text and _MAIL.search(text)) or spells_a_mail(text):
        return True
    candidates = _candidates(_LETTER_O.sub("0", text))
    return any(islice(candidates, _MOST_CANDIDATES)) or next(candidates, None) is not None


def folded(text: str) -> str:
    """Return the text as one would read it out: every digit is one of 0 to 9, and nothing unseen is in it."""
    text = unicodedata.normalize("NFKC", _UNSEEN.sub("", text).translate(_CIRCLED))
    return _FOREIGN_DIGIT.sub(_as_ascii, text).translate(_PLAIN)


def _as_ascii(digit: re.Match[str]) -> str:
    return str(unicodedata.decimal(digit.group()))


def _candidates(text: str) -> Iterator[bool]:
    """Say of one candidate after another whether it is an account or a phone number."""
    capitals = text.upper()
    for begin in _IBAN_BEGINS.finditer(capitals):
        found = _numbers(capitals, begin.start(), _IBAN_GROUP, most=_MOST_IBAN_DIGITS)
        yield from (iban.is_valid(each.replace("\n", " ")) for each in found)
    for begin in _PHONE_BEGINS.finditer(text):
        if not _MOMENT.match(text, begin.start()):
            yield from map(_is_phone, _numbers(text, begin.start(), _PHONE_GROUP, most=_MOST_PHONE_DIGITS))
    for begin in _CALLED.finditer(text):
        found = _numbers(text, begin.end(), _PHONE_GROUP, most=_MOST_PHONE_DIGITS)
        yield from (_is_phone(f"+{each}") for each in found)


def _numbers(text: str, begin: int, group: re.Pattern[str], *, most: int) -> Iterator[str]:
    """Return what is written from `begin` up to the end of each group of digits that may end a number."""
    end, digits = begin + (text[begin] == "+"), 0
    while found := group.match(text, end):
        end = found.end()
        digits += sum(map(str.isdigit, found.group()))
        if digits > most:
            return
        if digits >= _FEWEST_DIGITS:
            yield text[begin:end]


def _is_phone(written: str) -> bool:
    written = written.replace("\n", " ")
    regions = _REGIONS[:1] if "+" in written else () if _counts_up(written) else _REGIONS
    for region in regions:
        try:
            number = phonenumbers.parse(written, region)
        except phonenumbers.NumberParseException:
            return False
        if phonenumbers.is_valid_number(number):
            return True
    return False


def _counts_up(written: str) -> bool:
    """Say whether each of many numbers is above the one before."""
    numbers = [int(found) for found in _DIGITS.findall(written)]
    return len(numbers) >= _COUNT and all(map(operator.lt, numbers, numbers[1:]))
