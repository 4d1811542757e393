"""The encoder, with two forward passes over the same weights.

`forward_dense` is for texts that fit into one window (a question, a question with its passage): full
attention, without chunk aggregation. `forward_document` is for documents: sliding window, chunk aggregation
and global tokens. `longdoc.network.torch.stream` computes the same as `forward_document` in bounded memory.

Axes: B documents, T tokens, N chunks, C tokens a chunk, G global tokens, E model width.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.nn.functional import pad

from longdoc.network.config import NetworkConfig
from longdoc.network.torch.layer import BaseLayer, Layer

__all__ = ["Encoder"]


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
    def stack(self) -> list[BaseLayer]:
        """The layers, bottom up."""
        return [layer for layer in self.layers if isinstance(layer, BaseLayer)]

    @property
    def plain_stack(self) -> list[Layer]:
        """The layers in plain torch: all of them, unless `replace_layers` was called."""
        return [layer for layer in self.layers if isinstance(layer, Layer)]

    def replace_layers(self, make: Callable[[int, Layer], BaseLayer]) -> None:
        """Replace every layer by an equivalent one.

        Args:
            make: called with the index and the layer; returns its replacement.
        """
        self.layers = nn.ModuleList(make(n, layer) for n, layer in enumerate(self.plain_stack))

    def embed(self, ids: Tensor, position: Tensor) -> Tensor:
        """The input of the first layer; positions are taken modulo `config.positions`."""
        embedded: Tensor = self.norm(self.pieces(ids) + self.places(position % self.config.positions))
        return embedded

    def forward_dense(self, ids_BT: Tensor, real_BT: Tensor | None = None) -> Tensor:
        """States [B, T, E] of short texts; `real_BT` is False on padding, None if there is no padding."""
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
