import asyncio
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.factories import post
from workshop.live.embedder import embedder_of
from workshop.live.placer import Placer
from workshop.live.watch import Watches
from workshop.settings import Settings

pytestmark = pytest.mark.integration


class _Model(BaseHTTPRequestHandler):
    """Says that texts about a bus mean the same in both languages, and all others something else."""

    def do_POST(self) -> None:
        texts = json.loads(self.rfile.read(int(self.headers["content-length"])))["input"]
        vectors = [[1.0, 0.02, 0.0] if "bus" in t.lower() or "حافلة" in t else [0.0, 0.1, 1.0] for t in texts]
        data = [{"index": i, "embedding": vector} for i, vector in enumerate(vectors)]
        body = json.dumps({"data": data}).encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments) -> None:
        """Be quiet."""


@pytest.fixture
def model_url() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Model)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


async def test_without_a_setting_there_is_no_model(tmp_path) -> None:
    assert embedder_of(Settings(data_dir=tmp_path)) is None


async def test_model_of_the_settings_takes_part_in_placing(store, dialogue, model_url, tmp_path) -> None:
    settings = Settings(data_dir=tmp_path, embedding_url=model_url, embedding_model="m")
    placer = Placer(store, settings)
    watches = Watches(store, on_open=placer.attach)
    watch = await watches.by_code(dialogue.code)
    table_id = next(iter(watch.picture.tables))
    await post(
        store, dialogue, "Der Bus fährt zu selten", "Ein Bus am Abend", "Hebamme gesucht", "Zahnarzt fehlt"
    )
    await post(store, dialogue, "نحتاج حافلة", lang="ar")
    async with asyncio.timeout(30):
        while await placer.of(dialogue.code).across_languages(table_id) != "model":
            await asyncio.sleep(0.1)
    await placer.of(dialogue.code).reviews.review(table_id)
    await watches.close()
    await placer.close()


async def test_address_that_does_not_answer_changes_nothing(store, dialogue, tmp_path) -> None:
    settings = Settings(data_dir=tmp_path, embedding_url="http://127.0.0.1:9", embedding_model="m")
    placer = Placer(store, settings)
    watches = Watches(store, on_open=placer.attach)
    watch = await watches.by_code(dialogue.code)
    await post(store, dialogue, "Mehr Busse am Abend", "mehr busse abends!", "Abends mehr Busse bitte")
    async with asyncio.timeout(30):
        while sum(e.group_id is not None for e in watch.picture.entries.values()) < 3:
            await asyncio.sleep(0.1)
    await watches.close()
    await placer.close()
