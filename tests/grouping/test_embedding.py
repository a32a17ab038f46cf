"""Sentence models: a tiny real ONNX model and a real local HTTP server."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from structlog.testing import capture_logs
from tokenizers import Tokenizer, models, pre_tokenizers

from workshop.grouping import HttpEmbedder, OnnxEmbedder, TableGrouping

pytestmark = pytest.mark.unit

VOCABULARY = {"[UNK]": 0, "[PAD]": 1, "Bus": 2, "otobüs": 3, "Miete": 4, "kira": 5}
MEANING = np.array([[0, 0, 0], [9, 9, 9], [2, 0, 0], [4, 0, 0], [0, 3, 0], [0, 1, 0]], np.float32)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A model that looks each word up in a table of three numbers, as a folder with its tokenizer."""
    place = tmp_path_factory.mktemp("model")
    shape = ["batch", "words"]
    inputs = [
        helper.make_tensor_value_info(n, TensorProto.INT64, shape) for n in ("input_ids", "attention_mask")
    ]
    output = helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, [*shape, 3])
    graph = helper.make_graph(
        [helper.make_node("Gather", ["table", "input_ids"], ["last_hidden_state"])],
        "tiny",
        inputs,
        [output],
        [numpy_helper.from_array(MEANING, "table")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.save(model, place / "model.onnx")
    tokenizer = Tokenizer(models.WordLevel(VOCABULARY, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.enable_padding(pad_id=1, pad_token="[PAD]")
    tokenizer.save(str(place / "tokenizer.json"))
    return place


class Embeddings(BaseHTTPRequestHandler):
    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, self.headers["Authorization"], asked["model"], asked["input"]))
        rows = [MEANING[VOCABULARY.get(text.split()[0], 0)] + 0.001 for text in asked["input"]]
        data = [{"index": i, "embedding": [float(x) for x in row]} for i, row in enumerate(rows)]
        body = json.dumps({"data": data[::-1]}).encode() if self.server.status == 200 else b"no"
        self.server.wait.wait(self.server.delay)
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def server():
    running = HTTPServer(("127.0.0.1", 0), Embeddings)
    running.asked, running.status, running.delay, running.wait = [], 200, 0.0, threading.Event()
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    yield running
    running.wait.set()
    running.shutdown()
    running.server_close()
    thread.join()


def address(server):
    return f"http://127.0.0.1:{server.server_address[1]}"


def test_onnx_embedder_means_the_words_without_the_padding(folder):
    vectors = OnnxEmbedder(folder).embed(["Bus Miete", "kira"])
    expected = np.array([[2, 3, 0], [0, np.sqrt(13), 0]]) / np.sqrt(13)
    np.testing.assert_allclose(vectors, expected, atol=1e-6)


def test_onnx_embedder_finds_the_model_in_a_folder_named_onnx(folder, tmp_path):
    (tmp_path / "onnx").mkdir()
    (tmp_path / "onnx" / "model.onnx").write_bytes((folder / "model.onnx").read_bytes())
    (tmp_path / "tokenizer.json").write_bytes((folder / "tokenizer.json").read_bytes())
    np.testing.assert_allclose(OnnxEmbedder(tmp_path).embed(["otobüs"]), [[1, 0, 0]], atol=1e-6)


def test_onnx_embedder_without_a_model_says_so_once_and_answers_none(tmp_path):
    embedder = OnnxEmbedder(tmp_path)
    with capture_logs() as logs:
        assert [embedder.embed(["Bus"]), embedder.embed(["Bus"])] == [None, None]
    assert [(line["log_level"], line["reason"]) for line in logs] == [("warning", "FileNotFoundError")]


def test_http_embedder_asks_the_openai_way_and_keeps_the_order(server):
    embedder = HttpEmbedder(address(server) + "/v1", "tiny", "key")
    vectors = embedder.embed(["Bus", "kira"])
    embedder.close()
    assert server.asked == [("/v1/embeddings", "Bearer key", "tiny", ["Bus", "kira"])]
    np.testing.assert_allclose(vectors, [[1, 0, 0], [0, 1, 0]], atol=2e-3)


def test_http_embedder_that_fails_rests_and_logs_one_line_without_the_text(server):
    server.status = 500
    embedder = HttpEmbedder(address(server), "tiny")
    with capture_logs() as logs:
        assert [embedder.embed(["Geheim"]), embedder.embed(["Geheim"])] == [None, None]
    assert len(server.asked) == 1
    assert [line["reason"] for line in logs] == ["HTTPStatusError"]
    assert "Geheim" not in str(logs)


def test_http_embedder_that_is_slow_is_left_alone(server):
    server.delay = 5.0
    embedder = HttpEmbedder(address(server), "tiny", timeout=0.1)
    with capture_logs() as logs:
        assert embedder.embed(["Bus"]) is None
    assert [line["reason"] for line in logs] == ["ReadTimeout"]


def test_a_model_brings_cards_together_across_languages(folder):
    grouping = TableGrouping(embedder=OnnxEmbedder(folder))
    grouping.place("a", "Bus", "de")
    grouping.place("b", "Miete", "de")
    assert grouping.across_languages == "model"
    assert grouping.place("c", "otobüs", "tr").group_id == grouping.group_of("a")
    assert grouping.place("d", "kira", "tr").group_id == grouping.group_of("b")


def test_grouping_goes_on_by_letters_when_the_model_is_away(tmp_path):
    with capture_logs():
        grouping = TableGrouping(embedder=OnnxEmbedder(tmp_path))
        plain = TableGrouping()
        for number, text in enumerate(["kein WLAN", "Hebamme", "WLAN zu langsam", "Hebammen gesucht"]):
            grouping.place(str(number), text, "de")
            plain.place(str(number), text, "de")
    assert list(grouping.groups().values()) == list(plain.groups().values())
    assert (grouping.across_languages, plain.across_languages) == ("model rests", "word fields")
