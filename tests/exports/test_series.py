"""The evenings of a series exported together: one folder for each, and joint tables."""

import csv
import json
from dataclasses import replace
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

import exports
from exports import write_results, write_series, zip_series
from exports.errors import RefusedResultsError
from exports.results import (
    DialogueFacts,
    EntryFacts,
    GroupFacts,
    Results,
    SeriesFacts,
    SeriesResults,
    Verdict,
)
from exports.series import as_one_evening, folder_of

pytestmark = pytest.mark.unit
SCHEMAS = Path(exports.__file__).parent
TITLE = "Frauen im Gespräch"
FIRST = "KFD7M2QX · 12.03.2026 · Stadthalle, Großer Saal, Musterstadt"
SECOND = "ZWEI2345 · 01.10.2026 · Weinheim"


@pytest.fixture
def series(evening: Results) -> SeriesResults:
    """An evening with everything, and one with a single card at a table of its own and another wording."""
    autumn = Results(
        dialogue=replace(
            evening.dialogue,
            code="ZWEI2345",
            title="Der zweite Abend",
            municipality="Weinheim",
            place="",
            held_on=date(2026, 10, 1),
            questions={"works": "Was läuft gut?", "improve": "Was stört?", "needed": "Was braucht es?"},
            series=SeriesFacts(TITLE, 2, 2),
        ),
        tables=evening.tables[:1],
        entries=(EntryFacts("z1", "wohnen", "improve", "=1+1 zu wenig Bänke"),),
    )
    spring = replace(evening, dialogue=replace(evening.dialogue, series=SeriesFacts(TITLE, 1, 2)))
    return SeriesResults(TITLE, (spring, autumn))


def names(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_each_evening_has_its_own_files_in_a_folder(series: SeriesResults, german, tmp_path: Path) -> None:
    paths = write_series(series, tmp_path / "together", gettext_of=lambda _lang: german)
    assert sorted(paths) == sorted(path for path in (tmp_path / "together").rglob("*") if path.is_file())
    folders = ["2026-03-12-musterstadt-KFD7M2QX", "2026-10-01-weinheim-ZWEI2345"]
    for evening, folder in zip(series.evenings, folders, strict=True):
        alone = tmp_path / evening.dialogue.code
        write_results(evening, alone, gettext=german)
        assert names(tmp_path / "together" / folder) == names(alone)
        for name in ("results.json", "csv/beitraege.csv", "csv/projektideen.csv"):
            assert (tmp_path / "together" / folder / name).read_bytes() == (alone / name).read_bytes()
    beside = {name for name in names(tmp_path / "together") if not name.startswith("2026")}
    one = ("results", "plattform", "archivpaket", "massnahmen", "sitzungsvorlage", "pressetext", "briefe")
    papers = ("abendausgabe", "wandblaetter", "steckbrief")
    own = {name for name in names(alone) if name.startswith((*one, *papers))}
    assert beside == {*names(alone)} - own | {"reihe.json"}
    told: list[tuple[int, int, str]] = []
    content = zip_series(series, gettext_of=lambda _lang: german, progress=lambda *each: told.append(each))
    with ZipFile(BytesIO(content)) as archive:
        assert sorted(archive.namelist()) == names(tmp_path / "together")
    assert [(number, of) for number, of, _name in told] == [(n, len(told)) for n in range(1, len(told) + 1)]
    assert {name for _number, _of, name in told if "/" not in name} <= beside
    assert told[-1][2] == f"{folder_of(series.evenings[-1].dialogue)}/archivpaket.zip"


def test_joint_tables_hold_the_rows_of_all_and_name_the_evening(series: SeriesResults, german) -> None:
    with ZipFile(BytesIO(zip_series(series, gettext_of=lambda _lang: german))) as archive:
        book = load_workbook(BytesIO(archive.read("ergebnisse.xlsx")))
        written = archive.read("csv/beitraege.csv").decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(written), delimiter=";"))
    texts = {entry.id: entry.text for evening in series.evenings for entry in evening.entries}
    assert len(rows) == len(texts) == 12
    assert [row["Abend"] for row in rows] == [FIRST] * 11 + [SECOND]
    assert [row["Nr."] for row in rows] == [str(n) for n in range(1, 13)]
    assert {row["Karte"].removeprefix("'") for row in rows} == set(texts.values())
    # A card stays text, and its question is the one that was asked on that evening.
    assert (rows[-1]["Karte"], rows[-1]["Frage"]) == ("'=1+1 zu wenig Bänke", "Was stört?")
    sheet = book["Beiträge"]
    assert (sheet["A1"].value, sheet["A2"].value) == (
        "Beiträge",
        f"{TITLE} · Musterstadt · Weinheim · 12. März 2026 – 1. Oktober 2026",
    )
    cells = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    assert cells[0][:2] == ["Abend", "Nr."]
    assert [row[0] for row in cells[1:]] == [FIRST] * 11 + [SECOND]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    headings = [cell.value for cell in book["Themen"][3]]
    assert "↑ Was muss verbessert werden? / Was stört?" in headings
    assert "✓ Was läuft gut?" in headings


def test_list_of_evenings_and_results_follow_their_schemas(series: SeriesResults, german) -> None:
    with ZipFile(BytesIO(zip_series(series, gettext_of=lambda _lang: german))) as archive:
        listing = json.loads(archive.read("reihe.json"))
        results = [
            json.loads(archive.read(f"{each['folder']}/results.json")) for each in listing["dialogues"]
        ]
    for schema, found in (("series.schema.json", [listing]), ("results.schema.json", results)):
        validator = Draft202012Validator(json.loads((SCHEMAS / schema).read_text("utf-8")))
        assert [error.message for each in found for error in validator.iter_errors(each)] == []
    assert (listing["title"], [each["code"] for each in listing["dialogues"]]) == (
        *(TITLE, ["KFD7M2QX", "ZWEI2345"]),
    )
    assert [each["dialogue"]["series"] for each in results] == [
        {"title": TITLE, "position": n, "of": 2} for n in (1, 2)
    ]


def test_rehearsals_are_stamped_and_never_among_real_evenings(series: SeriesResults, german) -> None:
    spring, autumn = series.evenings
    tried = [replace(each, dialogue=replace(each.dialogue, rehearsal=True)) for each in series.evenings]
    content = zip_series(SeriesResults(TITLE, tuple(tried)), gettext_of=lambda _lang: german)
    with ZipFile(BytesIO(content)) as archive:
        assert [name for name in archive.namelist() if not Path(name).name.startswith("PROBE-")] == []
        book = load_workbook(BytesIO(archive.read("PROBE-ergebnisse.xlsx")))
    assert {sheet["A1"].value for sheet in book.worksheets} == {"PROBE – keine echten Beiträge"}
    for evenings in ((), (spring, tried[1])):
        with pytest.raises(RefusedResultsError):
            SeriesResults(TITLE, evenings)
    assert autumn.dialogue.rehearsal is False


def test_evening_without_day_and_place_has_its_code(empty: Results, german) -> None:
    assert folder_of(empty.dialogue) == "LEER"
    whole = as_one_evening(SeriesResults("Reihe", (empty,)))
    assert (whole.title, whole.place, whole.municipality) == ("Reihe", "", "")
    one = DialogueFacts("CODE", "T", {}, municipality="../../etc", held_on=date(2026, 1, 2))
    assert folder_of(one) == "2026-01-02-etc-CODE"
    with ZipFile(
        BytesIO(zip_series(SeriesResults("Reihe", (empty,)), gettext_of=lambda _l: german))
    ) as archive:
        assert {"protokoll.pdf", "LEER/protokoll.docx", "LEER/protokoll.pdf"} <= set(archive.namelist())


@pytest.mark.parametrize("turned", [False, True])
def test_joint_tables_hold_what_only_one_evening_has(
    series: SeriesResults, summed_up: Results, windows: Results, german, turned: bool
) -> None:
    spring, autumn = series.evenings
    first, *others = windows.groups
    answered = replace(first, verdict=Verdict.PARTLY, verdict_reason="Erst im Herbst")
    groups = (answered, *others)
    card = autumn.entries[0]
    autumn = replace(autumn, groups=(GroupFacts(7, card.table, "Bus", entry_ids=(card.id,)),))
    full = replace(windows, dialogue=spring.dialogue, summaries=summed_up.summaries, groups=groups)
    evenings = (autumn, full) if turned else (full, autumn)
    archive = ZipFile(
        BytesIO(zip_series(replace(series, evenings=evenings), gettext_of=lambda _lang: german))
    )
    book = load_workbook(BytesIO(archive.read("ergebnisse.xlsx")))
    assert "Zusammenfassungen" in book.sheetnames
    said = archive.read("csv/zusammenfassungen.csv").decode("utf-8-sig")
    head, *rows = csv.reader(StringIO(said), delimiter=";")
    assert [row[head.index("Abend")] for row in rows] == [FIRST, FIRST]
    cards = archive.read("csv/beitraege.csv").decode("utf-8-sig")
    head, *rows = csv.reader(StringIO(cards), delimiter=";")
    came = {(row[head.index("Abend")], row[head.index("Eingang")]) for row in rows}
    assert came == {(FIRST, ""), (FIRST, "vorab"), (FIRST, "nachgereicht"), (SECOND, "")}
    topics = archive.read("csv/themen.csv").decode("utf-8-sig")
    head, *rows = csv.reader(StringIO(topics), delimiter=";")
    told = {tuple(row[head.index(name)] for name in ("Abend", "Antwort", "Begründung")) for row in rows}
    assert {(FIRST, "teilweise berücksichtigt", "Erst im Herbst"), (SECOND, "", "")} <= told
