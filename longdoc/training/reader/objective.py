"""What the reader learns: to find answers, to choose among passages, to abstain, and to judge its answer.

Every score is a margin: a logit minus the "absent" of its own row. A row by itself is one softmax over its
margins and a 0 for absent; the rows of a group share one softmax over all their margins and one 0 (after
Clark & Gardner 2018). Axes: B rows, T tokens of a row, G groups; 2 stands for starts and ends.
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
NEVER = -1e9


@dataclass(frozen=True, slots=True)
class Losses:
    """Means over rows: of finding the answer, and of knowing whether the span found is right."""

    read: Tensor
    verify: Tensor
    rows: int
    tokens: int


def losses_of(model: ReaderModel, groups: MicroBatch, row_weight: float) -> Losses:
    """The losses of one micro-batch."""
    examples = [example for group in groups for example in group]
    device = model.pieces.weight.device
    ids_BT = pad_sequence(
        [torch.from_numpy(example.row.ids) for example in examples], batch_first=True, padding_value=PAD
    )
    inside_BT, gold_2BT = (x.to(device) for x in _marks(examples, ids_BT.shape[1]))
    ids_BT = ids_BT.to(device)
    x_BTE = model(ids_BT, ids_BT != PAD)
    ends_2BT = model.ends(x_BTE).float().permute(2, 0, 1).masked_fill(~inside_BT, NEVER)
    margins_2BT = ends_2BT - model.absent(x_BTE[:, 0]).float().view(1, -1, 1)
    read = margin_loss(margins_2BT, gold_2BT, [len(group) for group in groups], row_weight)

    starts_BT, ends_BT = ends_2BT.detach().cpu().numpy()
    spans_B2 = best_spans(starts_BT, ends_BT)
    right_B = torch.from_numpy(_are_right(examples, spans_B2)).to(device)
    verified_B = model.verify(x_BTE, torch.from_numpy(spans_B2).to(device))
    verify = binary_cross_entropy_with_logits(verified_B, right_B)
    return Losses(read, verify, len(examples), tokens_of(groups))


def margin_loss(margins_2BT: Tensor, gold_2BT: Tensor, sizes: list[int], row_weight: float) -> Tensor:
    """Negative log likelihood of starts and ends, each row by itself and each group together.

    Args:
        margins_2BT: -1e9 where no answer can stand.
        gold_2BT: where answers start and end; a row without any is one that does not answer.
        sizes: rows of each group, in order.
        row_weight: of a row by itself where it is one of several; a row alone counts 1, and has no group.

    Returns:
        The sum, by the number of rows.
    """
    all_2B = margins_2BT.logsumexp(-1)
    gold_2B = margins_2BT.masked_fill(~gold_2BT, NEVER).logsumexp(-1)
    answers_B = gold_2BT[0].any(-1)
    rows_B = (softplus(all_2B) - torch.where(answers_B, gold_2B, 0.0)).mean(0)
    total = rows_B.new_zeros(())
    parts = zip(*(x.split(sizes, -1) for x in (all_2B, gold_2B, answers_B, rows_B)), strict=True)
    for all_2R, gold_2R, answers_R, rows_R in parts:
        if len(rows_R) == 1:
            total = total + rows_R[0]
            continue
        group = pad(all_2R, (0, 1)).logsumexp(1)  # the 0 is absent
        if bool(answers_R.any()):
            group = group - gold_2R.logsumexp(1)
        total = total + row_weight * rows_R.sum() + group.mean()
    return total / len(rows_B)


def _marks(examples: list[Example], length: int) -> tuple[Tensor, Tensor]:
    """Where answers can stand [B, T], and where they start and end [2, B, T]."""
    inside_BT = torch.zeros(len(examples), length, dtype=torch.bool)
    gold_2BT = torch.zeros(2, len(examples), length, dtype=torch.bool)
    for n, (row, answers_A2) in enumerate(examples):
        inside_BT[n, row.first : row.first + row.length] = True
        gold_2BT[0, n, answers_A2[:, 0]] = True
        gold_2BT[1, n, answers_A2[:, 1]] = True
    return inside_BT, gold_2BT


def _are_right(examples: list[Example], spans_B2: np.ndarray) -> np.ndarray:
    """1 where a row's span overlaps enough with one of its answers, else 0; float32 [B]."""
    right_B = np.zeros(len(examples), np.float32)
    for n, (example, (start, end)) in enumerate(zip(examples, spans_B2, strict=True)):
        firsts, lasts = example.answers_A2.T
        common = (np.minimum(lasts, end) - np.maximum(firsts, start) + 1).clip(0)
        f1 = 2 * common / (lasts - firsts + 1 + end - start + 1)
        right_B[n] = bool((f1 >= RIGHT).any())
    return right_B
