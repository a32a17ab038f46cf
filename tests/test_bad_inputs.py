"""Every bad text through every field: refused in plain words, or stored as text, alike on both databases."""

import asyncio
import csv
import json
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from exports import write_results
from tests.bad_texts import NOT_A_ROW, NOT_TEXT, OWN, bad_texts
from themes import LANGUAGES
from workshop.changes import open_feed
from workshop.domain import bounds
from workshop.domain.dialogue import DialogueFacts, create_dialogue, describe_dialogue, set_phase
from workshop.domain.entry import PaperCard, add_paper_entry, correct_entry, correct_paper_entry
from workshop.domain.errors import DomainError, Refusal, RefusedError
from workshop.domain.group import checked_label, gather_entries, merge_groups, rename_group
from workshop.domain.mark import dismiss_proposal, double_entry, mark_contradiction
from workshop.domain.outcome import Draft, create_outcome, edit_outcome
from workshop.domain.posting import Card, Inbox, checked_text
from workshop.domain.queries.dialogue import DialogueView, dialogue_by_code
from workshop.domain.queries.results import results_of
from workshop.domain.queries.table import tables_of
from workshop.domain.replying import Answer, ReplyBox
from workshop.domain.rights import Actor, operator
from workshop.domain.series import checked_title, put_into_series
from workshop.domain.store import Store
from workshop.domain.summary import offer_summary, write_summary
from workshop.domain.table import add_table, edit_question, edit_table, move_table
from workshop.domain.text import is_blank, normalise
from workshop.domain.verdict import checked_reason, give_verdict
from workshop.domain.wording import checked_translations
from workshop.domain.written_field import write_field
from workshop.i18n import catalogue
from workshop.models import OutcomeKind, Phase, QuestionKey, Summary, Verdict
from workshop.models.database import Database

pytestmark = pytest.mark.integration

TEXTS = bad_texts()
LANGS = [tag for tag in LANGUAGES if tag != "de"]
# Each field of a person's text, and what becomes of a text in it.
FIELDS: dict[str, Callable[[str], str]] = {
    "card": checked_text,
    "group name": checked_label,
    "title": lambda text: DialogueFacts(title=text).checked().title,
    "municipality": lambda text: DialogueFacts(title="x", municipality=text).checked().municipality,
    "place": lambda text: DialogueFacts(title="x", place=text).checked().place,
    "goal": lambda text: DialogueFacts(title="x", goal=text).checked().goal,
    "promise": lambda text: DialogueFacts(title="x", promise=text).checked().promise,
    "outcome title": lambda text: Draft(OutcomeKind.PROBLEM, title=text).checked().title,
    "outcome text": lambda text: (
        Draft(OutcomeKind.PROBLEM, title="x", description=text).checked().description
    ),
    "outcome line": lambda text: "".join(
        Draft(OutcomeKind.PROJECT_IDEA, title="x", details={"partners": [text]}).checked().details["partners"]
    ),
    "outcome field": lambda text: (
        Draft(OutcomeKind.PROJECT_IDEA, title="x", details={"first_step": text})
        .checked()
        .details["first_step"]
    ),
    "summary": lambda text: bounds.text(text, bounds.SUMMARY),
    "addition": lambda text: Answer("", 1, 1, "add", text, "de", "p1").checked().text,
    "verdict reason": checked_reason,
    "series title": checked_title,
    "translation": lambda text: (checked_translations({"en": text}, bounds.GOAL) or {})["en"],
}


def taken(field: str, text: str) -> str | Refusal:
    """Return what a field makes of a text: what is stored, or why it is refused."""
    try:
        return FIELDS[field](text)
    except DomainError as error:
        return error.key


def test_each_field_refuses_a_text_or_takes_it_as_text() -> None:
    for field in FIELDS:
        for text in TEXTS:
            became = taken(field, text)
            if isinstance(became, Refusal):
                assert became in {
                    *(Refusal.TEXT_TOO_LONG, Refusal.TEXT_HEAPED, Refusal.TEXT_EMPTY),
                    *(Refusal.TITLE_MISSING, Refusal.LABEL_MISSING),
                }, (field, text)
            elif field in {"group name", "series title"}:
                assert became == " ".join(normalise(text).split())
            else:
                assert became in {normalise(text), ""}, (field, text)
        assert sum(isinstance(taken(field, text), Refusal) for text in TEXTS) < len(TEXTS) / 4


def test_each_field_refuses_what_is_no_text() -> None:
    for field, take in FIELDS.items():
        for value in NOT_TEXT:
            if field == "card" or (field == "outcome field" and value is None):
                continue  # whoever takes a card looks at its types before; nothing was said
            with pytest.raises(RefusedError):
                take(value)


@given(st.text(st.characters(codec=None), max_size=3000))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_becomes_the_same_in_each_field_or_is_refused(text: str) -> None:
    for field in FIELDS:
        became = taken(field, text)
        if not isinstance(became, Refusal):
            assert taken(field, became) == became
            became.encode()  # nothing that a database or a file could not hold
            assert "\0" not in became


@pytest.fixture
async def stores(tmp_path: Path, postgres_url: str) -> AsyncIterator[list[Store]]:
    """Both databases at once."""
    databases = [Database(f"sqlite:///{tmp_path / 'workshop.sqlite'}"), Database(postgres_url)]
    feeds = [open_feed(database.url) for database in databases]
    for database in databases:
        await database.migrate()
    yield [Store(database, feed) for database, feed in zip(databases, feeds, strict=True)]
    for feed in feeds:
        await feed.close()
    for database in databases:
        await database.close()


async def evening(store: Store, phase: Phase = Phase.COLLECT) -> DialogueView:
    facts = DialogueFacts(title="Dialogabend")
    code = await create_dialogue(store, actor=operator(), facts=facts, theme_set="gmuend", phase=phase)
    async with store.read() as session:
        found = await dialogue_by_code(session, code)
    assert found is not None
    return found


def fitting(field: str, texts: Sequence[str] = TEXTS) -> Iterator[str]:
    """Return again and again the texts that a field takes, as they are written."""
    fit = [text for text in texts if taken(field, text) and not isinstance(taken(field, text), Refusal)]
    while True:
        yield from fit


def card_of(dialogue: DialogueView, table: str, number: int, text: str) -> Card:
    return Card(str(uuid.UUID(int=number + 1)), dialogue.code, table, "needed", text, "de", "p1")


async def everything(store: Store, code: str) -> object:
    """Return what is stored of a dialogue, without what differs between two of them."""
    async with store.read() as session:
        results = await results_of(session, code)
        dialogue = await dialogue_by_code(session, code)
        assert dialogue is not None
        tables = await session.run_sync(tables_of, dialogue.id)
    facts = results.dialogue
    return (
        (facts.title, facts.municipality, facts.place, facts.held_on, dialogue.goal, dialogue.promise),
        dialogue.translations,
        [(table.titles, table.guides) for table in tables],
        [(entry.text, entry.lang, entry.question) for entry in results.entries],
        [(group.label, group.verdict, group.verdict_reason) for group in results.groups],
        [(outcome.title, outcome.description, outcome.details.values) for outcome in results.outcomes],
        [(each.text, [said.text for said in each.additions]) for each in results.summaries],
    )


async def _fill(store: Store, times: int) -> object:
    """Put texts into every field, `times` rounds of them; return what is stored."""
    dialogue, actor = await evening(store), operator()
    where = {"actor": actor, "dialogue_id": dialogue.id}
    async with store.read() as session:
        table = (await session.run_sync(tables_of, dialogue.id))[0]
    inbox = Inbox(store)
    cards = [text for text in TEXTS if not isinstance(taken("card", text), Refusal)]
    sent = [card_of(dialogue, table.key, number, text) for number, text in enumerate(cards)]
    ids = [receipt.id for receipt in await asyncio.gather(*map(inbox.post_entry, sent))]
    paper = PaperCard(table.id, QuestionKey.WORKS, cards[0], "de")
    on_paper = await add_paper_entry(store, **where, card=paper)
    group = await gather_entries(store, **where, entry_ids=ids[:2], label="x")
    names = {name: fitting(name) for name in FIELDS}
    lines = [
        text
        for text in TEXTS
        if taken("outcome line", text) and not isinstance(taken("outcome line", text), Refusal)
    ]
    for start in range(0, len(lines), bounds.LINES):
        details = {"partners": lines[start : start + bounds.LINES]}
        await create_outcome(
            store,
            **where,
            draft=Draft(OutcomeKind.PROJECT_IDEA, title="x", group_ids=[group], details=details),
        )
    for turn in range(times):
        facts = DialogueFacts(
            title=next(names["title"]),
            municipality=next(names["municipality"]),
            place=next(names["place"]),
            goal=next(names["goal"]),
            promise=next(names["promise"]),
            translations={"goal": {tag: next(names["translation"]) for tag in LANGS}},
        )
        await describe_dialogue(store, **where, facts=facts)
        await rename_group(store, **where, group_id=group, label=next(names["group name"]))
        why = next(names["verdict reason"])
        await give_verdict(store, **where, group_id=group, verdict=Verdict.NOT, reason=why)
        draft = Draft(
            OutcomeKind.PROJECT_IDEA,
            title=next(names["outcome title"]),
            description=next(names["outcome text"]),
            details={"first_step": next(names["outcome field"])},
            group_ids=[group],
        )
        await create_outcome(store, **where, draft=draft)
        card = PaperCard(table.id, QuestionKey.WORKS, next(names["card"]), "de")
        await correct_paper_entry(store, **where, entry_id=on_paper, card=card)
        own = Actor(participant="p1")
        await correct_entry(
            store, actor=own, dialogue_id=dialogue.id, entry_id=ids[-1 - turn], text=next(names["card"])
        )
        text = next(each for each in names["summary"] if not is_blank(normalise(each)))
        summary = await write_summary(store, **where, table_id=table.id, number=1, text=text)
        await offer_summary(store, **where, summary_id=summary)
        async with store.read() as session:
            edition = await session.scalar(select(Summary.edition).where(Summary.id == summary))
        addition = Answer(dialogue.code, summary, edition or 0, "add", next(names["addition"]), "de", "p1")
        await ReplyBox(store).reply(addition)
    await set_phase(store, **where, phase=Phase.PREPARATION)
    title, guide = (
        fitting("title", [t for t in TEXTS if len(t) <= 120]),
        fitting("goal", [t for t in TEXTS if len(t) <= 300]),
    )
    for turn in range(1 + times // 4):
        await edit_table(
            store,
            **where,
            table_id=table.id,
            title=next(title),
            guide=next(guide),
            titles={tag: next(title) for tag in LANGS},
            guides={tag: next(guide) for tag in LANGS},
        )
        await edit_question(
            store,
            **where,
            key=QuestionKey.WORKS,
            title=next(title),
            titles={tag: next(title) for tag in LANGS},
        )
        if turn < 5:
            await add_table(store, **where, title=next(title))
    return await everything(store, dialogue.code)


async def test_both_databases_store_the_same(stores: list[Store]) -> None:
    sqlite, postgresql = [await _fill(store, 12) for store in stores]
    assert sqlite == postgresql


@pytest.mark.soak
async def test_both_databases_store_the_same_of_every_text(stores: list[Store]) -> None:
    sqlite, postgresql = [await _fill(store, 520) for store in stores]
    assert sqlite == postgresql


async def test_every_text_stands_as_text_in_every_file(stores: list[Store], tmp_path: Path) -> None:
    dialogue = await evening(stores[0])
    texts = [text for text in TEXTS if not isinstance(taken("card", text), Refusal)]
    inbox = Inbox(stores[0])
    cards = [card_of(dialogue, "wohnen", number, text) for number, text in enumerate(texts)]
    await asyncio.gather(*map(inbox.post_entry, cards))
    async with stores[0].read() as session:
        results = await results_of(session, dialogue.code)
    assert len(results.entries) > len(texts) * 0.9  # some are held, for they seem to name people
    shown = [entry.text for entry in results.entries]
    write_results(results, tmp_path / "files", gettext=catalogue("exports", "de").gettext)
    files = tmp_path / "files"
    entries = json.loads((files / "results.json").read_text(encoding="utf-8"))["entries"]
    assert [entry["text"] for entry in entries] == shown
    cells = [
        cell
        for sheet in openpyxl.load_workbook(files / "ergebnisse.xlsx").worksheets
        for row in sheet.iter_rows()
        for cell in row
    ]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}  # no formula, no error
    written = {str(cell.value).replace("_x000D_", "").strip() for cell in cells}
    assert [text for text in shown if text not in written] == []
    with (files / "csv" / "beitraege.csv").open(encoding="utf-8-sig", newline="") as file:
        fields = [field for row in csv.reader(file, delimiter=";") for field in row]
    assert [text for text in shown if text not in fields and f"'{text}" not in fields] == []
    assert [field for field in fields if field.startswith(("=", "+", "-", "@"))] == []
    document = docx.Document(str(files / "protokoll.docx"))
    words = "\n".join(text.text or "" for text in document.element.body.iter(qn("w:t")))
    assert [text for text in shown if text.splitlines()[0].strip() not in words] == []


async def refused(work: Awaitable[object]) -> bool:
    """Say whether this was refused; anything else that is raised is a fault."""
    try:
        await work
    except DomainError:
        return True
    return False


async def test_ids_and_numbers_that_cannot_be_are_refused_on_both_databases(stores: list[Store]) -> None:
    for store in stores:
        dialogue = await evening(store)
        at = {"actor": operator(), "dialogue_id": dialogue.id}
        draft = Draft(OutcomeKind.PROBLEM, title="x")
        for wrong in NOT_A_ROW:
            for work in (
                describe_dialogue(store, actor=operator(), dialogue_id=wrong, facts=DialogueFacts(title="x")),
                set_phase(store, actor=operator(), dialogue_id=wrong, phase=Phase.SORT),
                put_into_series(store, **at, series_id=wrong),
                rename_group(store, **at, group_id=wrong, label="x"),
                give_verdict(store, **at, group_id=wrong, verdict=Verdict.NOT),
                merge_groups(store, **at, into=wrong, group_ids=[wrong]),
                create_outcome(store, **at, draft=Draft(OutcomeKind.PROBLEM, title="x", group_ids=[wrong])),
                create_outcome(store, **at, draft=Draft(OutcomeKind.PROBLEM, title="x", table_id=wrong)),
                edit_outcome(store, **at, outcome_id=wrong, draft=draft),
                write_field(store, **at, outcome_id=wrong, name="title", text="x", seen=""),
                edit_table(store, **at, table_id=wrong, title="x", guide=""),
                move_table(store, **at, table_id=wrong, by=1),
                dismiss_proposal(store, **at, table_id=wrong, key="x"),
                mark_contradiction(store, **at, group_ids=(1, wrong)),
                add_paper_entry(store, **at, card=PaperCard(wrong, QuestionKey.WORKS, "x", "de")),
            ):
                assert await refused(work), wrong
        for wrong in [*OWN, *NOT_TEXT]:
            for work in (
                double_entry(store, **at, entry_id=wrong, group_id=1),
                gather_entries(store, **at, entry_ids=[wrong], label="x"),
            ):
                assert await refused(work), wrong
        for key in OWN:
            assert await refused(dismiss_proposal(store, **at, table_id=2**40, key=key))
        assert await refused(gather_entries(store, **at, entry_ids=[str(uuid.uuid4())] * 10_000))
