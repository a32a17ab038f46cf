"""The list of erasures as a file beside the database: it is there when the database is lost and restored."""

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from workshop.domain.erasure import Erased, joined
from workshop.models import ErasureKind
from workshop.private_files import make_folder, write_file


class ErasureListError(RuntimeError):
    """The file cannot be read; without it, words that were erased would come back."""


def read_list(file: Path) -> list[Erased]:
    """Return what the file lists; a file that is not there lists nothing."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    except (OSError, ValueError) as error:
        raise ErasureListError(f"the list of erasures in {file} cannot be read") from error
    found = []
    for number, line in enumerate(lines, start=1):
        try:
            found.append(_read(json.loads(line)))
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            raise ErasureListError(
                f"line {number} of the list of erasures in {file} cannot be read"
            ) from error
    return found


def _read(line: dict[str, object]) -> Erased:
    spans = line.get("spans")
    if spans is not None and not isinstance(spans, list):
        raise TypeError
    at = datetime.fromisoformat(str(line["at"]))
    if at.tzinfo is None:
        raise ValueError
    entry_id, version = line.get("entry"), line.get("version")
    return Erased(
        kind=ErasureKind(str(line["kind"])),
        dialogue=str(line["dialogue"]),
        at=at,
        entry_id=None if entry_id is None else str(entry_id),
        version=version if isinstance(version, int) else None,
        spans=None if spans is None else tuple((int(a), int(b)) for a, b in spans),
    )


def write_list(file: Path, erased: Iterable[Erased]) -> None:
    """Take erasures into the file, whole or not at all; nothing that it lists gets lost."""
    known = read_list(file)
    every = joined(known, erased)
    if every == known:
        return
    make_folder(file.parent)
    write_file(file, "".join(json.dumps(_plain(each)) + "\n" for each in every).encode())


def _plain(each: Erased) -> dict[str, object]:
    facts = {
        "at": each.at.isoformat(),
        "kind": each.kind.value,
        "dialogue": each.dialogue,
        "entry": each.entry_id,
        "version": each.version,
        "spans": each.spans,
    }
    return {name: value for name, value in facts.items() if value is not None}
