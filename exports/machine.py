"""Everything for machines: `results.json`, described by `results.schema.json` beside this module."""

import json
from dataclasses import asdict
from datetime import date
from enum import StrEnum
from typing import Any

from exports.field import Day
from exports.outcome_fields import OutcomeKind, fields_of
from exports.results import OutcomeFacts, QuestionKey, Results, SummaryFacts
from exports.text import clock_time, printable


def render_json(results: Results) -> bytes:
    """Return `results.json`: UTF-8, days as ISO 8601; what was not said is null or empty."""
    return json.dumps(_plain(_document(results)), ensure_ascii=False, indent=2).encode() + b"\n"


def _document(results: Results) -> dict[str, Any]:
    dialogue = results.dialogue
    return {
        "dialogue": {
            "code": dialogue.code,
            "title": dialogue.title,
            "municipality": dialogue.municipality,
            "place": dialogue.place,
            "date": dialogue.held_on,
            **{
                name: clock_time(at)
                for name, at in (("begins", dialogue.begins), ("ends", dialogue.ends))
                if at is not None
            },
            "theme_set": dialogue.theme_set,
            "goal": dialogue.goal,
            "promise": dialogue.promise,
            "lang": dialogue.lang,
            "rehearsal": dialogue.rehearsal,
            "questions": {key.value: dialogue.questions.get(key, "") for key in QuestionKey},
            "counts": _said(asdict(dialogue.counts), "before", "after"),
            **({"series": asdict(dialogue.series)} if dialogue.series else {}),
            # As with summaries.
            **({"paper": said} if (said := dialogue.paper.said()) else {}),
        },
        "tables": [asdict(table) for table in results.tables],
        "entries": [_said(asdict(entry), "window") for entry in results.entries],
        "groups": [asdict(group) for group in results.groups],
        "outcomes": [_outcome(outcome) for outcome in results.outcomes],
        # Not there where nobody wrote any, as before there were summaries.
        **({"summaries": [_summary(each) for each in results.summaries]} if results.summaries else {}),
    }


def _summary(summary: SummaryFacts) -> dict[str, Any]:
    return {
        "table": summary.table,
        "round": summary.round,
        "text": summary.text,
        "answers": {"agree": summary.agree, "add": summary.add, "disagree": summary.disagree},
        "additions": [asdict(each) for each in summary.additions],
    }


def _said(facts: dict[str, Any], *optional: str) -> dict[str, Any]:
    """Leave out what is only said of cards that came before or after the evening."""
    return {name: value for name, value in facts.items() if value or name not in optional}


def _outcome(outcome: OutcomeFacts) -> dict[str, Any]:
    said = outcome.details.values
    details = {
        each.json_name or each.name: said[each.name] or None if isinstance(each, Day) else said[each.name]
        for each in fields_of(outcome.kind)
    }
    return {
        "id": outcome.id,
        "kind": outcome.kind,
        "title": outcome.title,
        "description": outcome.description,
        "table": outcome.table,
        "group_ids": outcome.group_ids,
        "entry_ids": outcome.entry_ids,
        "edited": outcome.edited,
        **({"problem_id": outcome.problem_id} if outcome.kind == OutcomeKind.SUGGESTION else {}),
        **({"follows_id": outcome.follows_id} if outcome.kind == OutcomeKind.ROUND_TABLE else {}),
        **details,
    }


def _plain(value: Any) -> Any:  # noqa: ANN401 - JSON has no narrower type
    match value:
        case StrEnum():
            return value.value
        case str():
            return printable(value)
        case date():
            return value.isoformat()
        case dict():
            return {key: _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case _:
            return value
