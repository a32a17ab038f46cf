import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from workshop.console.wording.moments import ago, hour, moment
from workshop.i18n import catalogue
from workshop.models import now

pytestmark = pytest.mark.unit

# Seconds: to the minute, nobody reads "60 minutes" or "24 hours".
AGES = (0, 59, 65, 600, 3480, 3590, 7300, 86300, 100_000)


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        (
            "de",
            [
                *("gerade eben", "gerade eben", "vor 1 Minute", "vor 10 Minuten", "vor 58 Minuten"),
                *("vor 1 Stunde", "vor 2 Stunden", "vor 1 Tag", "vor 1 Tag"),
            ],
        ),
        (
            "en",
            [
                *("just now", "just now", "1 minute ago", "10 minutes ago", "58 minutes ago"),
                *("1 hour ago", "2 hours ago", "1 day ago", "1 day ago"),
            ],
        ),
    ],
)
def test_ago_speaks_the_language_of_the_page(lang, expected):
    gettext = catalogue("console", lang).gettext
    assert [ago(now() - timedelta(seconds=age), lang=lang, gettext=gettext) for age in AGES] == expected


def test_ago_of_a_clock_that_runs_ahead_is_just_now():
    assert ago(now() + timedelta(minutes=5), lang="en", gettext=lambda text: text) == "just now"


@pytest.mark.parametrize(
    ("at", "zone", "lang", "expected"),
    [
        ("2026-10-25T00:59+00:00", "Europe/Berlin", "de", "25.10.26, 02:59 MESZ"),
        ("2026-10-25T01:59+00:00", "Europe/Berlin", "de", "25.10.26, 02:59 MEZ"),
        ("2026-10-25T02:00+00:00", "Europe/Berlin", "de", "25.10.26, 03:00"),
        ("2026-10-24T23:59+00:00", "Europe/Berlin", "de", "25.10.26, 01:59"),
        ("2026-03-29T00:59+00:00", "Europe/Berlin", "de", "29.03.26, 01:59"),
        ("2026-03-29T01:00+00:00", "Europe/Berlin", "de", "29.03.26, 03:00"),
        ("2026-10-25T00:30+00:00", "Europe/London", "de", "25.10.26, 01:30 GMT+01:00"),
        ("2026-10-25T01:30+00:00", "Europe/London", "en", "10/25/26, 1:30\u202fAM GMT"),
        ("2026-10-25T00:30+00:00", "Europe/Berlin", "en", "10/25/26, 2:30\u202fAM GMT+02:00"),
    ],
)
def test_the_hour_that_comes_twice_says_which_one_it_is(at, zone, lang, expected):
    assert moment(datetime.fromisoformat(at), lang=lang, zone=ZoneInfo(zone)) == expected


@pytest.mark.parametrize("machine", ["UTC", "America/New_York"])
@pytest.mark.parametrize(
    ("at", "zone", "lang", "expected"),
    [
        (datetime(2026, 11, 25, 18, 30, tzinfo=UTC), "Europe/Berlin", "de", "25.11.26, 19:30"),
        (datetime(2026, 7, 1, 22, 30, tzinfo=UTC), "Europe/Berlin", "de", "02.07.26, 00:30"),
        (datetime(2026, 11, 25, 18, 30, tzinfo=UTC), "Europe/Lisbon", "de", "25.11.26, 18:30"),
        (datetime(2026, 11, 25, 18, 30, tzinfo=UTC), "Europe/Berlin", "en", "11/25/26, 7:30\u202fPM"),
    ],
)
def test_moment_is_what_the_clock_in_the_hall_showed(monkeypatch, machine, at, zone, lang, expected):
    monkeypatch.setenv("TZ", machine)
    time.tzset()
    assert moment(at, lang=lang, zone=ZoneInfo(zone)) == expected
    monkeypatch.undo()
    time.tzset()


def test_hour_is_that_of_the_wall_and_says_which_one_if_it_comes_twice():
    berlin = ZoneInfo("Europe/Berlin")
    assert hour(datetime(2026, 7, 1, 21, 10, tzinfo=berlin), lang="de") == "21:10"
    assert hour(datetime(2026, 7, 1, 21, 10, tzinfo=berlin), lang="en") == "9:10\u202fPM"
    assert hour(datetime(2026, 10, 25, 2, 30, tzinfo=berlin, fold=1), lang="de") == "02:30 MEZ"
