"""The model's file: read as it is written, and refused in one clear sentence where it is cut or foreign."""

import random
import struct

import numpy as np
import pytest

from tests.grouping.sentence_model.files import INNER, PIECES, REWRITTEN, WIDTH, TinyModel
from workshop.grouping.sentence_model.embedder import SentenceEmbedder
from workshop.grouping.sentence_model.weights import ModelFileError, Weights, numbers

pytestmark = pytest.mark.unit


def test_file_is_read_as_it_was_written(tiny):
    made, file = tiny
    weights = Weights(file)
    assert list(weights.vocabulary.pieces) == PIECES
    assert weights.vocabulary.rewritten == REWRITTEN
    assert (weights.vocabulary.begin, weights.vocabulary.end, weights.vocabulary.unknown) == (0, 2, 3)
    np.testing.assert_array_equal(weights.floats("emb.ln.w", WIDTH), made.parts["emb.ln.w"])
    found = numbers(weights.blocks("l1.fi.w", INNER, WIDTH))
    np.testing.assert_allclose(found, made.parts["l1.fi.w"], rtol=1e-6)


def test_file_that_is_cut_anywhere_is_refused(tiny, tmp_path):
    content, cut = tiny[1].read_bytes(), tmp_path / "cut"
    places = {*range(0, 1200, 7), *range(1200, len(content), 997), len(content) - 1}
    for length in sorted(places):
        cut.write_bytes(content[:length])
        with pytest.raises(ModelFileError, match=r"cut off|cannot be read"):
            Weights(cut)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 " * 999, bytes(9999), b"E5S2" + bytes(9999)])
def test_foreign_file_is_refused(content, tmp_path):
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(ModelFileError, match=r"no model of this kind|cannot be read"):
        Weights(tmp_path / "file")


def test_file_that_is_none_is_refused(tmp_path):
    for each in (tmp_path / "nothing", tmp_path):
        with pytest.raises(ModelFileError, match="cannot be read"):
            Weights(each)


@pytest.mark.parametrize(
    ("place", "form", "value"),
    [
        (8, "I", 63),  # the width is no whole number of blocks
        (12, "I", 1 << 31),  # layers
        (16, "I", 0),  # heads
        (28, "I", 0),  # places
        (36, "f", float("nan")),  # epsilon
        (40, "I", 16),  # numbers of a block
        (44, "I", 0xFFFFFFFF),  # pieces
        (56, "I", len(PIECES)),  # a mark beyond the vocabulary
        (64, "Q", 1 << 62),  # letters
        (72, "I", 9),  # offsets that go back
    ],
)
def test_sizes_that_cannot_be_are_refused(tiny, tmp_path, place, form, value):
    content = bytearray(tiny[1].read_bytes())
    struct.pack_into("<" + form, content, place, value)
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(ModelFileError):
        Weights(tmp_path / "file")


def test_part_of_another_size_and_part_that_is_no_number_are_refused(tmp_path):
    made = TinyModel()
    kind, count, stored = made.stored["emb.ln.b"]
    made.stored["emb.ln.b"] = (kind, count, struct.pack("<f", float("inf")) + stored[4:])
    made.stored["emb.ln.w"] = (kind, count - 1, stored[4:])
    del made.stored["l0.q.b"]
    (tmp_path / "file").write_bytes(made.content())
    weights = Weights(tmp_path / "file")
    with pytest.raises(ModelFileError, match=r"emb\.ln\.b holds what is no number"):
        weights.floats("emb.ln.b", WIDTH)
    for name in ("emb.ln.w", "l0.q.b"):
        with pytest.raises(ModelFileError, match=f"lacks {name}"):
            weights.floats(name, WIDTH)


def test_bytes_that_fell_over_never_break_out(tiny, tmp_path):
    chance = random.Random(13)  # noqa: S311 - chance, no secret
    content, file = tiny[1].read_bytes(), tmp_path / "file"
    for _ in range(60):
        broken = bytearray(content)
        for _ in range(chance.randrange(1, 4)):
            broken[chance.randrange(2000)] = chance.randrange(256)
        file.write_bytes(broken)
        vectors = SentenceEmbedder(file).embed(["Bus", "kéin"])
        assert vectors is None or np.isfinite(vectors).all()
