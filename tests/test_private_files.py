"""What the program makes is for its owner only: real commands under the widest umask, and a walk over it."""

import contextlib
import json
import os
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import forks
from tests.conftest import LiveServer
from tests.running import Running
from tests.waiting import until
from workshop.live.services import open_store
from workshop.models.database import Database
from workshop.private_files import make_folder, narrow_folder, new_beside, write_file
from workshop.settings import Settings

pytestmark = pytest.mark.integration
WIDE = ("sh", "-c", 'umask 000; exec "$@"', "sh")
NEW = ("new", "--theme-set", "gmuend", "--title", "Abend", "--phase", "collect", "--json")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def too_open(folder: Path) -> dict[str, str]:
    """Return what others can read, write or enter below a folder, and its mode."""
    found = {str(path.relative_to(folder)): mode(path) for path in folder.rglob("*") if not path.is_symlink()}
    assert found, f"nothing was written into {folder}"
    return {path: f"{bits:04o}" for path, bits in found.items() if bits & 0o077}


def environment(folder: Path) -> dict[str, str]:
    """Return an environment whose temporary files are in a folder that the walk sees."""
    (folder / "tmp").mkdir(mode=0o700)
    return LiveServer.environment() | {"TMPDIR": str(folder / "tmp"), "HOME": str(folder / "home")}


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A folder for all that the commands of one test write."""
    folder = tmp_path / "made"
    folder.mkdir(mode=0o700)
    return folder


@contextlib.contextmanager
def wide_umask() -> Iterator[None]:
    before = os.umask(0)
    try:
        yield
    finally:
        os.umask(before)


def test_every_command_writes_for_its_owner_only(made: Path) -> None:
    around = environment(made)

    def workshop(*arguments: str) -> None:
        done = forks.run("tests.wide", *arguments, cwd=made, env=around)
        assert done.returncode == 0, done.stderr

    # The first one begins from nothing: what imports write would be seen too.
    command = [*WIDE, sys.executable, "-m", "workshop.cli", *NEW, "--data", "deep/data"]
    begun = subprocess.run(command, cwd=made, env=around, capture_output=True, text=True, check=True)
    code = json.loads(begun.stdout)["code"]
    workshop("export", code, "--out", "deep/results/here", "--data", "deep/data")
    workshop("backup", "one.backup", "--data", "deep/data")
    workshop("restore", "one.backup", "--data", "restored/data")
    workshop(*NEW)
    assert too_open(made) == {}
    written = {path.name for path in made.rglob("*")}
    assert {"workshop.sqlite", "secret", "ergebnisse.xlsx", "csv", "one.backup", "home"} <= written


def test_server_writes_for_its_owner_only_while_it_runs(made: Path, tmp_path: Path) -> None:
    data = made / "data"
    server = Running("serve", database_url=f"sqlite:///{data}/workshop.sqlite", folder=tmp_path)
    server._command = (*server._command, "--data", str(data))
    server._environment = {**environment(made), **server._environment, "WORKSHOP_SECRET": ""}
    server._environment |= {"TMPDIR": str(made / "tmp"), "HOME": str(made / "home")}
    server._limited = WIDE
    try:
        server.start()
        server.store_card(server.new_dialogue())
        names = {path.name for path in data.iterdir()}
        assert {"workshop.sqlite", "workshop.sqlite-wal", "workshop.sqlite-shm", "secret", "address"} <= names
        assert mode(data) == 0o700
        assert too_open(made) == {}
    finally:
        server.kill()


def test_throw_away_data_of_a_rehearsal_is_for_its_owner_only(made: Path, tmp_path: Path) -> None:
    command = [*WIDE, sys.executable, "-m", "workshop.cli", "demo", "--participants", "1"]
    log = tmp_path / "demo.log"
    with log.open("w") as out:
        around = environment(made)
        port = Running("demo", database_url="", folder=tmp_path).port
        demo = subprocess.Popen([*command, "--port", str(port)], cwd=made, env=around, stdout=out, stderr=out)
    try:
        until(lambda: "Console" in log.read_text() and list(made.rglob("*-wal")), why=log.read_text)
        assert too_open(made) == {}
        demo.send_signal(signal.SIGINT)
        demo.wait(30)
        assert list((made / "tmp").iterdir()) == []
    finally:
        demo.kill()
        demo.wait()


async def test_too_open_data_of_an_earlier_version_is_narrowed_and_said(tmp_path: Path, capsys) -> None:
    data = tmp_path / "data"
    data.mkdir()
    data.chmod(0o755)
    for name in ("workshop.sqlite", "secret", "erasures.jsonl"):
        (data / name).write_text("key" if name == "secret" else "")
        (data / name).chmod(0o644)
    # Another process that has the database open has made these; they were as wide.
    with contextlib.closing(sqlite3.connect(data / "workshop.sqlite")) as other:
        other.execute("PRAGMA journal_mode=WAL")
        other.execute("CREATE TABLE others (id INTEGER)")
        assert len(too_open(data)) == 5
        async with open_store(Settings(data_dir=data).ready()):
            assert (mode(data), too_open(data)) == (0o700, {})
    said = "".join(capsys.readouterr())
    assert said.count("others_could_read_until_now") == 6
    async with open_store(Settings(data_dir=data).ready()):
        assert "others_could" not in "".join(capsys.readouterr())


async def test_library_keeps_to_the_owner_too(made: Path) -> None:
    with wide_umask():
        settings = Settings(data_dir=made / "a" / "b").ready()
        settings.note_address()
        database = Database(settings.database)
        await database.migrate()
        await database.read_at_once(lambda _: None)
        found = too_open(made)
        await database.close()
    assert found == {}


def test_folder_that_others_use_is_not_closed_to_them(tmp_path: Path, capsys) -> None:
    home, shared, common = tmp_path / "home", tmp_path / "shared", tmp_path / "common"
    for folder, bits in ((home, 0o755), (shared, 0o777), (common, 0o1777)):
        folder.mkdir()
        folder.chmod(bits)
        (folder / "letter.txt").write_text("not ours")
        narrow_folder(folder)
        assert mode(folder) == bits
    said = "".join(capsys.readouterr())
    assert said.count("others_can_write") == 1
    assert str(shared) in said


def test_file_appears_complete_or_not_at_all(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    write_file(file, b"one")
    with pytest.raises(TypeError), new_beside(file) as (part, out):
        out.write(file.read_bytes() + part)  # type: ignore[operator]
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("secret", b"one")]


def test_file_in_the_place_of_a_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for path in ("file", "file/below"):
        with pytest.raises(OSError, match=r"exists|Not a directory"):
            make_folder(tmp_path / path)
