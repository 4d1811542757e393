"""One layer of the encoder, independent of the implementation of its matrix products.

`BaseLayer` has what all implementations share: attention, chunk aggregation, norms, and their order.
Subclasses compute the products: `Layer` in plain torch, which can be trained; for inference,
`longdoc.network.torch.int8_layer` in int8 and `longdoc.network.torch.bf16_layer` in packed bf16.

Axes: B documents, T tokens, N chunks, C tokens a chunk, G global tokens, H heads, D head width,
E model width.
"""

from __future__ import annotations

from abc import abstractmethod

import torch
from torch import Tensor, nn
from torch.nn.functional import gelu

from longdoc.network.config import NetworkConfig
from longdoc.network.torch.aggregation import ChunkMemory
from longdoc.network.torch.attention import dense_attention, global_attention, window_attention

__all__ = ["BaseLayer", "Layer"]


class BaseLayer(nn.Module):
    """Attention and feed-forward network, each with residual connection and norm (post-norm, as in BERT)."""

    config: NetworkConfig
    qkv: nn.Module  # [..., E] → [..., 3E]
    attention_norm: nn.LayerNorm
    norm: nn.LayerNorm
    memory: ChunkMemory | None

    @property
    @abstractmethod
    def value_projection(self) -> tuple[Tensor, Tensor]:
        """Weight [E, E] and bias [E] of the projection from states to attention values."""

    @property
    def packed_weights(self) -> int:
        """Number of learned parameters that are not torch parameters of the module."""
        return 0

    @abstractmethod
    def add_output(self, attended: Tensor, x: Tensor) -> Tensor:
        """x [..., E] plus the output projection of the attention's result [..., E]."""

    @abstractmethod
    def add_feed_forward(self, x: Tensor) -> Tensor:
        """x [..., E] plus its feed-forward network."""

    def project(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Queries, keys and values of any [..., E]: three [..., H, D]."""
        q, k, v = self.qkv(x).unflatten(-1, (3, self.config.heads, self.config.head_width)).unbind(-3)
        return q, k, v

    def finish(self, x: Tensor, attended_HD: Tensor) -> Tensor:
        """Everything after attention: output projection, feed-forward network, norms."""
        x = self.attention_norm(self.add_output(attended_HD.flatten(-2), x))
        finished: Tensor = self.norm(self.add_feed_forward(x))
        return finished

    def forward_dense(self, x_BTE: Tensor, real_BT: Tensor | None) -> Tensor:
        """The layer's output for short texts, with full attention."""
        return self.finish(x_BTE, dense_attention(*self.project(x_BTE), real_BT))

    def forward_document(self, x_BNCE: Tensor, g_BGE: Tensor, real_BNC: Tensor) -> tuple[Tensor, Tensor]:
        """The layer's outputs for documents in chunks and for their global tokens."""
        q_g, k_g, v_g = self.project(g_BGE)
        q, k, v = self.project(x_BNCE)
        if self.config.window:
            y = window_attention(q, k, v, k_g, v_g, real_BNC, self.config.halo_tokens)
        else:
            y = _full_attention(q, k, v, k_g, v_g, real_BNC)
        if self.memory is not None:
            real_BN = real_BNC.any(-1)
            weights = self.memory.weights(x_BNCE, real_BNC)
            slots = self.memory.pooled(weights, x_BNCE, *self.value_projection)
            y = y + self.memory.read(q, *self.memory.mix(slots, real_BN))
        y_g = global_attention(q_g, k_g, v_g, k.flatten(1, 2), v.flatten(1, 2), real_BNC.flatten(1))
        return self.finish(x_BNCE, y), self.finish(g_BGE, y_g)


class Layer(BaseLayer):
    """A layer in plain torch, which can be trained."""

    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        E = config.width
        self.config = config
        self.qkv: nn.Linear = nn.Linear(E, 3 * E)
        self.out = nn.Linear(E, E)
        self.attention_norm = nn.LayerNorm(E, eps=config.norm_epsilon)
        self.up = nn.Linear(E, config.feed_forward)
        self.down = nn.Linear(config.feed_forward, E)
        self.norm = nn.LayerNorm(E, eps=config.norm_epsilon)
        self.memory = ChunkMemory(config) if config.slots else None

    @property
    def value_projection(self) -> tuple[Tensor, Tensor]:
        """As in `BaseLayer`."""
        E = self.config.width
        return self.qkv.weight[2 * E :], self.qkv.bias[2 * E :]

    def add_output(self, attended: Tensor, x: Tensor) -> Tensor:
        """As in `BaseLayer`."""
        added: Tensor = self.out(attended).add_(x)
        return added

    def add_feed_forward(self, x: Tensor) -> Tensor:
        """As in `BaseLayer`."""
        inner = self.up(x)
        # in place without gradients: allocating memory would cost more than GELU itself
        inner = gelu(inner) if inner.requires_grad else torch.ops.aten.gelu_(inner)
        added: Tensor = self.down(inner).add_(x)
        return added


def _full_attention(
    q_BNCHD: Tensor, k_BNCHD: Tensor, v_BNCHD: Tensor, k_BGHD: Tensor, v_BGHD: Tensor, real_BNC: Tensor
) -> Tensor:
    """Full attention over the document and the global tokens: the quadratic reference."""
    N, C = real_BNC.shape[1:]
    y = global_attention(
        q_BNCHD.flatten(1, 2), k_BGHD, v_BGHD, k_BNCHD.flatten(1, 2), v_BNCHD.flatten(1, 2),
        real_BNC.flatten(1),
    )  # fmt: skip
    return y.unflatten(1, (N, C))
