"""Where words could stay: a loud server on either database, its files, its backups, its open pages."""

import io
import subprocess
import uuid
import zipfile
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psycopg
from playwright.sync_api import Error, Page

from tests import forks
from tests.conftest import LiveServer

_STATISTICS = "SELECT tablename, attname, concat(most_common_vals, histogram_bounds) FROM pg_stats"


@dataclass
class LoudServer(LiveServer):
    """A server whose libraries write all that they have into its log, and commands that do."""

    program: str = "tests.e2e.loud"

    @staticmethod
    def environment() -> dict[str, str]:
        """Return the environment without what counts its coverage."""
        return forks.unmeasured(LiveServer.environment())


class Site:
    """All places of an installation where words could stay."""

    def __init__(self, server: LoudServer, postgres: Any) -> None:
        self.server = server
        self._postgres = postgres

    def beside(self, data: Path, database_url: str) -> "Site":
        """Return another place on the same machine."""
        server = LoudServer(self.server.url, data, self.server.port, database_url=database_url)
        return Site(server, self._postgres)

    def traces(self, words: Collection[str]) -> dict[str, set[str]]:
        """Return where which of the words stand.

        With SQLite that is each file, byte by byte. PostgreSQL's own files, its log of writes above all, free
        words in time of their own (docs/decisions.md): there it is what anybody gets who asks it, a dump of
        all tables and what it notes of their columns, and what it wrote about itself.
        """
        found = traces(self.server.data, words)
        if self.server.database_url:
            contents = {"dump": self._dump(), "statistics": self._statistics(), "log": self._log()}
            found |= {name: words_in(content, words) for name, content in contents.items()}
        return {name: there for name, there in found.items() if there}

    def analyse(self) -> None:
        """Let PostgreSQL look at what its columns hold, as it does by itself after an evening."""
        if self.server.database_url:
            with psycopg.connect(self.server.database_url, autocommit=True) as connection:
                connection.execute("ANALYZE")

    def _dump(self) -> bytes:
        command = [self._postgres.bin_path / "pg_dump", self.server.database_url]
        return subprocess.run(command, capture_output=True, check=True).stdout

    def _statistics(self) -> bytes:
        with psycopg.connect(self.server.database_url) as connection:
            return str(connection.execute(_STATISTICS).fetchall()).encode()

    def _log(self) -> bytes:
        log: Path = self._postgres.log
        return log.read_bytes()


def words_in(content: bytes, words: Iterable[str]) -> set[str]:
    """Return the words in a file's bytes, or in any part of it that is packed."""
    found = {each for each in words if each.encode() in content}
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                found |= words_in(archive.read(name), words)
    return found


def traces(folder: Path, words: Collection[str]) -> dict[str, set[str]]:
    """Return which files of a folder hold which words."""
    found = {str(each): words_in(each.read_bytes(), words) for each in folder.rglob("*") if each.is_file()}
    return {name: there for name, there in found.items() if there}


def seen(pages: Mapping[str, Page], words: Collection[str]) -> dict[str, list[str]]:
    """Return which open pages hold which words, or go to another page just now."""
    found = {name: _shown(page, words) for name, page in pages.items()}
    return {name: there for name, there in found.items() if there}


def _shown(page: Page, words: Collection[str]) -> list[str]:
    try:
        content = page.content()
    except Error:
        return ["on its way"]
    return [each for each in words if each in content]


def post(phone: httpx.Client, code: str, text: str) -> str:
    """Post a card as one and the same phone; return its id."""
    form = {"table": "wohnen", "question": "needed", "text": text, "lang": "de"}
    card_id = str(uuid.uuid4())
    answer = phone.post(f"/j/{code}/entries", json=form | {"id": card_id})
    assert answer.status_code == 201, answer.text
    return card_id
