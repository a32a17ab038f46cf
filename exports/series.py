"""The evenings of a series as one: joint tables, the list of its evenings, and the folder of each."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace

import pandas as pd

from exports.names import Gettext
from exports.results import DialogueFacts, SeriesResults
from exports.tables import Column, Row, Sheet, build_sheets
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
    """Return the seven tables of all evenings, with a column that names the evening of each row."""
    names = [evening_name(evening.dialogue) for evening in series.evenings]
    apart = [build_sheets(evening, gettext=gettext) for evening in series.evenings]
    return tuple(_joined(sheets, names, gettext=gettext) for sheets in zip(*apart, strict=True))


def _joined(sheets: Sequence[Sheet], names: Sequence[str], *, gettext: Gettext) -> Sheet:
    _ = gettext
    rows: list[Row] = [
        {str(key): cell for key, cell in row.items()} | {"evening": name}
        for sheet, name in zip(sheets, names, strict=True)
        for row in sheet.frame.to_dict("records")
    ]
    for number, row in enumerate(rows, start=1):
        row["number"] = number
    columns = (Column("evening", printable(_("Evening")), _EVENING_WIDTH), *_headed(sheets))
    keys = [*(column.key for column in columns), "asks", "mirrored"]
    frame = pd.DataFrame(rows, columns=keys, dtype=object)
    return replace(sheets[0], columns=columns, frame=frame)


def _headed(sheets: Sequence[Sheet]) -> list[Column]:
    """Return the columns of all; where evenings asked a question in other words, each wording is told.

    The columns of cards give the room for the evening, so that as many pages beside each other are printed.
    """
    first = sheets[0].columns
    givers = {column.key for column in first if column.question or column.key == "text"}
    columns = []
    for alike in zip(*(sheet.columns for sheet in sheets), strict=True):
        heading = " / ".join(dict.fromkeys(column.heading for column in alike))
        given = _EVENING_WIDTH / len(givers) if alike[0].key in givers else 0
        columns.append(replace(alike[0], heading=heading, width=alike[0].width - given))
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
