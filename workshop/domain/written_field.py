"""The verb that writes one field of an outcome by itself: what others write beside it stays."""

from exports.details import details_of, longest_text
from exports.errors import RefusedResultsError
from exports.field import Field, Lines, Tick, Value
from exports.outcome_fields import fields_of
from workshop.domain import bounds
from workshop.domain.edited import heard
from workshop.domain.errors import ConflictError, NotFoundError, Refusal, RefusedError
from workshop.domain.measure import note_state, state_of
from workshop.domain.outcome import normalised, outcome_of
from workshop.domain.rights import Actor
from workshop.domain.store import Store
from workshop.domain.text import is_blank
from workshop.models import Outcome, OutcomeKind

# What `write_field` calls the title, which all kinds have.
TITLE = "title"


async def write_field(
    store: Store, *, actor: Actor, dialogue_id: int, outcome_id: int, name: str, text: str, seen: str
) -> None:
    """Write one field of an outcome (`title`, or one of its kind) and leave all others as they are.

    Hosts write what their table brought; what is of no table, or of another one, moderators write.
    `text` and what was `seen` there before writing are as people type them: a list has one item per line, a
    choice its key, a tick any word or none. Nothing typed empties a field, also one that is needed. Raises
    `ConflictError` if it holds neither of both by now.
    """
    async with store.change(dialogue_id) as change:
        outcome = await outcome_of(change, outcome_id)
        _require_writer(actor, outcome)
        if outcome.discarded:
            raise NotFoundError(Refusal.OUTCOME_UNKNOWN)
        if name == TITLE:
            title = bounds.text(text, bounds.OUTCOME_TITLE)
            if is_blank(title):
                raise RefusedError(Refusal.TITLE_MISSING)
            _require_seen(outcome.title, title, bounds.text(seen, bounds.OUTCOME_TITLE))
            kept = heard(change, outcome, title, outcome.description, zone=store.keeping.zone)
            change.set(outcome, title=title, heard=kept)
            return
        kind = OutcomeKind(outcome.kind)
        each = next((each for each in fields_of(kind) if each.name == name), None)
        if each is None:
            raise RefusedError(Refusal.DETAILS_INVALID)
        stored = _typed(each, text)
        held, written, known = (
            _said(kind, each, value) for value in (outcome.details.get(name), stored, _typed(each, seen))
        )
        _require_seen(held, written, known)
        if held != written:
            was = state_of(outcome.kind, outcome.details)
            details = {key: value for key, value in outcome.details.items() if key != name}
            change.set(outcome, details=details | ({name: stored} if stored else {}))
            note_state(change, outcome, was, by=actor)


def _require_writer(actor: Actor, outcome: Outcome) -> None:
    if outcome.table_id is None:
        actor.require_moderator(outcome.dialogue_id)
    else:
        actor.require_table(outcome.dialogue_id, outcome.table_id)


def _typed(each: Field, text: object) -> str | bool | list[str]:
    """Return what is stored of a field into which somebody typed this."""
    typed = bounds.arrived(text, bounds.OUTCOME_TEXT)
    if isinstance(each, Tick):
        return bool(typed.strip())
    return normalised(each, typed.splitlines() if isinstance(each, Lines) else typed)


def _said(kind: OutcomeKind, each: Field, stored: object) -> Value:
    """Return what a stored value says; raise `RefusedError` for one that the field cannot hold."""
    try:
        said = details_of(kind, {each.name: stored}).values[each.name]
    except RefusedResultsError as error:
        raise RefusedError(Refusal.DETAILS_INVALID) from error
    if longest_text(said) > each.max_length:
        raise RefusedError(Refusal.TEXT_TOO_LONG)
    return said


def _require_seen(held: Value, written: Value, known: Value) -> None:
    """Raise `ConflictError` if a field holds neither what was seen there nor what is to stand there."""
    if held not in (known, written):
        raise ConflictError(Refusal.CHANGED_MEANWHILE)
