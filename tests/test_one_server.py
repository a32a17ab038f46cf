"""Two servers on one SQLite file are one too many, however both came to it; the next one finds nothing."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests import forks
from tests.conftest import LiveServer, serve_command
from tests.ports import free_port
from tests.test_cli import workshop
from tests.waiting import PATIENCE, until
from workshop.one_server import is_served, only_server
from workshop.server import StartError
from workshop.settings import Settings

pytestmark = pytest.mark.integration


def settings(folder: Path, database: str = "") -> Settings:
    return Settings(data_dir=folder, database_url=database, secret="s")


@pytest.mark.parametrize("way", ["same", "link", "dots", "named", "linked file", "relative"])
def test_second_server_is_refused_by_whatever_path_it_comes(tmp_path: Path, way: str, monkeypatch) -> None:
    data = tmp_path / "data"
    data.mkdir()
    file = data / "workshop.sqlite"
    file.touch()
    (tmp_path / "link").symlink_to(data)
    (tmp_path / "other.sqlite").symlink_to(file)
    monkeypatch.chdir(tmp_path)
    second = {
        "same": settings(data),
        "link": settings(tmp_path / "link"),
        "dots": settings(data / ".." / "data"),
        "named": settings(tmp_path / "elsewhere", f"sqlite:///{file}"),
        "linked file": settings(tmp_path / "elsewhere", f"sqlite:///{tmp_path / 'other.sqlite'}"),
        "relative": settings(tmp_path / "elsewhere", "sqlite:///data/workshop.sqlite"),
    }[way]
    assert not is_served(second)
    with only_server(settings(data)):
        assert is_served(second)
        with (
            pytest.raises(StartError, match="another `workshop serve` runs on") as refused,
            only_server(second),
        ):
            pass
        assert str(file) in str(refused.value)
    assert not is_served(second)
    with only_server(second):
        pass


def test_servers_of_other_files_and_of_postgresql_are_no_concern(tmp_path: Path) -> None:
    one, other = settings(tmp_path / "a"), settings(tmp_path / "b")
    shared = settings(tmp_path / "a", "postgresql://u@h/d")
    with only_server(one), only_server(other), only_server(shared), only_server(shared):
        pass
    assert not is_served(shared)
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == ["workshop.sqlite.lock"]
    assert (tmp_path / "a" / "workshop.sqlite.lock").stat().st_mode & 0o777 == 0o600


def test_child_of_a_server_does_not_keep_its_place(tmp_path: Path) -> None:
    # As the process that groups: begun while the server runs, and for a moment longer there.
    with only_server(settings(tmp_path)):
        child = subprocess.Popen(
            [sys.executable, "-c", "print(flush=True); input()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            close_fds=False,
        )
        assert child.stdout is not None
        child.stdout.readline()
    try:
        with only_server(settings(tmp_path)):
            pass
    finally:
        child.communicate(b"\n")


def test_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for folder, words in (
        (Path("/proc/nowhere"), "/proc/nowhere"),
        (tmp_path / "file" / "below", "Not a directory"),
    ):
        with pytest.raises(StartError, match=words), only_server(settings(Path(folder))):
            pass


def test_folder_that_can_only_be_read_is_said(tmp_path: Path, monkeypatch) -> None:
    def refused(*_: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("os.open", refused)
    with pytest.raises(StartError, match="and cannot: Read-only"), only_server(settings(tmp_path)):
        pass


def test_file_system_without_locks_is_served_and_said(tmp_path: Path, monkeypatch, capsys) -> None:
    def unknown(*_: object) -> None:
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr("workshop.one_server.flock", unknown)
    with only_server(settings(tmp_path)):
        assert "another_server_would_not_be_noticed" in "".join(capsys.readouterr())


def test_key_is_made_once_however_many_begin_in_the_same_moment(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as many:
        for number in range(20):
            folder = tmp_path / str(number)
            made = list(
                many.map(lambda _, folder=folder: Settings(data_dir=folder).ready().secret, range(16))
            )
            assert set(made) == {(folder / "secret").read_text()}
            assert [path.name for path in folder.iterdir()] == ["secret"]


def begun(folder: Path, log: Path) -> forks.Process:
    command = serve_command(free_port(), "--data", str(folder))
    with log.open("wb") as errors, Path(os.devnull).open("wb") as nothing:
        return forks.begin(*command, stdout=nothing, stderr=errors, env=LiveServer.environment())


@pytest.fixture
def two(tmp_path: Path) -> Iterator[list[forks.Process]]:
    """Two servers that were begun in the same moment on a folder that was not there."""
    both = [begun(tmp_path / "data", tmp_path / name) for name in ("0", "1")]
    yield both
    for each in both:
        each.kill()
        each.wait()


def test_of_two_begun_together_one_serves_and_a_kill_leaves_nothing_behind(two, tmp_path: Path) -> None:
    data, logs = tmp_path / "data", [tmp_path / "0", tmp_path / "1"]
    until(lambda: {each.poll() for each in two} == {None, 1}, within=2 * PATIENCE)
    lost = next(number for number, each in enumerate(two) if each.poll() == 1)
    (line,) = logs[lost].read_text().splitlines()
    assert line.startswith("workshop: another `workshop serve` runs on")
    until((data / "address").exists, within=2 * PATIENCE)
    # What works beside a server goes on doing so.
    for arguments in (("list",), ("backup", str(tmp_path / "a.backup")), ("access",)):
        done = workshop(*arguments, WORKSHOP_DATA_DIR=str(data))
        assert done.returncode == 0, done.stderr
    restored = workshop("restore", str(tmp_path / "a.backup"), WORKSHOP_DATA_DIR=str(data))
    assert "restart it" in restored.stdout, restored.stderr
    os.kill(two[1 - lost].pid, signal.SIGKILL)
    two[1 - lost].wait()
    with only_server(settings(data)):
        pass
