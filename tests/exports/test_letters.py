import shutil
import subprocess
from pathlib import Path

import pikepdf
import pytest

from exports.letters import joined, letters_of
from exports.pdf import render_pdf
from exports.results import OutcomeFacts, Results
from exports.word import render_word
from tests.exports.office_papers import ARABIC, EMOJI, TIGRINYA, advice, asked, read, said, with_outcomes
from tests.exports.pdf_reading import Reading

pytestmark = pytest.mark.unit

EVENING = "„Dialogabend ‚Miteinander‘ & Nachbarschaft“ vom 12.\u00a0März 2026"
KEPT = "Sie wird bei den Ergebnissen des Abends neben der Empfehlung festgehalten."


def letters(results: Results, german) -> dict[str, list[str]]:
    found = letters_of(results, gettext=german)
    return {stem: said(read(letter)) for stem, letter in found.items()}


def with_advice(results: Results, *advised: OutcomeFacts) -> Results:
    return with_outcomes(asked(results), *advised)


def test_letter_asks_whom_a_recommendation_addresses(evening: Results, german):
    outcome = advice(
        1, "Takt verdichten", "state", statement_by="2026-05-15", description="Alle zehn Minuten."
    )
    [(stem, texts)] = letters(
        with_advice(
            evening, OutcomeFacts(1, outcome.title, outcome.details, "Alle zehn Minuten.", "wohnen", (2,))
        ),
        german,
    ).items()
    assert stem == "land"
    assert texts[0].startswith("Entwurf, erstellt aus den Ergebnissen des Abends.")
    assert texts[1:] == [
        "Stadt Musterstadt\nStabsstelle Bürgerbeteiligung\nMarktplatz 1",
        "Land [zuständige Stelle]",
        "[Anschrift]",
        "[Ort und Tag]",
        f"Empfehlungen aus der Veranstaltung {EVENING}",
        "Sehr geehrte Damen und Herren,",
        f"bei der Veranstaltung {EVENING} haben die Teilnehmenden erarbeitet, was sie Ihnen empfehlen.",
        "Takt verdichten",
        "Alle zehn Minuten.",
        "Tisch: 1 Bauen & Wohnen · Thema: Mieten",
        f"Wir bitten Sie um eine Stellungnahme bis zum 15.05.2026. {KEPT}",
        "Mit freundlichen Grüßen",
        "[Name und Amt]",
    ]


def test_each_addressee_has_one_letter_whose_name_every_system_takes(evening: Results, german):
    results = with_advice(
        evening,
        advice(1, "A", "other", addressee_name="Kirche / Gemeinde: „St. Ägidius“ <1>"),
        advice(2, "B", "state"),
        advice(3, "C", "municipality"),
        advice(4, "D", "federal", addressee_name="../../etc"),
        advice(5, "E", "district", addressee_name="CON"),
        advice(6, "F", "state", addressee_name="Ministerium  für Soziales"),
        advice(7, "G", "state", addressee_name="ministerium für soziales"),
        advice(8, "H", "other", addressee_name="🙂"),
        advice(9, "I", "other", addressee_name="🚌"),
        advice(10, "J", "other", addressee_name=ARABIC),
        advice(11, "K", "other", addressee_name="x" * 4000),
    )
    found = letters(results, german)
    assert list(found) == [
        "kommune",
        "landkreis-con",
        "land",
        "land-ministerium-fuer-soziales",
        "bund-etc",
        "andere-kirche-gemeinde-st-aegidius-1",
        f"andere-{'x' * 48}",
        "andere-دورات-لغة-مسائية",
        "andere",
        "andere-2",
    ]
    both = found["land-ministerium-fuer-soziales"]
    assert [text for text in both if text in {"Ministerium  für Soziales", "F", "G"}] == [
        "Ministerium  für Soziales",
        "F",
        "G",
    ]
    titles = [text for texts in found.values() for text in texts if text in set("ABCDEFGHIJK")]
    assert sorted(titles) == list("ABCDEFGHIJK")


def test_nothing_recommended_makes_no_letter(evening: Results, empty: Results, german):
    others = [each for each in evening.outcomes if each.kind != "recommendation"]
    assert (letters(with_outcomes(evening, *others), german), letters(empty, german)) == ({}, {})
    assert joined({}) is None


@pytest.mark.parametrize(
    ("days", "asks"),
    [
        (["", ""], "Wir bitten Sie um eine Stellungnahme bis zum [Tag]."),
        (["vor der Sommerpause"] * 2, "Wir bitten Sie um eine Stellungnahme (vor der Sommerpause)."),
        (["2026-05-15", ""], "Wir bitten Sie zu jeder Empfehlung um eine Stellungnahme bis zu dem Tag, "),
    ],
)
def test_statement_is_asked_by_the_day_that_was_agreed(evening: Results, german, days: list[str], asks: str):
    advised = [advice(n, f"Rat {n}", "state", statement_by=day) for n, day in enumerate(days)]
    texts = letters(with_advice(evening, *advised), german)["land"]
    assert [text for text in texts if text.startswith(asks)]
    single = [text for text in texts if text.startswith("Stellungnahme erbeten bis: ")]
    assert single == (
        ["Stellungnahme erbeten bis: 15.05.2026", "Stellungnahme erbeten bis: offen"]
        if days[0] > days[1]
        else []
    )


def test_statement_that_has_come_is_not_asked_again(evening: Results, german):
    came = advice(1, "Rat 1", "state", statement="Wird geprüft.", statement_by="2026-01-01")
    texts = letters(
        with_advice(evening, came, advice(2, "Rat 2", "state", statement_by="2026-05-15")), german
    )
    assert "Stellungnahme: liegt vor" in texts["land"]
    assert [text for text in texts["land"] if "bis zum 15.05.2026" in text]
    texts = letters(with_advice(evening, came), german)
    assert "Ihre Stellungnahme liegt uns vor. Vielen Dank." in texts["land"]
    assert [text for text in texts["land"] if "bitten" in text] == []


def test_letter_of_forty_recommendations_stays_one_page_and_encloses_a_sheet(evening: Results, german):
    advised = [advice(n, f"{EMOJI} {n}", "state", description="lang " * 30) for n in range(1, 41)]
    texts = letters(with_advice(evening, *advised), german)["land"]
    cut = texts.index("Anlage: die Empfehlungen")
    assert "Alle 40 Empfehlungen stehen auf dem beigefügten Blatt." in texts[:cut]
    assert [text for text in texts[:cut] if EMOJI in text] == []
    assert [text for text in texts[cut:] if EMOJI in text] == [f"{EMOJI} {n}" for n in range(1, 41)]


def test_letters_are_looked_at_one_after_the_other(rehearsal: Results, german):
    texts = [ARABIC, TIGRINYA, EMOJI]
    advised = [
        advice(n, text, kind)
        for n, (text, kind) in enumerate(zip(texts, ("state", "federal", "other"), strict=True))
    ]
    paper = joined(letters_of(with_advice(rehearsal, *advised), gettext=german))
    assert paper
    reading = Reading(render_pdf(paper))
    assert [title for _depth, title in reading.bookmarks()] == ["land.docx", "bund.docx", "andere.docx"]
    assert len(reading.edges) == 3
    assert [edge for edge in reading.edges if "PROBE – keine echten Beiträge" not in edge] == []


@pytest.mark.soak
@pytest.mark.skipif(not shutil.which("soffice"), reason="no LibreOffice on this machine")
def test_letter_with_as_much_as_it_takes_is_one_page(evening: Results, german, tmp_path: Path):
    one_page = []
    for number in range(1, 12):
        advised = [advice(n, f"Rat {n}", "state", description="lang " * 30) for n in range(number)]
        [letter] = letters_of(with_advice(evening, *advised), gettext=german).values()
        path = tmp_path / f"{number}.docx"
        path.write_bytes(render_word(letter))
        profile = f"-env:UserInstallation=file://{tmp_path}/profile"
        command = [
            "soffice",
            profile,
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(tmp_path),
            str(path),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        with pikepdf.open(path.with_suffix(".pdf")) as pdf:
            is_short = all("Anlage" not in text for text in said(read(letter)))
            one_page.append((is_short, len(pdf.pages)))
    assert {pages for is_short, pages in one_page if is_short} == {1}
    assert True in {is_short for is_short, _pages in one_page}
