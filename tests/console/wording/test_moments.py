import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from workshop.console.wording.moments import ago, moment
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
