"""Reading `results.json` back: of this version or any before it, made here or by another installation.

What is read comes from outside. Its size is asked first, then its form by `results.schema.json`, then what
the schema cannot say: ids that are there twice, links that lead nowhere, days that no calendar has.
"""

import json
from collections.abc import Mapping
from copy import deepcopy
from datetime import date, time
from functools import cache
from itertools import islice
from typing import Any, Never

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from exports.details import details_of
from exports.errors import RefusedResultsError
from exports.outcome_fields import OutcomeKind, fields_of
from exports.paper_facts import paper_facts_of
from exports.results import (
    Accord,
    AdditionFacts,
    Counts,
    DialogueFacts,
    EntryFacts,
    GroupFacts,
    OutcomeFacts,
    Results,
    SeriesFacts,
    SummaryFacts,
    TableFacts,
    Verdict,
    Window,
)
from exports.schema import SCHEMA, Schema

# Ten times what an evening with 10,000 long cards has.
MOST_BYTES = 64 * 1024 * 1024
_MOST_SAID = 120
_MOST_ERRORS = 50


def read_json(content: bytes) -> Results:
    """Return the results that a `results.json` holds.

    Raises `RefusedResultsError`, which names the place and what is wrong there, in one line.
    """
    document = _parsed(content)
    errors = list(islice(_validator().iter_errors(document), _MOST_ERRORS))
    if errors:
        # A wrong field is also one that no kind knows: that says less.
        error = min(errors, key=lambda each: each.validator == "unevaluatedProperties")
        raise RefusedResultsError(_told(error))
    try:
        return _results(document)
    except (ValueError, TypeError) as problem:
        raise RefusedResultsError(f"the file cannot be read: {problem}") from problem


def _parsed(content: bytes) -> Any:  # noqa: ANN401 - JSON has no narrower type
    if len(content) > MOST_BYTES:
        raise RefusedResultsError(f"the file is larger than {MOST_BYTES // 1024**2} MB")
    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=_no_number)
    except UnicodeDecodeError as problem:
        raise RefusedResultsError("the file is not UTF-8") from problem
    except json.JSONDecodeError as problem:
        raise RefusedResultsError(f"the file is no JSON: line {problem.lineno}, {problem.msg}") from problem
    except (ValueError, RecursionError) as problem:
        raise RefusedResultsError("the file is no JSON that anybody wrote for people") from problem


def _no_number(constant: str) -> Never:
    raise ValueError(constant)


def earlier_too(schema: Schema) -> Schema:
    """Return the schema for reading: what came into it later may be missing, and an error names its place.

    Fields of outcomes are those that become more. A kind is asked for by itself: `oneOf` could only say that
    an outcome is none of six.
    """
    made = deepcopy(schema)
    outcome = made["properties"]["outcomes"]["items"]
    kinds = outcome.pop("oneOf")
    outcome["allOf"] = [
        {
            "if": {"properties": {"kind": kind["properties"]["kind"]}},
            "then": {"properties": kind["properties"]},
        }
        for kind in kinds
    ]
    return made


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(earlier_too(json.loads(SCHEMA.read_text("utf-8"))))


def _told(error: ValidationError) -> str:
    """Return place and fault in one line; positions count from 0, as programs count them."""
    place = "/".join(str(step) for step in error.absolute_path) or "the file"
    said = " ".join(error.message.split())
    return f"{place}: {said if len(said) <= _MOST_SAID else said[:_MOST_SAID] + ' …'}"


def _results(document: Mapping[str, Any]) -> Results:
    return Results(
        dialogue=_dialogue(document["dialogue"]),
        tables=tuple(TableFacts(**each) for each in document["tables"]),
        entries=tuple(
            EntryFacts(**each | {"window": Window(each.get("window", ""))}) for each in document["entries"]
        ),
        groups=tuple(_group(each) for each in document["groups"]),
        outcomes=tuple(_outcome(each) for each in document["outcomes"]),
        summaries=tuple(
            SummaryFacts(
                **{name: each[name] for name in ("table", "round", "text")},
                **each["answers"],
                additions=tuple(AdditionFacts(**addition) for addition in each["additions"]),
            )
            for each in document.get("summaries", ())
        ),
    )


def _dialogue(said: Mapping[str, Any]) -> DialogueFacts:
    facts = dict(said)
    held_on = facts.pop("date")
    return DialogueFacts(
        **facts
        | {
            "held_on": date.fromisoformat(held_on) if held_on else None,
            "begins": _time(said.get("begins")),
            "ends": _time(said.get("ends")),
            "counts": Counts(**said["counts"]),
            "paper": paper_facts_of(said.get("paper", {})),
            "series": SeriesFacts(**said["series"]) if "series" in said else None,
        }
    )


def _time(said: str | None) -> time | None:
    return time.fromisoformat(said) if said else None


def _group(said: Mapping[str, Any]) -> GroupFacts:
    return GroupFacts(
        **dict(said)
        | {
            "entry_ids": tuple(said["entry_ids"]),
            "accord": Accord(said.get("accord", "")),
            "verdict": Verdict(said.get("verdict", "")),
        }
    )


def _outcome(said: Mapping[str, Any]) -> OutcomeFacts:
    kind = OutcomeKind(said["kind"])
    stored = {each.name: said.get(each.json_name or each.name) for each in fields_of(kind)}
    return OutcomeFacts(
        id=said["id"],
        title=said["title"],
        details=details_of(kind, stored),
        description=said["description"],
        table=said["table"],
        group_ids=tuple(said["group_ids"]),
        entry_ids=tuple(said["entry_ids"]),
        edited=said.get("edited", False),
        problem_id=said.get("problem_id"),
        follows_id=said.get("follows_id"),
    )
