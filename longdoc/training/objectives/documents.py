"""The losses on segments of documents, from one pass of the encoder.

Axes: B segments, T tokens, M sentences, V search-vector width, P pointers, K masked tokens.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from longdoc.network.torch.model import Model
from longdoc.training.data.segments import Segment
from longdoc.training.objectives.salience import salience_loss, sentence_means
from longdoc.training.objectives.search import pointer_loss, search_loss

__all__ = ["document_losses"]


def document_losses(model: Model, segments: Sequence[Segment]) -> dict[str, Tensor]:
    """The losses by objective, each a mean over the segments with labels for it."""
    device = model.device
    width = max(segment.tokens for segment in segments)
    ids_BT = torch.full((len(segments), width), model.tokenizer.pad)
    lengths_B1 = torch.tensor([[segment.tokens] for segment in segments])
    for b, segment in enumerate(segments):
        ids_BT[b, : segment.tokens] = torch.from_numpy(np.asarray(segment.ids, np.int64))
    cls_B1 = torch.full((len(segments), 1), model.tokenizer.cls, device=device)
    real_BT = (torch.arange(width) < lengths_B1).to(device)
    states, g = model.encoder.forward_document(ids_BT.to(device), real_BT, cls_B1)
    by_objective: dict[str, list[Tensor]] = {}
    for b, segment in enumerate(segments):
        for name, loss in _segment_losses(model, states[b, : segment.tokens], g[b, :1], segment):
            by_objective.setdefault(name, []).append(loss)
    return {name: torch.stack(losses).mean() for name, losses in by_objective.items()}


def _segment_losses(model: Model, x_TE: Tensor, cls_1E: Tensor, segment: Segment) -> list[tuple[str, Tensor]]:
    losses = []
    device = x_TE.device
    if len(segment.labels_M) and segment.labels_M.any():
        mean_ME = sentence_means(x_TE, torch.from_numpy(np.array(segment.sentences_M2)).to(device))
        logits_M = model.salience(mean_ME, cls_1E.expand(len(mean_ME), -1))
        labels_M = torch.from_numpy(np.array(segment.labels_M)).to(device)
        losses.append((segment.labels_for, salience_loss(logits_M, labels_M)))
    if segment.questions or len(segment.pointers_P):
        vectors_TV = model.embed(x_TE)
    if segment.questions:
        losses.append((segment.questions_for, search_loss(model, vectors_TV, segment)))
    if len(segment.pointers_P):
        losses.append(("recurring", pointer_loss(vectors_TV, segment)))
    if len(segment.masked_K):
        at_K, original_K = (torch.from_numpy(x).to(device) for x in (segment.masked_K, segment.originals_K))
        logits_KP = model.language(x_TE[at_K], model.encoder.pieces.weight)
        losses.append(("masked", cross_entropy(logits_KP, original_K)))
    return losses
