"""Low-rank terms beside frozen matrices (LoRA, Hu et al. 2021).

The matrices keep their weights, four-bit ones for example (QLoRA, Dettmers et al. 2023), and only the terms
are trained. Axes: I inputs, O outputs, R rank.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import linear

__all__ = ["LowRankLinear", "LowRankTerm", "add_low_rank"]


class LowRankTerm(nn.Linear):
    """Adds the term to the product of another class of linear layers, which follows it among the bases."""

    left: nn.Parameter  # [O, R]
    right: nn.Parameter  # [R, I]

    def forward(self, x: Tensor) -> Tensor:
        """[…, I] → […, O]."""
        return super().forward(x) + self.term(x)

    def term(self, x: Tensor) -> Tensor:
        """x · (left · right)ᵀ."""
        return linear(linear(x, self.right), self.left)


class LowRankLinear(LowRankTerm, nn.Linear):
    """x · (W + left · right)ᵀ + bias, with a frozen matrix W [O, I]."""


def add_low_rank(layer: nn.Linear, rank: int) -> None:
    """Give a linear layer a term of this rank, 0 at first, and freeze its matrix but not its bias."""
    layer.weight.requires_grad_(False)
    layer.left = nn.Parameter(torch.zeros(layer.out_features, rank))
    layer.right = nn.Parameter(torch.empty(rank, layer.in_features))
    nn.init.normal_(layer.right, std=layer.in_features**-0.5)
    layer.__class__ = LowRankLinear
