import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.factories import post
from tests.waiting import soon
from workshop.grouping import OnnxEmbedder
from workshop.grouping.sentence_model.embedder import SentenceEmbedder
from workshop.grouping.sentence_model.package import FILE
from workshop.live import embedder
from workshop.live.embedder import embedder_of
from workshop.live.placer import Placer
from workshop.live.watch import Watches
from workshop.settings import Settings

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("quick_grouping")]


class _Model(BaseHTTPRequestHandler):
    """Says that cranes and pens mean the same, which nothing but a model would, and all else does not."""

    def do_POST(self) -> None:
        texts = json.loads(self.rfile.read(int(self.headers["content-length"])))["input"]
        vectors = [[1.0, 0.02, 0.0] if "Kran" in t or "أقلام" in t else [0.0, 0.1, 1.0] for t in texts]
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


async def test_model_is_switched_off_whatever_else_is_set(tmp_path, model_url) -> None:
    off = Settings(embedding="off", embedding_folder=tmp_path, embedding_url=model_url)
    assert embedder_of(off) is None


async def test_model_of_the_package_is_on_by_itself(monkeypatch, tmp_path) -> None:
    monkeypatch.delenv("WORKSHOP_EMBEDDING")
    for file, kind in ((None, type(None)), (tmp_path / "file", SentenceEmbedder)):
        embedder._embedder.cache_clear()
        monkeypatch.setattr(embedder, "packaged_file", lambda file=file: file)
        assert type(embedder_of(Settings())) is kind
    embedder._embedder.cache_clear()


async def test_folder_holds_the_model_that_the_command_writes_or_another_one(tmp_path) -> None:
    assert type(embedder_of(Settings(embedding="on", embedding_folder=tmp_path))) is OnnxEmbedder
    (tmp_path / "written").mkdir()
    (tmp_path / "written" / FILE).touch()
    written = Settings(embedding="on", embedding_folder=tmp_path / "written")
    assert type(embedder_of(written)) is SentenceEmbedder


async def test_model_of_the_settings_takes_part_in_placing(store, dialogue, model_url, tmp_path) -> None:
    settings = Settings(data_dir=tmp_path, embedding="on", embedding_url=model_url, embedding_model="m")
    placer = Placer(store, settings)
    watches = Watches(store, on_open=placer.attach)
    watch = await watches.by_code(dialogue.code)
    ids = [receipt.id for receipt in await post(store, dialogue, "Der Kran ist laut", "Hebamme gesucht")]
    ids += [receipt.id for receipt in await post(store, dialogue, "أقلام", lang="ar")]

    def groups() -> list[int | None]:
        entries = watch.picture.entries
        return [entries[each].group_id if each in entries else None for each in ids]

    kran, hebamme, pens = await soon(lambda: groups()[2] and groups(), why=groups)
    assert (pens, hebamme) == (kran, None)
    assert await placer.of(dialogue.code).across_languages(watch.picture.entries[ids[0]].table_id) == "model"
    await watches.close()
    await placer.close()


@pytest.mark.parametrize("kind", ["address", "file"])
async def test_model_that_does_not_answer_changes_nothing_and_is_told(
    store, dialogue, tmp_path, kind
) -> None:
    settings = Settings(embedding="on", embedding_url="http://127.0.0.1:9", embedding_model="m")
    if kind == "file":
        (tmp_path / FILE).write_bytes(b"E5S1 cut off")
        settings = Settings(embedding="on", embedding_folder=tmp_path)
    placer = Placer(store, settings)
    watches = Watches(store, on_open=placer.attach)
    watch = await watches.by_code(dialogue.code)
    await post(store, dialogue, "Mehr Busse am Abend", "mehr busse abends!", "Abends mehr Busse bitte")
    await soon(lambda: sum(e.group_id is not None for e in watch.picture.entries.values()) == 3)
    assert len(watch.picture.groups) == 1
    table_id = next(iter(watch.picture.entries.values())).table_id
    assert await placer.of(dialogue.code).across_languages(table_id) == "model rests"
    await watches.close()
    await placer.close()
