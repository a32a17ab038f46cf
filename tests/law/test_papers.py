"""The drafts for the office: facts of the installation, gaps where the town must say something."""

import re
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from docx import Document

from workshop.domain.participant import OWN_CARDS
from workshop.law import papers
from workshop.law.papers import PAPERS, TEXTS, gap, paper_file, paper_text, write_papers
from workshop.law.periods import Periods
from workshop.settings import Settings

pytestmark = pytest.mark.unit
TODAY = date(2026, 11, 30)
FACTS = {
    "operator_name": "Stadt Beispiel",
    "operator_address": "Rathausplatz 1\n12345 Beispiel",
    "operator_mail": "dialog@example.org",
    "operator_land": "NW",
    "operator_data_protection": "datenschutz@example.org",
    "operator_hosting": "Rechenzentrum | Süd",
    "public_url": "https://dialog.example.org",
    "link_days": 9,
}
# What the law asks to be in each, by the words of the draft.
ASKED = {
    "verzeichnis": "Verantwortlicher|Zwecke|Betroffene Personen|Empfänger|Drittland|Löschfristen|Art. 30",
    "massnahmen": "Pseudonymisierung|Zugang|Verfügbarkeit|Überprüfung|Art. 32",
    "aushang": "verantwortlich|Wozu|Wer liest mit|Wie lange|Ihre Rechte|Beschwerde|Art. 13",
    "auftragsverarbeitung": "Gegenstand, Dauer|Weisung|Vertraulichkeit|Löschung und Rückgabe|Art. 28",
    "schwellwertanalyse": "Überwachung|Schutzbedürftige|Ergebnis|Entscheidung|Art. 35",
}


def text_of(file: bytes) -> str:
    document = Document(BytesIO(file))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_each_text_is_a_paper() -> None:
    assert {path.stem for path in TEXTS.iterdir()} == {paper.name for paper in PAPERS} == set(ASKED)


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_paper_has_what_its_article_asks_for_and_the_facts(paper) -> None:
    text = text_of(paper_file(paper, Settings(**FACTS), today=TODAY))
    assert [part for part in ASKED[paper.name].split("|") if part not in text] == []
    assert paper.article in text
    assert "dialog.example.org" in text
    # Whatever stands in a setting stays one line in one cell.
    assert "Rechenzentrum / Süd" in text or paper.name == "schwellwertanalyse"
    assert "{" not in text


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_paper_is_marked_as_a_draft_on_each_page(paper) -> None:
    document = Document(BytesIO(paper_file(paper, Settings(), today=TODAY)))
    assert document.sections[0].header.paragraphs[0].text.startswith("ENTWURF")
    assert "Datenschutzbeauftragten zu prüfen" in document.sections[0].header.paragraphs[0].text


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_what_is_not_filled_in_is_a_gap_that_is_seen(paper) -> None:
    empty = paper_file(paper, Settings(), today=TODAY)
    document = Document(BytesIO(empty))
    runs = [run for paragraph in document.paragraphs for run in paragraph.runs]
    for table in document.tables:
        runs += [run for row in table.rows for cell in row.cells for run in cell.paragraphs[0].runs]
    gaps = [run for run in runs if run.text.startswith("[bitte eintragen")]
    assert gaps
    assert [run.text for run in gaps if run.font.highlight_color is None] == []
    assert len(gaps) == len(re.findall(r"\[bitte eintragen: ", text_of(empty)))
    more = text_of(paper_file(paper, Settings(**FACTS), today=TODAY)).count("[bitte eintragen")
    assert more < len(gaps) or paper.name == "massnahmen"


def test_figures_come_from_settings_and_periods(monkeypatch) -> None:
    by_name = {paper.name: paper for paper in PAPERS}

    def told(name: str) -> str:
        return paper_text(by_name[name], Settings(**FACTS), today=TODAY)

    assert "andere 9 Tage" in told("massnahmen")
    assert "12 Monate nach dem Abend" in told("verzeichnis")
    assert f"lebt {OWN_CARDS.days} Tage" in told("verzeichnis")
    periods = Periods(cookie_days=3, correction_days=5, keep_months=11, asks_archive=True)
    monkeypatch.setattr(papers, "periods_of", lambda _: periods)
    assert "11 Monate nach dem Abend" in told("verzeichnis")
    assert "5 Tage nach dem Abschluss" in told("verzeichnis")
    assert "11 Monate nach dem Abend gelöscht" in told("aushang")
    assert "3 Tage" in told("aushang")
    assert "Archiv" in told("aushang")
    monkeypatch.setattr(papers, "periods_of", lambda _: replace(periods, asks_archive=False))
    assert "Archiv" not in told("aushang") + told("verzeichnis")


def test_model_elsewhere_stands_among_the_recipients() -> None:
    elsewhere = Settings(**FACTS, embedding_url="https://model.example.org/v1/embeddings")
    for paper in PAPERS:
        for settings, named in ((elsewhere, True), (Settings(**FACTS), False)):
            assert ("model.example.org" in paper_text(paper, settings, today=TODAY)) == named, paper.name


def test_gap_keeps_a_value_in_its_cell() -> None:
    assert gap(" a\n b | c ", "x") == "a, b / c"
    assert gap("", "Anschrift") == gap(None, "Anschrift") == "[bitte eintragen: Anschrift]"


def test_all_papers_are_written(tmp_path) -> None:
    files = write_papers(tmp_path / "new", Settings(), today=TODAY)
    assert [file.name for file in files] == [paper.file for paper in PAPERS]
    assert all(file.read_bytes().startswith(b"PK") for file in files)
