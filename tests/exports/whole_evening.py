"""A rehearsal of 300 cards that becomes twelve outcomes, and its files as other programs read them."""

import csv
import json
import zipfile
from collections.abc import Iterator
from datetime import date, time
from io import BytesIO, StringIO
from itertools import chain, groupby

from docx import Document
from docx.oxml.ns import qn
from icalendar import Calendar
from openpyxl import load_workbook
from PIL import Image

from exports.field import Choice, Day, Field, Lines, Text, Tick
from exports.outcome_fields import OutcomeKind, fields_of
from tests.exports.pdf_reading import Reading
from tests.factories import entries, post
from tests.photos import taken
from themes import RehearsalCard, load_rehearsal_cards
from workshop.domain.balloting import BallotBox, Dots
from workshop.domain.dialogue import DialogueFacts, create_dialogue, set_phase
from workshop.domain.entry import hide_entry, hold_entry, withdraw_entry
from workshop.domain.group import gather_entries
from workshop.domain.mark import mark_accord
from workshop.domain.outcome import Draft, create_outcome, discard_outcome
from workshop.domain.photo import add_photo
from workshop.domain.queries.dialogue import DialogueView, dialogue_by_code
from workshop.domain.redaction import redact_entry
from workshop.domain.rights import Actor, operator
from workshop.domain.store import Store
from workshop.models import Accord, HoldReason, Phase

GERMAN, OTHER = 270, 30
SECRETS = ("Zwetschge", "Quitte", "Mirabelle", "Pflaume", "Schlehe")
"""Words of a hidden, a held, a withdrawn and a redacted card, and of a discarded outcome."""
# With what a spreadsheet would calculate, in scripts that run the other way or need fonts of their own.
SAID = ("=1+1 {}", "شراكة {}", "ምክር {}", "{} 🤝 & <Rat>")


async def rehearse(store: Store) -> DialogueView:
    """Hold the rehearsal: cards, topics, dots and results, and some that no file may hold."""
    facts = DialogueFacts(
        title="Probe: Dialogabend",
        municipality="Musterstadt",
        place="Bürgerhaus",
        held_on=date(2026, 3, 12),
        planned_start=time(18, 30),
        planned_end=time(21, 0),
        goal="Zuhören",
        promise="Der Rat berät im Mai.",
    )
    code = await create_dialogue(
        store, actor=operator(), facts=facts, theme_set="gmuend", phase=Phase.COLLECT, rehearsal=True
    )
    async with store.read() as session:
        dialogue = await dialogue_by_code(session, code)
    assert dialogue is not None
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    chosen = list(_cards())
    for n, card in enumerate(chosen):
        fields = {"table": card.table, "question": card.question, "lang": card.lang}
        await post(store, dialogue, card.text, participant=f"p{n % 100}", **fields)
    stored = await entries(store, dialogue)
    topics = []
    for (_, topic), cards in groupby(sorted(chosen, key=_place), _place):
        ids = [stored[card.text].id for card in cards if card.text in stored]
        if topic and len(ids) > 1:
            topics.append(await gather_entries(store, **act, entry_ids=ids, label=f"Thema {topic}"))
    await mark_accord(store, **act, group_id=topics[0], accord=Accord.AGREED)
    await mark_accord(store, **act, group_id=topics[1], accord=Accord.DISPUTED)
    await _hide(store, dialogue)
    await set_phase(store, **act, phase=Phase.WEIGH)
    box = BallotBox(store)
    for n in range(40):
        await box.give_dots(Dots(code, topics[n % 7], 1 + n % 3, f"p{n}"))
    await set_phase(store, **act, phase=Phase.HARVEST)
    for n, kind in enumerate(2 * tuple(OutcomeKind)):
        details = {each.name: _filled(each, n) for each in fields_of(kind)}
        draft = Draft(kind, f"Ergebnis {n}", SAID[n % 4].format("Text"), None, [topics[n]], None, details)
        await create_outcome(store, **act, draft=draft)
    gone = await create_outcome(store, **act, draft=Draft(OutcomeKind.SUGGESTION, SECRETS[4]))
    await discard_outcome(store, **act, outcome_id=gone)
    await add_photo(store, **act, picture=taken(), caption="Die Wand von Tisch 1")
    await set_phase(store, **act, phase=Phase.CLOSED)
    return dialogue


def _cards() -> Iterator[RehearsalCard]:
    """Yield cards of which no two say the same."""
    every = {card.text: card for card in load_rehearsal_cards("gmuend")}.values()
    yield from [card for card in every if card.lang == "de"][:GERMAN]
    yield from [card for card in every if card.lang not in {"de", "en", "tr"}][:OTHER]


def _place(card: RehearsalCard) -> tuple[str, str]:
    return card.table, card.topic


def _filled(field: Field, n: int) -> object:
    said = SAID[n % 4].format(f"{field.name} {n}")
    match field:
        case Text():
            return said
        case Lines():
            return [said, f"{field.name}, zweite Zeile {n}"]
        case Day():
            return f"2026-{4 + n % 8:02}-21"
        case Choice():
            return str(field.options[-1].key)
        case Tick():
            return True


async def _hide(store: Store, dialogue: DialogueView) -> None:
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    words = [f"Mehr {word} pflanzen" for word in SECRETS[:4]]
    await post(store, dialogue, *words, participant="author")
    hidden, held, withdrawn, redacted = [(await entries(store, dialogue))[each].id for each in words]
    await hide_entry(store, **act, entry_id=hidden, reason=HoldReason.FLOOD)
    await hold_entry(store, **act, entry_id=held, reason=HoldReason.FLOOD)
    author = Actor(participant="author")
    await withdraw_entry(store, actor=author, dialogue_id=dialogue.id, entry_id=withdrawn)
    start = words[3].index(SECRETS[3])
    await redact_entry(store, **act, entry_id=redacted, spans=[(start, start + len(SECRETS[3]))])


def rows_of(content: bytes) -> dict[str, list[list[object]]]:
    """Return the cells of each sheet of a workbook, row by row."""
    book = load_workbook(BytesIO(content))
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


def _docx(content: bytes) -> str:
    document = Document(BytesIO(content))
    parts = [document.element.body, *(part.footer._element for part in document.sections)]
    parts += [part.header._element for part in document.sections]
    paragraphs = chain.from_iterable(part.iter(qn("w:p")) for part in parts)
    return "\n".join("".join(t.text or "" for t in each.iter(qn("w:t"))) for each in paragraphs)


def _ics(content: bytes) -> str:
    names = ("summary", "description", "location")
    events = Calendar.from_ical(content).events
    return "\n".join(str(event[name]) for event in events for name in names if name in event)


def _csv(content: bytes) -> str:
    rows = csv.reader(StringIO(content.decode("utf-8-sig")), delimiter=";")
    return "\n".join("\n".join(row) for row in rows)


def _members(content: bytes) -> str:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return "\n".join(words_of(name, archive.read(name)) for name in archive.namelist())


READERS = {
    "xlsx": lambda content: "\n".join(
        str(cell) for rows in rows_of(content).values() for row in rows for cell in row if cell is not None
    ),
    "docx": _docx,
    "pdf": lambda content: Reading(content).said(),
    "ics": _ics,
    "csv": _csv,
    "json": lambda content: json.dumps(json.loads(content), ensure_ascii=False),
    "zip": _members,
    "txt": lambda content: content.decode(),
    # Its words are its caption, which stands in the minutes.
    "jpg": lambda content: Image.open(BytesIO(content)).format or "",
}


def words_of(name: str, content: bytes) -> str:
    """Return all words of a file as a program reads it that had no part in writing it."""
    return READERS[name.rsplit(".", 1)[-1]](content)
