"""The evenings of a series as one: joint tables, the list of its evenings, and the folder of each."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace

import pandas as pd

from exports.columns import Column
from exports.names import Gettext
from exports.results import DialogueFacts, SeriesResults
from exports.tables import Row, Sheet, build_sheets
from exports.text import file_stem, long_day, printable, short_day

_EVENING_WIDTH = 14.0

GettextOf = Callable[[str], Gettext]
"""Returns what turns texts into a language, by its tag."""


def as_one_evening(series: SeriesResults) -> DialogueFacts:
    """Return what stands above the joint files, as if the series was one evening."""
    evenings = [evening.dialogue for evening in series.evenings]
    first = evenings[0]
    days = [long_day(each.held_on, lang=first.lang) for each in evenings if each.held_on]
    return DialogueFacts(
        code="",
        title=series.title,
        questions={},
        municipality=" · ".join(dict.fromkeys(each.municipality for each in evenings if each.municipality)),
        place=" – ".join(dict.fromkeys([*days[:1], *days[-1:]])),
        lang=first.lang,
        rehearsal=first.rehearsal,
    )


def where_of(dialogue: DialogueFacts) -> str:
    """Return venue and town."""
    return ", ".join(part for part in (dialogue.place, dialogue.municipality) if part)


def evening_name(dialogue: DialogueFacts) -> str:
    """Return what names an evening in a row: code, day and place."""
    parts = (dialogue.code, short_day(dialogue.held_on), where_of(dialogue))
    return printable(" · ".join(part for part in parts if part))


def folder_of(dialogue: DialogueFacts) -> str:
    """Return the folder of an evening's own files: day, town or venue, code."""
    day = dialogue.held_on.isoformat() if dialogue.held_on else ""
    where = file_stem(dialogue.municipality) or file_stem(dialogue.place)
    return "-".join(part for part in (day, where, dialogue.code) if part)


def joint_sheets(series: SeriesResults, *, gettext: Gettext) -> tuple[Sheet, ...]:
    """Return the tables of all evenings, with a column that names the evening of each row.

    A table or column that only some evenings have is there, and empty for the others.
    """
    alike: dict[str, list[tuple[str, Sheet]]] = {}
    for evening in series.evenings:
        for sheet in build_sheets(evening, gettext=gettext):
            alike.setdefault(sheet.name, []).append((evening_name(evening.dialogue), sheet))
    return tuple(_joined(sheets, gettext=gettext) for sheets in alike.values())


def _joined(named: Sequence[tuple[str, Sheet]], *, gettext: Gettext) -> Sheet:
    _ = gettext
    sheets = [sheet for _name, sheet in named]
    columns = (Column("evening", printable(_("Evening")), _EVENING_WIDTH), *_headed(sheets))
    keys = [*(column.key for column in columns), "asks", "mirrored"]
    rows: list[Row] = [
        dict.fromkeys(keys, "") | {str(key): cell for key, cell in row.items()} | {"evening": name}
        for name, sheet in named
        for row in sheet.frame.to_dict("records")
    ]
    for number, row in enumerate(rows, start=1):
        row["number"] = number
    frame = pd.DataFrame(rows, columns=keys, dtype=object)
    return replace(sheets[0], columns=columns, frame=frame)


def _headed(sheets: Sequence[Sheet]) -> list[Column]:
    """Return the columns of all; where evenings asked a question in other words, each wording is told.

    The columns of cards give the room for the evening, so that as many pages beside each other are printed.
    """
    fullest = max((sheet.columns for sheet in sheets), key=len)
    givers = {column.key for column in fullest if column.question or column.key == "text"}
    columns = []
    for column in fullest:
        headings = (each.heading for sheet in sheets for each in sheet.columns if each.key == column.key)
        given = _EVENING_WIDTH / len(givers) if column.key in givers else 0
        heading = " / ".join(dict.fromkeys(headings))
        columns.append(replace(column, heading=heading, width=column.width - given))
    return columns


def render_listing(series: SeriesResults) -> bytes:
    """Return `reihe.json`: the heading and its evenings, as `series.schema.json` describes it."""
    listing = {
        "title": printable(series.title),
        "rehearsal": series.evenings[0].dialogue.rehearsal,
        "dialogues": [
            {
                "position": number,
                "code": dialogue.code,
                "title": printable(dialogue.title),
                "municipality": printable(dialogue.municipality),
                "place": printable(dialogue.place),
                "date": dialogue.held_on.isoformat() if dialogue.held_on else None,
                "folder": folder_of(dialogue),
                "counts": asdict(dialogue.counts),
            }
            for number, dialogue in enumerate((each.dialogue for each in series.evenings), start=1)
        ],
    }
    return json.dumps(listing, ensure_ascii=False, indent=2).encode() + b"\n"
