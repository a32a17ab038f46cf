"""An evening in the database as it may be: with cards and outcomes that no file may hold."""

from datetime import date, time

from tests.factories import entries, everything, post, redescribe
from workshop.domain.entry import hide_entry, hold_entry, withdraw_entry
from workshop.domain.group import gather_entries
from workshop.domain.outcome import Draft, create_outcome, discard_outcome
from workshop.domain.queries.changes import Delta
from workshop.domain.queries.dialogue import DialogueView
from workshop.domain.redaction import redact_entry
from workshop.domain.rights import Actor, operator
from workshop.domain.store import Store
from workshop.models import HoldReason, OutcomeKind

SECRETS = ("Zwetschge", "Quitte", "Mirabelle", "Pflaume", "Schlehe")
"""Words of a hidden, a held, a withdrawn and a redacted card, and of a discarded outcome."""


async def harvest(store: Store, dialogue: DialogueView) -> Delta:
    """Fill a dialogue and return all that the database holds of it."""
    act = {"actor": operator(), "dialogue_id": dialogue.id}
    await redescribe(
        store,
        **act,
        place="Bürgerhaus",
        held_on=date(2026, 3, 12),
        planned_start=time(18, 30),
        planned_end=time(21, 0),
    )
    hidden, held, withdrawn, redacted, outcome = SECRETS
    words = [f"Mehr {word} pflanzen" for word in (hidden, held, withdrawn, redacted)]
    await post(store, dialogue, "Ein Bus am Abend", "دورات لغة مسائية", *words)
    cards = await entries(store, dialogue)
    topic = await gather_entries(store, **act, entry_ids=[each.id for each in cards.values()], label="Busse")
    for kind, title, description, details in (
        ("project_idea", "=Abendbus", "Ein Bus\nbis Mitternacht", {"caretaker": "متطوعون من الحي"}),
        ("suggestion", "دورات مسائية", "", {}),
        ("recommendation", "Takt verdichten", "Alle zehn Minuten.", {"addressee": "district"}),
        ("problem", "Kein Bus nach acht", "", {}),
        ("existing_offer", "Rufbus", "", {"provider": "Stadtwerke"}),
        ("round_table", "Bus und Bahn", "Wer fährt?", {"held_on": "2026-05-21", "place": "Rathaus"}),
    ):
        draft = Draft(OutcomeKind(kind), title, description, group_ids=[topic], details=details)
        await create_outcome(store, **act, draft=draft)
    gone = await create_outcome(store, **act, draft=Draft(OutcomeKind.SUGGESTION, outcome))
    await discard_outcome(store, **act, outcome_id=gone)
    ids = [cards[text].id for text in words]
    await hide_entry(store, **act, entry_id=ids[0], reason=HoldReason.FLOOD)
    await hold_entry(store, **act, entry_id=ids[1], reason=HoldReason.FLOOD)
    author = Actor(participant="p1")
    await withdraw_entry(store, actor=author, dialogue_id=dialogue.id, entry_id=ids[2])
    start = words[3].index(redacted)
    await redact_entry(store, **act, entry_id=ids[3], spans=[(start, start + len(redacted))])
    return await everything(store, dialogue)
