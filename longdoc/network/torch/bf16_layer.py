"""Layers in packed bf16, for inference on CPUs with AMX or AVX-512 BF16."""

from __future__ import annotations

from torch import Tensor

from longdoc.network.torch.bf16_linear import PackedFeedForward, PackedLinear
from longdoc.network.torch.encoder import Encoder
from longdoc.network.torch.layer import BaseLayer, Layer

__all__ = ["PackedLayer", "pack_layers"]


class PackedLayer(BaseLayer):
    """Computes the same as a plain `Layer`, without gradients."""

    def __init__(self, plain: Layer) -> None:
        super().__init__()
        self.config = plain.config
        self._values = tuple(x.detach() for x in plain.value_projection)
        self.qkv: PackedLinear = PackedLinear(plain.qkv)
        self.out = PackedLinear(plain.out)
        self.feed_forward = PackedFeedForward(plain.up, plain.down)
        # norms are a tenth faster with weights in fp32
        self.attention_norm, self.norm = plain.attention_norm.float(), plain.norm.float()
        self.memory = plain.memory.with_products(PackedLinear) if plain.memory is not None else None

    @property
    def value_projection(self) -> tuple[Tensor, Tensor]:
        """As in `BaseLayer`."""
        weight_EE, bias_E = self._values
        return weight_EE, bias_E

    @property
    def packed_weights(self) -> int:
        """As in `BaseLayer`."""
        slots = self.memory.children() if self.memory is not None else ()
        mixing = sum(product.weights for product in slots if isinstance(product, PackedLinear))
        return self.qkv.weights + self.out.weights + self.feed_forward.weights + mixing

    def add_output(self, attended: Tensor, x: Tensor) -> Tensor:
        """As in `BaseLayer`."""
        return self.out.added_to(attended, x)

    def add_feed_forward(self, x: Tensor) -> Tensor:
        """As in `BaseLayer`."""
        added: Tensor = self.feed_forward(x)
        return added


def pack_layers(encoder: Encoder) -> None:
    """Replace each plain layer by a packed one."""
    encoder.replace_layers(lambda _, plain: PackedLayer(plain))
