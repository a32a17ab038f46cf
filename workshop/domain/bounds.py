"""How large what comes in may be: asked before it is normalised, parsed, matched by a pattern or stored.

Measuring costs nothing, working costs more the longer the text is. What these functions let through, both
databases can hold, and hold alike.
"""

from collections.abc import Collection
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from themes import GUIDE_LENGTH, TITLE_LENGTH
from workshop.domain.errors import NotFoundError, Refusal, RefusedError
from workshop.domain.text import is_heaped, normalise

# Characters that are stored of each field; those of a kind of outcome stand in `exports/outcome_fields.py`.
DIALOGUE_TITLE = 200
SERIES_TITLE = 200
MUNICIPALITY = 200
PLACE = 200
GOAL = 2000
PROMISE = 2000
TABLE_TITLE = TITLE_LENGTH
GUIDE = GUIDE_LENGTH
QUESTION = TITLE_LENGTH
GROUP_NAME = 80
# What a host sums up of a round, and what a participant wants to be added to it.
SUMMARY = 1500
ADDITION = 300
# Why a topic is taken up or not.
VERDICT_REASON = 500
OUTCOME_TITLE = 200
OUTCOME_TEXT = 4000
# What is compared and never stored.
SEARCH = 200
KEY = 64
# A proposal's key may name every single card of a table.
PROPOSAL = 20_000

ROUNDS = (1, 20)
# More cards than that of one person to one question is no budget.
CARD_BUDGET = (1, 100)
# Of a round, and those that it gets more or fewer at once.
MINUTES = (1, 180)
# How long a card waits for its moment.
SECONDS_UNTIL_SHOWN = (5, 120)
# Dots of one participant; those that a host counts on one topic's paper.
DOTS = (0, 20)
DOTS_ON_ONE = (1, 20)
PAPER_DOTS = (0, 9999)
# A number with the signs between its thousands, as it is typed.
PAPER_NUMBER = 20
# Photos of a dialogue, and what one shows in words.
PHOTOS = 60
PHOTO_CAPTION = 300
# A picture as it comes in (what any request may bring, `doors/connection.py`) and as it is kept.
PHOTO_SENT = 1024 * 1024
PHOTO_STORED = 700_000
# Dots of a picture that is read at all, and the longer side of what is kept of it and of what lists show.
PHOTO_DOTS = 40_000_000
PHOTO_SIDE = 2400
PHOTO_SMALL_SIDE = 480
# What somebody paints over to make it unrecognisable, in one go.
PHOTO_MARKS = 400
PHOTO_MARK_POINTS = 6000
# A reason or remark about the public archive.
ARCHIVE_REASON = 500
# What is kept of a card's vector: half floats, and which model made it.
VECTOR_BYTES = 8192
VECTOR_MODEL = 64
# How soon a day of deletion may come that somebody sets, and how long after the evening at the latest.
DAYS_BEFORE_DELETION = 7
MONTHS_KEPT = 120
# How far away a window for cards may begin or end.
DAYS_UNTIL_WINDOW = 184
# A workbook knows no day before the first.
DAYS = (date(1900, 1, 1), date(2199, 12, 31))
# The largest number of a row in PostgreSQL.
LAST_ROW = 2**31 - 1
# Cards or topics that one deed names, lines of a list. Both databases take more in one statement.
MANY = 5000
LINES = 200
_DIGITS = 10
# A letter may come in as so many code points, which NFC makes one of: Vietnamese on some keyboards.
_APART = 3
# What comes in with the longest text; a form's values are also bounded together.
LONGEST = _APART * OUTCOME_TEXT
FORM_FIELDS = 600
FORM_CHARACTERS = 400_000


def arrived(given: object, length: int) -> str:
    """Return a text that is short enough to be worked on, when `length` characters are stored of it.

    Raises `RefusedError` for a longer one and for what is no text.
    """
    if not isinstance(given, str):
        raise RefusedError(Refusal.DETAILS_INVALID)
    if len(given) > _APART * length:
        raise RefusedError(Refusal.TEXT_TOO_LONG)
    return given


def text(given: object, length: int) -> str:
    """Return a text as it is stored in at most `length` characters; raise `RefusedError` for any other."""
    stored = normalise(arrived(given, length))
    if is_heaped(stored):
        raise RefusedError(Refusal.TEXT_HEAPED)
    if len(stored) > length:
        raise RefusedError(Refusal.TEXT_TOO_LONG)
    return stored


def one_line(given: object, length: int) -> str:
    """Return a text as `text` does, on one line and with single blanks."""
    stored = " ".join(text(given, _APART * length).split())
    if len(stored) > length:
        raise RefusedError(Refusal.TEXT_TOO_LONG)
    return stored


def number(given: object, within: tuple[int, int], otherwise: Refusal) -> int:
    """Return a whole number, given as such or in digits of any script; raise `RefusedError` for any other."""
    if isinstance(given, str) and len(given) <= _DIGITS and given.isdecimal():
        given = int(given)
    if not isinstance(given, int) or isinstance(given, bool) or not within[0] <= given <= within[1]:
        raise RefusedError(otherwise)
    return given


def row(given: object, otherwise: Refusal) -> int:
    """Return the number of a row, as such or in digits; raise `NotFoundError` for what no row can have."""
    try:
        return number(given, (1, LAST_ROW), otherwise)
    except RefusedError as error:
        raise NotFoundError(otherwise) from error


def many(given: Collection[str | int]) -> None:
    """Raise `RefusedError` if these are more cards or topics than one deed may name."""
    if len(given) > MANY:
        raise RefusedError(Refusal.TOO_MANY)


def day(given: date | None) -> date | None:
    """Return a day that a calendar and all files can show; raise `RefusedError` for any other."""
    if given is not None and not DAYS[0] <= given <= DAYS[1]:
        raise RefusedError(Refusal.DAY_OUT_OF_RANGE)
    return given


def written_day(given: str) -> date | None:
    """Return the day that a form holds (`2026-03-12` or nothing); raise `RefusedError` for any other."""
    if not given:
        return None
    if len(given) > _DIGITS:
        raise RefusedError(Refusal.DAY_OUT_OF_RANGE)
    try:
        return day(date.fromisoformat(given))
    except ValueError as error:
        raise RefusedError(Refusal.DAY_OUT_OF_RANGE) from error


def moment(given: datetime | None) -> datetime | None:
    """Return a moment of such a day; raise `RefusedError` for any other."""
    if given is not None:
        day(given.date())
    return given


def written_moment(given: str, zone: ZoneInfo) -> datetime | None:
    """Return the moment that a form holds (`2026-03-12T18:00` or nothing), as the clocks of a zone show it.

    Raises `RefusedError` for any other.
    """
    if not given:
        return None
    if len(given) > len("2026-03-12T18:00"):
        raise RefusedError(Refusal.DAY_OUT_OF_RANGE)
    try:
        wall = datetime.strptime(given, "%Y-%m-%dT%H:%M")  # noqa: DTZ007 - the zone comes next
    except ValueError as error:
        raise RefusedError(Refusal.DAY_OUT_OF_RANGE) from error
    day(wall.date())
    return wall.replace(tzinfo=zone).astimezone(UTC)


def written_time(given: str) -> time | None:
    """Return the time that a form holds (`19:30` or nothing); raise `RefusedError` for any other."""
    if not given:
        return None
    if not len("19:30") <= len(given) <= _DIGITS:
        raise RefusedError(Refusal.DETAILS_INVALID)
    try:
        found = time.fromisoformat(given)
    except ValueError as error:
        raise RefusedError(Refusal.DETAILS_INVALID) from error
    if found.tzinfo:
        raise RefusedError(Refusal.DETAILS_INVALID)
    return found.replace(second=0, microsecond=0)
