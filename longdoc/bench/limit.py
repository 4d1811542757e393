"""The machine's own limit: tokens a second if nothing but the network's linear layers ran.

Measured, not looked up: the same matrix products, at the same shapes, into memory that is there already.

Axes: M rows (tokens at once), K inner width, N outer width.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter

import torch
from torch import Tensor

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
        self.products = [_Product.make(K, N, device, dtype) for K, N in products(config)]

    @torch.inference_mode()
    def seconds(self) -> float:
        """Wall-clock seconds for `ROWS` tokens through all layers."""
        synchronize(self.device)
        begun = perf_counter()
        for _ in range(self.layers):
            for product in self.products:
                torch.mm(product.x_MK, product.weight_KN, out=product.y_MN)
        synchronize(self.device)
        return perf_counter() - begun


@dataclass(frozen=True, slots=True)
class _Product:
    x_MK: Tensor
    weight_KN: Tensor
    y_MN: Tensor

    @staticmethod
    def make(K: int, N: int, device: torch.device, dtype: torch.dtype) -> _Product:
        x_MK = torch.randn(ROWS, K, device=device, dtype=dtype)
        weight_NK = torch.randn(N, K, device=device, dtype=dtype)
        return _Product(x_MK, weight_NK.t(), torch.empty(ROWS, N, device=device, dtype=dtype))
