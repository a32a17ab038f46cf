"""The sentence model as the grouping asks it."""

import hashlib
import time
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from workshop.grouping.embedding import QuietEmbedder
from workshop.grouping.language_means import language_means
from workshop.grouping.meanings import Prior
from workshop.grouping.onnx_runtime import runtime
from workshop.grouping.sentence_model.tokens import Tokens
from workshop.grouping.sentence_model.weights import Array, Floats32, ModelFileError, Weights, numbers
from workshop.grouping.vectors import Floats

# Rises when the same file says something else of a text: other pieces, another prefix.
READING = 1


class SentenceModel:
    """One model, loaded: a text in, its meaning out as a vector of length 1.

    Needs the extra ``model`` (onnx, onnxruntime). It takes one processor core at a time.
    """

    def __init__(self, file: Path) -> None:
        """Load a file; `ModelFileError` says what is wrong with it."""
        from workshop.grouping.sentence_model.graph import (  # noqa: PLC0415 - an extra, and heavy
            GIVEN,
            TAKEN,
            graph,
        )

        onnxruntime = runtime()
        weights = Weights(file)
        shape = weights.shape
        self._given, self._taken = GIVEN, TAKEN
        self._tokens = Tokens(weights.vocabulary, most=shape.places)
        self._pieces = weights.blocks("emb.word", shape.words, shape.width)
        kind = weights.floats("emb.type", 2, shape.width)[0]
        self._places: Floats32 = weights.floats("emb.pos", shape.places, shape.width) + kind
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        # What a long text needed is given back.
        options.enable_cpu_mem_arena = False
        self._session: Any = onnxruntime.InferenceSession(
            graph(weights), options, providers=["CPUExecutionProvider"]
        )

    def tokens(self, text: str) -> list[int]:
        """Return the numbers of a text's pieces, with the marks of begin and end."""
        return self._tokens.of(text)

    def vector(self, text: str) -> Floats32:
        """Return what a text means, as a vector of length 1."""
        pieces: Array = self._pieces[self._tokens.of(text)]
        state = numbers(pieces) + self._places[: len(pieces)]
        meaning = self._session.run([self._taken], {self._given: state[None]})[0][0]
        return np.asarray(meaning / max(float(np.linalg.norm(meaning)), 1e-12), np.float32)


class SentenceEmbedder(QuietEmbedder):
    """The sentence model in a file, loaded with the first text."""

    def __init__(self, file: str | Path) -> None:
        super().__init__("multilingual-e5-small")
        self._file = Path(file)
        self._model: SentenceModel | None = None

    @cached_property
    def identity(self) -> str:
        """The file's content, and how texts are read here."""
        try:
            with self._file.open("rb") as file:
                return f"e5 {hashlib.file_digest(file, 'sha256').hexdigest()[:32]} {READING}"
        except OSError:
            return ""

    @property
    def language_means(self) -> Prior:
        """What this model says of every text of a language, for grouping to take away."""
        return language_means()

    def _vectors(self, texts: Sequence[str]) -> Floats:
        self._model = self._model or SentenceModel(self._file)
        return np.stack([self._model.vector(text) for text in texts]).astype(np.float64)

    def _clock(self) -> float:
        # Of this thread alone: where phones leave it nothing of the processor, the model is not slow.
        return time.thread_time()

    def _patience(self, count: int) -> float:
        # The longest card takes a tenth of a second; what needs ten times as long is not worth waiting for.
        return max(super()._patience(count), 1.0 * count)

    def _reason(self, error: Exception) -> str:
        return str(error) if isinstance(error, ModelFileError) else super()._reason(error)
