import json
import re
import subprocess
import sys
import uuid
import zipfile
from pathlib import Path

import httpx
import pytest

from tests import forks
from tests.conftest import LiveServer
from tests.waiting import until

pytestmark = pytest.mark.integration


def workshop(
    *arguments: str, cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    return forks.run("workshop.cli", *arguments, cwd=cwd, env=forks.environment() | environment)


def test_new_prints_one_json_object_with_all_addresses(tmp_path: Path) -> None:
    result = workshop(
        *("new", "--theme-set", "gmuend", "--title", "Abend", "--municipality", "Gmünd", "--json"),
        *("--data", str(tmp_path), "--public-url", "https://dialog.example"),
    )
    made = json.loads(result.stdout)
    assert sorted(made) == ["board_url", "code", "console_url", "join_url", "tables", "title"]
    assert made["join_url"] == f"https://dialog.example/j/{made['code']}"
    assert made["board_url"] == f"https://dialog.example/b/{made['code']}"
    assert [sorted(table) for table in made["tables"]] == [["host_url", "join_url", "key", "title"]] * 5
    assert made["tables"][0]["join_url"] == f"{made['join_url']}/wohnen"
    assert len({made["console_url"], *(table["host_url"] for table in made["tables"])}) == 6


def test_export_writes_the_files_of_the_contract(tmp_path: Path) -> None:
    made = workshop(
        "new", "--theme-set", "weinheim", "--title", "Abend", "--json", WORKSHOP_DATA_DIR=str(tmp_path)
    )
    code = json.loads(made.stdout)["code"]
    out = tmp_path / "out"
    result = workshop("export", code.lower(), "--out", str(out), WORKSHOP_DATA_DIR=str(tmp_path))
    assert result.returncode == 0, result.stderr
    assert "There is no runde-tische.ics: nothing has a date." in result.stderr
    names = {path.name for path in out.iterdir()}
    assert {"ergebnisse.xlsx", "protokoll.docx", "protokoll.pdf", "results.json", "csv"} <= names
    assert json.loads((out / "results.json").read_text(encoding="utf-8"))["dialogue"]["code"] == code


def test_backup_and_restore_keep_the_code(tmp_path: Path) -> None:
    here, there, file = tmp_path / "here", tmp_path / "there", tmp_path / "abend.backup"
    made = workshop("new", "--theme-set", "gmuend", "--title", "Abend", "--json", "--data", str(here))
    assert workshop("backup", str(file), "--data", str(here)).returncode == 0
    assert zipfile.is_zipfile(file)
    assert workshop("restore", str(file), "--data", str(there)).returncode == 0
    code = json.loads(made.stdout)["code"]
    for data in (here, there):
        out = tmp_path / f"out-{data.name}"
        assert workshop("export", code, "--out", str(out), "--data", str(data)).returncode == 0
    same = ("results.json", *(f"csv/{path.name}" for path in (tmp_path / "out-here" / "csv").iterdir()))
    assert len(same) > 3
    for name in same:
        assert (tmp_path / "out-here" / name).read_bytes() == (tmp_path / "out-there" / name).read_bytes()
    assert (here / "secret").read_text() == (there / "secret").read_text()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("export", "NOWHERE2", "--out", "out"), "no dialogue with this code"),
        (("new", "--theme-set", "nix", "--title", "T"), 'no theme set "nix"'),
        (("new", "--theme-set", "gmuend", "--title", " "), "title"),
        (("restore", __file__), "not a backup"),
        (("phones",), "postgresql://"),
        (("serve", "--public-url", "https://dialog.example/abend"), "must end after the host"),
        (("new", "--theme-set", "gmuend", "--title", "T", "--public-url", "ftp://x"), "http:// or https://"),
    ],
)
def test_failure_is_one_clear_line_and_status_1(tmp_path: Path, arguments, words) -> None:
    result = workshop(*arguments, WORKSHOP_DATA_DIR=str(tmp_path))
    assert result.returncode == 1
    assert words in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("arguments", [("new",), ("nonsense",), ("export", "X"), ("new", "--phase", "party")])
def test_wrong_use_is_status_2(arguments) -> None:
    assert workshop(*arguments).returncode == 2


def test_themes_lists_every_set() -> None:
    listed = workshop("themes").stdout
    assert "gmuend " in listed
    assert "Bauen & Wohnen; Ehrenamt & Beteiligung; Arbeit; Frauen; Bildung & Ausbildung" in listed


def test_papers_writes_the_drafts_with_the_facts_of_the_installation(tmp_path: Path) -> None:
    result = workshop(
        *("papers", "--out", str(tmp_path / "papers"), "--data", str(tmp_path)),
        *("--public-url", "https://dialog.example"),
        WORKSHOP_OPERATOR_NAME="Stadt Beispiel",
    )
    files = [Path(line) for line in result.stdout.splitlines()]
    assert (result.returncode, result.stderr, len(files)) == (0, "", 5)
    written = zipfile.ZipFile(files[0]).read("word/document.xml").decode()
    assert "Stadt Beispiel" in written
    assert "https://dialog.example" in written


def test_list_prints_the_dialogues_of_the_contract(tmp_path: Path) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return workshop(*arguments, WORKSHOP_DATA_DIR=str(tmp_path))

    assert json.loads(run("list", "--json").stdout) == []
    codes = [
        json.loads(run("new", "--theme-set", "gmuend", "--title", title, *more, "--json").stdout)["code"]
        for title, more in (
            ("Abend", ()),
            ("Zweiter\tAbend", ("--municipality", "Gmünd", "--phase", "collect")),
        )
    ]
    assert json.loads(run("list", "--json").stdout) == [
        {
            "code": codes[1],
            "title": "Zweiter Abend",
            "municipality": "Gmünd",
            "date": None,
            "phase": "collect",
            "cards": 0,
            "series": None,
        },
        {
            "code": codes[0],
            "title": "Abend",
            "municipality": "",
            "date": None,
            "phase": "preparation",
            "cards": 0,
            "series": None,
        },
    ]
    listed = run("list").stdout.splitlines()
    assert listed == [
        f"{codes[1]}  Zweiter Abend  Gmünd  -  collect  0",
        f"{codes[0]}  Abend  -  -  preparation  0",
    ]


def test_phase_moves_a_dialogue_and_access_opens_the_console_once(tmp_path: Path) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return workshop(*arguments, WORKSHOP_DATA_DIR=str(tmp_path))

    code = json.loads(run("new", "--theme-set", "gmuend", "--title", "Abend", "--json").stdout)["code"]
    assert run("phase", f"{code[:4]} {code[4:]}".lower(), "sort").stdout == f"{code}  preparation -> sort\n"
    assert json.loads(run("list", "--json").stdout)[0]["phase"] == "sort"
    assert run("phase", code, "party").returncode == 2
    nowhere = run("phase", "NOWHERE2", "sort")
    assert (nowhere.returncode, nowhere.stderr) == (1, "workshop: there is no dialogue with this code\n")
    links = [run("access", "--public-url", "https://dialog.example").stdout for _ in range(2)]
    assert all(re.fullmatch(r"https://dialog\.example/enter/[\w-]{43}\n", link) for link in links)
    assert links[0] != links[1]


def test_delete_tells_what_goes_and_does_it_with_yes_only(live_server: LiveServer) -> None:
    """Beside a running server, which lets nobody in any more."""
    data = ("--data", str(live_server.data))
    new = workshop("new", "--theme-set", "gmuend", "--title", "Abend", "--phase", "collect", "--json", *data)
    made = json.loads(new.stdout)
    code, address = made["code"], f"{live_server.url}/j/{made['code']}"
    card = {"id": str(uuid.uuid4()), "table": "wohnen", "question": "works", "text": "Garten", "lang": "de"}
    assert httpx.post(f"{address}/entries", json=card, timeout=30).status_code == 201
    asked = workshop("delete", code.lower(), *data)
    assert (asked.returncode, asked.stderr) == (2, "")
    assert f"{code}  would be deleted for good: 1 card, 0 topics" in asked.stdout
    assert httpx.get(address, timeout=30).status_code == 200
    done = workshop("delete", code, "--yes", *data)
    assert done.returncode == 0, done.stderr
    assert (
        f"{code}  deleted: 1 card, 0 topics, 0 results, 0 photos, 6 links, steps in the log: 0" in done.stdout
    )
    until(lambda: httpx.get(address, timeout=30).status_code == 404)
    again = workshop("delete", code, "--yes", *data)
    assert (again.returncode, again.stderr) == (1, "workshop: there is no dialogue with this code\n")


def test_each_start_ends_the_link_that_the_one_before_printed(live_server: LiveServer) -> None:
    def printed() -> list[str]:
        return re.findall(r"http\S+/enter/\S+", live_server.log())

    first = live_server.console_link()
    asked_for = live_server.command("access").stdout.strip()
    live_server.stop()
    live_server.start()
    until(lambda: len(printed()) == 2, why=live_server.log)
    assert [httpx.get(link, timeout=30).status_code for link in (first, printed()[1], asked_for)] == [
        410,
        200,
        200,
    ]
    assert httpx.post(first, timeout=30).status_code == 410
    assert httpx.post(asked_for, timeout=30).status_code == 303
    # Whoever is in needs no link: none is printed any more, and the one in the log opens nothing.
    live_server.stop()
    live_server.start()
    until(lambda: live_server.log().count("workshop serves at") == 3, why=live_server.log)
    assert len(printed()) == 2
    assert httpx.get(printed()[1], timeout=30).status_code == 410


def test_settings_say_how_long_links_are_good(tmp_path: Path) -> None:
    refused = workshop("access", WORKSHOP_DATA_DIR=str(tmp_path), WORKSHOP_FIRST_LINK_HOURS="0")
    assert (refused.returncode, "WORKSHOP_FIRST_LINK_HOURS" in refused.stderr) == (1, True)


MARKS = "a" + "\u0301" * 300


def test_bad_words_are_refused_in_one_plain_line(tmp_path: Path) -> None:
    new = ("new", "--theme-set", "gmuend", "--data", str(tmp_path), "--title")
    for arguments, said in [
        ((*new, "\udcff"), "give it a title"),  # what Python makes of a byte that is no UTF-8
        ((*new, "x" * 40_000), "too long"),
        ((*new, MARKS), "Too many signs"),
        ((*new, "x", "--municipality", "x" * 201), "too long"),
        (("new", "--title", "x", "--theme-set", "../../etc/passwd", "--data", str(tmp_path)), "no theme set"),
        (("new", "--title", "x", "--theme-set", "\x1b[31mx", "--data", str(tmp_path)), "no theme set"),
        (("phase", "\udcff", "collect", "--data", str(tmp_path)), "no dialogue"),
        (("phase", "x" * 40_000, "collect", "--data", str(tmp_path)), "no dialogue"),
        (("restore", "\x1b[31m\n", "--data", str(tmp_path)), ""),
    ]:
        result = workshop(*arguments)
        assert result.returncode in {1, 2}, arguments
        assert said in result.stderr
        assert "Traceback" not in result.stderr
        assert "\x1b" not in result.stderr
        assert len(result.stderr) < 1200
    made = json.loads(workshop(*new, "\x1b[31m{{7*7}} %s $(id)\n</title>", "--json").stdout)
    assert made["title"] == "[31m{{7*7}} %s $(id)\n</title>"


@pytest.mark.parametrize(
    ("name", "value"),
    [("OPERATOR_NAME", "a\x1b[1m"), ("OPERATOR_ADDRESS", "x" * 501), ("OPERATOR_MAIL", "a\u202eb")],
)
def test_bad_setting_is_refused_by_its_name(tmp_path: Path, name, value) -> None:
    result = workshop("list", "--data", str(tmp_path), **{f"WORKSHOP_{name}": value})
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.startswith(f"workshop: WORKSHOP_{name} (or its option) cannot be used: ")
    assert len(result.stderr.splitlines()) == 1


def test_backup_on_a_full_disk_says_so_and_leaves_nothing(tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    data = ("--data", str(tmp_path))
    assert workshop("new", "--theme-set", "gmuend", "--title", "Abend", *data).returncode == 0
    inside = f'mount -t tmpfs -o size=4k none {small} || exit 77; "$@"; ended=$?; ls -A {small}; exit $ended'
    command = [sys.executable, "-m", "workshop.cli", "backup", str(small / "a.backup"), *data]
    done = subprocess.run(
        ["unshare", "-m", "sh", "-c", inside, "sh", *command],
        capture_output=True,
        text=True,
        check=False,
        env=LiveServer.environment(),
    )
    if done.returncode == 77 or "unshare" in done.stderr:
        pytest.skip("no file system of a few bytes can be had here")
    assert (done.returncode, done.stdout) == (1, "")
    assert "no room" in done.stderr


def test_import_takes_the_results_of_another_installation_in(tmp_path: Path) -> None:
    here, there = ("--data", str(tmp_path / "here")), ("--data", str(tmp_path / "there"))
    made = json.loads(workshop("new", "--theme-set", "weinheim", "--title", "Abend", "--json", *here).stdout)
    workshop("export", made["code"], "--out", str(tmp_path / "out"), *here)
    file = tmp_path / "out" / "results.json"
    taken = workshop("import", str(file), "--json", *there)
    assert json.loads(taken.stdout)["code"] == made["code"], taken.stderr
    assert sorted(json.loads(taken.stdout)) == sorted(made)
    assert json.loads(workshop("list", "--json", *there).stdout)[0]["phase"] == "closed"
    again = workshop("import", str(file), *there)
    assert f"The code {made['code']} is taken here" in again.stderr
    file.write_text(file.read_text("utf-8").replace('"title": "Abend"', '"title": " "'), "utf-8")
    refused = workshop("import", str(file), *there)
    assert (refused.returncode, refused.stderr.splitlines()) == (
        1,
        ["workshop: dialogue: Please give it a title. (title_missing)"],
    )
    file.write_text("{}", "utf-8")
    refused = workshop("import", str(file), *there)
    assert refused.stderr.splitlines() == ["workshop: the file: 'dialogue' is a required property"]
