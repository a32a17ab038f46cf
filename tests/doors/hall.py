"""Two dialogues with everything in them that a verb can take hold of, and what a database holds in all."""

import asyncio
import contextlib
import hashlib
import json
import sqlite3
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from tests.doors.who import Place
from tests.photos import taken
from workshop.changes import LocalFeed
from workshop.domain.dialogue import DialogueFacts, create_dialogue, describe_dialogue, set_phase
from workshop.domain.entry import PaperCard, add_paper_entry, hide_entry
from workshop.domain.grant import exchange_link, make_link
from workshop.domain.group import gather_entries, rename_group
from workshop.domain.handout import release_handouts
from workshop.domain.mark import double_entry
from workshop.domain.mute import mute_author
from workshop.domain.outcome import Draft, create_outcome, discard_outcome
from workshop.domain.photo import add_photo
from workshop.domain.placement import Description, describe_groups
from workshop.domain.posting import Card, Inbox
from workshop.domain.queries.dialogue import dialogue_by_code
from workshop.domain.queries.grant import access_of
from workshop.domain.queries.table import tables_of
from workshop.domain.replying import Answer, ReplyBox
from workshop.domain.rights import Actor, operator
from workshop.domain.round import start_round
from workshop.domain.series import start_series
from workshop.domain.step import undo_step
from workshop.domain.store import Store
from workshop.domain.summary import offer_summary, write_summary
from workshop.domain.table import remove_table
from workshop.models import OutcomeKind, Phase, QuestionKey, Reply, Role, Showing
from workshop.models.database import Database

AUTHOR = "0123456789abcdef0123456789abcdef"


@dataclass(frozen=True)
class Table:
    """What stands at one table: two topics with two cards each, cards without one, and a host's device."""

    table: int
    key: str
    group: int
    grouped: tuple[str, ...]
    second_group: int
    single: str
    other_single: str
    hidden: str
    own: str
    paper: str
    outcome: int
    discarded: int
    meeting: int
    mute: int
    step: int
    grant: int
    summary: int
    addition: int
    held_addition: int
    photo: int
    other_photo: int
    # Of the whole dialogue.
    series: int


# What only those may read who look at held cards, and whoever wrote it.
HELD = "Ruft mich an: 0171 2345678"
# What a host may read that somebody wants to be added to a summary.
ADDITION = "Auch am Sonntag"
# What its photos show.
PHOTOS = ("Eine Wand mit Karten", "Ein Flipchart")
# More than a list of held cards, or of cards behind a result, shows at once.
MANY_HELD, MANY_GROUPED = 9, 31


@dataclass(frozen=True)
class Evening:
    """One dialogue with two filled tables and one that was taken out."""

    dialogue: int
    code: str
    here: Table
    there: Table
    removed: int


@dataclass(frozen=True)
class Hall:
    """The dialogue in question and another one."""

    evening: Evening
    other: Evening

    @property
    def place(self) -> Place:
        """What rights are bounded to."""
        evening = self.evening
        return Place(evening.dialogue, evening.here.table, evening.there.table, self.other.dialogue)


TITLES = ("Dieser Abend", "Jener Abend")


async def fill(store: Store, *, many: bool = False) -> Hall:
    """Make both dialogues, rehearsals that can be wiped, and an empty one. `many`: long lists."""
    hall = Hall(*[await _evening(store, title, many=many) for title in TITLES])
    # One that is no rehearsal: the archive has to be asked before it goes.
    facts = DialogueFacts(title="Ein wirklicher Abend")
    await create_dialogue(store, actor=operator(), facts=facts, theme_set="gmuend")
    return hall


async def _evening(store: Store, title: str, *, many: bool) -> Evening:
    facts = DialogueFacts(title=title)
    code = await create_dialogue(
        store, actor=operator(), facts=facts, theme_set="gmuend", phase=Phase.PREPARATION, rehearsal=True
    )
    async with store.read() as session:
        dialogue = await dialogue_by_code(session, code)
        assert dialogue is not None
        tables = await session.run_sync(tables_of, dialogue.id)
    here, there, *_, last = tables
    whose = {"actor": operator(), "dialogue_id": dialogue.id}
    await remove_table(store, table_id=last.id, **whose)
    await set_phase(store, phase=Phase.COLLECT, **whose)
    await start_round(store, minutes=15, **whose)
    if many:
        await _wait_for_a_look(store, code, here.key, title, **whose)
    await release_handouts(store, **whose)
    series = await start_series(store, title=f"Reihe mit {code}", **whose)
    filled = [
        await _table(store, code, dialogue.id, each.id, each.key, series, many=many and each is here)
        for each in (here, there)
    ]
    return Evening(dialogue.id, code, *filled, last.id)


async def _wait_for_a_look(
    store: Store, code: str, key: str, title: str, *, actor: Actor, dialogue_id: int
) -> None:
    """Let three cards wait as all cards of some dialogues do."""
    for showing, names in ((Showing.APPROVAL, ("Bäume", "Brunnen", "Beete")), (Showing.AT_ONCE, ())):
        facts = DialogueFacts(title=title, showing=showing)
        await describe_dialogue(store, actor=actor, dialogue_id=dialogue_id, facts=facts)
        for name in names:
            card = Card(
                str(uuid.uuid4()), code, key, QuestionKey.NEEDED, f"Mehr {name}", "de", uuid.uuid4().hex
            )
            await Inbox(store).post_entry(card)


async def _table(
    store: Store, code: str, dialogue_id: int, table_id: int, key: str, series: int, *, many: bool
) -> Table:
    inbox, whose = Inbox(store), {"actor": operator(), "dialogue_id": dialogue_id}

    async def post(text: str, participant: str) -> str:
        card = Card(str(uuid.uuid4()), code, key, QuestionKey.NEEDED, text, "de", participant)
        return (await inbox.post_entry(card)).id

    names = ("Busse am Abend", "Busse am Morgen", "Ein Chor", "Ein Orchester", "Ein Garten", "Eine Bank")
    cards = [await post(name, uuid.uuid4().hex) for name in names]
    hidden, own = await post("Kauft bei mir", uuid.uuid4().hex), await post("Eine Werkstatt", AUTHOR)
    await asyncio.gather(*[post(HELD, uuid.uuid4().hex) for _ in range(MANY_HELD if many else 1)])
    more = [post(f"Bus {n}", uuid.uuid4().hex) for n in range(MANY_GROUPED if many else 0)]
    cards[2:2] = await asyncio.gather(*more)
    grouped, (singing, playing, single, other) = cards[:-4], cards[-4:]
    paper = PaperCard(table_id, QuestionKey.WORKS, "Das Fest", "de")
    on_paper = await add_paper_entry(store, card=paper, **whose)
    group = await gather_entries(store, entry_ids=grouped, label="Busse", **whose)
    second = await gather_entries(store, entry_ids=[singing, playing], **whose)
    # A heading of the machine, which somebody has to look at.
    await describe_groups(store, dialogue_id=dialogue_id, descriptions=[Description(second, "Musik", ())])
    await hide_entry(store, entry_id=hidden, reason="advertising", **whose)
    muted = await mute_author(store, entry_id=other, reason="flood", **whose)
    draft = Draft(OutcomeKind.PROBLEM, "Zu wenig Busse", table_id=table_id, group_ids=[group])
    outcomes = [await create_outcome(store, draft=draft, **whose) for _ in range(2)]
    await discard_outcome(store, outcome_id=outcomes[1], **whose)
    talk = Draft(OutcomeKind.ROUND_TABLE, "Bus und Bahn", table_id=table_id, group_ids=[group])
    outcomes.append(await create_outcome(store, draft=talk, **whose))
    # The last steps: one that is done, and one that was taken back.
    await double_entry(store, entry_id=single, group_id=group, **whose)
    await rename_group(store, group_id=second, label="Chöre", **whose)
    await undo_step(store, table_id=table_id, **whose)
    turned = await undo_step(store, table_id=table_id, **whose)
    await double_entry(store, entry_id=other, group_id=group, **whose)
    await rename_group(store, group_id=group, label="Mehr Busse", **whose)
    await rename_group(store, group_id=second, label="Singen", **whose)
    await undo_step(store, table_id=table_id, **whose)
    return Table(
        table_id,
        key,
        group,
        tuple(grouped),
        second,
        single,
        other,
        hidden,
        own,
        on_paper,
        *outcomes,
        muted,
        turned.step_id + 2,
        await _host_device(store, table_id, **whose),
        *await _summary(store, code, table_id, **whose),
        *[
            await add_photo(store, picture=taken(), caption=name, table_id=table_id, **whose)
            for name in PHOTOS
        ],
        series,
    )


async def _summary(
    store: Store, code: str, table_id: int, *, actor: Actor, dialogue_id: int
) -> tuple[int, int, int]:
    """Show a summary to the table; two people want something to be added, one of which is held."""
    whose = {"actor": actor, "dialogue_id": dialogue_id}
    summary = await write_summary(store, table_id=table_id, number=1, text="Mehr Busse am Abend", **whose)
    await offer_summary(store, summary_id=summary, **whose)
    box = ReplyBox(store)
    for text in (ADDITION, HELD):
        await box.reply(Answer(code, summary, 1, "add", text, "de", uuid.uuid4().hex))
    async with store.read() as session:
        found = await session.scalars(select(Reply.id).where(Reply.summary_id == summary).order_by(Reply.id))
        addition, held = found
    return summary, addition, held


async def _host_device(store: Store, table_id: int, *, actor: Actor, dialogue_id: int) -> int:
    secret = await make_link(store, actor=actor, role=Role.HOST, dialogue_id=dialogue_id, table_id=table_id)
    await exchange_link(store, secret=secret, key=None)
    async with store.read() as session:
        newest, *_ = await access_of(session, dialogue_id)
    return newest.id


@contextlib.asynccontextmanager
async def open_store(file: Path):
    """Open the store on a file."""
    database = Database(f"sqlite:///{file}")
    try:
        yield Store(database, LocalFeed())
    finally:
        await database.close()


Rows = Mapping[str, Sequence[dict[str, object]]]


def rows_of(file: Path) -> Rows:
    """Return every row of every table."""
    with contextlib.closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        database.row_factory = sqlite3.Row
        names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        tables = [name for (name,) in names if not name.startswith("sqlite_")]
        return {
            name: [dict(row) for row in database.execute(f'SELECT * FROM "{name}" ORDER BY 1')]  # noqa: S608 - the database's own names
            for name in tables
        }


def digest_of(rows: Rows) -> str:
    """Return one word for all of them."""
    return hashlib.sha256(json.dumps(rows, sort_keys=True, default=str).encode()).hexdigest()


def of_dialogue(rows: Rows, dialogue_id: int) -> Rows:
    """Return what belongs to one dialogue."""
    own: dict[str, list[dict[str, object]]] = {}
    for name, each in rows.items():
        if name == "dialogues":
            own[name] = [row for row in each if row["id"] == dialogue_id]
        elif name in {"outcome_groups", "outcome_entries"}:
            outcomes = {row["id"] for row in rows["outcomes"] if row["dialogue_id"] == dialogue_id}
            own[name] = [row for row in each if row["outcome_id"] in outcomes]
        else:
            own[name] = [row for row in each if row.get("dialogue_id") == dialogue_id]
    return own


def of_table(rows: Rows, table_id: int) -> Rows:
    """Return what stands at one table."""
    at_table = {name: each for name, each in rows.items() if each and "table_id" in each[0]}
    return {name: [row for row in each if row["table_id"] == table_id] for name, each in at_table.items()}


def strays(rows: Rows) -> list[str]:
    """Return each row that joins what is of two dialogues, by its table and id."""
    home: dict[str, dict[object, object]] = {
        "table_id": {row["id"]: row["dialogue_id"] for row in rows["theme_tables"]},
        "group_id": {row["id"]: row["dialogue_id"] for row in rows["groups"]},
        "entry_id": {row["id"]: row["dialogue_id"] for row in rows["entries"]},
        "outcome_id": {row["id"]: row["dialogue_id"] for row in rows["outcomes"]},
    }
    home["summary_id"] = {row["id"]: row["dialogue_id"] for row in rows["summaries"]}
    # The list of erasures names these as it names cards.
    home["entry_id"] |= {
        row["key"]: row["dialogue_id"] for name in ("summaries", "replies", "photos") for row in rows[name]
    }
    home |= {"first_id": home["group_id"], "second_id": home["group_id"]}
    found = []
    for name, each in rows.items():
        for row in each:
            homes = {home[column][row[column]] for column in home.keys() & row.keys() if row[column]}
            homes |= {row["dialogue_id"]} if "dialogue_id" in row else set()
            if len(homes) > 1:
                found.append(f"{name} {row.get('id')}: {homes}")
    return found
