"""Converts the weights of a checkpoint to the layout of the native layers.

Axes: N outputs, K inputs, E model width, F inner width of the feed-forward network, L outliers among the
hidden units.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from math import e, log2
from typing import NamedTuple

import numpy as np

from longdoc.network.native.checkpoint import Checkpoint
from longdoc.network.native.kernels import at, call, on_cache_lines, workers
from longdoc.network.native.structs import LayerStruct, ProductStruct
from longdoc.network.quantization import RANGE, quantization_of

__all__ = ["LOG2_E", "NativeLayers", "SlotWeights"]

LOG2_E = log2(e)


@dataclass(frozen=True, slots=True)
class SlotWeights:
    """The weights for mixing and reading the slots of one layer: matrices [N, E], biases [N], gates [H]."""

    mix_qkv: tuple[np.ndarray, np.ndarray]
    mix_out: tuple[np.ndarray, np.ndarray]
    read_kv: tuple[np.ndarray, np.ndarray]
    gate_H: np.ndarray


class _Packed(NamedTuple):
    shape: ProductStruct
    kept: tuple[np.ndarray, ...]  # the arrays that `shape` points to


class NativeLayers:
    """The layers of an encoder as an array for the library; `entry` pools the slots of the first layer."""

    def __init__(self, checkpoint: Checkpoint) -> None:
        self.checkpoint, self.config = checkpoint, checkpoint.config
        config = self.config
        self.array = (LayerStruct * config.layers)()
        self.entry = LayerStruct()
        self.kept: list[np.ndarray] = []
        self._slots: dict[int, SlotWeights] = {}
        for n, (shape, kept) in enumerate(workers().map(self._layer, range(config.layers))):
            self.array[n] = shape
            self.kept += kept
        self._with_pools()

    def __len__(self) -> int:
        return self.config.layers

    def one(self, n: int) -> ctypes._Pointer[LayerStruct]:
        """A pointer to layer n."""
        return ctypes.pointer(self.array[n])

    def slots(self, n: int) -> SlotWeights:
        """The slot weights of layer n, unpacked on first use, as questions do not need them."""
        if n not in self._slots:
            self._slots[n] = self._slot_weights(n)
        return self._slots[n]

    def _slot_weights(self, n: int) -> SlotWeights:
        name = f"encoder.layers.{n}.memory"

        def pair(part: str) -> tuple[np.ndarray, np.ndarray]:
            weight_NE = self.checkpoint.floats(f"{name}.{part}.weight")
            return weight_NE, self.checkpoint.floats(f"{name}.{part}.bias")

        gate_H = np.tanh(self.checkpoint.floats(f"{name}.gate_H"))
        return SlotWeights(pair("mix_qkv"), pair("mix_out"), pair("read_kv"), gate_H)

    def _layer(self, n: int) -> tuple[LayerStruct, list[np.ndarray]]:
        config, get = self.config, self.checkpoint.floats
        name = f"encoder.layers.{n}"
        shape = self._bare()
        kept: list[np.ndarray] = []
        for part in ("qkv", "out", "up", "down"):
            packed = self._product(f"{name}.{part}", leave_outliers=part == "down")
            setattr(shape, part, packed.shape)
            kept += packed.kept
            if part == "qkv":  # the softmax uses base 2; the scale of the logits is folded into the queries
                for x_N in packed.kept[1:3]:
                    x_N[: config.width] *= LOG2_E * config.head_width**-0.5
        kept += self._outliers(name, shape)
        for field, stored in (
            ("attention_weight", "attention_norm.weight"), ("attention_bias", "attention_norm.bias"),
            ("weight", "norm.weight"), ("bias", "norm.bias"),
        ):  # fmt: skip
            kept.append(get(f"{name}.{stored}"))
            setattr(shape, field, at(kept[-1]))
        return shape, kept

    def _bare(self) -> LayerStruct:
        config = self.config
        return LayerStruct(
            width=config.width, heads=config.heads, inner=config.feed_forward, chunk=config.chunk_tokens,
            halo=config.halo_tokens, slots=config.slots, epsilon=config.norm_epsilon,
        )  # fmt: skip

    def _product(self, name: str, *, leave_outliers: bool) -> _Packed:
        """Pack the matrix of a product.

        Args:
            leave_outliers: set the weights of outlier inputs to zero, as these are computed in fp32.
        """
        rows_NK, row_scale_N = self.checkpoint.rows(f"{name}.weight")
        N, K = rows_NK.shape
        step, zero, times_K = quantization_of(self.checkpoint.raw(name + RANGE))
        inverse_K = (1 / (step * times_K)).astype(np.float32)
        if leave_outliers:
            inverse_K, times_K = np.full(K, 1 / step, np.float32), np.where(times_K > 1, 0, 1)
        panels, scale_N, offset_N = (
            on_cache_lines(N * K, np.int8),
            np.empty(N, np.float32),
            np.empty(N, np.float32),
        )
        bias_N, times_K = self.checkpoint.floats(f"{name}.bias"), np.ascontiguousarray(times_K, np.float32)
        given = rows_NK, row_scale_N, bias_N, times_K
        call("pack", *given, N, K, step, zero, panels, scale_N, offset_N, np.empty(2 * K, np.float32))
        shape = ProductStruct(K, N, zero, at(panels), at(scale_N), at(offset_N), at(inverse_K))
        return _Packed(shape, (panels, scale_N, offset_N, inverse_K))

    def _outliers(self, name: str, shape: LayerStruct) -> list[np.ndarray]:
        """Weights in fp32 of the hidden units of the feed-forward network that are outliers."""
        outliers_L = np.flatnonzero(quantization_of(self.checkpoint.raw(f"{name}.down{RANGE}"))[2] > 1)
        (up_FE, up_scale_F), (down_EF, down_scale_E) = (
            self.checkpoint.rows(f"{name}.{part}.weight") for part in ("up", "down")
        )
        kept = [
            np.ascontiguousarray(x, np.float32)
            for x in (
                up_FE[outliers_L] * up_scale_F[outliers_L, None],
                self.checkpoint.raw(f"{name}.up.bias")[outliers_L],
                (down_EF[:, outliers_L] * down_scale_E[:, None]).T,
            )
        ]
        shape.outliers = len(outliers_L)
        shape.outlier_up, shape.outlier_bias, shape.outlier_down = map(at, kept)
        return kept

    def _with_pools(self) -> None:
        """Let every layer pool the slots of the next one, and `entry` those of the first."""
        config = self.config
        self.entry = self._bare()
        if not config.slots:
            return
        E = config.width
        for n, shape in enumerate((self.entry, *self.array[: config.layers - 1])):
            name = f"encoder.layers.{n}"
            rows_NE, scale_N = self.checkpoint.rows(f"{name}.qkv.weight")
            made = (
                self.checkpoint.floats(f"{name}.memory.pool.weight"),
                np.multiply(rows_NE[2 * E :], scale_N[2 * E :, None], dtype=np.float32),
                np.ascontiguousarray(self.checkpoint.floats(f"{name}.qkv.bias")[2 * E :]),
            )
            self.kept += made
            shape.pool, shape.pool_value, shape.pool_bias = map(at, made)
