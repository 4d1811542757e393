"""The losses: what each head is asked, on one batch.

Axes: B texts, T tokens, N chunks, M sentences, Q question tokens, V search-vector width.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits, pad

from longdoc.network.model import Model
from longdoc.training.pairs import Pair
from longdoc.training.whole import Stretch

__all__ = ["document_losses", "span_loss"]

TEMPERATURE = 0.05  # of the search loss
RANK_SHARE = 0.5  # of the salience loss that compares sentences instead of judging each alone


def span_loss(model: Model, pairs: Sequence[Pair]) -> Tensor:
    """Cross entropy of start and end over [no answer, tokens of the passage].

    Several answers in one passage share the probability (marginal likelihood, Clark & Gardner 2018).
    """
    tokenizer = model.tokenizer
    width = max(pair.tokens for pair in pairs)
    ids_BT = np.full((len(pairs), width), tokenizer.pad, np.int64)
    passage_BT = np.zeros((len(pairs), width), bool)
    real_BT = np.zeros((len(pairs), width), bool)
    right = np.zeros((2, len(pairs), width + 1), bool)
    for b, pair in enumerate(pairs):
        first = len(pair.question) + 2
        last = first + len(pair.passage)
        row = [tokenizer.cls, *pair.question, tokenizer.sep, *pair.passage, tokenizer.sep]
        ids_BT[b, : len(row)], real_BT[b, : len(row)], passage_BT[b, first:last] = row, True, True
        for side in (0, 1):
            right[side, b, pair.answers_A2[:, side] + first + 1 if len(pair.answers_A2) else 0] = True
    device = model.device
    states = model.encoder.forward_dense(torch.from_numpy(ids_BT).to(device), torch.from_numpy(real_BT).to(device))
    start_BT, end_BT, absent_B = model.span(states)
    outside = ~torch.from_numpy(passage_BT).to(device)
    loss = torch.zeros((), device=device)
    for logits_BT, right_BT in zip((start_BT, end_BT), torch.from_numpy(right).to(device), strict=True):
        all_BT = torch.cat((absent_B[:, None], logits_BT.masked_fill(outside, -1e9)), 1)
        chosen = all_BT.masked_fill(~right_BT, -1e9).logsumexp(1)
        loss = loss + (all_BT.logsumexp(1) - chosen).mean() / 2
    return loss


def document_losses(model: Model, stretch: Stretch) -> dict[str, Tensor]:
    """Salience and search losses of one stretch of a document, from one pass over it."""
    device = model.device
    ids_BT = torch.from_numpy(stretch.ids.astype(np.int64))[None].to(device)
    cls = torch.full((1, 1), model.tokenizer.cls, device=device)
    states, g = model.encoder.forward_document(ids_BT, torch.ones_like(ids_BT, dtype=torch.bool), cls)
    losses = {}
    if len(stretch.labels_M) and stretch.labels_M.any():
        mean_ME = sentence_means(states[0], torch.from_numpy(stretch.sentences_M2).to(device))
        logits = model.salience(mean_ME, g[0, :1].expand(len(mean_ME), -1))
        losses["salience"] = _salience_loss(logits, torch.from_numpy(stretch.labels_M).to(device))
    if stretch.questions:
        losses["search"] = _search_loss(model, states[0], stretch)
    return losses


def sentence_means(x_TE: Tensor, ranges_M2: Tensor) -> Tensor:
    """Mean state of each sentence [M, E], by differences of the running sum."""
    total_TE = pad(x_TE.float().cumsum(0), (0, 0, 1, 0))
    lengths = (ranges_M2[:, 1] - ranges_M2[:, 0]).clamp_min(1)[:, None]
    return ((total_TE[ranges_M2[:, 1]] - total_TE[ranges_M2[:, 0]]) / lengths).to(x_TE.dtype)


def _salience_loss(logits_M: Tensor, labels_M: Tensor) -> Tensor:
    """Each sentence judged alone, and the labelled ones against all others."""
    alone = binary_cross_entropy_with_logits(logits_M, labels_M)
    ranked = -(logits_M.log_softmax(0) * labels_M).sum() / labels_M.sum() / np.log(len(labels_M) + 1)
    return (1 - RANK_SHARE) * alone + RANK_SHARE * ranked


def _search_loss(model: Model, x_TE: Tensor, stretch: Stretch) -> Tensor:
    """MaxSim of each question over the document's chunks: the ones with its answer against the rest."""
    C = model.config.chunk_tokens
    chunks = -(-len(x_TE) // C)
    vectors_TV = pad(model.embed(x_TE), (0, 0, 0, chunks * C - len(x_TE)))
    width = max(len(q) for q in stretch.questions) + 2
    rows = [[model.tokenizer.cls, *q, model.tokenizer.sep] for q in stretch.questions]
    ids_BT = torch.tensor([row + [model.tokenizer.pad] * (width - len(row)) for row in rows], device=x_TE.device)
    real_BT = torch.tensor([[t < len(row) for t in range(width)] for row in rows], device=x_TE.device)
    asked_BQV = model.embed(model.encoder.forward_dense(ids_BT, real_BT)[:, 1:-1])
    word_BQ = real_BT[:, 2:].float()
    match_BQNC = (asked_BQV @ vectors_TV.T).unflatten(-1, (chunks, C))
    score_BN = (match_BQNC.amax(-1) * word_BQ[..., None]).sum(1) / word_BQ.sum(1, keepdim=True).clamp_min(1)
    holds_BN = torch.zeros_like(score_BN, dtype=torch.bool)
    for b, places in enumerate(stretch.places):
        holds_BN[b, np.unique(places[:, 0] // C)] = True
    logits = score_BN / TEMPERATURE
    return (logits.logsumexp(1) - logits.masked_fill(~holds_BN, -1e9).logsumexp(1)).mean()
