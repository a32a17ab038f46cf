"""What onnxruntime computes: the layers of the model, made from its weights as they are, in four bits.

One text at a time goes in, as the sums of what its pieces, their places and its kind mean; out comes the mean
of what the layers make of them. A text's vector therefore never depends on which texts came with it.
"""

from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from workshop.grouping.sentence_model.weights import BLOCK_SIZE, Array, Weights

GIVEN, TAKEN = "pieces", "meaning"
_CONTRIBUTED = "com.microsoft"
# Reckon in 32 bits: in 8 bits a short card is faster by a third, a long one slower.
_ACCURACY = 1


def graph(weights: Weights) -> bytes:
    """Return the model for onnxruntime; its `GIVEN` has one row per piece, its `TAKEN` one row."""
    shape = weights.shape
    made = _Graph(weights)
    state = made.normed(GIVEN, "emb.ln")
    for layer in range(shape.layers):
        state = made.layer(state, f"l{layer}")
    made.last("ReduceMean", [state, made.constant(np.array([1], np.int64))], TAKEN, keepdims=0)
    given = helper.make_tensor_value_info(GIVEN, TensorProto.FLOAT, [1, "count", shape.width])
    taken = helper.make_tensor_value_info(TAKEN, TensorProto.FLOAT, [1, shape.width])
    model = helper.make_model(
        helper.make_graph(made.nodes, "sentences", [given], [taken], made.constants),
        opset_imports=[helper.make_opsetid("", 20), helper.make_opsetid(_CONTRIBUTED, 1)],
        ir_version=10,
    )
    return bytes(model.SerializeToString())


class _Graph:
    """Collects the steps of the model."""

    def __init__(self, weights: Weights) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []
        self._weights = weights
        shape = weights.shape
        self._width, self._heads, self._inner = shape.width, shape.heads, shape.inner
        self._epsilon = shape.epsilon
        size = shape.width // shape.heads
        self._by_heads = self.constant(np.array([0, 0, shape.heads, size], np.int64))
        self._joined = self.constant(np.array([0, 0, shape.width], np.int64))
        self._scale = self.constant(np.array(size**-0.5, np.float32))

    def constant(self, values: Array) -> str:
        name = f"constant-{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def step(self, kind: str, *given: str, domain: str = "", **options: Any) -> str:  # noqa: ANN401 - ONNX's own
        name = f"step-{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(given), [name], domain=domain, **options))
        return name

    def last(self, kind: str, given: list[str], name: str, **options: Any) -> None:  # noqa: ANN401 - ONNX's own
        self.nodes.append(helper.make_node(kind, given, [name], **options))

    def layer(self, state: str, name: str) -> str:
        asked, keys, values = (self._linear(state, f"{name}.{part}") for part in "qkv")
        seen = self._attended(asked, keys, values)
        state = self.normed(self.step("Add", state, self._linear(seen, f"{name}.ao")), f"{name}.aln")
        inner = self.step("Gelu", self._linear(state, f"{name}.fi", rows=self._inner))
        outer = self._linear(inner, f"{name}.fo", columns=self._inner)
        return self.normed(self.step("Add", state, outer), f"{name}.oln")

    def _attended(self, asked: str, keys: str, values: str) -> str:
        asked, values = (self._turned(each, [0, 2, 1, 3]) for each in (asked, values))
        near = self.step("Mul", self.step("MatMul", asked, self._turned(keys, [0, 2, 3, 1])), self._scale)
        seen = self.step("MatMul", self.step("Softmax", near, axis=-1), values)
        return self.step("Reshape", self.step("Transpose", seen, perm=[0, 2, 1, 3]), self._joined)

    def _turned(self, state: str, order: list[int]) -> str:
        return self.step("Transpose", self.step("Reshape", state, self._by_heads), perm=order)

    def normed(self, state: str, name: str) -> str:
        scale, bias = (
            self.constant(self._weights.floats(f"{name}.{part}", self._width)) for part in ("w", "b")
        )
        return self.step("LayerNormalization", state, scale, bias, axis=-1, epsilon=self._epsilon)

    def _linear(self, state: str, name: str, *, rows: int = 0, columns: int = 0) -> str:
        rows, columns = rows or self._width, columns or self._width
        blocks = self._weights.blocks(f"{name}.w", rows, columns)
        return self.step(
            "MatMulNBits",
            state,
            self.constant(_in_turn(blocks["nibbles"])),
            self.constant(blocks["factor"].astype(np.float32).reshape(-1)),
            "",
            "",
            self.constant(self._weights.floats(f"{name}.b", rows)),
            domain=_CONTRIBUTED,
            K=columns,
            N=rows,
            bits=4,
            block_size=BLOCK_SIZE,
            accuracy_level=_ACCURACY,
        )


def _in_turn(nibbles: Array) -> Array:
    """Return halves of bytes in onnxruntime's order: neighbours share a byte, the lower one first."""
    low, high = nibbles & 15, nibbles >> 4
    return np.concatenate(
        [half[..., 0::2] | (half[..., 1::2] << 4) for half in (low, high)], axis=-1, dtype=np.uint8
    )
