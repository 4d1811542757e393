"""The four heads on one encoder: span, salience, embed, language model.

Axes: B texts, T tokens, M sentences, E model width, V search-vector width.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import gelu, linear, normalize

from longdoc.network.config import NetworkConfig

__all__ = ["EmbedHead", "LanguageHead", "SalienceHead", "SpanHead"]


class SpanHead(nn.Module):
    """Start and end logits for every token, and the logit of no answer from [CLS]."""

    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        self.ends = nn.Linear(config.width, 2)
        self.absent = nn.Linear(config.width, 1)

    def forward(self, x_BTE: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """[B, T] starts, [B, T] ends and [B] no answer, of texts that begin with [CLS]."""
        start_BT, end_BT = self.ends(x_BTE).float().unbind(-1)
        return start_BT, end_BT, self.absent(x_BTE[:, 0]).float().squeeze(-1)


class SalienceHead(nn.Module):
    """One logit per sentence, that it belongs in a summary, from its mean state and the state of [CLS]."""

    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        self.hidden = nn.Linear(2 * config.width, config.width)
        self.score = nn.Linear(config.width, 1)

    def forward(self, mean_ME: Tensor, document_ME: Tensor) -> Tensor:
        """Logits [M]; `document_ME` is the state of [CLS], repeated for each sentence."""
        return self.score(gelu(self.hidden(torch.cat((mean_ME, document_ME), -1)))).float().squeeze(-1)


class EmbedHead(nn.Module):
    """Unit vectors of tokens for MaxSim (Khattab & Zaharia 2020, ColBERT)."""

    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        self.project = nn.Linear(config.width, config.vector_width, bias=False)

    def forward(self, x_E: Tensor) -> Tensor:
        """[..., E] → [..., V], each of length 1."""
        return normalize(self.project(x_E).float(), dim=-1)


class LanguageHead(nn.Module):
    """Logits over the vocabulary for masked tokens, tied to the embedding (Devlin et al. 2019)."""

    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        self.hidden = nn.Linear(config.width, config.width)
        self.norm = nn.LayerNorm(config.width, eps=config.norm_epsilon)
        self.bias_P = nn.Parameter(torch.zeros(config.vocabulary))

    def forward(self, x_TE: Tensor, pieces_PE: Tensor) -> Tensor:
        """[..., E] → [..., P] logits over the pieces."""
        return linear(self.norm(gelu(self.hidden(x_TE))), pieces_PE, self.bias_P).float()
