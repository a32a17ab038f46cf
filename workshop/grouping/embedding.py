"""Sentence models of one's own: a folder with an ONNX model, or an address that the operator runs.

Like the model that comes with the tool (`sentence_model`) they are quiet helpers: when they fail or are slow,
grouping goes on by letters, the log says so once, and `is_resting` tells whoever asks.
"""

import hashlib
import threading
import time
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from workshop.grouping.onnx_runtime import runtime
from workshop.grouping.vectors import Floats

PAUSE_SECONDS = 60.0
SLOW_SECONDS = 2.0


class Embedder(Protocol):
    """Anything that turns texts into vectors of length 1."""

    def embed(self, texts: Sequence[str]) -> Floats | None:
        """Return one line per text, or None when the model cannot answer now; never raises."""

    @property
    def is_resting(self) -> bool:
        """Whether the model failed or was slow and is not asked for a while."""


class QuietEmbedder:
    """Answers None while the model fails or is slow, asks again after a pause, logs the first time only."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._resume_at = 0.0
        self._told = False
        self._warm = False
        self._width = 0
        self._lock = threading.Lock()

    @property
    def is_resting(self) -> bool:
        """Whether the model failed or was slow and is not asked for a while."""
        return time.monotonic() < self._resume_at

    @property
    def identity(self) -> str:
        """Which model this is, in which form: vectors of one identity may be compared; none if not known."""
        return ""

    def embed(self, texts: Sequence[str]) -> Floats | None:
        """Return one vector of length 1 per text, or None when the model cannot answer now."""
        if not texts or self.is_resting:
            return None
        with self._lock:
            started = self._clock()
            try:
                vectors = self._checked(self._vectors(texts), len(texts))
            except Exception as error:  # noqa: BLE001 - whatever a foreign model does, grouping goes on
                self._rest(self._reason(error))
                return None
            if self._warm and self._clock() - started > self._patience(len(texts)):
                self._rest("slow")
            self._warm = True  # the first answer may load the model
            return vectors

    def _rest(self, reason: str) -> None:
        self._resume_at = time.monotonic() + PAUSE_SECONDS
        if not self._told:
            import structlog  # noqa: PLC0415 - only when there is something to say

            structlog.get_logger(__name__).warning(
                "grouping goes on by letters", model=self._name, reason=reason
            )
            self._told = True

    def _vectors(self, texts: Sequence[str]) -> Floats:
        raise NotImplementedError

    def _clock(self) -> float:
        return time.monotonic()

    def _patience(self, count: int) -> float:  # noqa: ARG002 - for models whose time grows with the texts
        return SLOW_SECONDS

    def _reason(self, error: Exception) -> str:
        return type(error).__name__  # what it says could hold a person's words

    def _checked(self, vectors: Floats, count: int) -> Floats:
        if vectors.ndim != 2 or len(vectors) != count or not np.isfinite(vectors).all():  # noqa: PLR2004
            raise ValueError("the model gave no vector for each text")
        if self._width and vectors.shape[1] != self._width:
            raise ValueError("the model changed the length of its vectors")
        self._width = vectors.shape[1]
        return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12))


class OnnxEmbedder(QuietEmbedder):
    """A sentence model in a folder: ``model.onnx`` (also in ``onnx/``) and ``tokenizer.json``.

    Mean pooling over the tokens, vectors of length 1. Needs the extra ``other-model`` (onnxruntime,
    tokenizers), which is imported with the first text. ``threads`` bounds the processor cores it takes.
    """

    def __init__(self, folder: str | Path, *, threads: int = 1, max_tokens: int = 128) -> None:
        super().__init__(str(Path(folder).name))
        self._folder = Path(folder)
        self._threads = threads
        self._max_tokens = max_tokens
        self._loaded: tuple[Any, Any] | None = None

    @cached_property
    def identity(self) -> str:
        """The folder's files by name, size and time: they may be too large to be read for that."""
        found = sorted(self._folder.glob("**/*"))
        stats = [(each.name, each.stat()) for each in found if each.is_file()]
        told = str([(name, stat.st_size, stat.st_mtime_ns) for name, stat in stats])
        return f"onnx {hashlib.sha256(told.encode()).hexdigest()[:32]} {self._max_tokens}"

    def _load(self) -> tuple[Any, Any]:
        from tokenizers import Tokenizer  # noqa: PLC0415 - an extra, and heavy

        onnxruntime = runtime()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self._threads
        options.inter_op_num_threads = 1
        found = [
            p for p in (self._folder / "model.onnx", self._folder / "onnx" / "model.onnx") if p.is_file()
        ]
        if not found:
            raise FileNotFoundError("no model.onnx in the folder")
        session = onnxruntime.InferenceSession(found[0], options, providers=["CPUExecutionProvider"])
        tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        tokenizer.enable_truncation(self._max_tokens)
        if tokenizer.padding is None:
            tokenizer.enable_padding()
        return session, tokenizer

    def _vectors(self, texts: Sequence[str]) -> Floats:
        self._loaded = self._loaded or self._load()
        session, tokenizer = self._loaded
        read = tokenizer.encode_batch(list(texts))
        mask = np.array([r.attention_mask for r in read], np.int64)
        given = {
            "input_ids": np.array([r.ids for r in read], np.int64),
            "attention_mask": mask,
            "token_type_ids": np.array([r.type_ids for r in read], np.int64),
        }
        wanted = {i.name for i in session.get_inputs()}
        tokens = session.run(None, {name: value for name, value in given.items() if name in wanted})[0]
        weights = mask[:, :, None].astype(np.float64)
        return np.asarray((tokens * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1.0), np.float64)


class HttpEmbedder(QuietEmbedder):
    """An OpenAI-compatible ``/v1/embeddings`` address that the operator runs.

    ``base_url`` ends before ``/v1``; ``timeout`` is in seconds for the whole answer of one request.
    """

    def __init__(self, base_url: str, model: str, api_key: str = "", *, timeout: float = 2.0) -> None:
        import httpx  # noqa: PLC0415 - a third of a second that grouping by letters never needs

        super().__init__(model)
        self._url = base_url.rstrip("/").removesuffix("/v1") + "/v1/embeddings"
        self._model = model
        headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
        self._client = httpx.Client(timeout=timeout, headers=headers, follow_redirects=False)

    def _vectors(self, texts: Sequence[str]) -> Floats:
        answer = self._client.post(self._url, json={"model": self._model, "input": list(texts)})
        answer.raise_for_status()
        rows = sorted(answer.json()["data"], key=lambda item: item["index"])
        return np.array([row["embedding"] for row in rows], np.float64)

    def close(self) -> None:
        """Close the connection."""
        self._client.close()
