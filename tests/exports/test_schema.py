import json

import jsonschema
import pytest

from exports.field import Tick
from exports.outcome_fields import FIELDS, OutcomeKind
from exports.schema import SCHEMA, with_outcome_fields, with_paper_fields, written

pytestmark = pytest.mark.unit


def committed() -> dict:
    return json.loads(SCHEMA.read_text("utf-8"))


def test_schema_file_is_what_the_list_of_fields_makes():
    assert SCHEMA.read_text("utf-8") == written(with_paper_fields(with_outcome_fields(committed())))


def test_schema_is_one():
    schema = committed()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == jsonschema.Draft202012Validator.META_SCHEMA["$id"]


def test_schema_knows_a_field_that_is_added(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(FIELDS, OutcomeKind.PROBLEM, (Tick("urgent", "Urgent", "Is it urgent?"),))
    kinds = with_outcome_fields(committed())["properties"]["outcomes"]["items"]["oneOf"]
    assert kinds[2] == {
        "required": ["urgent"],
        "properties": {"kind": {"const": "problem"}, "urgent": {"type": "boolean"}},
    }
