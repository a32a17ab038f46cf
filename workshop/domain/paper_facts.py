"""The verb that writes down what papers for an office say beside the results."""

from collections.abc import Mapping

from exports.paper_facts import (
    MOST_HIGHLIGHTS,
    PAPER_FIELDS,
    PaperFacts,
    PaperField,
    PaperKind,
    lines_of,
    paper_facts_of,
    read_group,
    read_number,
)
from workshop.domain import bounds
from workshop.domain.errors import Refusal, RefusedError
from workshop.domain.rights import Actor
from workshop.domain.store import Store, check_version
from workshop.domain.text import is_blank


async def write_paper_facts(
    store: Store,
    *,
    actor: Actor,
    dialogue_id: int,
    facts: PaperFacts,
    seen_version: int | None = None,
) -> None:
    """Write what the papers say instead of what was written before; what is empty goes."""
    actor.require_moderator(dialogue_id)
    stored = checked_paper_facts(facts).said()
    async with store.change(dialogue_id) as change:
        check_version(change.dialogue, seen_version)
        if stored != change.dialogue.paper_facts:
            change.set_facts(paper_facts=stored)


def checked_paper_facts(facts: PaperFacts) -> PaperFacts:
    """Return the facts with normalised texts; raise `RefusedError` for what cannot be taken."""
    return paper_facts_of({each.name: _checked(each, getattr(facts, each.name)) for each in PAPER_FIELDS})


def written_paper_facts(written: Mapping[str, str]) -> PaperFacts:
    """Return the facts that a form holds, numbers as people write them.

    Raises `RefusedError` for a number that is none.
    """
    return checked_paper_facts(
        paper_facts_of({each.name: _read(each, written.get(each.name, "")) for each in PAPER_FIELDS})
    )


def _read(field: PaperField, text: str) -> str | int | None:
    if field.kind is not PaperKind.NUMBER:
        return text
    plain = bounds.text(text, bounds.PAPER_NUMBER)
    if not plain:
        return None
    number = read_number(plain)
    if number is None:
        raise RefusedError(Refusal.NUMBER_INVALID)
    return number


def _checked(field: PaperField, value: object) -> str | int | None:
    if field.kind is PaperKind.NUMBER:
        return None if value is None else bounds.number(value, (0, field.bound), Refusal.NUMBER_INVALID)
    stored = bounds.text(value, field.bound)
    if is_blank(stored):
        return ""
    if field.kind is not PaperKind.LINES:
        return stored
    lines = lines_of(stored)
    if field.name == "highlights" and len(lines) > MOST_HIGHLIGHTS:
        raise RefusedError(Refusal.TOO_MANY)
    if field.name == "attendance_of" and any(read_group(line)[1] is None for line in lines):
        raise RefusedError(Refusal.GROUP_WITHOUT_NUMBER)
    return "\n".join(lines)
