"""The archive package `archivpaket.zip`: a dialogue's files as a bag (RFC 8493) for the public archive.

It is written in memory, so that no words lie on a disk: four short texts beside the files, and no more.
"""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha512
from pathlib import PurePosixPath

from exports.names import Gettext, stamp
from exports.results import Results
from exports.schema import SCHEMA
from exports.series import folder_of
from exports.text import printable
from exports.zipped import zipped

_DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

Files = Mapping[PurePosixPath, bytes]


def render_archive(results: Results, files: Files, *, gettext: Gettext, at: datetime) -> bytes:
    """Return the package of the `files` as they are, with the schema of `results.json` beside them.

    Everything in it follows from these; `at` is the day of packing and the time of each file in the ZIP.
    """
    payload = {PurePosixPath("data", SCHEMA.name): SCHEMA.read_bytes()}
    payload |= {"data" / name: content for name, content in files.items()}
    tags = {
        PurePosixPath("bagit.txt"): _DECLARATION.encode(),
        PurePosixPath("bag-info.txt"): _about(results, payload, gettext=gettext, at=at),
        PurePosixPath("manifest-sha512.txt"): _manifest(payload),
    }
    tags[PurePosixPath("tagmanifest-sha512.txt")] = _manifest(tags)
    top = PurePosixPath(folder_of(results.dialogue))
    ordered = tags | dict(sorted(payload.items()))
    return zipped({top / name: content for name, content in ordered.items()}, at=at)


def _about(results: Results, payload: Files, *, gettext: Gettext, at: datetime) -> bytes:
    _, dialogue = gettext, results.dialogue
    description = _("All results of the dialogue: cards, topics, outcomes and minutes")
    facts = {
        "Source-Organization": dialogue.municipality,
        "External-Description": description,
        "External-Identifier": dialogue.code,
        "Dialogue-Title": dialogue.title,
        "Dialogue-Date": dialogue.held_on.isoformat() if dialogue.held_on else "",
        "Dialogue-Place": dialogue.place,
        "Rehearsal": stamp(gettext=gettext) if dialogue.rehearsal else "",
        "Bagging-Date": at.date().isoformat(),
        "Payload-Oxum": f"{sum(map(len, payload.values()))}.{len(payload)}",
    }
    # One line each: a line break of any script would begin another fact.
    lines = {name: " ".join(printable(value).split()) for name, value in facts.items()}
    return "".join(f"{name}: {value}\n" for name, value in lines.items() if value).encode()


def _manifest(files: Files) -> bytes:
    return "".join(
        f"{sha512(content).hexdigest()}  {name}\n" for name, content in sorted(files.items())
    ).encode()
