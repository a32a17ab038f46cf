import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop.domain import hold_reason
from workshop.domain.hold_reason import reason_to_hold
from workshop.models import HoldReason

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    "text",
    [
        "Ruft mich an: 0151 00000000",
        "+49 7171 000000 abends",
        "Tel. 07171/000-000",
        "schreibt an jemand@stadt.example",
        "Spenden an DE89 3704 0044 0532 0130 00",
        "DE89370400440532013000",
    ],
)
def test_personal_data_is_held(text: str) -> None:
    assert reason_to_hold(text) == HoldReason.PERSONAL_DATA


@pytest.mark.parametrize(
    "text",
    [
        "Mehr Busse um 20:30 statt 19:00",
        "Seit 01.03.2015 warten 150 Leute auf 12 Plätze",
        "Paragraph 24 und 60a reichen nicht",
        "GB00 WEST 1234 5698 7654 32 ist keine IBAN",
        "Kosten: 1.200.000 Euro in 2027",
        "Die Flüchtlinge sind schuld, das Amt ist unfähig",
        "@alle: danke",
    ],
)
def test_opinions_dates_and_numbers_are_not_held(text: str) -> None:
    assert reason_to_hold(text) is None


def plainly_judged(text: str) -> HoldReason | None:
    """The specification: every pattern is looked for in every text."""
    ibans = [found.group().replace(" ", "") for found in hold_reason._IBAN.finditer(text)]
    numbers = [[c for c in found.group() if c.isdigit()] for found in hold_reason._PHONE.finditer(text)]
    if (
        hold_reason._MAIL.search(text)
        or any(int("".join(str(int(c, 36)) for c in iban[4:] + iban[:4])) % 97 == 1 for iban in ibans)
        or any(len(digits) >= 9 for digits in numbers)
    ):
        return HoldReason.PERSONAL_DATA
    return None


PIECES = st.sampled_from(
    ["jemand", "@", "stadt.example", ".", "+49", "0151", "00", " ", "/", "-", "1234567", "٠١٢٣٤٥٦", "GB",
     "DE89 3704 0044 0532 0130 00", "DE89370400440532013000", "DE٨٩370400440532013000", "Mehr Busse"]
)  # fmt: skip


@given(st.one_of(st.lists(PIECES).map("".join), st.text("0123456789+ /()-@.aZ٣")))
def test_every_text_is_judged_by_every_pattern(text: str) -> None:
    assert reason_to_hold(text) == plainly_judged(text)
