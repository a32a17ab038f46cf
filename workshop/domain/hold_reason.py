"""What makes the tool hold a card for a person to look at: the look of the text, never its opinion."""

import re

from workshop.models import HoldReason

_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(\.[\w-]{1,63}){1,4}\b")
_PHONE = re.compile(r"(?<![\w.,])(\+|00|0)[1-9][\d /()-]{6,20}\d(?!\w)")
_IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?(?!\w)")
_PHONE_DIGITS = 9
_DIGIT = re.compile(r"\d")


def reason_to_hold(text: str) -> HoldReason | None:
    """Return `PERSONAL_DATA` if the text seems to hold a phone number, mail address or valid IBAN."""
    if "@" in text and _MAIL.search(text):
        return HoldReason.PERSONAL_DATA
    if not _DIGIT.search(text):
        return None
    if any(_is_iban(m.group()) for m in _IBAN.finditer(text)):
        return HoldReason.PERSONAL_DATA
    if any(sum(c.isdigit() for c in m.group()) >= _PHONE_DIGITS for m in _PHONE.finditer(text)):
        return HoldReason.PERSONAL_DATA
    return None


def _is_iban(written: str) -> bool:
    """Check the two digits by ISO 7064 mod 97-10."""
    compact = written.replace(" ", "")
    rearranged = compact[4:] + compact[:4]
    return int("".join(str(int(c, 36)) for c in rearranged)) % 97 == 1
