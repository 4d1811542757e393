"""The losses of the reader: finding answers, choosing among passages, abstaining, and verifying answers.

Every score is a margin: a logit minus the "absent" logit of its row. A single row has one softmax over its
margins and a 0 for absent; the rows of a group share one softmax over all their margins and a single 0 (after
Clark & Gardner 2018). Axes: B rows, T tokens in a row, R rows in a group; 2 stands for starts and ends.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits, pad, softplus
from torch.nn.utils.rnn import pad_sequence

from longdoc.network.reader.model import ReaderModel
from longdoc.network.reader.rows import PAD
from longdoc.network.reader.types import best_spans
from longdoc.training.reader.batches import Example, MicroBatch, tokens_of

__all__ = ["Losses", "losses_of", "margin_loss"]

RIGHT = 0.5  # token F1 from which a span counts as right
FORBIDDEN = -1e9  # logit of positions that cannot be chosen


@dataclass(frozen=True, slots=True)
class Losses:
    """The mean losses over rows of finding answers and of verifying the best span; rows and tokens."""

    read: Tensor
    verify: Tensor
    rows: int
    tokens: int


def losses_of(model: ReaderModel, groups: MicroBatch, row_weight: float) -> Losses:
    """The losses of one micro-batch.

    Args:
        row_weight: weight of the loss of a single row in a group.
    """
    examples = [example for group in groups for example in group]
    device = model.pieces.weight.device
    ids_BT = pad_sequence(
        [torch.from_numpy(example.row.ids) for example in examples], batch_first=True, padding_value=PAD
    )
    inside_BT, gold_2BT = (x.to(device) for x in _marks(examples, ids_BT.shape[1]))
    ids_BT = ids_BT.to(device)
    x_BTE = model(ids_BT, ids_BT != PAD)
    ends_2BT = model.ends(x_BTE).float().permute(2, 0, 1).masked_fill(~inside_BT, FORBIDDEN)
    margins_2BT = ends_2BT - model.absent(x_BTE[:, 0]).float().view(1, -1, 1)
    read = margin_loss(margins_2BT, gold_2BT, [len(group) for group in groups], row_weight)

    starts_BT, ends_BT = ends_2BT.detach().cpu().numpy()
    spans_B2 = best_spans(starts_BT, ends_BT)
    right_B = torch.from_numpy(_right_spans(examples, spans_B2)).to(device)
    verified_B = model.verify(x_BTE, torch.from_numpy(spans_B2).to(device))
    verify = binary_cross_entropy_with_logits(verified_B, right_B)
    return Losses(read, verify, len(examples), tokens_of(groups))


def margin_loss(margins_2BT: Tensor, gold_2BT: Tensor, sizes: list[int], row_weight: float) -> Tensor:
    """Negative log likelihood of starts and ends, of each row by itself and of each group as a whole.

    Args:
        margins_2BT: margins [2, B, T]; -1e9 where no answer is possible.
        gold_2BT: where answers start and end; all False for a row without an answer.
        sizes: number of rows in each group, in order.
        row_weight: weight of a single row in a group of several; a group of one row has only the row's loss.

    Returns:
        The sum of all losses divided by the number of rows.
    """
    all_2B = margins_2BT.logsumexp(-1)
    gold_2B = margins_2BT.masked_fill(~gold_2BT, FORBIDDEN).logsumexp(-1)
    answers_B = gold_2BT[0].any(-1)
    rows_B = (softplus(all_2B) - torch.where(answers_B, gold_2B, 0.0)).mean(0)
    total = rows_B.new_zeros(())
    parts = zip(*(x.split(sizes, -1) for x in (all_2B, gold_2B, answers_B, rows_B)), strict=True)
    for all_2R, gold_2R, answers_R, rows_R in parts:
        if len(rows_R) == 1:
            total = total + rows_R[0]
            continue
        group = pad(all_2R, (0, 1)).logsumexp(1)  # the 0 stands for absent
        if bool(answers_R.any()):
            group = group - gold_2R.logsumexp(1)
        total = total + row_weight * rows_R.sum() + group.mean()
    return total / len(rows_B)


def _marks(examples: list[Example], length: int) -> tuple[Tensor, Tensor]:
    """Which positions belong to the passage [B, T], and where answers start and end [2, B, T]."""
    inside_BT = torch.zeros(len(examples), length, dtype=torch.bool)
    gold_2BT = torch.zeros(2, len(examples), length, dtype=torch.bool)
    for n, (row, answers_A2) in enumerate(examples):
        inside_BT[n, row.first : row.first + row.length] = True
        gold_2BT[0, n, answers_A2[:, 0]] = True
        gold_2BT[1, n, answers_A2[:, 1]] = True
    return inside_BT, gold_2BT


def _right_spans(examples: list[Example], spans_B2: np.ndarray) -> np.ndarray:
    """1 if the span of a row has a token F1 of RIGHT or more with an answer, else 0; float32 [B]."""
    right_B = np.zeros(len(examples), np.float32)
    for n, (example, (start, end)) in enumerate(zip(examples, spans_B2, strict=True)):
        firsts, lasts = example.answers_A2.T
        common = (np.minimum(lasts, end) - np.maximum(firsts, start) + 1).clip(0)
        f1 = 2 * common / (lasts - firsts + 1 + end - start + 1)
        right_B[n] = bool((f1 >= RIGHT).any())
    return right_B
