"""What comes in with the results of another installation, checked as if a person had typed it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from exports.paper_facts import PaperFacts
from exports.results import (
    EntryFacts,
    GroupFacts,
    OutcomeFacts,
    QuestionKey,
    Results,
    SummaryFacts,
    TableFacts,
)
from themes import KEY_LENGTH, KEY_PATTERN, MAX_TABLES, ThemeSet, load_theme_set, theme_set_keys
from workshop.domain import bounds
from workshop.domain.dialogue import DialogueFacts
from workshop.domain.errors import DomainError, Refusal, RefusedError
from workshop.domain.language import checked_tag
from workshop.domain.outcome import Draft
from workshop.domain.paper_facts import checked_paper_facts
from workshop.domain.posting import checked_text
from workshop.domain.series import checked_title
from workshop.domain.table import checked_key
from workshop.domain.text import is_blank

Given = TypeVar("Given")
Taken = TypeVar("Taken")


@dataclass(frozen=True)
class Topic:
    """What is stored of a topic's own words and numbers."""

    label: str
    reason: str
    dots: int


@dataclass(frozen=True)
class Checked:
    """Results whose every text and number can be stored; lists stand in the order of the file."""

    results: Results
    lang: str
    facts: DialogueFacts
    paper: PaperFacts
    series: str
    theme_set: str
    questions: Mapping[str, Mapping[str, str]]
    tables: Sequence[Mapping[str, Any]]
    texts: Sequence[tuple[str, str]]
    topics: Sequence[Topic]
    drafts: Sequence[Draft]
    summaries: Sequence[tuple[str, Sequence[tuple[str, str]]]]

    @classmethod
    def of(cls, results: Results) -> "Checked":
        """Check all of it; raise `RefusedError` with the `place` of what cannot be taken."""
        said = results.dialogue
        lang = checked_tag(said.lang, otherwise="de")
        key = _at("dialogue/theme_set", lambda: bounds.text(said.theme_set, bounds.KEY))
        theme = load_theme_set(key) if key in theme_set_keys() else None
        if len(results.tables) > MAX_TABLES:
            raise RefusedError(Refusal.TOO_MANY_TABLES, place="tables")
        return cls(
            results=results,
            lang=lang,
            facts=_at("dialogue", lambda: _facts(results)),
            paper=_at("dialogue/paper", lambda: checked_paper_facts(said.paper)),
            series=_at("dialogue/series", lambda: checked_title(said.series.title) if said.series else ""),
            theme_set=key,
            questions=_at("dialogue/questions", lambda: _questions(results, theme, lang)),
            tables=_each("tables", results.tables, lambda each: _table(each, theme, lang)),
            texts=_each("entries", results.entries, _card),
            topics=_each("groups", results.groups, _topic),
            drafts=_each("outcomes", results.outcomes, _draft),
            summaries=_each("summaries", results.summaries, _summary),
        )


def _at(place: str, check: Callable[[], Taken]) -> Taken:
    """Return what a check returns; its refusal names the place."""
    try:
        return check()
    except DomainError as error:
        raise RefusedError(error.key, **error.facts, place=place) from error


def _each(place: str, given: Sequence[Given], check: Callable[[Given], Taken]) -> list[Taken]:
    return [_at(f"{place}/{n}", lambda each=each: check(each)) for n, each in enumerate(given)]  # type: ignore[misc]


def _facts(results: Results) -> DialogueFacts:
    said = results.dialogue
    return DialogueFacts(
        title=said.title,
        municipality=said.municipality,
        place=said.place,
        held_on=said.held_on,
        planned_start=said.begins,
        planned_end=said.ends,
        goal=said.goal,
        promise=said.promise,
    ).checked()


def _questions(results: Results, theme: ThemeSet | None, lang: str) -> dict[str, dict[str, str]]:
    """Return the questions in all languages; where nothing is said, the usual one was asked."""
    usual = (theme or load_theme_set(theme_set_keys()[0])).questions
    made = {}
    for key in QuestionKey:
        texts = dict(usual[key].translations)
        title = bounds.text(results.dialogue.questions.get(key, ""), bounds.QUESTION)
        made[key.value] = texts if not title or title == texts.get(lang) else {lang: title}
    return made


def _topic(said: GroupFacts) -> Topic:
    return Topic(
        bounds.text(said.label, bounds.OUTCOME_TITLE),
        bounds.text(said.verdict_reason, bounds.VERDICT_REASON),
        bounds.number(said.dots, (0, bounds.LAST_ROW), Refusal.DOTS_OUT_OF_RANGE),
    )


def _table(said: TableFacts, theme: ThemeSet | None, lang: str) -> dict[str, Any]:
    """Return the columns of a table; what is not in the file comes from its theme set, if any."""
    title = bounds.text(said.title, bounds.TABLE_TITLE)
    if is_blank(title):
        raise RefusedError(Refusal.TITLE_MISSING)
    usual = next((each for each in theme.tables if each.key == said.key), None) if theme else None
    is_usual = usual is not None and usual.title.translations.get(lang) == title
    if len(said.key) > KEY_LENGTH or not re.fullmatch(KEY_PATTERN, said.key):
        raise RefusedError(Refusal.TABLE_UNKNOWN)
    return {
        "key": checked_key(said.key),
        "position": bounds.number(said.number, (1, bounds.LAST_ROW), Refusal.TABLE_UNKNOWN),
        "titles": dict(usual.title.translations) if usual and is_usual else {lang: title},
        "guides": dict(usual.guide.translations) if usual else {},
        "fields": list(usual.fields) if usual else [],
        "actors": list(usual.actors) if usual else [],
    }


def _card(said: EntryFacts) -> tuple[str, str]:
    return checked_text(said.text), checked_tag(said.lang, otherwise="und")


def _draft(said: OutcomeFacts) -> Draft:
    """Return an outcome as it is stored; what was not asked for when it was made may be missing."""
    given = {name: _plain(value) for name, value in said.details.values.items() if value}
    draft = Draft(said.kind, said.title, said.description, details=given)
    return draft.checked(complete=False)


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return list(value)
    return value if isinstance(value, bool | str) else str(value)


def _summary(said: SummaryFacts) -> tuple[str, list[tuple[str, str]]]:
    bounds.number(said.round, bounds.ROUNDS, Refusal.ROUNDS_OUT_OF_RANGE)
    for number in (said.agree, said.add, said.disagree):
        bounds.number(number, (0, bounds.MANY), Refusal.TOO_MANY)
    bounds.many(tuple(each.text for each in said.additions))
    text = bounds.text(said.text, bounds.SUMMARY)
    additions = [
        (bounds.text(each.text, bounds.ADDITION), checked_tag(each.lang, otherwise="und"))
        for each in said.additions
    ]
    return text, additions
