"""The operator's word lists: one file a language (`de.txt`), read again whenever one of them has changed."""

import asyncio
from pathlib import Path

import structlog

from workshop.domain.store import Store
from workshop.domain.word_list import NO_WORDS, WordList

# Soon enough for somebody who edits a list while an evening goes on.
LOOK_SECONDS = 5.0
# No list of words is longer; what is beyond is not read.
MOST_BYTES = 500_000
log = structlog.get_logger()
Stamps = dict[str, tuple[int, int]]


def stamps_of(folder: Path) -> Stamps:
    """Return what tells whether a list has changed."""
    try:
        found = {path: path.stat() for path in folder.glob("*.txt")}
    except OSError:
        return {}
    return {path.name: (stat.st_mtime_ns, stat.st_size) for path, stat in sorted(found.items())}


def read_words(folder: Path) -> WordList:
    """Return the lists of a folder; raise `OSError` or `ValueError` for one that cannot be read."""
    lines: dict[str, list[str]] = {}
    for name in stamps_of(folder):
        path = folder / name
        # Cards are compared by the language alone: `de-AT.txt` belongs to `de`.
        lang = path.stem.lower().partition("-")[0]
        with path.open("rb") as file:
            read = file.read(MOST_BYTES).decode("utf-8-sig").splitlines()
        lines[lang] = lines.get(lang, []) + read
    return WordList.of(lines) if lines else NO_WORDS


async def keep_words(store: Store, folder: Path) -> None:
    """Give the store the lists, again whenever one has changed; the former stay while one is no text."""
    known: Stamps = {}
    # What could not be read, and was told: rights may be mended without a trace on the file.
    told: Stamps = {}
    while True:
        present = await asyncio.to_thread(stamps_of, folder)
        if present != known:
            try:
                store.words = await asyncio.to_thread(read_words, folder)
                known, told = present, {}
            except (OSError, ValueError) as error:
                if present != told:
                    log.warning("word_lists_not_read", why=type(error).__name__)
                told = present
        await asyncio.sleep(LOOK_SECONDS)
