"""All sixteen Länder are there: each authority by its name, or expressly the operator's own."""

import re
from typing import get_args

import pytest

from workshop.law.land import SOURCE, laender
from workshop.settings import Letters

pytestmark = pytest.mark.unit
# Where the project is not sure of the office for disputes about accessibility, and the operator names it.
OPERATORS_OWN = {"BE", "BB", "HB", "HH", "MV", "RP", "SL", "SH", "TH"}


def test_all_sixteen_are_known_and_can_be_set() -> None:
    assert len(laender()) == 16
    assert set(laender()) | {""} == set(get_args(Letters))
    assert len({land.name for land in laender().values()}) == 16


@pytest.mark.parametrize("letters", laender())
def test_each_authority_has_a_name_or_is_the_operators_own(letters: str) -> None:
    land = laender()[letters]
    assert land.supervision.strip()
    assert (land.arbitration == "") == (letters in OPERATORS_OWN)


def test_no_address_is_told_that_could_have_changed() -> None:
    told = re.sub(r"^#.*$", "", SOURCE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert re.findall(r"@|https?:|\bwww\.|\b\d{5}\b|[Ss]tra(?:ße|sse)|Tel", told) == []
