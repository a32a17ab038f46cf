"""All files of a rehearsal with 300 cards and twelve outcomes hold what the database holds, no more."""

import asyncio
import json
import shutil
import subprocess
import unicodedata
from collections import Counter
from datetime import datetime
from pathlib import Path

import jsonschema
import pytest

from exports import write_results
from exports.field import Place, Text
from exports.outcome_fields import OutcomeKind, fields_of
from exports.result_files import RESULT_FILES
from exports.schema import SCHEMA
from tests.exports.pdf_reading import plain
from tests.exports.whole_evening import GERMAN, OTHER, SECRETS, rehearse, rows_of, words_of
from tests.factories import everything
from workshop.domain.queries.changes import Delta
from workshop.domain.queries.outcome import OutcomeView
from workshop.domain.queries.results import results_of
from workshop.domain.store import Store
from workshop.i18n import catalogue

pytestmark = pytest.mark.integration
EVERY_PAPER = ("protokoll.docx", "protokoll.pdf")


@pytest.fixture
async def evening(store: Store, tmp_path: Path) -> tuple[Delta, dict[str, bytes]]:
    """What the database holds of the rehearsal, and its files by their names."""
    dialogue = await rehearse(store)
    async with store.read() as session:
        results = await results_of(session, dialogue.code)
    out = tmp_path / "files"
    written = write_results(results, out, gettext=catalogue("exports", "de").gettext)
    files = {path.relative_to(out).as_posix(): path.read_bytes() for path in written}
    return await everything(store, dialogue), files


async def test_files_hold_what_the_database_holds_and_nothing_else(evening):
    database, files = evening
    shown = [entry for entry in database.entries if entry.is_shown]
    assert len(shown) == GERMAN + OTHER + 1  # one was blacked out in part
    words = {name: plain(words_of(name, content)) for name, content in files.items()}
    _say_what_they_are(words)
    for name, said in words.items():
        assert [secret for secret in SECRETS if secret in said] == [], name
    _compare_json(database, files["PROBE-results.json"])
    _compare_sheets(database, rows_of(files["PROBE-ergebnisse.xlsx"]))
    _compare_measures(database, rows_of(files["PROBE-massnahmen.xlsx"])["Maßnahmen"])
    _compare_drafts(database, words)
    for paper in EVERY_PAPER:
        said = words[f"PROBE-{paper}"]
        texts = [*(entry.text for entry in shown), *_texts(database)]
        if paper.endswith("pdf"):
            # The setter writes those from the right as they are seen: `test_pdf` counts their letters.
            texts = [text for text in texts if not _runs_from_the_right(text)]
        assert [text for text in texts if plain(text) not in said] == [], paper
    dated = [outcome for outcome in database.outcomes if _has_day(outcome)]
    assert words["PROBE-runde-tische.ics"].count("Ergebnis") >= len(dated)


def _say_what_they_are(words: dict[str, str]) -> None:
    names = {name.split("/")[0].removeprefix("PROBE-") for name in words}
    assert names == {each.name.rstrip("/") for each in RESULT_FILES}
    assert all(name.split("/")[-1].startswith("PROBE-") for name in words)


def _compare_json(database: Delta, content: bytes) -> None:
    document = json.loads(content)
    jsonschema.validate(document, json.loads(SCHEMA.read_text("utf-8")))
    tables = {table.id: table.key for table in database.tables or ()}
    assert {
        (e["id"], e["table"], e["question"], e["text"], e["lang"], e["group_id"]) for e in document["entries"]
    } == {
        (e.id, tables[e.table_id], e.question, e.text, e.lang, e.group_id)
        for e in database.entries
        if e.is_shown
    }
    assert len(document["entries"]) == GERMAN + OTHER + 1
    assert document["dialogue"]["counts"] == {
        "received": 304, "shown": 301, "held": 1, "hidden": 1, "withdrawn": 1,
    }  # fmt: skip
    assert sum(group["dots"] for group in document["groups"]) == sum((database.dots or {}).values()) > 0
    kept = {outcome.id: outcome for outcome in database.outcomes if not outcome.discarded}
    assert len(kept) == 12
    for outcome in document["outcomes"]:
        stored = kept.pop(outcome["id"])
        assert (outcome["title"], outcome["description"]) == (stored.title, stored.description)
        assert set(outcome["entry_ids"]) == set(stored.entry_ids)
        for each in fields_of(OutcomeKind(stored.kind)):
            assert outcome[each.json_name or each.name] == stored.details[each.name], each.name
    assert not kept


def _compare_sheets(database: Delta, sheets: dict[str, list[list[object]]]) -> None:
    cells = {name: Counter(cell for row in rows for cell in row) for name, rows in sheets.items()}
    shown = [entry.text for entry in database.entries if entry.is_shown]
    assert [text for text in shown if cells["Beiträge"][text] != 1] == []
    everywhere = Counter[object]()
    for counted in cells.values():
        everywhere.update(counted)
    for outcome in (each for each in database.outcomes if not each.discarded):
        assert everywhere[outcome.title], outcome.title
        for each in fields_of(OutcomeKind(outcome.kind)):
            if isinstance(each, Text) and Place.SHEET in each.places:
                assert everywhere[outcome.details[each.name]], each.name


def _compare_measures(database: Delta, rows: list[list[object]]) -> None:
    """Compare each row of the measures table with the fields of its outcome."""
    head = next(place for place, row in enumerate(rows) if row[0] == "Nr.")
    kept = sorted(_measures(database), key=lambda outcome: outcome.id)
    for number, (row, outcome) in enumerate(zip(rows[head + 1 :], kept, strict=True), start=1):
        said = outcome.details
        [who] = [said[name] for name in ("caretaker", "convenor") if name in said]
        [whom] = [said[name] for name in ("partners", "invited") if name in said]
        [when] = [said[name] for name in ("by_when", "held_on") if name in said]
        resources = [said["people"], f"Kosten: mehr: {said['costs_amount']}"] if "people" in said else []
        state = f"aufgegeben: {said['state_reason']}"
        wanted = [number, outcome.title, said.get("goal"), who, "\n".join(whom), said.get("first_step")]
        wanted += ["\n".join(resources), datetime.fromisoformat(when), state]
        assert [cell or None for cell in row] == [cell or None for cell in wanted]


def _compare_drafts(database: Delta, words: dict[str, str]) -> None:
    """See that whoever is recommended something gets it in a letter, and no one else."""
    advised = [outcome for outcome in database.outcomes if outcome.kind == OutcomeKind.RECOMMENDATION]
    letters = {name: said for name, said in words.items() if name.startswith("briefe/")}
    for outcome in advised:
        to = plain(outcome.details["addressee_name"])
        found = [said for said in letters.values() if plain(outcome.title) in said]
        assert [to in said for said in found] == [True]
    for outcome in _measures(database):
        # All are dropped: neither council nor press has anything to do with them.
        for name in ("PROBE-sitzungsvorlage.docx", "PROBE-pressetext.docx"):
            assert plain(outcome.title) not in words[name]


def _measures(database: Delta) -> list[OutcomeView]:
    kinds = {OutcomeKind.PROJECT_IDEA, OutcomeKind.ROUND_TABLE}
    return [outcome for outcome in database.outcomes if outcome.kind in kinds and not outcome.discarded]


def _texts(database: Delta) -> list[str]:
    """Return each text of an outcome that the minutes say."""
    return [
        text
        for outcome in database.outcomes
        if not outcome.discarded
        for text in (
            outcome.title,
            outcome.description,
            *(
                outcome.details[each.name]
                for each in fields_of(OutcomeKind(outcome.kind))
                if isinstance(each, Text) and Place.MINUTES in each.places
            ),
        )
    ]


def _runs_from_the_right(text: str) -> bool:
    return any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in text)


def _has_day(outcome) -> bool:
    return not outcome.discarded and any(str(value).startswith("2026-") for value in outcome.details.values())


@pytest.mark.soak
@pytest.mark.skipif(not shutil.which("soffice"), reason="no LibreOffice on this machine")
async def test_libreoffice_opens_each_office_file(evening, tmp_path: Path):
    _, files = evening
    papers = {Path(name).name: content for name, content in files.items() if name.endswith(_opened())}
    made, said = await asyncio.to_thread(_to_pdf, tmp_path, papers)
    assert {Path(name).stem for name in papers} <= made, said


def _opened() -> tuple[str, ...]:
    """Return which files the LibreOffice of this machine can open: Calc is a package of its own."""
    calc = Path(shutil.which("soffice") or "").resolve().with_name("libsclo.so")
    return ("docx", "xlsx") if calc.exists() else ("docx",)


def _to_pdf(folder: Path, papers: dict[str, bytes]) -> tuple[set[str], str]:
    for name, content in papers.items():
        (folder / name).write_bytes(content)
    own = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", own, "--headless", "--convert-to", "pdf", *papers]
    done = subprocess.run(command, cwd=folder, check=False, capture_output=True, timeout=300)
    made = {path.stem for path in folder.glob("*.pdf") if path.stat().st_size > 2000}
    return made, done.stderr.decode(errors="replace")
