"""Loss of the salience head: which sentences belong in a summary.

Axes: T tokens, M sentences, E model width.
"""

from __future__ import annotations

import numpy as np
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits, pad

__all__ = ["salience_loss", "sentence_means"]

RANK_SHARE = 0.5  # share of the ranking loss; the rest is a classification loss


def sentence_means(x_TE: Tensor, ranges_M2: Tensor) -> Tensor:
    """Mean state of each sentence [M, E], by differences of cumulative sums.

    Args:
        x_TE: states of all tokens.
        ranges_M2: half-open token ranges of the sentences.
    """
    total_TE = pad(x_TE.float().cumsum(0), (0, 0, 1, 0))
    lengths = (ranges_M2[:, 1] - ranges_M2[:, 0]).clamp_min(1)[:, None]
    return ((total_TE[ranges_M2[:, 1]] - total_TE[ranges_M2[:, 0]]) / lengths).to(x_TE.dtype)


def salience_loss(logits_M: Tensor, labels_M: Tensor) -> Tensor:
    """Binary cross entropy of each sentence, mixed with a softmax loss of the labelled ones among all."""
    alone = binary_cross_entropy_with_logits(logits_M, labels_M)
    ranked = -(logits_M.log_softmax(0) * labels_M).sum() / labels_M.sum() / np.log(len(labels_M) + 1)
    return (1 - RANK_SHARE) * alone + RANK_SHARE * ranked
