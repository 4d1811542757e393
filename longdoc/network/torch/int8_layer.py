"""Layers in int8, for inference on CPUs with faster int8 than fp32 products."""

from __future__ import annotations

from torch import Tensor

from longdoc.network.quantization import PRODUCTS, RANGE, SCALE
from longdoc.network.torch.encoder import Encoder
from longdoc.network.torch.int8_linear import IntegerFeedForward, IntegerLinear, IntegerWeights
from longdoc.network.torch.layer import BaseLayer, Layer

__all__ = ["IntegerLayer", "quantize_layers"]


class IntegerLayer(BaseLayer):
    """Computes the same as a plain `Layer`, up to rounding and without gradients."""

    def __init__(
        self, plain: Layer, qkv: IntegerWeights, out: IntegerWeights, up: IntegerWeights, down: IntegerWeights
    ) -> None:
        super().__init__()
        self.config = plain.config
        E = self.config.width
        self._values = qkv.rows[2 * E :].float() * qkv.scale[2 * E :, None], qkv.bias[2 * E :]
        self.qkv: IntegerLinear = IntegerLinear(qkv)
        self.out = IntegerLinear(out, last=True)
        self.feed_forward = IntegerFeedForward(up, down)
        self.attention_norm, self.norm, self.memory = plain.attention_norm, plain.norm, plain.memory

    @property
    def value_projection(self) -> tuple[Tensor, Tensor]:
        """As in `BaseLayer`."""
        return self._values

    @property
    def packed_weights(self) -> int:
        """As in `BaseLayer`."""
        return self.qkv.weights + self.out.weights + self.feed_forward.weights

    def add_output(self, attended: Tensor, x: Tensor) -> Tensor:
        """As in `BaseLayer`."""
        added: Tensor = self.out(attended).add_(x)
        return added

    def add_feed_forward(self, x: Tensor) -> Tensor:
        """As in `BaseLayer`; x itself is changed."""
        added: Tensor = self.feed_forward(x)
        return added


def quantize_layers(encoder: Encoder, packed: dict[str, Tensor]) -> dict[str, Tensor]:
    """Replace each plain layer by an int8 layer, if the checkpoint has measured input ranges.

    Args:
        packed: a checkpoint's tensors by name.

    Returns:
        The tensors that were not used; all of them if there are no input ranges.
    """
    names = [f"encoder.layers.{n}.{part}" for n in range(len(encoder.stack)) for part in PRODUCTS]
    if not all(name + RANGE in packed for name in names):
        return packed
    left = dict(packed)

    def weights_of(name: str) -> IntegerWeights:
        return IntegerWeights(
            rows=left.pop(f"{name}.weight"),
            scale=left.pop(f"{name}.weight{SCALE}"),
            bias=left.pop(f"{name}.bias").float(),
            input_range=left.pop(name + RANGE),
        )

    encoder.replace_layers(
        lambda n, plain: IntegerLayer(plain, *(weights_of(f"encoder.layers.{n}.{part}") for part in PRODUCTS))
    )
    return left
