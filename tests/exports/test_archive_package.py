"""The archive package, opened and checked by a library that had no part in writing it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha512
from io import BytesIO
from pathlib import Path, PurePosixPath
from zipfile import ZipFile

import pytest
from bagit_utils import Bag

from exports import write_results
from exports.archive_package import render_archive
from exports.results import Results
from exports.schema import SCHEMA
from exports.text import printable
from tests.exports.harvested import SECRETS, harvest
from tests.exports.test_bundle import NASTY
from workshop.domain.queries.results import results_of
from workshop.i18n import catalogue

unit = pytest.mark.unit
AT = datetime(2026, 3, 13, 8, 0, tzinfo=UTC)
FILES = {PurePosixPath("results.json"): b"{}\n", PurePosixPath("csv/themen.csv"): b"Thema;Karten\r\n"}


def opened(content: bytes, folder: Path) -> Path:
    """Unpack a package and return its only folder."""
    with ZipFile(BytesIO(content)) as archive:
        archive.extractall(folder)
    (top,) = folder.iterdir()
    return top


def complaints(top: Path) -> list[str]:
    """Return what another library says against a bag; nothing where it is whole and unchanged."""
    report = Bag(top).validate()
    assert report.valid is not bool([each for each in report.issues if each.level == "error"])
    return [each.message for each in report.issues]


def facts_of(top: Path) -> dict[str, str]:
    """Return what a bag says of itself; each fact is there once."""
    return {name: value for name, (value,) in Bag(top).baginfo.items()}


def words_in(content: bytes) -> Iterator[bytes]:
    """Return a file, and what is in it if it is a ZIP, also one in another."""
    yield content
    if content.startswith(b"PK"):
        with ZipFile(BytesIO(content)) as archive:
            for name in archive.namelist():
                yield from words_in(archive.read(name))


@unit
def test_package_holds_all_other_files_as_they_are_and_the_schema(
    evening: Results, german, tmp_path: Path
) -> None:
    written = write_results(evening, tmp_path / "out", gettext=german)
    package = tmp_path / "out" / "archivpaket.zip"
    top = opened(package.read_bytes(), tmp_path / "bag")
    assert complaints(top) == []
    others = {path.relative_to(tmp_path / "out"): path.read_bytes() for path in written if path != package}
    held = {
        path.relative_to(top / "data"): path.read_bytes() for path in top.rglob("data/**/*") if path.is_file()
    }
    assert held == others | {Path("results.schema.json"): SCHEMA.read_bytes()}
    assert {path.suffix for path in held} >= {".csv", ".json", ".xlsx", ".docx"}
    digests = {f"data/{name.as_posix()}": sha512(content).hexdigest() for name, content in held.items()}
    lines = (top / "manifest-sha512.txt").read_text("utf-8").splitlines()
    assert dict(reversed(line.split("  ", 1)) for line in lines) == digests


@unit
def test_package_says_of_which_dialogue_it_is(evening: Results, german, tmp_path: Path) -> None:
    top = opened(render_archive(evening, FILES, gettext=german, at=AT), tmp_path)
    assert top.name == "2026-03-12-musterstadt-KFD7M2QX"
    dialogue, size = evening.dialogue, sum(map(len, FILES.values())) + SCHEMA.stat().st_size
    assert facts_of(top) == {
        "Source-Organization": dialogue.municipality,
        "External-Description": "Alle Ergebnisse des Dialogs: Karten, Themen, Ergebnisse und Protokoll",
        "External-Identifier": dialogue.code,
        "Dialogue-Title": dialogue.title,
        "Dialogue-Date": "2026-03-12",
        "Dialogue-Place": dialogue.place,
        "Bagging-Date": "2026-03-13",
        "Payload-Oxum": f"{size}.3",
    }


@unit
def test_package_of_a_rehearsal_says_so(rehearsal: Results, german, tmp_path: Path) -> None:
    write_results(rehearsal, tmp_path / "out", gettext=german)
    top = opened((tmp_path / "out" / "PROBE-archivpaket.zip").read_bytes(), tmp_path / "bag")
    assert facts_of(top)["Rehearsal"] == "PROBE – keine echten Beiträge"
    assert (top / "data" / "PROBE-results.json").is_file()


@unit
def test_same_files_packed_on_the_same_day_are_the_same_package(evening: Results, german) -> None:
    first = render_archive(evening, FILES, gettext=german, at=AT)
    turned = dict(reversed(FILES.items()))
    assert render_archive(evening, turned, gettext=german, at=AT) == first


@unit
@pytest.mark.parametrize(
    "spoil",
    [
        lambda top: (top / "data/results.json").write_bytes(b"[]\n"),
        lambda top: (top / "data/csv/themen.csv").unlink(),
        lambda top: (top / "data/more.txt").write_text("x"),
        lambda top: (top / "bag-info.txt").write_text(
            re.sub("Musterstadt", "Neustadt", (top / "bag-info.txt").read_text("utf-8")), "utf-8"
        ),
        lambda top: (top / "manifest-sha512.txt").write_text(""),
    ],
    ids=["changed", "missing", "added", "other facts", "no manifest"],
)
def test_what_is_changed_later_is_found(evening: Results, german, tmp_path: Path, spoil) -> None:
    top = opened(render_archive(evening, FILES, gettext=german, at=AT), tmp_path)
    assert complaints(top) == []
    spoil(top)
    assert complaints(top)


@unit
@pytest.mark.parametrize("text", [*NASTY, "a\u2028b\x85c", "Titel\nPayload-Oxum: 1.1", ": x", "مدينة"])
def test_any_title_stays_one_line_of_the_facts(evening: Results, german, tmp_path: Path, text: str) -> None:
    named = replace(evening.dialogue, title=text, municipality=text, place=text)
    top = opened(render_archive(replace(evening, dialogue=named), FILES, gettext=german, at=AT), tmp_path)
    facts = facts_of(top)
    assert complaints(top) == []
    assert facts.get("Dialogue-Title", "") == " ".join(printable(text).split())
    assert set(facts) <= {
        *("Source-Organization", "External-Description", "External-Identifier", "Dialogue-Title"),
        *("Dialogue-Date", "Dialogue-Place", "Bagging-Date", "Payload-Oxum"),
    }
    assert facts["Payload-Oxum"].endswith(".3")


@pytest.mark.integration
async def test_package_holds_the_words_of_shown_cards_only(store, dialogue, tmp_path: Path) -> None:
    stored = await harvest(store, dialogue)
    async with store.read() as session:
        results = await results_of(session, dialogue.code)
    write_results(results, tmp_path, gettext=catalogue("exports", "de").gettext)
    content = (tmp_path / "archivpaket.zip").read_bytes()
    parts = list(words_in(content))
    assert [word for word in SECRETS if any(word.encode() in part for part in parts)] == []
    shown = [each.text for each in stored.entries if each.is_shown]
    assert len(shown) == 3
    assert [text for text in shown if not any(text.encode() in part for part in parts)] == []
