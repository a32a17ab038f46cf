"""Problem and suggestion in the harvest form: which answers which, proposed where both come of the same."""

from collections.abc import Iterable, Sequence

from workshop.console.kit.controls import Tag, Values, box, select, tick, value
from workshop.domain.queries.outcome import OutcomeView
from workshop.i18n import Gettext
from workshop.live.picture import Picture
from workshop.models import OutcomeKind

# The fields of the form: of a suggestion its problem, of a problem its suggestions.
PROBLEM, SUGGESTIONS = "suggestion.problem", "problem.suggestions"


def is_akin(outcome: OutcomeView, group_ids: Iterable[int], entry_ids: Iterable[str]) -> bool:
    """Say whether an outcome comes of one of these topics, or shares one of these cards."""
    return not set(group_ids).isdisjoint(outcome.group_ids) or not set(entry_ids).isdisjoint(
        outcome.entry_ids
    )


def akin_first(
    picture: Picture, kind: OutcomeKind, group_ids: Iterable[int], entry_ids: Iterable[str]
) -> list[OutcomeView]:
    """Return the outcomes of a kind, first those that come of the same."""
    topics, cards = set(group_ids), set(entry_ids)
    live = [each for each in picture.live_outcomes() if each.kind == kind]
    return sorted(live, key=lambda each: not is_akin(each, topics, cards))


def pairs_at_first(
    picture: Picture, outcome: OutcomeView | None, group_ids: Sequence[int], entry_ids: Sequence[str]
) -> Values:
    """Return what the form holds at first: of a new outcome what comes of the same and stands alone."""
    if outcome:
        answers = [each for each in picture.live_outcomes() if each.problem_id == outcome.id]
        live = {each.id for each in picture.live_outcomes()}
        problem = str(outcome.problem_id) if outcome.problem_id in live else ""
        return {PROBLEM: [problem], SUGGESTIONS: [str(each.id) for each in answers]}
    akin = [each for each in picture.live_outcomes() if is_akin(each, group_ids, entry_ids)]
    answered = {each.problem_id for each in picture.live_outcomes()}
    problems = [e.id for e in akin if e.kind == OutcomeKind.PROBLEM and e.id not in answered]
    alone = [e.id for e in akin if e.kind == OutcomeKind.SUGGESTION and e.problem_id is None]
    return {PROBLEM: [str(problems[0]) if problems else ""], SUGGESTIONS: list(map(str, alone))}


def place_pairs(
    picture: Picture,
    held: Values,
    *,
    outcome: OutcomeView | None,
    group_ids: Sequence[int],
    entry_ids: Sequence[str],
    gettext: Gettext,
) -> None:
    """Place both fields; each is to be seen where its kind is chosen."""
    _ = gettext
    own = outcome.id if outcome else 0
    problems, suggestions = (
        [each for each in akin_first(picture, kind, group_ids, entry_ids) if each.id != own]
        for kind in (OutcomeKind.PROBLEM, OutcomeKind.SUGGESTION)
    )

    def named(each: OutcomeView) -> str:
        mark = _("of the same topic") if is_akin(each, group_ids, entry_ids) else ""
        return " – ".join(filter(None, (each.title, mark)))

    if problems:
        with box("for-kind for-suggestion"):
            options = [
                ("", _("No problem in particular")),
                *((str(each.id), named(each)) for each in problems),
            ]
            select(_("Which problem does it answer?"), PROBLEM, options, chosen=value(held, PROBLEM))
    if suggestions:
        with box("for-kind for-problem"), box("choices actors", "fieldset"):
            Tag("legend", _("Which suggestions answer it?"), "field-label")
            for each in suggestions:
                is_ticked = str(each.id) in held.get(SUGGESTIONS, ())
                tick(named(each), SUGGESTIONS, key=str(each.id), checked=is_ticked, classes="chip")


def pair_word(picture: Picture, name: str, text: str) -> str | None:
    """Return what a value of these fields means to people; `None` for all other fields."""
    if name not in {PROBLEM, SUGGESTIONS}:
        return None
    found = picture.outcomes.get(int(text)) if text.isdecimal() else None
    return found.title if found else text
