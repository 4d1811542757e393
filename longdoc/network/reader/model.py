"""The reader in torch: what trains, and what reads on accelerators and where nothing was compiled.

An encoder of MPNet's shape (Song et al. 2020): norms after each part, learned positions, and one bias by
distance that all layers share. Axes: B rows, T tokens of a row, H heads, D head width, E model width.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import gelu, scaled_dot_product_attention

from longdoc.network.reader.config import ReaderConfig
from longdoc.network.reader.distances import buckets

__all__ = ["ReaderLayer", "ReaderModel"]

FIRST_PLACE = 2  # MPNet's positions begin behind one that stands for padding
UNSEEN = -1e4


class ReaderLayer(nn.Module):
    """Attention, then the feed-forward part, each followed by a norm."""

    def __init__(self, config: ReaderConfig) -> None:
        super().__init__()
        E, F = config.width, config.feed_forward
        self.heads = config.heads
        self.qkv, self.out = nn.Linear(E, 3 * E), nn.Linear(E, E)
        self.up, self.down = nn.Linear(E, F), nn.Linear(F, E)
        self.attention_norm, self.norm = (nn.LayerNorm(E, eps=config.norm_epsilon) for _ in range(2))

    def forward(self, x_BTE: Tensor, bias_BHTT: Tensor) -> Tensor:
        """[B, T, E] → [B, T, E]."""
        x_BTE = self.attention_norm(x_BTE + self.out(self.gather(x_BTE, bias_BHTT)))
        return self.norm(x_BTE + self.down(gelu(self.up(x_BTE))))

    def gather(self, x_BTE: Tensor, bias_BHTT: Tensor) -> Tensor:
        """What each token gathers of all others, head beside head [B, T, E]."""
        q_BHTD, k_BHTD, v_BHTD = self.qkv(x_BTE).unflatten(-1, (3, self.heads, -1)).permute(2, 0, 3, 1, 4)
        gathered = scaled_dot_product_attention(q_BHTD, k_BHTD, v_BHTD, attn_mask=bias_BHTT)
        return gathered.transpose(1, 2).flatten(2)


class Verify(nn.Module):
    """Whether a span answers its question: from the row's [CLS] and the span's first and last token."""

    def __init__(self, config: ReaderConfig) -> None:
        super().__init__()
        self.hidden = nn.Linear(3 * config.width, config.verify_width)
        self.score = nn.Linear(config.verify_width, 1)

    def forward(self, x_BTE: Tensor, spans_B2: Tensor) -> Tensor:
        """Logits [B]; `spans_B2` are first and last token, as places in the row."""
        rows = torch.arange(len(x_BTE), device=x_BTE.device)
        beside = (x_BTE[:, 0], x_BTE[rows, spans_B2[:, 0]], x_BTE[rows, spans_B2[:, 1]])
        return self.score(torch.tanh(self.hidden(torch.cat(beside, -1)))).float().squeeze(-1)


class ReaderModel(nn.Module):
    """Encoder and heads."""

    buckets: Tensor

    def __init__(self, config: ReaderConfig) -> None:
        super().__init__()
        E = config.width
        self.config = config
        self.pieces, self.places = nn.Embedding(config.vocabulary, E), nn.Embedding(config.tokens + 2, E)
        self.norm = nn.LayerNorm(E, eps=config.norm_epsilon)
        self.distances = nn.Embedding(config.buckets, config.heads)
        self.layers = nn.ModuleList(ReaderLayer(config) for _ in range(config.layers))
        self.ends, self.absent = nn.Linear(E, 2), nn.Linear(E, 1)
        if config.verify_width:
            self.verify = Verify(config)

    def bias(self, tokens: int) -> Tensor:
        """What each head adds to the logits of a row of that length [H, T, T]."""
        weight_BH = self.distances.weight
        of_distance = torch.from_numpy(buckets(self.config)).to(weight_BH.device)
        place_T = torch.arange(tokens, device=weight_BH.device)
        distance_TT = place_T[None] - place_T[:, None] + self.config.tokens - 1
        return weight_BH[of_distance[distance_TT]].permute(2, 0, 1)

    def forward(self, ids_BT: Tensor, real_BT: Tensor | None = None) -> Tensor:
        """States [B, T, E] of rows; `real_BT` is False on padding, and None where there is none."""
        x_BTE = self.embed(ids_BT)
        if torch.is_autocast_enabled(x_BTE.device.type):  # what goes from layer to layer is half as long too
            x_BTE = x_BTE.to(torch.get_autocast_dtype(x_BTE.device.type))
        bias = self.bias(ids_BT.shape[1])[None]
        if real_BT is not None:
            outside = torch.zeros_like(real_BT, dtype=bias.dtype).masked_fill_(~real_BT, UNSEEN)
            bias = bias + outside[:, None, None]
        for layer in self.layers:
            x_BTE = layer(x_BTE, bias)
        return x_BTE

    def embed(self, ids_BT: Tensor) -> Tensor:
        """What enters the first layer [B, T, E]."""
        places_TE = self.places.weight[FIRST_PLACE : FIRST_PLACE + ids_BT.shape[1]]
        return self.norm(self.pieces(ids_BT) + places_TE)
