"""Which suggestion answers which problem: a link between two outcomes of one dialogue."""

from collections.abc import Sequence

from sqlalchemy import select

from workshop.domain import bounds
from workshop.domain.errors import NotFoundError, Refusal
from workshop.domain.store import Change
from workshop.models import Outcome, OutcomeKind


async def pair(
    change: Change, outcome: Outcome, *, problem_id: int | None, suggestion_ids: Sequence[int] | None
) -> None:
    """Let an outcome stand beside these and no others; `None` leaves the suggestions of a problem.

    Only a suggestion answers a problem. Whatever is paired or parted counts as changed on both sides: who has
    the other one open sees both versions. Raises `NotFoundError` for what is not there, or of another kind.
    """
    is_suggestion = outcome.kind == OutcomeKind.SUGGESTION
    await _answer(change, outcome, problem_id if is_suggestion else None)
    wanted: set[int] = set()
    if outcome.kind == OutcomeKind.PROBLEM:
        if suggestion_ids is None:
            return
        bounds.many(suggestion_ids)
        wanted = set(suggestion_ids)
    for number in sorted(wanted):
        await _answer(change, await _live(change, number, OutcomeKind.SUGGESTION), outcome.id)
    here = Outcome.dialogue_id == change.dialogue.id
    for each in await change.session.scalars(select(Outcome).where(here, Outcome.problem_id == outcome.id)):
        if each.id not in wanted:
            await _answer(change, each, None)


async def _answer(change: Change, suggestion: Outcome, problem_id: int | None) -> None:
    before = suggestion.problem_id
    if problem_id == before:
        return
    if problem_id is not None:
        _touch(change, await _live(change, problem_id, OutcomeKind.PROBLEM))
    if before is not None and (problem := await change.session.get(Outcome, before)):
        _touch(change, problem)
    change.set(suggestion, problem_id=problem_id)


def _touch(change: Change, outcome: Outcome) -> None:
    outcome.revision = change.revision
    outcome.version += 1


async def _live(change: Change, number: int, kind: OutcomeKind) -> Outcome:
    found = await change.session.get(Outcome, bounds.row(number, Refusal.OUTCOME_UNKNOWN))
    is_here = found is not None and found.dialogue_id == change.dialogue.id and not found.discarded
    if found is None or not is_here or found.kind != kind:
        raise NotFoundError(Refusal.OUTCOME_UNKNOWN)
    return found
