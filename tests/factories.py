"""What tests put into a dialogue."""

import uuid
from dataclasses import fields

from workshop.domain.code import normalise_code
from workshop.domain.dialogue import DialogueFacts, describe_dialogue
from workshop.domain.dot import Weighing
from workshop.domain.grant import exchange_link, make_link
from workshop.domain.posting import Card, Inbox, Receipt
from workshop.domain.queries.changes import Delta, changes_since
from workshop.domain.queries.dialogue import DialogueView, dialogue_by_id
from workshop.domain.queries.entry import EntryView
from workshop.domain.queries.group import GroupView
from workshop.domain.rights import Actor, operator
from workshop.domain.store import Store
from workshop.models import Role


def card(dialogue: DialogueView, text: str = "Mehr Busse am Abend", **fields: str) -> Card:
    """Return a card for the first table, or as the fields say."""
    given = {
        "id": str(uuid.uuid4()),
        "code": normalise_code(dialogue.code),
        "table": "wohnen",
        "question": "needed",
        "text": text,
        "lang": "de",
        "participant": "p1",
    }
    return Card(**(given | fields))


async def post(store: Store, dialogue: DialogueView, *texts: str, **fields: str) -> list[Receipt]:
    """Post cards one after the other."""
    inbox = Inbox(store)
    return [await inbox.post_entry(card(dialogue, text, **fields)) for text in texts]


async def set_weighing(store: Store, *, actor: Actor, dialogue_id: int, weighing: Weighing) -> None:
    """Say how many dots participants have, and leave all else of a dialogue as it is."""
    await redescribe(store, actor=actor, dialogue_id=dialogue_id, weighing=weighing)


async def redescribe(store: Store, *, actor: Actor, dialogue_id: int, **said: object) -> None:
    """Say something else of a dialogue, and leave the rest as it is."""
    async with store.read() as session:
        found = await dialogue_by_id(session, dialogue_id)
    assert found is not None
    names = {field.name for field in fields(DialogueFacts)} - {"weighing", "windows"}
    facts = DialogueFacts(**({name: getattr(found, name) for name in names} | said))
    await describe_dialogue(store, actor=actor, dialogue_id=dialogue_id, facts=facts)


async def everything(store: Store, dialogue: DialogueView) -> Delta:
    """Return the whole dialogue as the database has it now."""
    async with store.read() as session:
        delta = await session.run_sync(changes_since, dialogue.id, 0)
    assert delta is not None
    return delta


async def entries(store: Store, dialogue: DialogueView) -> dict[str, EntryView]:
    """Return the cards by their text."""
    return {entry.text: entry for entry in (await everything(store, dialogue)).entries}


async def groups(store: Store, dialogue: DialogueView) -> dict[str, GroupView]:
    """Return the groups by their label."""
    return {group.label: group for group in (await everything(store, dialogue)).groups}


async def opened(store: Store, role: Role, *, key: str | None = None, **bounds: int) -> str:
    """Return the key of a browser that opened a new link; `key` is the one that it had."""
    secret = await make_link(store, actor=operator(), role=role, **bounds)
    return (await exchange_link(store, secret=secret, key=key))[0]
