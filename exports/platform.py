"""Proposals and meetings in the columns of participation platforms: `plattform.csv` and its siblings.

Decidim takes in a list of proposals as CSV (semicolons) or JSON, and each row becomes one: so meetings are
files of their own, in the columns in which it writes meetings. It reads `title/de` and `body/de` and leaves
other columns aside, so the text itself says of which evening it is a result, and no column may be called
`title` or `body` alone. `summary`, `description` and `tag_list` are the fields of CONSUL.
"""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from io import StringIO

import regex

from exports.csv_files import tame
from exports.field import Place
from exports.field_words import line_of
from exports.links import Links, table_name
from exports.look import REHEARSAL
from exports.names import Gettext, kind_name, outcome_name, stamp
from exports.outcome_fields import OutcomeKind, fields_of
from exports.results import OutcomeFacts, Results
from exports.series import where_of
from exports.text import is_right_to_left, long_day, printable, short_day

PROPOSED = (OutcomeKind.PROJECT_IDEA, OutcomeKind.SUGGESTION, OutcomeKind.RECOMMENDATION)
SUMMARY_LENGTH = 200
"""Characters that CONSUL takes for a summary."""

Row = Mapping[str, str | int | Sequence[str]]


def render_platform_files(results: Results, *, gettext: Gettext) -> Mapping[str, bytes]:
    """Return file name and content: what was proposed, and the meetings, each as CSV and as JSON.

    All rows of a file have the same columns, `id` first; each proposal names its meeting by the id there.
    """
    platform = _Platform(results, gettext=gettext)
    return {
        f"{stem}.{ending}": render(columns, rows)
        for stem, columns, rows in (
            ("plattform", platform.proposal_columns, platform.proposals()),
            ("plattform-treffen", platform.meeting_columns, platform.meetings()),
        )
        for ending, render in (("csv", _as_csv), ("json", _as_json))
    }


class _Platform:
    """One dialogue as rows of a platform."""

    def __init__(self, results: Results, *, gettext: Gettext) -> None:
        self._results = results
        self._dialogue = results.dialogue
        self._gettext = gettext
        self._links = Links(results)
        lang = self._dialogue.lang.split("-", maxsplit=1)[0]
        self.proposal_columns = (
            "id",
            *(f"{name}/{lang}" for name in ("title", "body", "summary", "description", "category/name")),
            "tag_list",
            "meeting/id",
            f"meeting/title/{lang}",
            "meeting/start_time",
            "meeting/end_time",
            "meeting/address",
        )
        self.meeting_columns = (
            "id",
            *(f"{name}/{lang}" for name in ("title", "description", "category/name")),
            "start_time",
            "end_time",
            "address",
            f"location/{lang}",
            "contributions",
            "related_proposals",
        )

    def proposals(self) -> list[Row]:
        """Return the outcomes that are proposals."""
        return [
            dict(zip(self.proposal_columns, self._proposal(each), strict=True)) for each in self._proposed()
        ]

    def meetings(self) -> list[Row]:
        """Return the evening and its round tables."""
        talks = self._links.outcomes(OutcomeKind.ROUND_TABLE)
        cells = [self._evening(), *(self._round_table(each) for each in talks)]
        return [dict(zip(self.meeting_columns, each, strict=True)) for each in cells]

    def _proposed(self) -> list[OutcomeFacts]:
        return self._links.outcomes(*PROPOSED)

    def _proposal(self, outcome: OutcomeFacts) -> tuple[str, ...]:
        dialogue, (begins, ends) = self._dialogue, self._hours()
        body = self._text(outcome.description, self._said(outcome), self._source())
        return (
            self._id(outcome),
            self._marked(outcome.title),
            body,
            _shortened(self._marked(outcome.description or outcome.title)),
            body,
            self._tables(outcome),
            kind_name(outcome.kind, gettext=self._gettext),
            dialogue.code,
            self._marked(dialogue.title),
            begins,
            ends,
            where_of(dialogue),
        )

    def _evening(self) -> tuple[str | int | Sequence[str], ...]:
        dialogue, (begins, ends) = self._dialogue, self._hours()
        return (
            dialogue.code,
            self._marked(dialogue.title),
            self._text(dialogue.goal, dialogue.promise),
            "",
            begins,
            ends,
            where_of(dialogue),
            dialogue.place,
            len(self._results.entries),
            [self._id(each) for each in self._proposed()],
        )

    def _round_table(self, outcome: OutcomeFacts) -> tuple[str | int | Sequence[str], ...]:
        when, place = outcome.details.when, str(outcome.details.values.get("place", ""))
        return (
            self._id(outcome),
            self._marked(outcome_name(outcome, gettext=self._gettext)),
            self._text(outcome.description, self._said(outcome), self._source()),
            self._tables(outcome),
            when.isoformat() if isinstance(when, date) else "",
            "",
            ", ".join(part for part in (place, self._dialogue.municipality) if part),
            place,
            len(self._links.entries(outcome)),
            [self._id(each) for each in self._proposed() if _meet(each, outcome)],
        )

    def _id(self, outcome: OutcomeFacts) -> str:
        return f"{self._dialogue.code}-{outcome.id}"

    def _marked(self, text: str) -> str:
        return f"{REHEARSAL}: {text}" if self._dialogue.rehearsal else text

    def _tables(self, outcome: OutcomeFacts) -> str:
        return ", ".join(table_name(table) for table in self._links.tables_of(outcome))

    def _text(self, *paragraphs: str) -> str:
        mark = stamp(gettext=self._gettext) if self._dialogue.rehearsal else ""
        return "\n\n".join(part for part in (mark, *paragraphs) if part)

    def _said(self, outcome: OutcomeFacts) -> str:
        """Return the fields of an outcome, a line each; what runs the other way has a line to itself."""
        _ = self._gettext
        lines = []
        for field in fields_of(outcome.kind, Place.MINUTES):
            value = line_of(field, outcome.details.values, gettext=_, day=short_day)
            apart = "\n" if "\n" in value or is_right_to_left(value) else " "
            lines += [f"{_(field.label)}:{apart}{value}"] if value else []
        return "\n".join(lines)

    def _source(self) -> str:
        _, dialogue = self._gettext, self._dialogue
        day = long_day(dialogue.held_on, lang=dialogue.lang)
        named = " · ".join(part for part in (dialogue.title, where_of(dialogue), day) if part)
        return _("Result of: {source}").format(source=named)

    def _hours(self) -> tuple[str, str]:
        """Return when the evening begins and ends on the clock of the hall; the day if no hour is known."""
        dialogue = self._dialogue
        if not dialogue.held_on:
            return "", ""
        begins, ends = dialogue.begins, dialogue.ends
        last = dialogue.held_on + timedelta(days=bool(begins and ends and ends < begins))
        return _moment(dialogue.held_on, begins), _moment(last, ends)


def _moment(day: date, at: time | None) -> str:
    return datetime.combine(day, at).isoformat() if at else day.isoformat()


def _meet(one: OutcomeFacts, other: OutcomeFacts) -> bool:
    """Say whether two outcomes come from the same topic or card."""
    return bool({*one.group_ids} & {*other.group_ids} or {*one.entry_ids} & {*other.entry_ids})


def _shortened(text: str) -> str:
    flat = " ".join(text.split())
    if len(flat) <= SUMMARY_LENGTH:
        return flat
    # Without the last sign, which may have been cut in two.
    whole = "".join(regex.findall(r"\X", flat[:SUMMARY_LENGTH])[:-1])
    return f"{whole.rsplit(' ', maxsplit=1)[0]}…"


def _as_csv(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    target = StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow(
            tame(str(cell) if isinstance(cell, str | int) else ", ".join(cell)) for cell in row.values()
        )
    return target.getvalue().encode("utf-8-sig")


def _as_json(_columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    plain = [
        {key: printable(cell) if isinstance(cell, str) else cell for key, cell in row.items()} for row in rows
    ]
    return json.dumps(plain, ensure_ascii=False, indent=2).encode() + b"\n"
