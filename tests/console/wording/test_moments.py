from datetime import timedelta

import pytest

from workshop.console.wording.moments import ago
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
