"""Server-sent events, from a real server."""

import json
import re
import time
from collections.abc import Iterator

import httpx
import pytest

from tests.phone.hall import Hall
from workshop.models import Phase

pytestmark = pytest.mark.integration


class Stream:
    """An open event stream, read event by event."""

    def __init__(self, hall: Hall, **headers: str) -> None:
        self._client = httpx.Client(timeout=10)
        self._context = self._client.stream("GET", hall.address("/events"), headers=headers)
        self.response = self._context.__enter__()
        self._lines = self.response.iter_lines()

    def blocks(self) -> Iterator[list[str]]:
        block: list[str] = []
        for line in self._lines:
            if line:
                block.append(line)
            else:
                yield block
                block = []

    def next_state(self) -> dict[str, object]:
        for block in self.blocks():
            if "event: state" in block:
                data = next(line for line in block if line.startswith("data: "))
                state = json.loads(data[6:])
                assert f"id: {state['revision']}" in block
                return state
        raise AssertionError("the stream ended")

    def close(self) -> None:
        self._context.__exit__(None, None, None)
        self._client.close()


def test_stream_begins_with_the_state_and_tells_changes_within_a_second(evening: Hall):
    stream = Stream(evening)
    assert stream.response.headers["content-type"].startswith("text/event-stream")
    assert stream.response.headers["x-accel-buffering"] == "no"
    assert stream.next_state() == {"revision": 1, "phase": "collect", "round": 0, "ends_at": None}
    begin = time.monotonic()
    evening.phase(Phase.SORT)
    assert stream.next_state() == {"revision": 2, "phase": "sort", "round": 0, "ends_at": None}
    assert time.monotonic() - begin < 1
    stream.close()


def test_phone_that_knows_the_revision_hears_only_what_is_new(evening: Hall):
    stream = Stream(evening, **{"Last-Event-ID": "1"})
    first = next(stream.blocks())
    assert [line.split(":")[0] for line in first] == ["retry", "", "event", "data"]
    evening.phase(Phase.SORT)
    assert stream.next_state()["revision"] == 2
    stream.close()
    late = Stream(evening, **{"Last-Event-ID": "1"})
    assert late.next_state()["revision"] == 2
    late.close()


def test_reconnects_are_spread(evening: Hall):
    waits = set()
    for _ in range(12):
        stream = Stream(evening)
        found = re.match(r"retry: (\d+)", next(stream.blocks())[0])
        assert found is not None
        waits.add(int(found[1]))
        stream.close()
    assert len(waits) > 6
    assert min(waits) >= 1000
    assert max(waits) <= 8000


def test_many_changes_at_once_arrive_as_few_events(evening: Hall):
    stream = Stream(evening)
    stream.next_state()
    begin = time.monotonic()
    for number in range(40):
        card = {"id": f"00000000-0000-4000-8000-{number:012}", "table": "wohnen", "question": "works"}
        httpx.post(evening.address("/entries"), json={**card, "text": f"Karte {number}", "lang": "de"})
    took = time.monotonic() - begin
    events, revision = 0, 0
    while revision < 41:
        revision = int(str(stream.next_state()["revision"]))
        events += 1
    assert events <= took / 0.1 + 2
    stream.close()


def test_hundred_phones_hear_of_a_phase_within_a_second_and_leave_nothing(evening: Hall):
    streams = [Stream(evening) for _ in range(100)]
    for stream in streams:
        stream.next_state()
    begin = time.monotonic()
    evening.phase(Phase.WEIGH)
    assert {str(stream.next_state()["phase"]) for stream in streams} == {"weigh"}
    assert time.monotonic() - begin < 1
    for stream in streams:
        stream.close()


def test_head_ends(evening: Hall):
    answer = httpx.head(evening.address("/events"), timeout=5)
    assert answer.status_code == 200
