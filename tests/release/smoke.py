"""What an installed wheel has to do: list, create, serve each kind of page with its files, export."""

import json
import re
import subprocess
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from tests.ports import free_port
from tests.release.image import ROOT, clean_environment
from themes import theme_set_keys
from themes.text import LANGUAGES
from workshop.i18n import catalogue

START_SECONDS = 40
STOP_SECONDS = 20
# The process that groups has the lowest priority and loads its libraries first.
GROUPING_SECONDS = 40
SHOWN = ("Radwege zum Bahnhof", "Ein Klavier für den Saal", "ein Klavier für den Saal")
HELD = "Fragt klara@example.org"
# What a page loads: our files, NiceGUI's, and elements whose scripts import by the page's import map.
LOADED = re.compile(
    r"""["'](/(?:static|_nicegui/[^/"']+/(?:static|components))/[^"'\s\\]+\.(?:m?js|css))["']"""
)
MODULES = re.compile(r'"(workshop-[a-z]+/)" *: *"(/_nicegui/[^"]+/)"')
IMPORTED = re.compile(r"""\bfrom ["'](workshop-[a-z]+/)([^"']+)["']""")


@dataclass(frozen=True)
class Installed:
    """The command `workshop` of a virtual environment, with a data directory of its own."""

    environment: Path
    folder: Path

    def run(self, *arguments: str) -> str:
        """Run a command; return what it printed. Raises `CalledProcessError` with what it wrote."""
        done = subprocess.run(
            self._command(*arguments), cwd=self.folder, env=self._variables(), check=True, capture_output=True
        )
        return done.stdout.decode()

    @contextmanager
    def serving(self) -> Iterator[tuple[httpx.Client, str]]:
        """Serve while the block runs; give a client without cookies, and the address of the console."""
        port, log = free_port(), self.folder / "server.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                self._command("serve", "--port", str(port)),
                cwd=self.folder,
                env=self._variables(),
                stdout=output,
                stderr=output,
            )
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20) as client:
                _wait_until_healthy(client, process, log)
                yield client, _console_link(log)
        finally:
            process.terminate()
            process.wait(STOP_SECONDS)

    def _command(self, *arguments: str) -> list[str]:
        return [str(self.environment / "bin" / "workshop"), *arguments]

    def _variables(self) -> dict[str, str]:
        return clean_environment(self.environment) | {"WORKSHOP_DATA_DIR": str(self.folder / "data")}


def check(installed: Installed) -> Iterator[str]:
    """Try everything; yield one line for each thing that worked. `AssertionError` says what did not."""
    listed = [line.split()[0] for line in installed.run("themes").splitlines()]
    assert listed == list(theme_set_keys()), listed
    yield f"workshop themes: {len(listed)} theme sets"
    with installed.serving() as (client, console_link):
        yield "workshop serve: /healthz answers 200"
        options = ("--theme-set", listed[0], "--title", "Abend", "--phase", "collect", "--json")
        made = json.loads(installed.run("new", *options))
        code, table = made["code"], made["tables"][0]
        yield "workshop new: a dialogue that collects"
        loaded = _phone(client, code, table["key"])
        yield f"phone page with its script in {len(LANGUAGES)} languages, and {len(SHOWN) + 1} cards"
        client.headers["Accept-Language"] = "de"
        for link in (console_link, urlsplit(table["host_url"]).path):
            assert client.post(link).status_code == httpx.codes.SEE_OTHER, "a link does not open"
        for name, address in {
            "board": f"/b/{code}",
            "board of a table": f"/b/{code}/{table['key']}",
            "list of dialogues": "/console",
            "console": f"/console/{code}",
            "measures table": f"/console/{code}/measures",
            "photos": f"/console/{code}?view=photos",
            "page of a table's host": f"/host/{code}/{table['key']}",
        }.items():
            names = _load_all(client, _page(client, address))
            loaded |= names
            yield f"{name}: 200 with {len(names)} files"
        word = catalogue("console", "de").gettext("New dialogue")
        assert word in _page(client, "/console"), f"the console does not say {word}"
        until = time.monotonic() + GROUPING_SECONDS
        while (missing := sorted(_own_files() - loaded)) and time.monotonic() < until:
            time.sleep(0.2)
            loaded |= _load_all(client, _page(client, f"/host/{code}/{table['key']}"))
        assert not missing, f"no page loads {missing}"
        yield f"all {len(_own_files())} scripts and style sheets of ours; two cards became a topic"
    yield _export(installed, code)


def _phone(client: httpx.Client, code: str, table: str) -> set[str]:
    loaded: set[str] = set()
    for tag in LANGUAGES:
        page = _page(client, f"/j/{code}/{table}?lang={tag}")
        word = catalogue("phone", tag).gettext("Send")
        assert f">{word}</button>" in page, f"the phone page does not say {word} in {tag}"
        loaded |= _load_all(client, page)
    for text in (*SHOWN, HELD):
        card = {"id": str(uuid.uuid4()), "table": table, "question": "needed", "text": text, "lang": "de"}
        posted = client.post(f"/j/{code}/entries", json=card, headers={"Accept": "application/json"})
        assert posted.status_code == httpx.codes.CREATED, f"{posted.status_code} for a card"
    return loaded


def _page(client: httpx.Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == httpx.codes.OK, f"{answer.status_code} for {address}"
    return answer.text


def _load_all(client: httpx.Client, page: str) -> set[str]:
    """Load what a page names and what that imports; return the files' names without hashes."""
    folders = dict(MODULES.findall(page))
    waiting, loaded = set(LOADED.findall(page)), set()
    while waiting:
        address = waiting.pop()
        loaded.add(address)
        script = _page(client, address)
        assert script, f"{address} is empty"
        waiting |= {folders[module] + file for module, file in IMPORTED.findall(script)} - loaded
    return {re.sub(r"\.[0-9a-f]{12}\.", ".", address.rpartition("/")[2]) for address in loaded}


def _own_files() -> set[str]:
    """Return the names of our scripts and style sheets; of the phone's, only the script where one writes."""
    found = [path for path in (ROOT / "workshop").rglob("*") if path.suffix in {".js", ".css"}]
    return {path.name for path in found if ROOT / "workshop" / "phone" not in path.parents} | {"phone.js"}


def _export(installed: Installed, code: str) -> str:
    out = installed.folder / "results"
    installed.run("export", code, "--out", str(out))
    names = {file.relative_to(out).as_posix() for file in out.rglob("*") if file.is_file()}
    files = {"ergebnisse.xlsx", "protokoll.docx", "protokoll.pdf", "results.json", "csv/beitraege.csv"}
    assert files <= names, names
    results = json.loads((out / "results.json").read_text(encoding="utf-8"))
    assert {entry["text"] for entry in results["entries"]} == set(SHOWN), results["entries"]
    head = (out / "csv" / "beitraege.csv").read_text(encoding="utf-8-sig").splitlines()[0]
    assert catalogue("exports", "de").gettext("Question") in head, head
    return f"workshop export: {len(names)} files, the cards among them"


def _wait_until_healthy(client: httpx.Client, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            if client.get("/healthz").status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError(f"workshop serve does not answer:\n{log.read_text()}")


def _console_link(log: Path) -> str:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if found := re.search(r"http\S+(/enter/\S+)", log.read_text()):
            return found.group(1)
        time.sleep(0.1)
    raise AssertionError(f"no address of the console was printed:\n{log.read_text()}")
