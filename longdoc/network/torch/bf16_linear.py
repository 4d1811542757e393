"""Packed bf16 matrix products for inference on CPUs with AMX or AVX-512 BF16.

Weights are reordered once into the layout that the CPU needs, and GELU and residual sums are fused into the
products. The kernels are oneDNN's, called through torch.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

__all__ = ["PackedFeedForward", "PackedLinear", "packed_products_exist"]

ROWS = 2_048  # expected number of tokens per call, a hint for packing


def packed_products_exist() -> bool:
    """Whether this torch provides these products."""
    return torch.backends.mkldnn.is_available() and hasattr(torch.ops.mkldnn, "_linear_pointwise")


class PackedLinear(nn.Module):
    """`nn.Linear` in bf16 with weights packed for the CPU; for inference only."""

    def __init__(self, linear: nn.Linear) -> None:
        super().__init__()
        self.weights = sum(p.numel() for p in linear.parameters())  # number of parameters
        self.rows = torch.ops.mkldnn._reorder_linear_weight(linear.weight.detach().contiguous(), ROWS)
        self.bias_N = linear.bias.detach()

    def forward(self, x: Tensor) -> Tensor:
        """[..., in] → [..., out]."""
        made: Tensor = torch.ops.mkldnn._linear_pointwise(x, self.rows, self.bias_N, "none", [], "")
        return made

    def added_to(self, x: Tensor, residual: Tensor) -> Tensor:
        """The product of x [..., in], plus `residual` [..., out]."""
        made: Tensor = torch.ops.mkldnn._linear_pointwise.binary(x, residual, self.rows, self.bias_N, "add")
        return made

    def through_gelu(self, x: Tensor) -> Tensor:
        """GELU of the product."""
        made: Tensor = torch.ops.mkldnn._linear_pointwise(x, self.rows, self.bias_N, "gelu", [], "none")
        return made


class PackedFeedForward(nn.Module):
    """The feed-forward network of a layer with its residual connection."""

    def __init__(self, up: nn.Linear, down: nn.Linear) -> None:
        super().__init__()
        self.up, self.down = PackedLinear(up), PackedLinear(down)
        self.weights = self.up.weights + self.down.weights

    def forward(self, x: Tensor) -> Tensor:
        """x [..., E] plus its feed-forward."""
        return self.down.added_to(self.up.through_gelu(x), x)
