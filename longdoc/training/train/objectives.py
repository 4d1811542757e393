"""The losses: what each head is asked, on one batch.

Axes: B texts, T tokens, N chunks, M sentences, Q question tokens, V search-vector width, P pointers,
K masked tokens.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy, pad

from longdoc.network.torch.model import Model
from longdoc.training.preprocess.pairs import Pair, PairGroup
from longdoc.training.preprocess.stretches import Stretch

__all__ = ["OBJECTIVES", "document_losses", "group_losses", "losses_of", "sentence_means", "span_loss"]

OBJECTIVES = ("span", "shared", "far", "search", "salience", "recurring", "gap", "cloze", "masked")
TEMPERATURE = 0.05  # of the losses that compare search vectors
RANK_SHARE = 0.5  # of the salience loss that compares sentences instead of judging each alone
FORBIDDEN = -1e9


def losses_of(
    model: Model, batch: Sequence[Pair] | Sequence[PairGroup] | Sequence[Stretch]
) -> dict[str, Tensor]:
    """The losses of one batch by objective, each a mean over what it asks."""
    if stretches := [item for item in batch if isinstance(item, Stretch)]:
        return document_losses(model, stretches)
    if groups := [item for item in batch if isinstance(item, PairGroup)]:
        return group_losses(model, groups)
    return {"span": span_loss(model, [item for item in batch if isinstance(item, Pair)])}


def span_loss(model: Model, pairs: Sequence[Pair]) -> Tensor:
    """Cross entropy of start and end over [no answer, tokens of the passage].

    Several answers in one passage share the probability (marginal likelihood, Clark & Gardner 2018).
    """
    return _answer_loss(*_read_pairs(model, pairs))


def group_losses(model: Model, groups: Sequence[PairGroup]) -> dict[str, Tensor]:
    """`span` for each passage alone, and `shared` (or `far`) over all passages of a question together.

    Reading a document, spans of many passages are compared by how far they lie above their passage's no
    answer; so these margins share one softmax (Clark & Gardner 2018, section 3.1, "shared-norm").
    """
    logits_2BT, right_2BT = _read_pairs(model, [pair for group in groups for pair in group.pairs])
    margins_2BT = logits_2BT[..., 1:] - logits_2BT[..., :1]
    ends = np.cumsum([0, *(len(group.pairs) for group in groups)])
    shared = []
    for a, b in pairwise(ends.tolist()):
        margins_2X = pad(margins_2BT[:, a:b].flatten(1), (1, 0))
        right_2X = pad(right_2BT[:, a:b, 1:].flatten(1), (1, 0))
        right_2X[:, 0] = ~right_2X.any(1)
        shared.append(_answer_loss(margins_2X[:, None], right_2X[:, None]))
    own = _answer_loss(logits_2BT, right_2BT)
    together = torch.stack(shared).mean()
    if groups[0].kind == "far":  # its passages alone are no objective that could be switched off
        return {"far": (own + together) / 2}
    return {"span": own, "shared": together}


def _read_pairs(model: Model, pairs: Sequence[Pair]) -> tuple[Tensor, Tensor]:
    """Logits of start and end over [no answer, tokens], and which of them are right: both [2, B, 1 + T]."""
    tokenizer, device = model.tokenizer, model.device
    width = max(pair.tokens for pair in pairs)
    ids_BT = np.full((len(pairs), width), tokenizer.pad, np.int64)
    passage_BT = np.zeros((len(pairs), width), bool)
    real_BT = np.zeros((len(pairs), width), bool)
    right_2BT = np.zeros((2, len(pairs), 1 + width), bool)
    for b, pair in enumerate(pairs):
        first = len(pair.question) + 2
        last = first + len(pair.passage)
        row = [tokenizer.cls, *pair.question, tokenizer.sep, *pair.passage, tokenizer.sep]
        ids_BT[b, : len(row)], real_BT[b, : len(row)], passage_BT[b, first:last] = row, True, True
        for side in (0, 1):
            right_2BT[side, b, pair.answers_A2[:, side] + first + 1 if len(pair.answers_A2) else 0] = True
    ids, real, outside = (torch.from_numpy(x).to(device) for x in (ids_BT, real_BT, ~passage_BT))
    start_BT, end_BT, absent_B = model.span(model.encoder.forward_dense(ids, real))
    logits_2BT = torch.stack(
        [torch.cat((absent_B[:, None], x.masked_fill(outside, FORBIDDEN)), 1) for x in (start_BT, end_BT)]
    )
    return logits_2BT, torch.from_numpy(right_2BT).to(device)


def _answer_loss(logits_2BT: Tensor, right_2BT: Tensor) -> Tensor:
    """Mean cross entropy of start and end; the right ones of a row share the probability."""
    chosen_2B = logits_2BT.masked_fill(~right_2BT, FORBIDDEN).logsumexp(-1)
    return (logits_2BT.logsumexp(-1) - chosen_2B).mean()


def document_losses(model: Model, stretches: Sequence[Stretch]) -> dict[str, Tensor]:
    """Everything that is asked of stretches of documents, from one pass over them."""
    device = model.device
    width = max(stretch.tokens for stretch in stretches)
    ids_BT = torch.full((len(stretches), width), model.tokenizer.pad)
    lengths_B1 = torch.tensor([[stretch.tokens] for stretch in stretches])
    for b, stretch in enumerate(stretches):
        ids_BT[b, : stretch.tokens] = torch.from_numpy(np.asarray(stretch.ids, np.int64))
    cls_B1 = torch.full((len(stretches), 1), model.tokenizer.cls, device=device)
    real_BT = (torch.arange(width) < lengths_B1).to(device)
    states, g = model.encoder.forward_document(ids_BT.to(device), real_BT, cls_B1)
    found: dict[str, list[Tensor]] = {}
    for b, stretch in enumerate(stretches):
        for name, loss in _asked_of(model, states[b, : stretch.tokens], g[b, :1], stretch):
            found.setdefault(name, []).append(loss)
    return {name: torch.stack(losses).mean() for name, losses in found.items()}


def _asked_of(model: Model, x_TE: Tensor, cls_1E: Tensor, stretch: Stretch) -> list[tuple[str, Tensor]]:
    asked = []
    device = x_TE.device
    if len(stretch.labels_M) and stretch.labels_M.any():
        mean_ME = sentence_means(x_TE, torch.from_numpy(np.array(stretch.sentences_M2)).to(device))
        logits_M = model.salience(mean_ME, cls_1E.expand(len(mean_ME), -1))
        labels_M = torch.from_numpy(np.array(stretch.labels_M)).to(device)
        asked.append((stretch.labels_for, _salience_loss(logits_M, labels_M)))
    if stretch.questions or len(stretch.pointers_P):
        vectors_TV = model.embed(x_TE)
    if stretch.questions:
        asked.append((stretch.questions_for, _search_loss(model, vectors_TV, stretch)))
    if len(stretch.pointers_P):
        asked.append(("recurring", _pointer_loss(vectors_TV, stretch)))
    if len(stretch.masked_K):
        at_K, original_K = (torch.from_numpy(x).to(device) for x in (stretch.masked_K, stretch.originals_K))
        logits_KP = model.language(x_TE[at_K], model.encoder.pieces.weight)
        asked.append(("masked", cross_entropy(logits_KP, original_K)))
    return asked


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


def _search_loss(model: Model, vectors_TV: Tensor, stretch: Stretch) -> Tensor:
    """MaxSim of each question over the document's chunks: the ones with its answer against the rest."""
    C, device = model.config.chunk_tokens, vectors_TV.device
    chunks = -(-len(vectors_TV) // C)
    # similarity to the zero vectors of the padding is 0: as unlike as anything; it never wins a chunk
    vectors_TV = pad(vectors_TV, (0, 0, 0, chunks * C - len(vectors_TV)))
    rows = [[model.tokenizer.cls, *q, model.tokenizer.sep] for q in stretch.questions]
    width = max(map(len, rows))
    ids_BT = torch.tensor([row + [model.tokenizer.pad] * (width - len(row)) for row in rows], device=device)
    real_BT = torch.tensor([[t < len(row) for t in range(width)] for row in rows], device=device)
    asked_BQV = model.embed(model.encoder.forward_dense(ids_BT, real_BT)[:, 1:-1])
    word_BQ = real_BT[:, 2:].float()
    match_BQNC = (asked_BQV @ vectors_TV.T).float().unflatten(-1, (chunks, C))
    score_BN = (match_BQNC.amax(-1) * word_BQ[..., None]).sum(1) / word_BQ.sum(1, keepdim=True).clamp_min(1)
    holds_BN = torch.zeros_like(score_BN, dtype=torch.bool)
    for b, places in enumerate(stretch.places):
        holds_BN[b, np.unique(places[:, 0] // C)] = True
    logits_BN = score_BN / TEMPERATURE
    right_BN = logits_BN.masked_fill(~holds_BN, FORBIDDEN)
    return (logits_BN.logsumexp(1) - right_BN.logsumexp(1)).mean()


def _pointer_loss(vectors_TV: Tensor, stretch: Stretch) -> Tensor:
    """The first mask of each masked span points to the start of the span left, the second to its end.

    By the similarity of search vectors, so that the head that finds passages learns it and nothing is
    thrown away after training. Masks themselves cannot be pointed to.
    """
    pointers_P, sources_P2 = (
        torch.from_numpy(x).to(vectors_TV.device) for x in (stretch.pointers_P, stretch.sources_P2)
    )
    mask_T = torch.zeros(len(vectors_TV), dtype=torch.bool, device=vectors_TV.device)
    mask_T[torch.cat((pointers_P, pointers_P + 1))] = True
    loss = torch.zeros((), device=vectors_TV.device)
    for side in (0, 1):
        logits_PT = (vectors_TV[pointers_P + side] @ vectors_TV.T).float() / TEMPERATURE
        loss = loss + cross_entropy(logits_PT.masked_fill(mask_T, FORBIDDEN), sources_P2[:, side]) / 2
    return loss
