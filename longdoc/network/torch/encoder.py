"""The encoder: six layers over a short text at once, or over a whole document in chunks.

Two ways through the same weights. `forward_dense` is for texts that fit into one window (a question, a
question with its passage): everybody sees everybody, and chunk aggregation has nothing to add.
`forward_document` is for documents: windows, slots and global tokens. `longdoc.network.torch.stream` computes
the same as `forward_document` in bounded memory.

Axes: B documents, T tokens, N chunks, C tokens a chunk, G global tokens, S slots a chunk, H heads,
D head width, E model width.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import gelu, pad

from longdoc.network.config import NetworkConfig
from longdoc.network.torch.aggregation import ChunkMemory
from longdoc.network.torch.attention import dense_attention, global_attention, window_attention
from longdoc.network.torch.bf16_linear import TiledLinear

__all__ = ["Encoder", "Layer"]


class Layer(nn.Module):
    """Attention and feed-forward, each added to the stream and normed (post-norm, as in BERT)."""

    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        E = config.width
        self.config = config
        self.qkv: nn.Module = nn.Linear(E, 3 * E)
        self.out: nn.Module = nn.Linear(E, E)
        self.attention_norm = nn.LayerNorm(E, eps=config.norm_epsilon)
        self.up = nn.Linear(E, config.feed_forward)
        self.down = nn.Linear(config.feed_forward, E)
        self.norm = nn.LayerNorm(E, eps=config.norm_epsilon)
        self.memory = ChunkMemory(config) if config.slots else None
        self._values: tuple[Tensor, Tensor] | None = None  # where `qkv` no longer tells its weights
        self._swift: nn.Module | None = (
            None  # adds the feed-forward part in one go, in place of `up` and `down`
        )

    def project(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Queries, keys and values of any [..., E]: three [..., H, D]."""
        q, k, v = self.qkv(x).unflatten(-1, (3, self.config.heads, self.config.head_width)).unbind(-3)
        return q, k, v

    @property
    def value_projection(self) -> tuple[Tensor, Tensor]:
        """Weight [E, E] and bias [E] that make values of states."""
        if self._values is not None:
            return self._values
        E = self.config.width
        assert isinstance(self.qkv, nn.Linear)
        return self.qkv.weight[2 * E :], self.qkv.bias[2 * E :]

    def keep_values(self, weight_EE: Tensor, bias_E: Tensor) -> None:
        """Keep the value projection, as `qkv` is about to be replaced by a module that hides it."""
        self._values = weight_EE, bias_E

    def feed_forward_by(self, optimized: nn.Module) -> None:
        """Let a module that adds it to its input do the feed-forward part."""
        del self.up, self.down
        self._swift = optimized

    def finish(self, x: Tensor, attended_HD: Tensor) -> Tensor:
        """Everything after attention: output projection, feed-forward, norms."""
        x = self.attention_norm(self._joined(attended_HD.flatten(-2), x))
        if self._swift is not None:
            return self.norm(self._swift(x))
        inner = self.up(x)
        # in place, where nothing is differentiated: fresh memory costs more than the function
        inner = gelu(inner) if inner.requires_grad else torch.ops.aten.gelu_(inner)
        return self.norm(self.down(inner).add_(x))

    def _joined(self, attended: Tensor, x: Tensor) -> Tensor:
        """What was gathered, projected and added to the stream."""
        if isinstance(self.out, TiledLinear):
            return self.out.added_to(attended, x)
        joined: Tensor = self.out(attended).add_(x)
        return joined

    def forward_dense(self, x_BTE: Tensor, real_BT: Tensor | None) -> Tensor:
        """One update of a short text."""
        return self.finish(x_BTE, dense_attention(*self.project(x_BTE), real_BT))

    def forward_document(self, x_BNCE: Tensor, g_BGE: Tensor, real_BNC: Tensor) -> tuple[Tensor, Tensor]:
        """One update of documents in chunks and of their global tokens."""
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


class Encoder(nn.Module):
    """Embeddings and layers."""

    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        self.config = config
        self.pieces = nn.Embedding(config.vocabulary, config.width)
        self.places = nn.Embedding(config.positions, config.width)
        self.norm = nn.LayerNorm(config.width, eps=config.norm_epsilon)
        self.layers = nn.ModuleList(Layer(config) for _ in range(config.layers))

    @property
    def stack(self) -> list[Layer]:
        """The layers, bottom up."""
        return [layer for layer in self.layers if isinstance(layer, Layer)]

    def embed(self, ids: Tensor, position: Tensor) -> Tensor:
        """What enters the first layer; positions count on modulo `config.positions`."""
        embedded: Tensor = self.norm(self.pieces(ids) + self.places(position % self.config.positions))
        return embedded

    def forward_dense(self, ids_BT: Tensor, real_BT: Tensor | None = None) -> Tensor:
        """States [B, T, E] of short texts; `real_BT` is False on padding, None where there is none."""
        x_BTE = self.embed(ids_BT, torch.arange(ids_BT.shape[1], device=ids_BT.device))
        for layer in self.stack:
            x_BTE = layer.forward_dense(x_BTE, real_BT)
        return x_BTE

    def forward_document(self, ids_BT: Tensor, real_BT: Tensor, global_BG: Tensor) -> tuple[Tensor, Tensor]:
        """States of whole documents [B, T, E] and of their global tokens [B, G, E], all in memory.

        The reference for `stream.encode_document`, and what training differentiates.
        """
        C = self.config.chunk_tokens
        T = ids_BT.shape[1]
        ids_BT = pad(ids_BT, (0, -T % C))
        real_BNC = pad(real_BT, (0, -T % C)).unflatten(1, (-1, C))
        x = self.embed(ids_BT, torch.arange(ids_BT.shape[1], device=ids_BT.device)).unflatten(1, (-1, C))
        g = self.embed(global_BG, torch.arange(global_BG.shape[1], device=ids_BT.device))
        for layer in self.stack:
            x, g = layer.forward_document(x, g, real_BNC)
        return x.flatten(1, 2)[:, :T], g


def _full_attention(
    q_BNCHD: Tensor, k_BNCHD: Tensor, v_BNCHD: Tensor, k_BGHD: Tensor, v_BGHD: Tensor, real_BNC: Tensor
) -> Tensor:
    """Every token sees every token of its document and the globals: the quadratic reference."""
    N, C = real_BNC.shape[1:]
    y = global_attention(
        q_BNCHD.flatten(1, 2), k_BGHD, v_BGHD, k_BNCHD.flatten(1, 2), v_BNCHD.flatten(1, 2),
        real_BNC.flatten(1),
    )  # fmt: skip
    return y.unflatten(1, (N, C))
