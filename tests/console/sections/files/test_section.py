from dataclasses import replace
from datetime import date

import pytest

from tests.board.pictures import entry, group, picture
from workshop.console.sections.files.section import late_told, zip_name
from workshop.domain.queries.dialogue import DialogueView
from workshop.models import EntryState, Phase, Window

pytestmark = pytest.mark.unit

TODAY = date(2026, 11, 25)
DIALOGUE = DialogueView(
    id=1,
    code="KFD7M2QX",
    title="Wir reden – über alles",
    municipality="Schwäbisch Gmünd",
    place="",
    held_on=date(2026, 3, 12),
    theme_set="fachpublikum",
    goal="",
    promise="",
    lang="de",
    phase=Phase.CLOSED,
    round=0,
    rounds=3,
    ends_at=None,
    rehearsal=False,
    revision=1,
    version=1,
)


@pytest.mark.parametrize(
    ("town", "stem"),
    [
        ("Schwäbisch Gmünd", "schwaebisch-gmuend"),
        ("Weißenfels", "weissenfels"),
        ("A\u0308rzen", "aerzen"),
        ("Gemeinde Ober-Ramstadt / Mühltal", "gemeinde-ober-ramstadt-muehltal"),
        ("../../etc", "etc"),
        ('Neustadt a. d. Aisch: "Süd" <1>', "neustadt-a-d-aisch-sued-1"),
        ("Besançon", "besancon"),
        ("İzmir", "izmir"),
        ("  ", "wir-reden-ueber-alles"),
        ("🏠", "wir-reden-ueber-alles"),
        ("Москва", "москва"),
    ],
)
def test_zip_is_named_after_the_town_and_the_day(town: str, stem: str) -> None:
    assert zip_name(replace(DIALOGUE, municipality=town), today=TODAY) == f"{stem}-dialogabend-2026-03-12.zip"


def test_zip_of_a_rehearsal_says_so_and_a_nameless_one_has_its_code() -> None:
    nameless = replace(DIALOGUE, municipality="", title="…", rehearsal=True)
    assert zip_name(nameless, today=TODAY) == "PROBE-KFD7M2QX-dialogabend-2026-03-12.zip"


def test_zip_name_stays_short_whatever_the_town_is_called() -> None:
    names = [
        zip_name(replace(DIALOGUE, municipality=town), today=TODAY) for town in ("x" * 300, "Ort " * 100)
    ]
    assert [len(name) for name in names if len(name) <= 80] == [len(name) for name in names]


def test_cards_that_were_handed_in_later_are_told_where_there_are_any() -> None:
    late = [
        replace(entry("a", group_id=1), window=Window.AFTER),
        replace(entry("b"), window=Window.AFTER),
        replace(entry("c", state=EntryState.HELD), window=Window.AFTER),
    ]
    early = [entry("d"), replace(entry("e"), window=Window.BEFORE)]
    told = late_told(picture(*late, *early, groups=(group(1),)), gettext=str)
    assert told == "Cards handed in later: 2, of them without a topic: 1."
    assert late_told(picture(*early), gettext=str) == ""
