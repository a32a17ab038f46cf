"""Server-sent events, from a real server."""

import json
import re
import time
import uuid
from collections.abc import Iterator

import httpx
import pytest
from starlette.applications import Starlette

from tests.phone.hall import Hall
from workshop.domain.entry import hide_entry
from workshop.domain.rights import operator
from workshop.models import HoldReason, Phase
from workshop.phone.routes import PhonePages

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


def test_stream_begins_with_the_state_and_tells_changes(evening: Hall):
    stream = Stream(evening)
    assert stream.response.headers["content-type"].startswith("text/event-stream")
    assert stream.response.headers["x-accel-buffering"] == "no"
    assert stream.next_state() == {"revision": 1, "phase": "collect", "round": 0, "ends_at": None}
    evening.phase(Phase.SORT)
    assert stream.next_state() == {"revision": 2, "phase": "sort", "round": 0, "ends_at": None}
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


def _post(hall: Hall, text: str) -> str:
    card = {"id": str(uuid.uuid4()), "table": "wohnen", "question": "works", "text": text, "lang": "de"}
    answer = httpx.post(hall.address("/entries"), json=card, timeout=10)
    assert answer.status_code == 201
    return card["id"]


def _data(block: list[str]) -> dict[str, str]:
    """Return the data of each event by its name; one blank line ends each event."""
    name, data = "", {}
    for line in block:
        if line.startswith("event: "):
            name = line[7:]
        elif line.startswith("data: "):
            data[name] = line[6:]
    return data


def test_counts_come_with_the_state(evening: Hall):
    stream = Stream(evening)
    stream.next_state()
    _post(evening, "Eine Karte")
    seen = {}
    for block in stream.blocks():
        seen |= _data(block)
        if "counts" in seen and '"received":1' in seen["counts"]:
            break
    assert json.loads(seen["counts"]) == {"received": 1, "shown": 1, "held": 0, "withdrawn": 0}
    stream.close()


def _events_until_revision(stream: Stream, revision: int) -> list[str]:
    """Return the names of the events before the counts that come with a revision."""
    names: list[str] = []
    is_there = False
    for block in stream.blocks():
        found = _data(block)
        names += found
        if "state" in found:
            is_there = json.loads(found["state"])["revision"] >= revision
        if is_there and "counts" in found:
            return names
    raise AssertionError("the stream ended")


def test_phones_ask_for_their_own_cards_only_when_somebody_took_one_off_the_board(evening: Hall):
    stream = Stream(evening)
    stream.next_state()
    entry_id = _post(evening, "Eine Karte")
    assert "own" not in _events_until_revision(stream, 2)
    evening.do(
        hide_entry,
        actor=operator(),
        dialogue_id=evening.id,
        entry_id=entry_id,
        reason=HoldReason.OFF_TOPIC,
    )
    assert "own" in _events_until_revision(stream, 3)
    _post(evening, "Noch eine")
    assert "own" not in _events_until_revision(stream, 4)
    stream.close()
    behind = Stream(evening, **{"Last-Event-ID": "2"})
    assert "own" in _events_until_revision(behind, 4)
    behind.close()
    knows = Stream(evening, **{"Last-Event-ID": "3"})
    assert "own" not in _events_until_revision(knows, 4)
    knows.close()


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
        httpx.post(
            evening.address("/entries"), json={**card, "text": f"Karte {number}", "lang": "de"}, timeout=30
        )
    took = time.monotonic() - begin
    events, revision = 0, 0
    while revision < 41:
        revision = int(str(stream.next_state()["revision"]))
        events += 1
    assert events <= took / 0.1 + 2
    stream.close()


def test_hundred_phones_hear_of_a_phase_and_leave_nothing(evening: Hall):
    streams = [Stream(evening) for _ in range(100)]
    for stream in streams:
        stream.next_state()
    evening.phase(Phase.WEIGH)
    assert {str(stream.next_state()["phase"]) for stream in streams} == {"weigh"}
    for stream in streams:
        stream.close()


def test_head_ends(evening: Hall):
    answer = httpx.head(evening.address("/events"), timeout=5)
    assert answer.status_code == 200


async def test_stream_that_is_opened_while_the_server_stops_sends_the_state_and_ends(services, dialogue):
    pages = PhonePages(services)
    pages.end_streams()
    transport = httpx.ASGITransport(app=Starlette(routes=pages.routes))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as phone:
        answer = await phone.get(f"/j/{dialogue.code}/events")
    assert answer.status_code == 200
    assert re.findall("^(?:retry|event)", answer.text, re.MULTILINE) == ["retry", *4 * ["event"]]
