"""Pictures of the papers for `docs/papers.md`: ``python -m tests.release.paper_pictures``.

The first page of each, made by the product of a rehearsal; no picture is drawn by hand, so none gets old.
"""

import asyncio
import tempfile
import tomllib
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from PIL import Image

from exports import preview_file
from exports.details import details_of
from exports.paper_facts import PaperFacts
from exports.previewed import PageView
from exports.result_files import RESULT_FILES
from exports.results import OutcomeFacts, Results
from tests.exports.whole_evening import rehearse
from workshop.domain.queries.results import results_of
from workshop.i18n import catalogue
from workshop.live.services import open_store
from workshop.rehearsal.demo import EVENING
from workshop.settings import Settings

DOCS = Path(__file__).parents[2] / "docs"
PAGE = "papers.md"
FOLDER = "papers"
WIDTH = 560
COLOURS = 48
AT = datetime(2026, 3, 12, 21, 0, tzinfo=UTC)
PAPER = PaperFacts(
    inhabitants=61_000,
    municipality_kind="Probe: Große Kreisstadt",
    organiser="Probe: Stadtverwaltung",
    moderation="Probe: fünf Ehrenamtliche",
    attendance=150,
    attendance_of="Probe, Geflüchtete: 45\nProbe, Ehrenamtliche: 60",
    occasion="Probe: Viele sind neu in der Stadt, und viele helfen. Der Abend bringt sie an einen Tisch.",
    conclusion="Probe: In einem halben Jahr gibt es einen zweiten Abend.",
)


async def rehearsed() -> Results:
    """Return the results of a rehearsal, with the outcomes that `make demo` makes."""
    with tempfile.TemporaryDirectory() as data:
        settings = Settings(data_dir=Path(data), database_url="").ready()
        async with open_store(settings) as store:
            dialogue = await rehearse(store)
            async with store.read() as session:
                results = await results_of(session, dialogue.code)
    told = tomllib.loads(EVENING.read_text("utf-8"))
    largest = sorted(results.groups, key=lambda group: -len(group.entry_ids))
    outcomes = tuple(
        OutcomeFacts(
            id=number,
            title=outcome["title"].format(label=group.label.removeprefix("Thema ").capitalize()),
            details=details_of(outcome["kind"], outcome["details"]),
            description=outcome["description"],
            table=group.table,
            group_ids=(group.id,),
            entry_ids=group.entry_ids,
        )
        for number, (outcome, group) in enumerate(zip(told["outcomes"], largest, strict=False), start=1)
    )
    facts = {name: told[name] for name in ("title", "municipality", "place", "goal", "promise")}
    return replace(results, outcomes=outcomes, dialogue=replace(results.dialogue, **facts, paper=PAPER))


def small(picture: bytes) -> bytes:
    """Return a page as it is shown in the documentation."""
    page = Image.open(BytesIO(picture)).convert("RGB")
    page.thumbnail((WIDTH, 2 * WIDTH))
    out = BytesIO()
    page.quantize(COLOURS).save(out, "PNG", optimize=True)
    return out.getvalue()


def main() -> None:
    """Make all pictures anew, and the page that shows them."""
    results = asyncio.run(rehearsed())
    german, english = catalogue("exports", "de").gettext, catalogue("console", "en").gettext
    folder = DOCS / FOLDER
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    lines = [
        "# The papers of an evening",
        "",
        "What `workshop export` and the console's section *Dateien* make. The pictures are first pages of a",
        "rehearsal; `python -m tests.release.paper_pictures` made them and this page.",
    ]
    for file in RESULT_FILES:
        lines += ["", f"## {file.name}", "", english(file.purpose)]
        preview = preview_file(results, file, gettext=german, at=AT)
        pages = [view for view in preview.views if isinstance(view, PageView)] if preview else []
        if pages and pages[0].media == "image/png":
            name = f"{file.name.rstrip('/').replace('.', '-')}.png"
            (folder / name).write_bytes(small(pages[0].picture))
            lines += ["", f"![First page of {file.name}]({FOLDER}/{name})"]
    (DOCS / PAGE).write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
