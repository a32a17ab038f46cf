"""What the plenary of the rehearsal makes of the largest groups: one outcome of each kind."""

from collections.abc import Mapping
from typing import Any

from exports.field import Lines, Suggested
from exports.outcome_fields import fields_of
from themes import load_actor_map
from workshop.domain.outcome import Draft, create_outcome
from workshop.domain.rights import operator
from workshop.domain.store import Store
from workshop.live.picture import Picture
from workshop.models import EntryState, OutcomeKind, QuestionKey

ROUND_TABLE_QUESTIONS = 3
INVITED = 5


async def harvest_largest(store: Store, picture: Picture, outcomes: list[dict[str, Any]]) -> int:
    """Turn the largest groups into the given outcomes, one group each; return how many there were."""
    largest = [
        group
        for table_id in picture.tables
        for group in picture.groups_of(table_id)
        if picture.size(group) > 1
    ]
    largest.sort(key=lambda group: -picture.size(group))
    for outcome, group in zip(outcomes, largest, strict=False):
        kind = OutcomeKind(outcome["kind"])
        suggested = _suggested(picture, group.table_id, group.id)
        lists = [each for each in fields_of(kind) if isinstance(each, Lines)]
        details: Mapping[str, Any] = {
            **{each.name: suggested[each.suggested] for each in lists if each.suggested in suggested},
            **outcome["details"],
        }
        draft = Draft(
            kind=kind,
            title=outcome["title"].format(label=group.label),
            description=outcome["description"],
            table_id=group.table_id,
            group_ids=[group.id],
            details=details,
        )
        await create_outcome(store, actor=operator(), dialogue_id=picture.dialogue.id, draft=draft)
    return min(len(outcomes), len(largest))


def _suggested(picture: Picture, table_id: int, group_id: int) -> dict[Suggested, list[str]]:
    actors = load_actor_map()
    questions = [
        entry.text
        for entry in picture.members(picture.groups[group_id])
        if entry.question == QuestionKey.NEEDED and entry.state == EntryState.SHOWN
    ]
    actors_of_table = [
        actors.actor(key).title.in_language(picture.dialogue.lang) for key in picture.tables[table_id].actors
    ]
    return {
        Suggested.ACTORS: actors_of_table[:INVITED],
        Suggested.QUESTIONS: questions[:ROUND_TABLE_QUESTIONS],
    }
