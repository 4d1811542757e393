"""The machine's own limit: tokens a second if nothing but the network's linear layers ran.

Measured, not looked up: the same matrix products, at the same shapes, into memory that is there already.

Axes: M rows (tokens at once), K inner width, N outer width.
"""

from __future__ import annotations

from time import perf_counter
from typing import Any

import torch

from longdoc.bench.machine import synchronize
from longdoc.network.config import NetworkConfig

__all__ = ["MatrixLimit", "products"]

ROWS = 4_096  # tokens that go through a product at once: a segment of the streamed pass


def products(config: NetworkConfig) -> list[tuple[int, int]]:
    """(K, N) of each product that every token goes through in one layer."""
    E, F = config.width, config.feed_forward
    return [(E, 3 * E), (E, E), (E, F), (F, E)]


class MatrixLimit:
    """The products of one network in one number format, ready to be timed again and again."""

    def __init__(self, config: NetworkConfig, device: torch.device, dtype: torch.dtype) -> None:
        self.device, self.dtype, self.layers = device, dtype, config.layers
        made: dict[str, Any] = {"device": device, "dtype": dtype}
        self.products = [
            (torch.randn(ROWS, K, **made), torch.randn(N, K, **made).t(), torch.empty(ROWS, N, **made))
            for K, N in products(config)
        ]

    @torch.inference_mode()
    def seconds(self) -> float:
        """Wall-clock seconds for `ROWS` tokens through all layers."""
        synchronize(self.device)
        begun = perf_counter()
        for _ in range(self.layers):
            for x_MK, weight_KN, y_MN in self.products:
                torch.mm(x_MK, weight_KN, out=y_MN)
        synchronize(self.device)
        return perf_counter() - begun
