"""Losses of the search vectors: MaxSim between questions and chunks, and pointers from masks to spans.

Axes: B questions, T tokens, N chunks, C tokens a chunk, Q question tokens, V search-vector width, P pointers.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import cross_entropy, pad

from longdoc.network.torch.model import Model
from longdoc.training.data.segments import Segment
from longdoc.training.objectives.answers import FORBIDDEN

__all__ = ["pointer_loss", "search_loss"]

TEMPERATURE = 0.05  # of the softmax over similarities


def search_loss(model: Model, vectors_TV: Tensor, segment: Segment) -> Tensor:
    """Softmax over the chunks of a document by MaxSim with each question; chunks with an answer are right.

    MaxSim: Khattab & Zaharia 2020 (ColBERT).
    """
    C, device = model.config.chunk_tokens, vectors_TV.device
    chunks = -(-len(vectors_TV) // C)
    # padding has zero vectors and similarity 0, which real tokens exceed, so that it never wins a chunk
    vectors_TV = pad(vectors_TV, (0, 0, 0, chunks * C - len(vectors_TV)))
    rows = [[model.tokenizer.cls, *q, model.tokenizer.sep] for q in segment.questions]
    width = max(map(len, rows))
    ids_BT = torch.tensor([row + [model.tokenizer.pad] * (width - len(row)) for row in rows], device=device)
    real_BT = torch.tensor([[t < len(row) for t in range(width)] for row in rows], device=device)
    asked_BQV = model.embed(model.encoder.forward_dense(ids_BT, real_BT)[:, 1:-1])
    word_BQ = real_BT[:, 2:].float()
    match_BQNC = (asked_BQV @ vectors_TV.T).float().unflatten(-1, (chunks, C))
    score_BN = (match_BQNC.amax(-1) * word_BQ[..., None]).sum(1) / word_BQ.sum(1, keepdim=True).clamp_min(1)
    holds_BN = torch.zeros_like(score_BN, dtype=torch.bool)
    for b, places in enumerate(segment.places):
        holds_BN[b, np.unique(places[:, 0] // C)] = True
    logits_BN = score_BN / TEMPERATURE
    right_BN = logits_BN.masked_fill(~holds_BN, FORBIDDEN)
    return (logits_BN.logsumexp(1) - right_BN.logsumexp(1)).mean()


def pointer_loss(vectors_TV: Tensor, segment: Segment) -> Tensor:
    """The first of two masks points to the start of the span where it stays, the second to its end.

    Pointing uses the similarity of search vectors, so that this objective trains the head that is used for
    search. Masks cannot be pointed to.
    """
    pointers_P, sources_P2 = (
        torch.from_numpy(x).to(vectors_TV.device) for x in (segment.pointers_P, segment.sources_P2)
    )
    mask_T = torch.zeros(len(vectors_TV), dtype=torch.bool, device=vectors_TV.device)
    mask_T[torch.cat((pointers_P, pointers_P + 1))] = True
    loss = torch.zeros((), device=vectors_TV.device)
    for side in (0, 1):
        logits_PT = (vectors_TV[pointers_P + side] @ vectors_TV.T).float() / TEMPERATURE
        loss = loss + cross_entropy(logits_PT.masked_fill(mask_T, FORBIDDEN), sources_P2[:, side]) / 2
    return loss
