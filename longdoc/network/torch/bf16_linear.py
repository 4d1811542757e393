"""Packed bf16 products for inference on CPUs with AMX or AVX-512 BF16.

Weights are put into the order that the CPU reads them in, once, and GELU and the sum with the stream are done
where a product ends, while its numbers are at hand. The products are oneDNN's, by way of torch.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn

if TYPE_CHECKING:
    from longdoc.network.torch.encoder import Layer

__all__ = ["TiledFeedForward", "TiledLinear", "tiles_are_there", "use_tiles"]

ROWS = 2_048  # about so many tokens go through a product at once


def tiles_are_there() -> bool:
    """Whether torch has these products."""
    return torch.backends.mkldnn.is_available() and hasattr(torch.ops.mkldnn, "_linear_pointwise")


class TiledLinear(nn.Module):
    """`nn.Linear` in bf16 with weights packed for the CPU; for inference only."""

    def __init__(self, linear: nn.Linear) -> None:
        super().__init__()
        self.weights = sum(p.numel() for p in linear.parameters())  # how many it holds
        self.rows = torch.ops.mkldnn._reorder_linear_weight(linear.weight.detach().contiguous(), ROWS)
        self.bias_N = linear.bias.detach()

    def forward(self, x: Tensor) -> Tensor:
        """[..., in] → [..., out]."""
        made: Tensor = torch.ops.mkldnn._linear_pointwise(x, self.rows, self.bias_N, "none", [], "")
        return made

    def added_to(self, x: Tensor, stream: Tensor) -> Tensor:
        """The product of x [..., in], plus `stream` [..., out]."""
        made: Tensor = torch.ops.mkldnn._linear_pointwise.binary(x, stream, self.rows, self.bias_N, "add")
        return made

    def through_gelu(self, x: Tensor) -> Tensor:
        """GELU of the product."""
        made: Tensor = torch.ops.mkldnn._linear_pointwise(x, self.rows, self.bias_N, "gelu", [], "none")
        return made


class TiledFeedForward(nn.Module):
    """The feed-forward part of a layer, added to its input."""

    def __init__(self, up: nn.Linear, down: nn.Linear) -> None:
        super().__init__()
        self.up, self.down = TiledLinear(up), TiledLinear(down)
        self.weights = self.up.weights + self.down.weights

    def forward(self, x: Tensor) -> Tensor:
        """x [..., E] plus what it makes of it."""
        return self.down.added_to(self.up.through_gelu(x), x)


def use_tiles(layers: Iterable[Layer]) -> None:
    """Replace the layers' products by packed ones, which have no gradients."""
    for layer in layers:
        assert isinstance(layer.qkv, nn.Linear)
        assert isinstance(layer.out, nn.Linear)
        layer.keep_values(*(x.detach() for x in layer.value_projection))
        layer.qkv, layer.out = TiledLinear(layer.qkv), TiledLinear(layer.out)
        layer.feed_forward_by(TiledFeedForward(layer.up, layer.down))
        for norm in (layer.attention_norm, layer.norm):
            norm.float()  # a tenth faster than with weights in bf16
        if (memory := layer.memory) is not None:
            for name in ("mix_qkv", "mix_out", "read_kv"):
                setattr(memory, name, TiledLinear(getattr(memory, name)))
