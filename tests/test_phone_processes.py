"""`workshop phones`: what a process loads, and what it needs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import uvicorn

from tests.conftest import LiveServer
from tests.ports import free_port
from workshop import phone_processes
from workshop.phone_processes import serve_phones
from workshop.settings import Settings

pytestmark = pytest.mark.unit

HEAVY = {"nicegui", "fastapi", "pandas", "numpy", "scipy", "docx", "xlsxwriter"}
COMPLETE = {
    "operator_name": "Stadt Musterstadt",
    "operator_address": "Marktplatz 1",
    "operator_mail": "dialog@example.org",
    "operator_land": "BW",
    "operator_data_protection": "datenschutz@example.org",
    "operator_hosting": "Stadt Musterstadt",
    "operator_arbitration": "Eine Stelle",
    "operator_statement_on": "2026-11-30",
}
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


@pytest.mark.parametrize("given", [{}, COMPLETE])
def test_start_says_once_what_the_law_still_needs(given: dict[str, str], monkeypatch, capsys):
    begun: list[int] = []

    async def answers(_settings: Settings) -> None:
        pass

    monkeypatch.setattr(os, "environ", dict(os.environ))
    monkeypatch.setattr(phone_processes, "_check_database", answers)
    monkeypatch.setattr(phone_processes, "_copy_this_process", lambda: None)
    monkeypatch.setattr(uvicorn, "run", lambda *_, workers, **__: begun.append(workers))
    settings = Settings(database_url="postgresql://x/y", secret="s", port=free_port(), **given)
    serve_phones(settings, workers=3)
    said = capsys.readouterr().err
    assert begun == [3]
    assert said.count("\n") == (not given)
    assert ("WORKSHOP_OPERATOR_NAME, " in said) == (not given)
