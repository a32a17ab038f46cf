"""A server that is killed: what was decided about an evening is there again, and nothing moves by itself."""

import asyncio
import uuid

import httpx
import pytest

from tests.conftest import LiveServer
from tests.factories import everything
from tests.waiting import until
from workshop.domain.dialogue import DialogueFacts, create_dialogue, set_phase
from workshop.domain.queries.changes import Delta
from workshop.domain.queries.dialogue import DialogueView, dialogue_by_code
from workshop.domain.rights import operator
from workshop.live.services import open_store
from workshop.models import Phase
from workshop.settings import Settings

pytestmark = pytest.mark.e2e
WORDS = (
    *("Mehr Busse am Abend", "mehr busse abends!", "Abends fahren zu wenige Busse", "Hebammen fehlen"),
    *("Deutschkurse am Abend", "Deutschkurs abends wäre gut", "Ein Klavier im Rathaus", "Zu wenig Hebammen"),
)


class Killed:
    """Dialogues on a server that is killed again and again."""

    def __init__(self, server: LiveServer) -> None:
        self.server = server
        self._settings = Settings(data_dir=server.data).ready()

    def _run(self, work):
        async def run():
            async with open_store(self._settings) as store:
                return await work(store)

        return asyncio.run(run())

    def dialogue(self) -> DialogueView:
        """Make a dialogue that collects."""

        async def make(store):
            facts = {"facts": DialogueFacts(title="Abend"), "theme_set": "gmuend", "phase": Phase.COLLECT}
            code = await create_dialogue(store, actor=operator(), **facts)
            async with store.read() as session:
                return await dialogue_by_code(session, code)

        return self._run(make)

    def post(self, dialogue: DialogueView, *texts: str) -> None:
        """Post cards as phones do, and wait until the machine has decided about each."""
        for text in texts:
            card = {
                "id": str(uuid.uuid4()),
                "table": "wohnen",
                "question": "needed",
                "text": text,
                "lang": "de",
            }
            answer = httpx.post(f"{self.server.url}/j/{dialogue.code}/entries", json=card, timeout=30)
            assert answer.status_code == 201, answer.text
        until(lambda: all(entry.placed_by for entry in self.state(dialogue).entries), within=90)

    def state(self, dialogue: DialogueView) -> Delta:
        """Return all that the database holds of a dialogue."""
        return self._run(lambda store: everything(store, dialogue))

    def close(self, dialogue: DialogueView) -> None:
        """End a dialogue."""
        by = {"actor": operator(), "dialogue_id": dialogue.id}
        self._run(lambda store: set_phase(store, phase=Phase.CLOSED, **by))


def test_two_power_cuts_move_and_rename_nothing_in_a_closed_dialogue_and_in_a_running_one(live_server):
    killed = Killed(live_server)
    closed, running, other = (killed.dialogue() for _ in range(3))
    for each in (closed, running):
        killed.post(each, *WORDS)
    killed.close(closed)
    before = {each.code: killed.state(each) for each in (closed, running)}
    assert any(state.groups for state in before.values())
    for cut in (1, 2):
        live_server.kill()
        live_server.start()
        # Somebody looks at both; a card elsewhere shows that the machine is at work again.
        for each in (closed, running):
            for path in (f"/b/{each.code}", f"/j/{each.code}/wohnen", f"/j/{each.code}/topics"):
                assert httpx.get(live_server.url + path, timeout=30).is_success
        killed.post(other, f"Mehr Bänke, zum {cut}.", f"Bänke am Weg, zum {cut}.")
        assert {each.code: killed.state(each) for each in (closed, running)} == before
    killed.post(running, "Busse am Abend fehlen")
    after = killed.state(running)
    kept = {entry.id for entry in before[running.code].entries}
    places = {entry.id: entry.group_id for entry in before[running.code].entries}
    grouped = {i for i, group in places.items() if group}
    assert {entry.id: entry.group_id for entry in after.entries if entry.id in grouped} == {
        i: places[i] for i in grouped
    }
    assert kept < {entry.id for entry in after.entries}
