"""Losses of the span head: for single passages, and over several passages of a question.

Axes: B texts, T tokens.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import pad

from longdoc.network.reader.types import Reader
from longdoc.network.torch.model import Model
from longdoc.training.data.pairs import Pair, PairGroup
from longdoc.training.objectives.distillation import distillation_loss

__all__ = ["FORBIDDEN", "group_losses", "pair_losses"]

FORBIDDEN = -1e9  # logit of positions that cannot be chosen


def pair_losses(model: Model, pairs: Sequence[Pair], teacher: Reader | None = None) -> dict[str, Tensor]:
    """`span`, and with a teacher `distilled`.

    `span` is the cross entropy of start and end over "no answer" and the tokens of the passage. The
    probabilities of several answers in a passage are summed (marginal likelihood, Clark & Gardner 2018).
    """
    logits_2BT, right_2BT = _read_pairs(model, pairs)
    return {"span": _answer_loss(logits_2BT, right_2BT), **_distilled(logits_2BT, pairs, teacher)}


def group_losses(
    model: Model, groups: Sequence[PairGroup], teacher: Reader | None = None
) -> dict[str, Tensor]:  # fmt: skip
    """`span` for each passage by itself, and `shared` (or `far`) over all passages of a question.

    With a teacher, `distilled` as well, except for `far`: its questions are spans, not sentences.

    When a document is read, spans of many passages compete by their margins, the logits minus that of "no
    answer" of their passage. These margins therefore share one softmax ("shared-norm", Clark & Gardner 2018,
    section 3.1).
    """
    pairs = [pair for group in groups for pair in group.pairs]
    logits_2BT, right_2BT = _read_pairs(model, pairs)
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
    if groups[0].kind == "far":  # one objective, of which the single passages are a part
        return {"far": (own + together) / 2}
    return {"span": own, "shared": together, **_distilled(logits_2BT, pairs, teacher)}


def _distilled(logits_2BT: Tensor, pairs: Sequence[Pair], teacher: Reader | None) -> dict[str, Tensor]:
    loss = distillation_loss(logits_2BT, pairs, teacher) if teacher else None
    return {} if loss is None else {"distilled": loss}


def _read_pairs(model: Model, pairs: Sequence[Pair]) -> tuple[Tensor, Tensor]:
    """Logits of start and end over "no answer" and T tokens, and which are right: both [2, B, 1 + T]."""
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
    """Mean cross entropy of start and end; the probabilities of all right positions in a row are summed."""
    chosen_2B = logits_2BT.masked_fill(~right_2BT, FORBIDDEN).logsumexp(-1)
    return (logits_2BT.logsumexp(-1) - chosen_2B).mean()
