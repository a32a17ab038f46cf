"""The data file of a sentence model: its vocabulary, and its weights in four bits a number.

The file is read and never trusted: each length is held against what is there before anything is made of it.
"""

import itertools
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

MAGIC = b"E5S1"
BLOCK_SIZE = 32
# A block is a half-precision factor and 32 numbers of four bits, 8 of which is zero.
BLOCK = np.dtype([("factor", "<f2"), ("nibbles", "u1", BLOCK_SIZE // 2)])
ZERO = 8
FLOATS, BLOCKS = 0, 1
_LAST_CODE_POINT = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)

Floats32 = NDArray[np.float32]
Array = NDArray[Any]


class ModelFileError(RuntimeError):
    """The file holds no model that can be read; the message says what is wrong and no person's words."""


@dataclass(frozen=True)
class Shape:
    """How large the parts of the model are."""

    width: int
    layers: int
    heads: int
    inner: int
    words: int
    places: int
    epsilon: float


@dataclass(frozen=True)
class Vocabulary:
    """The pieces that words are cut into, what each weighs, and which characters are written otherwise."""

    pieces: Sequence[str]
    scores: Sequence[float]
    begin: int
    end: int
    pad: int
    unknown: int
    rewritten: dict[int, str]


class _Reader:
    """Goes through the file from front to back and refuses to read past its end."""

    def __init__(self, content: NDArray[np.uint8]) -> None:
        self._content = content
        self.place = 0

    def unpack(self, form: str) -> tuple[Any, ...]:
        return struct.unpack("<" + form, self.bytes(struct.calcsize("<" + form)))

    def array(self, kind: str, count: int) -> Array:
        return np.frombuffer(self.bytes(count * np.dtype(kind).itemsize), kind)

    def bytes(self, count: int) -> bytes:
        if not 0 <= count <= len(self._content) - self.place:
            raise ModelFileError("the model's file is cut off")
        found = self._content[self.place : self.place + count].tobytes()
        self.place += count
        return found


class Weights:
    """The content of one file. What is large stays in the file until it is asked for."""

    def __init__(self, file: Path) -> None:
        """Read everything but the numbers themselves; `ModelFileError` says why that cannot be done."""
        try:
            self._content = np.memmap(file, np.uint8, "r")
        except (OSError, ValueError) as error:
            raise ModelFileError(f"the model's file {file.name} cannot be read") from error
        reader = _Reader(self._content)
        if reader.bytes(len(MAGIC)) != MAGIC:
            raise ModelFileError("the file is no model of this kind")
        reader.unpack("I")
        self.shape = _shape(reader)
        self.vocabulary = _vocabulary(reader, self.shape)
        self._parts = self._directory(reader)

    def _directory(self, reader: _Reader) -> dict[str, tuple[int, int, int]]:
        parts: dict[str, tuple[int, int, int]] = {}
        (entries,) = reader.unpack("I")
        for _ in range(entries):
            (length,) = reader.unpack("H")
            name = reader.bytes(length).decode("ascii", "replace")
            kind, count, start, size = reader.unpack("BIQQ")
            expected = {FLOATS: 4 * count, BLOCKS: count // BLOCK_SIZE * BLOCK.itemsize}.get(kind)
            if size != expected or (kind == BLOCKS and count % BLOCK_SIZE) or name in parts:
                raise ModelFileError("the model's file lists a part that cannot be")
            if start + size > len(self._content):
                raise ModelFileError("the model's file is cut off")
            parts[name] = (kind, count, start)
        return parts

    def floats(self, name: str, *sizes: int) -> Floats32:
        """Return a part that is stored as it is."""
        found = self._part(name, FLOATS, sizes).view("<f4").reshape(sizes)
        if not np.isfinite(found).all():
            raise ModelFileError(f"the model's part {name} holds what is no number")
        return found

    def blocks(self, name: str, rows: int, columns: int) -> Array:
        """Return a part of four-bit numbers as blocks, as many a row as the columns need."""
        return self._part(name, BLOCKS, (rows, columns)).view(BLOCK).reshape(rows, columns // BLOCK_SIZE)

    def _part(self, name: str, kind: int, sizes: Sequence[int]) -> Array:
        found = self._parts.get(name)
        if found is None or found[:2] != (kind, int(np.prod(sizes))):
            raise ModelFileError(f"the model's file lacks {name}, or has it in another size")
        _, count, start = found
        size = 4 * count if kind == FLOATS else count // BLOCK_SIZE * BLOCK.itemsize
        return np.asarray(self._content[start : start + size])


def numbers(blocks: Array) -> Floats32:
    """Return the numbers of blocks: the low halves of the bytes come first, then the high ones."""
    packed = blocks["nibbles"]
    whole = np.concatenate([packed & 15, packed >> 4], axis=-1).astype(np.float32) - ZERO
    scaled = whole * blocks["factor"].astype(np.float32)[..., None]
    return np.asarray(scaled.reshape(*blocks.shape[:-1], -1), np.float32)


def _shape(reader: _Reader) -> Shape:
    width, layers, heads, inner, words, places, _ = reader.unpack("7I")
    epsilon, block_size = reader.unpack("fI")
    shape = Shape(width, layers, heads, inner, words, places, epsilon)
    fits = (
        0 < heads <= width <= 1 << 14
        and width % heads == 0
        and 0 < inner <= 1 << 16
        and width % BLOCK_SIZE == inner % BLOCK_SIZE == 0
        and 0 < layers <= 1 << 8
        and 0 < places <= 1 << 16
        and block_size == BLOCK_SIZE
        and 0 < epsilon < 1
    )
    if not fits:
        raise ModelFileError("the model's file says sizes that cannot be")
    return shape


def _vocabulary(reader: _Reader, shape: Shape) -> Vocabulary:
    count, begin, end, pad, unknown = reader.unpack("5I")
    (length,) = reader.unpack("Q")
    offsets = reader.array("<u4", count + 1).tolist()
    scores = reader.array("<f4", count)
    letters = reader.bytes(length)
    if not all(each < count for each in (begin, end, pad, unknown)) or count > shape.words:
        raise ModelFileError("the model's vocabulary names a piece that it has not")
    if offsets != sorted(offsets) or offsets[-1] > length or not np.isfinite(scores).all():
        raise ModelFileError("the model's vocabulary cannot be read")
    try:
        pieces = [letters[start:stop].decode() for start, stop in itertools.pairwise(offsets)]
    except UnicodeDecodeError as error:
        raise ModelFileError("the model's vocabulary is not written in UTF-8") from error
    return Vocabulary(pieces, scores.tolist(), begin, end, pad, unknown, _rewritten(reader))


def _rewritten(reader: _Reader) -> dict[int, str]:
    entries, length = reader.unpack("II")
    rules = _Reader(np.frombuffer(reader.bytes(length), np.uint8))
    table: dict[int, str] = {}
    for _ in range(entries):
        code_point, count = rules.unpack("IB")
        written = rules.array("<u4", count).tolist()
        if any(each > _LAST_CODE_POINT or each in _SURROGATES for each in (code_point, *written)):
            raise ModelFileError("the model's file rewrites what is no character")
        table[code_point] = "".join(map(chr, written))
    return table
