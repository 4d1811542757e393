"""The upper limit of the machine: tokens per second if only the network's linear layers ran.

The limit is measured: the same matrix products with the same shapes, into memory that is already allocated.

Axes: M rows (tokens at once), K inner width, N outer width.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from time import perf_counter
from typing import Any

import torch

from longdoc.bench.machine import synchronize
from longdoc.network.config import NetworkConfig
from longdoc.network.torch.int8_linear import IntegerFeedForward, IntegerLinear, IntegerWeights

__all__ = ["MatrixLimit", "products"]

ROWS = 4_096  # tokens in one product, as in a segment of the streamed pass


def products(config: NetworkConfig) -> list[tuple[int, int]]:
    """The (K, N) of each product in one layer."""
    E, F = config.width, config.feed_forward
    return [(E, 3 * E), (E, E), (E, F), (F, E)]


class MatrixLimit:
    """The products of one network in one number format, ready to be timed repeatedly."""

    def __init__(self, config: NetworkConfig, device: torch.device, dtype: torch.dtype) -> None:
        self.device, self.dtype, self.layers = device, dtype, config.layers
        made: dict[str, Any] = {"device": device, "dtype": dtype}
        self.products: list[Callable[[], object]] = []
        shapes = products(config)
        if dtype == torch.int8:
            self.products += _integers(shapes)
        else:
            self.products += [_floats(K, N, made) for K, N in shapes]

    @torch.inference_mode()
    def seconds(self) -> float:
        """Wall-clock seconds for `ROWS` tokens through all layers."""
        synchronize(self.device)
        begun = perf_counter()
        for _ in range(self.layers):
            for product in self.products:
                product()
        synchronize(self.device)
        return perf_counter() - begun


def _floats(K: int, N: int, made: dict[str, Any]) -> Callable[[], object]:
    x_MK, weight_KN = torch.randn(ROWS, K, **made), torch.randn(N, K, **made).t()
    y_MN = torch.empty(ROWS, N, **made)
    return lambda: torch.mm(x_MK, weight_KN, out=y_MN)


def _integers(shapes: list[tuple[int, int]]) -> list[Callable[[], object]]:
    """The int8 products of the network, including quantization, GELU and dequantization."""

    def drawn(K: int, N: int) -> IntegerWeights:
        return IntegerWeights(
            rows=torch.randint(-127, 128, (N, K), dtype=torch.int8),
            scale=torch.full((N,), 1e-2),
            bias=torch.zeros(N),
            input_range=torch.stack((torch.full((K,), -4.0), torch.full((K,), 4.0))),
        )

    qkv, out, up, down = (drawn(K, N) for K, N in shapes)
    parts = [IntegerLinear(qkv), IntegerLinear(out), IntegerFeedForward(up, down)]
    x_ME = torch.randn(ROWS, shapes[0][0])
    return [partial(part, x_ME) for part in parts]
