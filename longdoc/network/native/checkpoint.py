"""The tensors of a checkpoint for the native layers, with shapes checked against the configuration.

Axes: N outputs, K inputs, E model width, F inner width of the feed-forward network, H heads, V search-vector
width, P word pieces.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from math import prod

import numpy as np

from longdoc.network.config import NetworkConfig
from longdoc.network.quantization import RANGE, SCALE

__all__ = ["Checkpoint"]

HEAD_WIDTHS = (8, 16, 32, 64)
LATER, SLOTS = ("span.", "salience."), ".memory."  # tensors that are unpacked when first needed
PANEL = 16  # rows of a matrix that the native layers process together


class Checkpoint:
    """Tensors by name, unpacked on demand, with shapes checked against the configuration."""

    def __init__(
        self, config: NetworkConfig, names: Iterable[str], read: Callable[[str], np.ndarray]
    ) -> None:
        self.config, self.names, self._read = config, frozenset(names), read
        self._shapes = _shapes(config)

    def raw(self, name: str) -> np.ndarray:
        """A tensor as stored.

        Raises:
            ValueError: its shape does not fit the configuration.
            KeyError or SafetensorError: it is missing.
        """
        x, wanted = self._read(name), self._shapes[name]
        if x.shape != wanted:
            raise ValueError(f"{name} has the shape {x.shape}, not {wanted}")
        return x

    def rows(self, name: str) -> tuple[np.ndarray, np.ndarray]:
        """An int8 matrix [N, K] and the scale of each row [N]; ValueError if it is not int8."""
        rows_NK = self.raw(name)
        if rows_NK.dtype != np.int8:
            raise ValueError(f"{name} is {rows_NK.dtype}, not int8")
        return np.ascontiguousarray(rows_NK), np.ascontiguousarray(self.raw(name + SCALE), np.float32)

    def floats(self, name: str) -> np.ndarray:
        """A tensor in fp32, however it is stored."""
        x = self.raw(name)
        if x.dtype == np.int8:
            return np.multiply(x, self.raw(name + SCALE)[:, None], dtype=np.float32)
        return np.ascontiguousarray(x, np.float32)

    @property
    def weights(self) -> int:
        """Number of learned parameters."""
        return sum(
            prod(self._shapes[x]) for x in self.names & set(self._shapes) if not x.endswith((SCALE, RANGE))
        )

    def check_rest(self, shape_of: Callable[[str], Sequence[int]]) -> None:
        """Check the shapes of the tensors that are unpacked when first needed.

        Args:
            shape_of: the shape of a tensor, without reading it.

        Raises:
            ValueError: a shape does not fit the configuration.
            SafetensorError: a tensor is missing.
        """
        for name, wanted in self._shapes.items():
            is_later = name.startswith(LATER) or SLOTS in name
            if is_later and not name.endswith(SCALE) and tuple(shape_of(name)) != wanted:
                raise ValueError(f"{name} has the shape {shape_of(name)}, not {wanted}")

    def fits(self) -> bool:
        """Whether the library supports it: input ranges are present, and widths are multiples of 16."""
        config = self.config
        return (
            config.window
            and config.width % PANEL == 0
            and config.feed_forward % PANEL == 0
            and config.head_width in HEAD_WIDTHS
            and config.heads * config.head_width == config.width
            and f"encoder.layers.{config.layers - 1}.down{RANGE}" in self.names
        )


def _shapes(config: NetworkConfig) -> dict[str, tuple[int, ...]]:
    """The shape of every tensor of a checkpoint, by name."""
    E, F, H, V, P = (
        config.width, config.feed_forward, config.heads, config.vector_width, config.vocabulary,
    )  # fmt: skip
    matrices = {"encoder.pieces": (P, E), "encoder.places": (config.positions, E), "embed.project": (V, E)}
    vectors: dict[str, tuple[int, ...]] = {
        "encoder.norm.weight": (E,), "encoder.norm.bias": (E,),
        "span.ends.weight": (2, E), "span.ends.bias": (2,),
        "span.absent.weight": (1, E), "span.absent.bias": (1,),
        "salience.score.weight": (1, E), "salience.score.bias": (1,), "salience.hidden.bias": (E,),
        "language.norm.weight": (E,), "language.norm.bias": (E,), "language.hidden.bias": (E,),
        "language.bias_P": (P,),
    }  # fmt: skip
    matrices |= {"salience.hidden": (E, 2 * E), "language.hidden": (E, E)}
    for n in range(config.layers):
        layer = f"encoder.layers.{n}"
        products = {"qkv": (3 * E, E), "out": (E, E), "up": (F, E), "down": (E, F)}
        for part, (outputs, inputs) in products.items():
            vectors |= {f"{layer}.{part}.bias": (outputs,), f"{layer}.{part}{RANGE}": (2, inputs)}
            matrices[f"{layer}.{part}"] = outputs, inputs
        for norm in ("attention_norm", "norm"):
            vectors |= {f"{layer}.{norm}.weight": (E,), f"{layer}.{norm}.bias": (E,)}
        if config.slots:
            memory = f"{layer}.memory"
            vectors |= {f"{memory}.gate_H": (H,)}
            matrices[f"{memory}.pool"] = config.slots * H, E
            for part, outputs in (("mix_qkv", 3 * E), ("mix_out", E), ("read_kv", 2 * E)):
                matrices[f"{memory}.{part}"] = outputs, E
                vectors[f"{memory}.{part}.bias"] = (outputs,)
    for name, shape in matrices.items():
        vectors |= {f"{name}.weight": shape, f"{name}.weight{SCALE}": shape[:1]}
    return vectors
