"""The reader in torch: for training, accelerators, and CPUs without the native layers.

An encoder with the architecture of MPNet (Song et al. 2020): post-norm, learned positions, and one
relative-position bias shared by all layers. Axes: B rows, T tokens of a row, H heads, D head width, E model
width.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import gelu, scaled_dot_product_attention

from longdoc.network.reader.config import ReaderConfig
from longdoc.network.reader.distances import buckets

__all__ = ["ReaderLayer", "ReaderModel"]

FIRST_POSITION = 2  # MPNet reserves the first two positions, one of them for padding
MASKED = -1e4  # logit of padding


class ReaderLayer(nn.Module):
    """Attention and feed-forward network, each with a residual connection and a norm (post-norm)."""

    def __init__(self, config: ReaderConfig) -> None:
        super().__init__()
        E, F = config.width, config.feed_forward
        self.heads = config.heads
        self.qkv, self.out = nn.Linear(E, 3 * E), nn.Linear(E, E)
        self.up, self.down = nn.Linear(E, F), nn.Linear(F, E)
        self.attention_norm, self.norm = (nn.LayerNorm(E, eps=config.norm_epsilon) for _ in range(2))

    def forward(self, x_BTE: Tensor, bias_BHTT: Tensor) -> Tensor:
        """[B, T, E] → [B, T, E]."""
        x_BTE = self.attention_norm(x_BTE + self.out(self.attend(x_BTE, bias_BHTT)))
        return self.norm(x_BTE + self.down(gelu(self.up(x_BTE))))

    def attend(self, x_BTE: Tensor, bias_BHTT: Tensor) -> Tensor:
        """The output of attention before its projection, with heads concatenated [B, T, E]."""
        q_BHTD, k_BHTD, v_BHTD = self.qkv(x_BTE).unflatten(-1, (3, self.heads, -1)).permute(2, 0, 3, 1, 4)
        y_BHTD = scaled_dot_product_attention(q_BHTD, k_BHTD, v_BHTD, attn_mask=bias_BHTT)
        return y_BHTD.transpose(1, 2).flatten(2)


class Verify(nn.Module):
    """The verification head: does a span answer its question? Inputs: [CLS], first and last token's state."""

    def __init__(self, config: ReaderConfig) -> None:
        super().__init__()
        self.hidden = nn.Linear(3 * config.width, config.verify_width)
        self.score = nn.Linear(config.verify_width, 1)

    def forward(self, x_BTE: Tensor, spans_B2: Tensor) -> Tensor:
        """Logits [B]; `spans_B2` are the indices of first and last token in the row."""
        rows = torch.arange(len(x_BTE), device=x_BTE.device)
        inputs = (x_BTE[:, 0], x_BTE[rows, spans_B2[:, 0]], x_BTE[rows, spans_B2[:, 1]])
        return self.score(torch.tanh(self.hidden(torch.cat(inputs, -1)))).float().squeeze(-1)


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
        """The relative-position bias of a row of that length [H, T, T]."""
        weight_BH = self.distances.weight
        of_distance = torch.from_numpy(buckets(self.config)).to(weight_BH.device)
        place_T = torch.arange(tokens, device=weight_BH.device)
        distance_TT = place_T[None] - place_T[:, None] + self.config.tokens - 1
        return weight_BH[of_distance[distance_TT]].permute(2, 0, 1)

    def forward(self, ids_BT: Tensor, real_BT: Tensor | None = None) -> Tensor:
        """States [B, T, E] of rows; `real_BT` is False on padding, and None if there is no padding."""
        x_BTE = self.embed(ids_BT)
        if torch.is_autocast_enabled(x_BTE.device.type):  # keep states in the short format between layers
            x_BTE = x_BTE.to(torch.get_autocast_dtype(x_BTE.device.type))
        bias = self.bias(ids_BT.shape[1])[None]
        if real_BT is not None:
            outside = torch.zeros_like(real_BT, dtype=bias.dtype).masked_fill_(~real_BT, MASKED)
            bias = bias + outside[:, None, None]
        for layer in self.layers:
            x_BTE = layer(x_BTE, bias)
        return x_BTE

    def embed(self, ids_BT: Tensor) -> Tensor:
        """The input of the first layer [B, T, E]: embeddings of word pieces and positions, normed."""
        places_TE = self.places.weight[FIRST_POSITION : FIRST_POSITION + ids_BT.shape[1]]
        return self.norm(self.pieces(ids_BT) + places_TE)
