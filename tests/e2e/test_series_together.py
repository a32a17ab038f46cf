"""Two evenings of a series, made, filled and exported together; the files are held against the database."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from sqlalchemy import select

from tests import forks
from tests.factories import entries, post
from workshop.domain.dialogue import DialogueFacts, create_dialogue, describe_dialogue
from workshop.domain.entry import hide_entry, withdraw_entry
from workshop.domain.group import gather_entries
from workshop.domain.outcome import Draft, create_outcome
from workshop.domain.queries.dialogue import DialogueView, dialogue_by_code
from workshop.domain.rights import Actor, operator
from workshop.domain.store import Store
from workshop.models import Dialogue, Entry, Group, Outcome, OutcomeKind, Phase

pytestmark = pytest.mark.integration
TITLE = "Frauen im Gespräch"
PLACES = {"Rathaus": "2026-03-12", "Alte Mälzerei": "2026-10-01"}
HELD, HIDDEN, WITHDRAWN, TRIED = "Ruft an: 0171 2345678", "Kauft bei mir", "Doch nicht", "Nur eine Probe"


def workshop(store: Store, *arguments: str) -> str:
    """Run a command on the store's database, as from a shell."""
    environment = forks.environment() | {"WORKSHOP_DATABASE_URL": store.database.url}
    done = forks.run("workshop.cli", *arguments, env=environment)
    assert done.returncode == 0, done.stderr
    return done.stdout


async def _found(store: Store, code: str) -> DialogueView:
    async with store.read() as session:
        dialogue = await dialogue_by_code(session, code)
    assert dialogue is not None
    return dialogue


async def _filled(store: Store, data: Path, place: str) -> DialogueView:
    made = workshop(
        store,
        *("new", "--theme-set", "gmuend", "--title", f"Abend im {place}", "--municipality", "Gmünd"),
        *("--phase", "collect", "--series", TITLE, "--json", "--data", str(data)),
    )
    dialogue = await _found(store, json.loads(made)["code"])
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    facts = DialogueFacts(dialogue.title, "Gmünd", place, date.fromisoformat(PLACES[place]))
    await describe_dialogue(store, facts=facts, **act)
    await post(store, dialogue, f"Busse zum {place}", f"Busse ab {place}", f"Bänke am {place}", HELD, HIDDEN)
    await post(store, dialogue, WITHDRAWN, participant="p2")
    cards = await entries(store, dialogue)
    await hide_entry(store, entry_id=cards[HIDDEN].id, reason="advertising", **act)
    author = {"actor": Actor(participant="p2"), "dialogue_id": dialogue.id}
    await withdraw_entry(store, entry_id=cards[WITHDRAWN].id, **author)
    together = [cards[text].id for text in (f"Busse zum {place}", f"Busse ab {place}")]
    group = await gather_entries(store, entry_ids=together, label=f"Busse {place}", **act)
    draft = Draft(OutcomeKind.PROJECT_IDEA, f"Bürgerbus {place}", group_ids=[group])
    await create_outcome(store, draft=draft, **act)
    return await _found(store, dialogue.code)


async def _stored(store: Store) -> dict[str, set[tuple[str, str]]]:
    """Return what may leave the house of all real evenings, each with its code."""
    what: dict[str, tuple[Any, Any, Any]] = {
        "Beiträge": (Entry, Entry.text, Entry.state == "shown"),
        "Themen": (Group, Group.label, Group.state == "open"),
        "Projektideen": (Outcome, Outcome.title, Outcome.kind == OutcomeKind.PROJECT_IDEA),
    }
    found = {}
    async with store.read() as session:
        for name, (kind, column, condition) in what.items():
            statement = select(Dialogue.code, column).join(Dialogue, kind.dialogue_id == Dialogue.id)
            rows = await session.execute(statement.where(condition, Dialogue.rehearsal.is_(False)))
            found[name] = {(code, text) for code, text in rows}
    return found


def _written(file: Path, sheet: str, heading: str) -> Iterator[tuple[str, str]]:
    """Yield code and text of each row of a sheet."""
    rows = [[cell.value for cell in row] for row in load_workbook(file)[sheet].iter_rows(min_row=3)]
    evening, text = rows[0].index("Abend"), rows[0].index(heading)
    for row in rows[1:]:
        yield row[evening].split(" · ")[0], row[text]


async def test_two_evenings_are_exported_together_as_the_database_has_them(
    store: Store, tmp_path: Path
) -> None:
    first, second = [await _filled(store, tmp_path, place) for place in PLACES]
    # Nothing of a rehearsal gets among real evenings.
    tried = await create_dialogue(
        store, actor=operator(), facts=DialogueFacts("Probe"), theme_set="gmuend", phase=Phase.COLLECT,
        rehearsal=True, series=TITLE,
    )  # fmt: skip
    await post(store, await _found(store, tried), TRIED)
    listed = json.loads(workshop(store, "list", "--json", "--data", str(tmp_path)))
    assert {line["series"] for line in listed} == {TITLE}
    out = tmp_path / "out"
    told = workshop(store, "export", second.code, "--series", "--out", str(out), "--data", str(tmp_path))
    files = {Path(line) for line in told.splitlines()}
    assert files == {path for path in out.rglob("*") if path.is_file()}
    folders = [f"{PLACES[each.place]}-gmuend-{each.code}" for each in (first, second)]
    assert sorted(path.name for path in out.iterdir() if path.is_dir()) == sorted([*folders, "csv"])

    stored = await _stored(store)
    assert {name: len(rows) for name, rows in stored.items()} == {
        "Beiträge": 6,
        "Themen": 2,
        "Projektideen": 2,
    }
    for name, heading in (("Beiträge", "Karte"), ("Themen", "Thema"), ("Projektideen", "Projektidee")):
        written = list(_written(out / "ergebnisse.xlsx", name, heading))
        assert (len(written), set(written)) == (len(stored[name]), stored[name]), name

    document = Document(str(out / "protokoll.docx"))
    chapters: dict[str, str] = {}
    for block in document.element.body.iterchildren():
        text = "".join(part.text or "" for part in block.iter() if part.tag.endswith("}t"))
        is_chapter = any(
            part.values() == ["Heading1"] for part in block.iter() if part.tag.endswith("}pStyle")
        )
        if is_chapter:
            chapters[text] = ""
        elif chapters:
            chapters[list(chapters)[-1]] += text
    assert list(chapters)[1:] == [f"{n}. Abend: Abend im {place}" for n, place in enumerate(PLACES, start=1)]
    for dialogue, chapter in zip((first, second), list(chapters.values())[1:], strict=True):
        for code, text in stored["Beiträge"] | stored["Projektideen"]:
            assert (text in chapter) == (code == dialogue.code), text

    for position, (dialogue, folder) in enumerate(zip((first, second), folders, strict=True), start=1):
        results = json.loads((out / folder / "results.json").read_text("utf-8"))
        shown = {(dialogue.code, entry["text"]) for entry in results["entries"]}
        assert shown == {row for row in stored["Beiträge"] if row[0] == dialogue.code}
        assert results["dialogue"]["series"] == {"title": TITLE, "position": position, "of": 2}
    everything = b"".join(path.read_bytes() for path in files if path.suffix in {".csv", ".json"}).decode()
    everything += "".join(chapters.values())
    assert [secret for secret in (HELD, HIDDEN, WITHDRAWN, TRIED) if secret in everything] == []


async def test_evening_that_stands_by_itself_has_no_series_to_export(store: Store, tmp_path: Path) -> None:
    code = await create_dialogue(store, actor=operator(), facts=DialogueFacts("Abend"), theme_set="gmuend")
    environment = forks.environment() | {"WORKSHOP_DATABASE_URL": store.database.url}
    out = ("--out", str(tmp_path / "out"), "--data", str(tmp_path))
    done = forks.run("workshop.cli", "export", code, "--series", *out, env=environment)
    assert (done.returncode, done.stderr) == (1, "workshop: This evening is in no series. (not_in_series)\n")
    assert not (tmp_path / "out").exists()
