"""What the model makes of texts: held against numbers reckoned elsewhere, and never a crash."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from structlog.testing import capture_logs

from tests.bad_texts import bad_texts
from tests.grouping.sentence_model.test_tokens import random_texts
from tests.live.test_grouping_worker import view
from workshop.grouping import TableGrouping, embedding
from workshop.grouping.sentence_model.embedder import SentenceEmbedder, SentenceModel
from workshop.grouping.sentence_model.package import packaged_file
from workshop.live.grouping_worker import GroupingWorker

pytestmark = pytest.mark.unit
REFERENCE = Path(__file__).parents[2] / "data" / "sentence_vectors.json"


def test_graph_computes_what_the_weights_say(tiny):
    made, file = tiny
    model = SentenceModel(file)
    for text in ("Bus", "", "Bus otobüs uBé", "Bus " * 99):
        np.testing.assert_allclose(model.vector(text), made.vector(model.tokens(text)), atol=2e-6)


def test_vector_does_not_depend_on_the_texts_beside_it(tiny):
    texts = ["Bus", "otobüs otobüs", "u"]
    together = SentenceEmbedder(tiny[1]).embed(texts)
    alone = [SentenceEmbedder(tiny[1]).embed([text])[0] for text in texts]
    np.testing.assert_array_equal(together, alone)
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1.0)


def test_file_that_is_cut_is_told_once_and_letters_go_on(tiny, tmp_path):
    (tmp_path / "cut").write_bytes(tiny[1].read_bytes()[:5000])
    embedder = SentenceEmbedder(tmp_path / "cut")
    grouping, plain = TableGrouping(embedder=embedder), TableGrouping()
    with capture_logs() as logs:
        for number, text in enumerate(["kein WLAN", "Hebamme", "WLAN zu langsam", "Hebammen gesucht"]):
            for each in (grouping, plain):
                each.place(str(number), text, "de")
    assert [line["reason"] for line in logs] == ["the model's file is cut off"]
    assert list(grouping.groups().values()) == list(plain.groups().values())
    assert (grouping.across_languages, plain.across_languages) == ("model rests", "word fields")


def test_model_that_fails_in_the_middle_rests_and_comes_back(tiny, monkeypatch):
    embedder, clock = SentenceEmbedder(tiny[1]), [1000.0]
    monkeypatch.setattr(embedding.time, "monotonic", lambda: clock[0])
    grouping = TableGrouping(embedder=embedder)
    grouping.place("a", "Bus", "de")
    assert grouping.across_languages == "model"
    with monkeypatch.context() as broken, capture_logs() as logs:
        broken.setattr(embedder._model, "vector", lambda text: 1 / len(text[:0]))
        grouping.place("b", "geheim", "de")
    assert [line["reason"] for line in logs] == ["ZeroDivisionError"]
    assert "geheim" not in str(logs)
    assert grouping.across_languages == "model rests"
    clock[0] += embedding.PAUSE_SECONDS
    assert grouping.across_languages == "model"
    assert embedder.embed(["Bus"]) is not None


def test_patience_grows_with_the_texts_and_ends(tiny, monkeypatch):
    embedder, clock = SentenceEmbedder(tiny[1]), [1000.0]
    # What the thread itself took: a busy machine makes no model slow.
    monkeypatch.setattr(embedding.time, "thread_time", lambda: clock[0])
    embedder.embed(["Bus"])
    quick = embedder._model.vector

    def slow(text):
        clock[0] += 0.9
        return quick(text)

    monkeypatch.setattr(embedder._model, "vector", slow)
    assert embedder.embed(["Bus"] * 40) is not None
    assert not embedder.is_resting
    monkeypatch.setattr(embedder._model, "vector", lambda text: slow(text) + 0 * slow(text))
    with capture_logs() as logs:
        assert embedder.embed(["Bus"] * 3) is not None
    assert embedder.is_resting
    assert [line["reason"] for line in logs] == ["slow"]


def test_vectors_are_those_reckoned_once_by_hand(model):
    reference = json.loads(REFERENCE.read_text(encoding="utf-8"))
    vectors = np.array([model.vector(each["text"]) for each in reference["texts"]])
    for each, vector in zip(reference["texts"], vectors, strict=True):
        assert model.tokens(each["text"]) == each["tokens"]
        np.testing.assert_allclose(vector[: len(each["vector"])], each["vector"], atol=2e-5)
    np.testing.assert_allclose(vectors @ vectors.T, reference["cosines"], atol=2e-5)


def test_cards_meet_the_card_that_says_the_same_in_another_language(model):
    pairs = {
        "Die Mieten sind zu hoch": "Kiralar çok yüksek",
        "Der Bus fährt abends nicht mehr": "Вечером автобус уже не ходит",
        "Wir brauchen mehr Kita-Plätze": "نحتاج إلى المزيد من أماكن رياض الأطفال",
        "Der Spielplatz ist kaputt": "Дитячий майданчик зламаний",
        "Es fehlen Hausärzte": "There are not enough family doctors",
        "Im Sommer ist es auf dem Markt zu heiß": "En été il fait trop chaud sur la place du marché",
    }
    home = np.array([model.vector(text) for text in pairs])
    away = np.array([model.vector(text) for text in pairs.values()])
    likeness = (away - away.mean(axis=0)) @ (home - home.mean(axis=0)).T
    assert likeness.argmax(axis=1).tolist() == list(range(len(pairs)))


def odd_texts(step: int) -> list[str]:
    """Return every so many of the bad texts and 1,000 random ones, and the one that kills an engine."""
    return ["\ufdfa" * 300, *[*(text[:600] for text in bad_texts()), *random_texts(1000)][::step]]


@pytest.mark.parametrize("step", [pytest.param(1, marks=pytest.mark.soak), 40])
def test_bad_and_random_texts_have_vectors_and_find_a_place(model, step):
    embedder = SentenceEmbedder(packaged_file())
    embedder._model = model
    texts = odd_texts(step)
    vectors = embedder.embed(texts)
    assert vectors is not None
    assert vectors.shape == (len(texts), 384)
    assert np.isfinite(vectors).all()
    # The same as cards, on all the way that the process of the grouping goes with them.
    worker = GroupingWorker(embedder)
    langs = ["de", "ar", "ti", "", "zz"]
    cards = [replace(view(n, text), lang=langs[n % 5], table_id=n % 3) for n, text in enumerate(texts)]
    waiting, kept = worker.learn(cards), []
    while (done := worker.read_some(waiting, 8)).left:
        kept += done.vectors
    kept += done.vectors
    # Cards that say the same come together.
    assert sorted((each.entry_id, each.text) for each in kept) == sorted(
        (card.id, card.text) for card in cards
    )
    placed = [each for suggestion in worker.suggest(waiting) for each in suggestion.entry_ids]
    assert sorted(placed) == sorted(waiting)
    for table_id in range(3):
        worker.review(table_id, ())
    assert not embedder.is_resting
