"""The fences of unit and image: what systemd says of the unit, and the real server behind the same fences.

systemd itself does not run here. What its lines ask of the kernel is asked directly: everything read-only but
the data and temporary files, no capability, nothing gained, no memory that is written and then run.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.release.image import RECIPE
from tests.running import Running

UNIT = RECIPE.parent / "workshop.service"
# `systemd-analyze security`: 0 is closed, 10 open; below 2 it says OK.
MOST_EXPOSED = 15
# Where the kernel's own things are; everything else becomes read-only. 77: this machine does not let us.
FENCED = """
set -e
for at in "$1" "$2"; do mount --bind "$at" "$at" || exit 77; done
while read -r _ at kind _; do
  case "$kind" in proc|sysfs|devtmpfs|devpts|cgroup*|mqueue) continue;; esac
  case "$at" in "$1"|"$2"|/dev/*|/sys/*) continue;; esac
  mount -o remount,bind,ro "$at" || exit 77
done < /proc/self/mounts
shift 2
exec setpriv --bounding-set=-all --inh-caps=-all --no-new-privs "$@"
"""
# PR_SET_MDWE, which MemoryDenyWriteExecute= is.
NO_WRITTEN_CODE = (
    "import ctypes, os, sys\n"
    "ctypes.CDLL(None).prctl(65, 1, 0, 0, 0) == 0 or sys.exit(77)\n"
    "os.execv(sys.argv[1], sys.argv[1:])"
)


def has(*programs: str) -> bool:
    return all(shutil.which(name) for name in programs)


def fenced(data: Path, temporary: Path) -> tuple[str, ...]:
    """Return the beginning of a command that runs behind the fences."""
    inside = ("sh", "-c", FENCED, "sh", str(data), str(temporary))
    return ("unshare", "-m", *inside, sys.executable, "-c", NO_WRITTEN_CODE)


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    data, temporary = tmp_path / "data", tmp_path / "tmp"
    for folder in (data, temporary):
        folder.mkdir(mode=0o700)
    return data, temporary


@pytest.fixture
def fences(folders: tuple[Path, Path], tmp_path: Path) -> tuple[str, ...]:
    """The fences, where they can be had and hold."""
    if not has("unshare", "setpriv", "mount"):
        pytest.skip("no tools to be fenced with")
    made = fenced(*folders)
    tried = subprocess.run(
        [*made, sys.executable, "-c", f"open({str(tmp_path / 'x')!r}, 'w')"],
        capture_output=True,
        text=True,
        check=False,
    )
    if tried.returncode == 77 or "Operation not permitted" in tried.stderr:
        pytest.skip("this machine does not let us make file systems read-only")
    assert "Read-only file system" in tried.stderr
    return made


@pytest.mark.unit
@pytest.mark.skipif(not has("systemd-analyze"), reason="no systemd")
def test_systemd_takes_the_unit_and_finds_it_closed(tmp_path: Path) -> None:
    unit = tmp_path / "workshop.service"
    text = re.sub(r"(?m)^ExecStart=.*", "ExecStart=/bin/true", UNIT.read_text(encoding="utf-8"))
    unit.write_text(text, encoding="utf-8")
    for question in (
        ("verify", "--man=no"),
        ("security", "--offline=true", "--no-pager", f"--threshold={MOST_EXPOSED}"),
    ):
        asked = subprocess.run(
            ["systemd-analyze", *question, unit], capture_output=True, text=True, check=False
        )
        assert asked.returncode == 0, asked.stdout[-300:] + asked.stderr
        assert "Unknown" not in asked.stderr


@pytest.mark.unit
def test_what_the_unit_does_not_allow_fails_and_does_not_end_the_server() -> None:
    lines = UNIT.read_text(encoding="utf-8").splitlines()
    assert {"SystemCallErrorNumber=EPERM", "UMask=0077", "StateDirectoryMode=0700"} <= set(lines)
    assert f"Environment=WORKSHOP_DATA_DIR=/var/lib/{_value(lines, 'StateDirectory')}" in lines


def _value(lines: list[str], name: str) -> str:
    (found,) = [line.partition("=")[2] for line in lines if line.startswith(f"{name}=")]
    return found


@pytest.mark.integration
def test_server_runs_behind_the_fences_and_writes_into_its_data_only(
    folders: tuple[Path, Path], fences: tuple[str, ...], tmp_path: Path
) -> None:
    data, temporary = folders
    server = Running("serve", database_url=f"sqlite:///{data}/workshop.sqlite", folder=tmp_path)
    server._limited = fences
    server._environment |= {
        "WORKSHOP_DATA_DIR": str(data),
        "TMPDIR": str(temporary),
        "WORKSHOP_BACKUP_HOURS": "1",
        "HOME": "/nowhere",
    }
    try:
        server.start()
        code = server.new_dialogue()
        server.store_card(code)
        with server.send(f"GET /b/{code}") as board:
            assert board.recv(65536).startswith(b"HTTP/1.1 200 ")
        command = [*fences, sys.executable, "-m", "workshop.cli"]
        for arguments in (("export", code, "--out", str(data / "out")), ("backup", str(data / "a.backup"))):
            done = subprocess.run(
                [*command, *arguments], env=server._environment, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, done.stderr
    finally:
        server.kill()
    assert {"workshop.sqlite", "address", "out", "a.backup"} <= {path.name for path in data.iterdir()}
    assert list(temporary.iterdir()) == []
    assert "Error" not in server.log
