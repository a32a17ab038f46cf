"""The dates that an evening brought, for calendar programs: `runde-tische.ics`.

Taken in again, the file brings events up to date: an event keeps its UID as long as its outcome is of its
kind, and its SEQUENCE and times grow with each change of the dialogue. Of a measure that is settled nobody is
reminded, and one that was dropped is called off. Nothing comes from the machine's clock: the same state of
the database makes the same file.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, vText

from exports.event_text import look_back_text, one_line, outcome_text
from exports.field import Role
from exports.links import Links
from exports.look import REHEARSAL
from exports.moment import Moment, moment_of
from exports.names import Gettext, outcome_name
from exports.outcome_fields import OutcomeKind
from exports.outcome_options import SETTLED, MeasureState
from exports.results import DialogueFacts, OutcomeFacts, Results
from exports.series import GettextOf
from exports.zone_rules import time_zone_of

LOOK_BACK = timedelta(weeks=4)
_PRODUCT = "-//workshop-dialogue//dates of a dialogue//EN"
_UIDS = UUID("c2b6ab7c-2f0b-4a3b-9d57-4f5d0a2f7a15")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# A day begins at midnight; people are reminded at nine in the morning, a week and a day before.
_BEFORE_DAY = (timedelta(hours=9) - timedelta(days=7), timedelta(hours=9) - timedelta(days=1))
_BEFORE_CLOCK = (-timedelta(days=7), -timedelta(days=1))


class DateKind(StrEnum):
    """What an event of the calendar is; part of its UID."""

    ROUND_TABLE = "round-table"
    DUE = "due"
    STATEMENT = "statement"
    LOOK_BACK = "look-back"


class _Text(vText):
    """A text as it stands: the library takes a written backslash before N for the end of a line."""

    __slots__ = ()

    def to_ical(self) -> bytes:
        """Return it escaped."""
        escaped = str(self).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
        return escaped.replace("\n", "\\n").encode()


@dataclass(frozen=True, slots=True)
class _Date:
    """One event before it is written; `number` is the id of its outcome."""

    kind: DateKind
    number: int
    moment: Moment
    summary: str
    text: str
    place: str = ""
    state: str = ""


def render_calendar(evenings: Sequence[Results], *, title: str, gettext_of: GettextOf) -> bytes | None:
    """Return the calendar of one evening, or of several together; `None` if nothing has a day.

    An event is there for each round table, measure and asked statement that has one, and for four weeks after
    an evening: what became of it.
    """
    dated = [(evening, _dates(evening, gettext=gettext_of(evening.dialogue.lang))) for evening in evenings]
    if not any(dates for _evening, dates in dated):
        return None
    _ = gettext_of(evenings[0].dialogue.lang)
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    name = _marked(_("Dates: {title}").format(title=one_line(title)), evenings[0].dialogue)
    calendar.add("name", _Text(name))
    calendar.add("x-wr-calname", _Text(name))
    for zone, years in _years(dated).items():
        calendar.add_component(time_zone_of(ZoneInfo(zone), first=min(years), last=max(years)))
    for evening, dates in dated:
        for date in dates:
            calendar.add_component(_event(date, evening.dialogue))
    return bytes(calendar.to_ical())


def _years(dated: Sequence[tuple[Results, list[_Date]]]) -> dict[str, set[int]]:
    """Return the zones of the evenings, with the years in which something has a time: days have no zone."""
    years: dict[str, set[int]] = {}
    for evening, dates in dated:
        moments = [each.moment for each in dates]
        if timed := [each for each in moments if each.begins] or moments:
            years.setdefault(evening.dialogue.time_zone, set()).update(each.day.year for each in timed)
    return years


def _dates(evening: Results, *, gettext: Gettext) -> list[_Date]:
    links = Links(evening)
    dates = [each for outcome in evening.outcomes for each in _of_outcome(outcome, links, gettext=gettext)]
    dates += _look_back(links, gettext=gettext)
    return sorted(dates, key=lambda each: (each.moment.day, each.kind, each.number))


def _of_outcome(outcome: OutcomeFacts, links: Links, *, gettext: Gettext) -> Iterator[_Date]:
    _ = gettext
    moment = moment_of(outcome.details.when)
    if moment is None:
        return
    title, place = outcome.title, ""
    if outcome.kind == OutcomeKind.ROUND_TABLE:
        kind, summary = DateKind.ROUND_TABLE, outcome_name(outcome, gettext=_)
        place = str(outcome.details.values["place"])
    elif outcome.details.field_of(Role.ADDRESSEE):
        kind, summary = DateKind.STATEMENT, _("Statement asked for: {title}").format(title=title)
    else:
        kind, summary = DateKind.DUE, _("Due: {title}").format(title=title)
    text = outcome_text(outcome, links, gettext=_)
    yield _Date(kind, outcome.id, moment, one_line(summary), text, one_line(place), outcome.details.state)


def _look_back(links: Links, *, gettext: Gettext) -> Iterator[_Date]:
    _ = gettext
    dialogue = links.results.dialogue
    if dialogue.held_on is None:
        return
    try:
        day = dialogue.held_on + LOOK_BACK
    except OverflowError:
        return
    summary = _("What has become of it? {title}").format(title=dialogue.title)
    yield _Date(DateKind.LOOK_BACK, 0, Moment(day), one_line(summary), look_back_text(links, gettext=_))


def _event(date: _Date, dialogue: DialogueFacts) -> Event:
    summary = _Text(_marked(date.summary, dialogue))
    created = dialogue.created_at or _EPOCH
    # No row keeps when it was changed. So the time is the beginning and a second for each change: what comes
    # later is newer, and programs that compare times take it.
    changed = created + timedelta(seconds=dialogue.revision)
    event = Event()
    event.add("uid", str(uuid5(_UIDS, f"{dialogue.code}/{date.kind}/{date.number}")))
    event.add("sequence", dialogue.revision)
    event.add("dtstamp", changed)
    event.add("created", created)
    event.add("last-modified", changed)
    event.add("summary", summary)
    event.add("description", _Text(date.text))
    if date.place:
        event.add("location", _Text(date.place))
    if date.kind != DateKind.ROUND_TABLE:
        # Nobody is busy all day because something is due.
        event.add("transp", "TRANSPARENT")
    _add_times(event, date.moment, ZoneInfo(dialogue.time_zone))
    if date.state == MeasureState.DROPPED:
        event.add("status", "CANCELLED")
    if date.state in SETTLED:
        return event
    for before in _BEFORE_CLOCK if date.moment.begins else _BEFORE_DAY:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", summary)
        alarm.add("trigger", before)
        event.add_component(alarm)
    return event


def _add_times(event: Event, moment: Moment, zone: ZoneInfo) -> None:
    if moment.begins is None:
        # Without an end such an event lasts that one day.
        event.add("dtstart", moment.day)
        return
    event.add("dtstart", moment.begins.replace(tzinfo=zone))
    if moment.ends:
        event.add("dtend", moment.ends.replace(tzinfo=zone))


def _marked(text: str, dialogue: DialogueFacts) -> str:
    return f"{REHEARSAL} – {text}" if dialogue.rehearsal else text
