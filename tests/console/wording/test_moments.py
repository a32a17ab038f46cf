from datetime import timedelta

import pytest

from workshop.console.wording.moments import ago
from workshop.i18n import catalogue
from workshop.models import now

pytestmark = pytest.mark.unit


def test_ago_counts_minutes_and_hours():
    texts = catalogue("console", "de")
    said = [
        ago(now() - timedelta(seconds=seconds), ngettext=texts.ngettext, gettext=texts.gettext)
        for seconds in (5, 65, 600, 7300)
    ]
    assert said == ["gerade eben", "vor 1 Minute", "vor 10 Minuten", "vor 2 Stunden"]
