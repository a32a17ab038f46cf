"""The JSON Schema of `results.json`: kinds and fields of outcomes follow `exports.outcome_fields`.

What papers say follows `exports.paper_facts`. What is the same for every outcome, and all else, stands in
`results.schema.json` itself; `python -m exports.schema` brings that file up to date.
"""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any, assert_never

from exports.field import Choice, Day, Field, Lines, Text, Tick
from exports.outcome_fields import OutcomeKind, fields_of
from exports.paper_facts import PAPER_FIELDS, PaperField, PaperKind

SCHEMA = Path(__file__).with_name("results.schema.json")

Schema = dict[str, Any]


def with_outcome_fields(schema: Schema) -> Schema:
    """Return a copy of the schema in which the outcomes have the kinds and fields of the list."""
    made = deepcopy(schema)
    outcome = made["properties"]["outcomes"]["items"]
    outcome["properties"]["kind"] = {"enum": [kind.value for kind in OutcomeKind]}
    outcome["oneOf"] = [_kind(kind) for kind in OutcomeKind]
    return made


def with_paper_fields(schema: Schema) -> Schema:
    """Return a copy of the schema in which the dialogue has what papers say of it."""
    made = deepcopy(schema)
    made["properties"]["dialogue"]["properties"]["paper"] = {
        "description": "What organisers entered for papers of an office; a field that is empty is left out.",
        "type": "object",
        "additionalProperties": False,
        "minProperties": 1,
        "properties": {each.name: _paper_value(each) for each in PAPER_FIELDS},
    }
    return made


def _paper_value(field: PaperField) -> Schema:
    if field.kind is PaperKind.NUMBER:
        return {"type": "integer", "minimum": 0, "maximum": field.bound}
    return {"type": "string", "minLength": 1, "maxLength": field.bound}


def _kind(kind: OutcomeKind) -> Schema:
    own = {each.json_name or each.name: _value(each) for each in fields_of(kind)}
    return {"required": list(own), "properties": {"kind": {"const": kind.value}, **own}}


def _value(field: Field) -> Schema:
    match field:
        case Text():
            return {"type": "string"}
        case Lines():
            return {"$ref": "#/$defs/lines"}
        case Day():
            return {"$ref": "#/$defs/when"}
        case Choice():
            return {"enum": [str(option.key) for option in field.options]}
        case Tick():
            return {"type": "boolean"}
    assert_never(field)


def written(schema: Schema) -> str:
    """Return the text of the schema's file."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    SCHEMA.write_text(
        written(with_paper_fields(with_outcome_fields(json.loads(SCHEMA.read_text("utf-8"))))), "utf-8"
    )
