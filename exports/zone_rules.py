"""A time zone as calendar files tell it: the rule by which its clocks are changed each year."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_LAST_OF_MONTH = -1
# So many years tell whether a rule holds; the machine's calendar ends soon after the last one.
_YEARS = 20
_MOST_YEARS = 200
_LAST_YEAR = 9900


@dataclass(frozen=True, slots=True)
class _Shift:
    """One change of the clocks; `wall` is what they showed when it came."""

    wall: datetime
    before: timedelta
    after: timedelta
    name: str
    is_summer: bool

    @property
    def moment(self) -> tuple[object, ...]:
        """What is the same each year where there is a rule, but for the week of the month."""
        return (self.wall.month, self.wall.weekday(), self.wall.time(), self.before, self.after, self.name)

    @property
    def weeks(self) -> set[int]:
        """As which of its weekday in the month the day may be called."""
        last = self.wall.day + len(_DAYS) > monthrange(self.wall.year, self.wall.month)[1]
        return {(self.wall.day - 1) // len(_DAYS) + 1} | ({_LAST_OF_MONTH} if last else set())


def time_zone_of(zone: ZoneInfo, *, first: int, last: int) -> Timezone:
    """Return the `VTIMEZONE` of a zone for events of the years `first` to `last`.

    It is a yearly rule where the zone has one: Outlook passes over lists of days, and is an hour wrong then.
    """
    begin = min(first, _LAST_YEAR) - 1
    end = min(last + 1, begin + _YEARS)
    yearly = [_shifts_in(zone, year) for year in range(begin, end + 1)]
    rules = _rules(yearly)
    if rules is None:
        longer = range(end + 1, min(last + 1, begin + _MOST_YEARS) + 1)
        rules = _lists([*yearly, *(_shifts_in(zone, year) for year in longer)])
    made = Timezone()
    made.add("tzid", zone.key)
    for part in rules or [_constant(zone, begin)]:
        made.add_component(part)
    return made


def _shifts_in(zone: ZoneInfo, year: int) -> list[_Shift]:
    midnight = datetime(year, 1, 1, tzinfo=UTC)
    days = (midnight + timedelta(days=n) for n in range(366))
    return [
        _shift_on(zone, day)
        for day in days
        if _offset(zone, day) != _offset(zone, day + timedelta(days=1)) and day.year == year
    ]


def _shift_on(zone: ZoneInfo, day: datetime) -> _Shift:
    """Return the change between a midnight and the next, to the minute."""
    before, low, high = _offset(zone, day), 0, 24 * 60
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(zone, day + timedelta(minutes=middle)) == before:
            low = middle
        else:
            high = middle
    at = (day + timedelta(minutes=high)).astimezone(zone)
    wall = (day + timedelta(minutes=high) + before).replace(tzinfo=None)
    return _Shift(wall, before, _offset(zone, at), at.tzname() or "", is_summer=bool(at.dst()))


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()


def _rules(yearly: Sequence[Sequence[_Shift]]) -> list[TimezoneDaylight | TimezoneStandard] | None:
    """Return a rule for each change of the year, none where clocks stay; `None` if years differ."""
    rules = []
    if len({len(shifts) for shifts in yearly}) != 1:
        return None
    for same in zip(*yearly, strict=True):
        weeks = set.intersection(*(shift.weeks for shift in same))
        if not weeks or len({shift.moment for shift in same}) != 1:
            return None
        rules.append(_rule(same[0], min(weeks)))
    return rules


def _lists(yearly: Iterable[Sequence[_Shift]]) -> list[TimezoneDaylight | TimezoneStandard]:
    """Return each kind of change with all its days."""
    kinds: dict[tuple[object, ...], list[_Shift]] = {}
    for shift in chain.from_iterable(yearly):
        kinds.setdefault((shift.before, shift.after, shift.name, shift.is_summer), []).append(shift)
    parts = []
    for first, *others in kinds.values():
        part = _part(first.wall, first.before, first.after, first.name, is_summer=first.is_summer)
        if others:
            part.add("rdate", [shift.wall for shift in others])
        parts.append(part)
    return parts


def _rule(shift: _Shift, week: int) -> TimezoneDaylight | TimezoneStandard:
    part = _part(shift.wall, shift.before, shift.after, shift.name, is_summer=shift.is_summer)
    day = f"{week}{_DAYS[shift.wall.weekday()]}"
    part.add("rrule", vRecur(FREQ="YEARLY", BYMONTH=shift.wall.month, BYDAY=day))
    return part


def _constant(zone: ZoneInfo, year: int) -> TimezoneDaylight | TimezoneStandard:
    at = datetime(year, 1, 1, tzinfo=zone)
    offset = at.utcoffset() or timedelta()
    return _part(at.replace(tzinfo=None), offset, offset, at.tzname() or "", is_summer=False)


def _part(
    wall: datetime, before: timedelta, after: timedelta, name: str, *, is_summer: bool
) -> TimezoneDaylight | TimezoneStandard:
    part = TimezoneDaylight() if is_summer else TimezoneStandard()
    part.add("dtstart", wall)
    part.add("tzoffsetfrom", before)
    part.add("tzoffsetto", after)
    part.add("tzname", name)
    return part
