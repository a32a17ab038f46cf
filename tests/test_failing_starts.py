"""Every start that fails says so in one clear line on standard error and ends with status 1."""

import asyncio
import os
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from tests.ports import free_port
from tests.sampling import sampled
from tests.test_cli import workshop
from tests.waiting import PATIENCE
from workshop.models.database import Database

pytestmark = pytest.mark.integration

NEW = ("new", "--theme-set", "gmuend", "--title", "Abend")
# What needs the data directory and the database, with the arguments that it needs.
COMMANDS = [
    NEW,
    ("export", "CODE2345", "--out", "out"),
    ("backup", "file.backup"),
    ("restore", __file__),
]
Broken = Callable[[Path], dict[str, str]]


def failed(*arguments: str, words: str, cwd: Path, **environment: str) -> None:
    """Run a command that must fail, and look at what it says."""
    result = workshop(*arguments, cwd=cwd, **environment)
    assert (result.returncode, result.stderr.count("\n")) == (1, 1), result.stderr
    assert result.stderr.startswith("workshop: ")
    assert words in result.stderr
    assert len(result.stderr) < 300


def file_for_folder(path: Path) -> dict[str, str]:
    (path / "data").write_text("a file")
    return {"WORKSHOP_DATA_DIR": str(path / "data")}


def below_a_file(path: Path) -> dict[str, str]:
    file_for_folder(path)
    return {"WORKSHOP_DATA_DIR": str(path / "data" / "deeper")}


def unwritable_folder(path: Path) -> dict[str, str]:
    return {"WORKSHOP_DATA_DIR": "/proc/nowhere"}


def secret(content: bytes | None) -> Broken:
    def broken(path: Path) -> dict[str, str]:
        if content is None:
            (path / "secret").mkdir()
        else:
            (path / "secret").write_bytes(content)
        return {"WORKSHOP_DATA_DIR": str(path)}

    return broken


def no_database(path: Path) -> dict[str, str]:
    (path / "workshop.sqlite").write_bytes(b"no database at all" * 100)
    return {"WORKSHOP_DATA_DIR": str(path)}


def folder_for_database(path: Path) -> dict[str, str]:
    (path / "workshop.sqlite").mkdir()
    return {"WORKSHOP_DATA_DIR": str(path)}


def newer_tables(path: Path) -> dict[str, str]:
    async def make() -> None:
        database = Database(f"sqlite:///{path / 'workshop.sqlite'}")
        await database.migrate()
        await database.close()

    asyncio.run(make())
    with sqlite3.connect(path / "workshop.sqlite") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    return {"WORKSHOP_DATA_DIR": str(path)}


def foreign_tables(path: Path) -> dict[str, str]:
    with sqlite3.connect(path / "workshop.sqlite") as connection:
        connection.execute("CREATE TABLE dialogues (id INTEGER)")
    connection.close()
    return {"WORKSHOP_DATA_DIR": str(path)}


def address(content: str) -> Broken:
    return lambda path: {"WORKSHOP_DATA_DIR": str(path), "WORKSHOP_DATABASE_URL": content}


def setting(name: str, value: str) -> Broken:
    return lambda path: {"WORKSHOP_DATA_DIR": str(path), name: value}


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (file_for_folder, "is a file"),
        (below_a_file, "lies below one"),
        (unwritable_folder, "the data directory /proc/nowhere"),
        (secret(b""), "is empty"),
        (secret(b"\xff\xfe\x00"), "cannot be read"),
        (secret(None), "cannot be read"),
        (no_database, "not a database"),
        (folder_for_database, "unable to open"),
        (newer_tables, "version 9999"),
        (foreign_tables, "already exists"),
        (address("nonsense"), "postgresql://… or sqlite:///…"),
        (address("mysql://u:p@h/d"), "begins with mysql"),
        (address("postgresql://u:hidden@127.0.0.1:1/d"), "cannot be used"),
        (address("postgresql://u:hidden@nowhere.invalid/d"), "cannot be used"),
        (address("postgresql://u:p@h:port/d"), "postgresql://… or sqlite:///…"),
        (address("sqlite:////proc/nowhere/w.sqlite"), "/proc/nowhere"),
        (address("sqlite://"), "must name one file"),
        (address("sqlite:///:memory:"), "must name one file"),
        (address("sqlite://data/w.sqlite"), "must name one file"),
        (address("sqlite:///w.sqlite?mode=ro"), "must name one file"),
        (setting("WORKSHOP_PORT", "http"), "WORKSHOP_PORT"),
        (setting("WORKSHOP_PORT", "0"), "WORKSHOP_PORT"),
        (setting("WORKSHOP_PORT", "65536"), "WORKSHOP_PORT"),
        (setting("WORKSHOP_ALLOWED_HOSTS", "dialog.example.org halle/7"), "WORKSHOP_ALLOWED_HOSTS"),
        (setting("WORKSHOP_PUBLIC_URL", "http://a b"), "the public address"),
        (setting("WORKSHOP_RATE_LIMIT", "maybe"), "WORKSHOP_RATE_LIMIT"),
    ],
)
def test_broken_installation_is_one_clear_line(tmp_path: Path, broken: Broken, words: str) -> None:
    environment = {"WORKSHOP_PORT": str(free_port()), **broken(tmp_path)}
    failed("serve", words=words, cwd=tmp_path, **environment)


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda arguments: arguments[0])
@pytest.mark.parametrize(
    ("broken", "words"),
    [(file_for_folder, "is a file"), pytest.param(newer_tables, "version 9999", marks=pytest.mark.soak)],
)
def test_every_command_says_it_in_one_line(tmp_path: Path, arguments, broken: Broken, words: str) -> None:
    failed(*arguments, words=words, cwd=tmp_path, **broken(tmp_path))


@pytest.mark.parametrize(
    ("host", "words"),
    [
        ("192.0.2.1", "no address of this machine"),
        ("2001:db8::1", ""),
        ("nowhere.invalid", "no address"),
        ("not a host", "no address"),
        (" ", "no address"),
        ("a" * 300, "no address"),
    ],
)
def test_foreign_host_is_one_clear_line(tmp_path: Path, host: str, words: str) -> None:
    given = {"WORKSHOP_HOST": host, "WORKSHOP_PORT": str(free_port())}
    failed("serve", words=words, cwd=tmp_path, WORKSHOP_DATA_DIR=str(tmp_path), **given)


@pytest.mark.parametrize("command", ["serve", "demo", "phones"])
def test_port_in_use_is_one_clear_line(tmp_path: Path, command: str, request) -> None:
    given = {"WORKSHOP_DATA_DIR": str(tmp_path)}
    if command == "phones":
        given |= {
            "WORKSHOP_DATABASE_URL": request.getfixturevalue("postgres_url"),
            "WORKSHOP_SECRET": "s" * 32,
        }
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        failed(command, "--port", port, words=f"port {port} on 127.0.0.1 is in use", cwd=tmp_path, **given)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "postgresql://"),
        ({"WORKSHOP_DATABASE_URL": "postgresql://u@127.0.0.1:1/d"}, "WORKSHOP_SECRET"),
        ({"WORKSHOP_DATABASE_URL": "postgresql://u@127.0.0.1:1/d", "WORKSHOP_SECRET": "s"}, "cannot be used"),
        ({"WORKSHOP_DATABASE_URL": "sqlite:///x", "WORKSHOP_SECRET": "s"}, "postgresql://"),
        ({"WORKSHOP_PORT": "x"}, "WORKSHOP_PORT"),
    ],
)
@pytest.mark.parametrize("workers", sampled(["1", "2"], ["2"]))
def test_phones_without_what_they_need_are_one_clear_line(
    tmp_path: Path, given: dict[str, str], words: str, workers: str
) -> None:
    with_port = {"WORKSHOP_PORT": str(free_port()), **given}
    failed("phones", "--workers", workers, words=words, cwd=tmp_path, **with_port)


@pytest.mark.parametrize("name", ["a?b", "a#b", "a%20b", "a b", "ä&=;b", "file:a"])
def test_data_lie_in_the_folder_whatever_its_name(tmp_path: Path, name: str) -> None:
    done = workshop(*NEW, "--data", name, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert [each.name for each in tmp_path.iterdir()] == [name]
    assert {"workshop.sqlite", "secret"} <= {each.name for each in (tmp_path / name).iterdir()}


@pytest.mark.skipif(not socket.has_ipv6, reason="this machine has no IPv6")
def test_server_is_reached_at_an_ipv6_host(tmp_path: Path) -> None:
    port = free_port()
    command = ("serve", "--host", "::1", "--port", str(port), "--data", str(tmp_path))
    with workshop_process(*command) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == f"workshop serves at http://[::1]:{port}\n"
            assert httpx.get(f"http://[::1]:{port}/healthz", timeout=PATIENCE).status_code == 200
        finally:
            process.terminate()


def workshop_process(*arguments: str) -> subprocess.Popen[str]:
    """Begin a command that stays."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("WORKSHOP_")}
    command = [sys.executable, "-m", "workshop.cli", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=clean)
