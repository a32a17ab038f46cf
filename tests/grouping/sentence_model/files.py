"""Tiny files of the kind that the sentence model reads, and what they should compute, reckoned once more."""

import math
import struct
from dataclasses import dataclass, field

import numpy as np

PIECES = [
    "<s>",
    "<pad>",
    "</s>",
    "<unk>",
    "▁",
    "▁query",
    ":",
    "▁Bus",
    "▁Bu",
    "s",
    "▁otobüs",
    "B",
    "u",
    "é",
    "öl",
    "l",
]
SCORES = [0.0, 0.0, 0.0, 0.0, -4.0, -2.0, -3.0, -5.0, -3.0, -1.5, -6.0, -7.0, -7.5, -8.0, -9.0, -1.0]
REWRITTEN = {0xA0: " ", 0x9: " ", 0x7: "", 0x2581: " ", 0xFDFA: "Bus " * 4, ord("ß"): "s"}
WIDTH, LAYERS, HEADS, INNER, PLACES = 64, 2, 4, 96, 24
EPSILON = 1e-6


@dataclass
class TinyModel:
    """Random weights of a tiny model, and the file that holds them."""

    seed: int = 0
    magic: bytes = b"E5S1"
    parts: dict[str, np.ndarray] = field(default_factory=dict)
    stored: dict[str, tuple[int, int, bytes]] = field(default_factory=dict)

    def __post_init__(self):
        self._random = np.random.default_rng(self.seed)
        self._blocks("emb.word", len(PIECES), WIDTH)
        self._floats("emb.pos", PLACES, WIDTH)
        self._floats("emb.type", 2, WIDTH)
        self._norm("emb.ln")
        for layer in range(LAYERS):
            for part in ("q", "k", "v", "ao"):
                self._linear(f"l{layer}.{part}", WIDTH, WIDTH)
            self._linear(f"l{layer}.fi", INNER, WIDTH)
            self._linear(f"l{layer}.fo", WIDTH, INNER)
            self._norm(f"l{layer}.aln")
            self._norm(f"l{layer}.oln")

    def _floats(self, name, *sizes, around=0.0):
        values = (around + self._random.normal(0, 0.3, sizes)).astype(np.float32)
        self.parts[name] = values.astype(np.float64)
        self.stored[name] = (0, values.size, values.tobytes())

    def _norm(self, name):
        self._floats(f"{name}.w", WIDTH, around=1.0)
        self._floats(f"{name}.b", WIDTH)

    def _linear(self, name, rows, columns):
        self._blocks(f"{name}.w", rows, columns)
        self._floats(f"{name}.b", rows)

    def _blocks(self, name, rows, columns):
        whole = self._random.integers(0, 16, (rows, columns // 32, 32))
        factors = self._random.uniform(0.01, 0.05, (rows, columns // 32)).astype(np.float16)
        self.parts[name] = ((whole - 8) * factors[..., None].astype(np.float64)).reshape(rows, columns)
        packed = b""
        for block, factor in zip(whole.reshape(-1, 32), factors.reshape(-1), strict=True):
            packed += factor.tobytes() + bytes(int(block[i]) | int(block[i + 16]) << 4 for i in range(16))
        self.stored[name] = (1, rows * columns, packed)

    def content(self) -> bytes:
        """Return the whole file."""
        letters = [piece.encode() for piece in PIECES]
        head = self.magic + struct.pack("<I", 1)
        head += struct.pack("<7I", WIDTH, LAYERS, HEADS, INNER, len(PIECES), PLACES, 2)
        head += struct.pack("<fI", EPSILON, 32)
        head += struct.pack("<5I", len(PIECES), 0, 2, 1, 3) + struct.pack("<Q", sum(map(len, letters)))
        head += np.cumsum([0, *map(len, letters)]).astype("<u4").tobytes()
        head += np.array(SCORES, "<f4").tobytes() + b"".join(letters)
        rules = b"".join(
            struct.pack(f"<IB{len(text)}I", sign, len(text), *map(ord, text))
            for sign, text in REWRITTEN.items()
        )
        head += struct.pack("<II", len(REWRITTEN), len(rules)) + rules + struct.pack("<I", len(self.stored))
        start = len(head) + sum(23 + len(name) for name in self.stored)
        listed, numbers = b"", b""
        for name, (kind, count, stored) in self.stored.items():
            listed += struct.pack("<H", len(name)) + name.encode()
            listed += struct.pack("<BIQQ", kind, count, start + len(numbers), len(stored))
            numbers += stored
        return head + listed + numbers

    def vector(self, tokens: list[int]) -> np.ndarray:
        """Return what the model makes of pieces, in 64 bits and without a library."""
        part = self.parts
        state = part["emb.word"][tokens] + part["emb.pos"][: len(tokens)] + part["emb.type"][0]
        state = self._normed(state, "emb.ln")
        for layer in range(LAYERS):
            name, size = f"l{layer}", WIDTH // HEADS
            asked, keys, values = (self._applied(state, f"{name}.{each}") for each in "qkv")
            seen = []
            for at in (slice(head * size, (head + 1) * size) for head in range(HEADS)):
                near = np.exp(asked[:, at] @ keys[:, at].T / np.sqrt(size))
                seen.append(near / near.sum(axis=1, keepdims=True) @ values[:, at])
            state = self._normed(state + self._applied(np.hstack(seen), f"{name}.ao"), f"{name}.aln")
            inner = self._applied(state, f"{name}.fi")
            inner = 0.5 * inner * (1 + np.vectorize(math.erf)(inner / np.sqrt(2)))
            state = self._normed(state + self._applied(inner, f"{name}.fo"), f"{name}.oln")
        mean = state.mean(axis=0)
        return mean / np.linalg.norm(mean)

    def _applied(self, state, name):
        return state @ self.parts[f"{name}.w"].T + self.parts[f"{name}.b"]

    def _normed(self, state, name):
        away = state - state.mean(axis=1, keepdims=True)
        scaled = away / np.sqrt((away**2).mean(axis=1, keepdims=True) + EPSILON)
        return scaled * self.parts[f"{name}.w"] + self.parts[f"{name}.b"]
