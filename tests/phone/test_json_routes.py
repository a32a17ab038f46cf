"""Whatever a script sends gets an answer of the document `openapi.json`."""

import uuid
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.phone.hall import Hall

schemathesis = pytest.importorskip("schemathesis", reason="the lock has it after the next `make lock`")
from schemathesis.checks import CHECKS  # noqa: E402 - only where it is there

pytestmark = pytest.mark.integration
SCHEMA = schemathesis.openapi.from_path(Path(__file__).with_name("openapi.json"))
# That a method is not there is told by a page: the words below a code are keys of tables too.
HELD = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
)


@pytest.fixture(scope="module")
def open_evening(hall: Hall) -> Hall:
    hall.begin()
    return hall


@SCHEMA.parametrize()
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_is_sent_gets_an_answer_of_the_document(case, open_evening: Hall) -> None:
    case.path_parameters["code"] = open_evening.code
    if str(case.path_parameters.get("entry", "x")) in {".", "..", "/", ""}:
        case.path_parameters["entry"] = str(uuid.uuid4())
    answer = case.call(base_url=f"http://127.0.0.1:{open_evening.port}", timeout=10)
    assert answer.status_code < 500
    case.validate_response(answer, checks=CHECKS.get_by_names(HELD))
