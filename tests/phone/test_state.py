"""Where a dialogue stands, as JSON."""

import httpx
import pytest

from tests.waiting import soon
from workshop.domain.dialogue import set_phase
from workshop.domain.rights import operator
from workshop.domain.round import pause_round, resume_round, start_round
from workshop.models import Phase

pytestmark = pytest.mark.integration


async def test_state_has_revision_phase_round_and_end(client, dialogue, store):
    who = {"actor": operator(), "dialogue_id": dialogue.id}
    await start_round(store, **who, minutes=10)
    answer = await client.get(f"/j/{dialogue.code}/state")
    state = answer.json()
    assert {name: state[name] for name in ("phase", "round")} == {"phase": "collect", "round": 1}
    assert state["ends_at"].endswith("Z")
    assert sorted(state) == ["ends_at", "phase", "revision", "round"]
    assert answer.headers["etag"] == f'"{state["revision"]}"'


async def test_paused_clock_has_no_end_and_what_is_left_stands_beside_the_state(client, dialogue, store):
    who = {"actor": operator(), "dialogue_id": dialogue.id}
    await start_round(store, **who, minutes=10)

    async def answer_with(*, pause: bool) -> httpx.Response | None:
        answer = await client.get(f"/j/{dialogue.code}/state")
        return answer if ("pause" in answer.headers) is pause else None

    await pause_round(store, **who)
    answer = await soon(lambda: answer_with(pause=True))
    assert answer.json()["ends_at"] is None
    assert sorted(answer.json()) == ["ends_at", "phase", "revision", "round"]
    assert 590 <= int(answer.headers["pause"]) <= 600
    await set_phase(store, **who, phase=Phase.SORT)
    await soon(lambda: answer_with(pause=False))
    await set_phase(store, **who, phase=Phase.COLLECT)
    await soon(lambda: answer_with(pause=True))
    await resume_round(store, **who)
    assert (await soon(lambda: answer_with(pause=False))).json()["ends_at"] is not None


async def test_known_state_is_answered_with_304_until_it_changes(client, dialogue, store):
    etag = (await client.get(f"/j/{dialogue.code}/state")).headers["etag"]
    for known in (etag, f"W/{etag}", f'"0", {etag}', "*"):
        again = await client.get(f"/j/{dialogue.code}/state", headers={"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
    await set_phase(store, actor=operator(), dialogue_id=dialogue.id, phase=Phase.SORT)

    async def changed() -> httpx.Response | None:
        answer = await client.get(f"/j/{dialogue.code}/state", headers={"If-None-Match": etag})
        return answer if answer.status_code == 200 else None

    assert (await soon(changed)).json()["phase"] == "sort"


@pytest.mark.parametrize("path", ["state", "events", "mine"])
async def test_unknown_dialogue_is_answered_with_404(client, store, path):
    answer = await client.get(f"/j/ABCD2345/{path}")
    assert (answer.status_code, answer.json()["error"]) == (404, "dialogue_unknown")
