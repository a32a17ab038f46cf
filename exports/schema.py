"""The JSON Schema of `results.json`: kinds and fields of outcomes follow `exports.outcome_fields`.

What is the same for every outcome, and all else, stands in `results.schema.json` itself;
`python -m exports.schema` brings that file up to date.
"""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any, assert_never

from exports.field import Choice, Day, Field, Lines, Text, Tick
from exports.outcome_fields import OutcomeKind, fields_of

SCHEMA = Path(__file__).with_name("results.schema.json")

Schema = dict[str, Any]


def with_outcome_fields(schema: Schema) -> Schema:
    """Return a copy of the schema in which the outcomes have the kinds and fields of the list."""
    made = deepcopy(schema)
    outcome = made["properties"]["outcomes"]["items"]
    outcome["properties"]["kind"] = {"enum": [kind.value for kind in OutcomeKind]}
    outcome["oneOf"] = [_kind(kind) for kind in OutcomeKind]
    return made


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
    SCHEMA.write_text(written(with_outcome_fields(json.loads(SCHEMA.read_text("utf-8")))), "utf-8")
