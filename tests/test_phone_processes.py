"""`workshop phones`: what a process loads, and what it needs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import LiveServer
from workshop.phone_processes import serve_phones
from workshop.settings import Settings

pytestmark = pytest.mark.unit

HEAVY = {"nicegui", "fastapi", "pandas", "numpy", "scipy", "docx", "xlsxwriter"}
SERVED = """
from starlette.testclient import TestClient
from workshop.phone_processes import app_from_environment
with TestClient(app_from_environment()) as phone:
    answers = [phone.get(address).status_code for address in ("/healthz", "/j", "/j/-/privacy")]
assert answers == [200, 200, 200], answers
"""


def loaded_by(code: str, among: set[str], **environment: str) -> str:
    """Return which of these modules a fresh process has after running `code`."""
    command = [sys.executable, "-c", f"import sys\n{code}\nprint(sorted({among} & set(sys.modules)))"]
    clean = LiveServer.environment() | environment
    return subprocess.run(command, env=clean, capture_output=True, text=True, check=True).stdout.strip()


def test_command_and_worker_begin_without_what_only_others_need():
    assert loaded_by("import workshop.cli, workshop.phone_processes", HEAVY | {"alembic"}) == "[]"


def test_process_that_serves_pages_has_loaded_neither_nicegui_nor_the_grouping(tmp_path: Path):
    found = loaded_by(SERVED, HEAVY, WORKSHOP_DATA_DIR=str(tmp_path), WORKSHOP_SECRET="s" * 32)
    assert found == "[]"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"database_url": "sqlite:///x", "secret": "s"}, "needs --database-url postgresql"),
        ({"database_url": "postgresql://x/y", "secret": ""}, "needs WORKSHOP_SECRET"),
    ],
)
def test_command_refuses_what_cannot_be_shared_by_processes(options: dict[str, str], message: str):
    before = dict(os.environ)
    with pytest.raises(RuntimeError, match=message):
        serve_phones(Settings(**options), workers=1)
    assert dict(os.environ) == before
