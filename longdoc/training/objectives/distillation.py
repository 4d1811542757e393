"""Distillation: the span head learns from the logits of a reader, beside the labels (Hinton et al. 2015).

The teacher reads the same pairs of question and passage. A label names one span; the teacher's distribution
also says which other tokens are plausible, and how certain it is that the passage has no answer. The teacher
reads English only: mostly foreign passages are skipped.

Axes: B pairs, T tokens of a row of the student, L tokens of the longest passage.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import log_softmax

from longdoc.errors import ModelError, TrainingError
from longdoc.network.reader.load import load_reader
from longdoc.network.reader.types import CONTEXT_TOKENS, QUESTION_TOKENS, Reader
from longdoc.paths import model_folder
from longdoc.training.data.pairs import Pair
from longdoc.training.recipe_file import model_named

__all__ = ["distillation_loss", "load_teacher"]

TEMPERATURE = 2.0  # of both distributions; above 1, the less probable tokens count for more
FOREIGN_SHARE = 0.3  # of a passage's pieces outside the teacher's vocabulary; above it, the pair is skipped
LEAST = -1e9  # logit of what cannot be chosen


def load_teacher(folder: str, device: str = "auto") -> Reader:
    """The reader of a model folder.

    Args:
        folder: the model folder; "shipped" is the shipped model.

    Raises:
        TrainingError: there is no such folder, or it has no reader.
    """
    try:
        reader = load_reader(model_folder(model_named(folder)), device)
    except ModelError as error:
        raise TrainingError(f"teacher: {error}") from error
    if reader is None:
        raise TrainingError(f"{folder}: no reader there to be a teacher; give a model folder with reader/")
    return reader


def distillation_loss(logits_2BT: Tensor, pairs: Sequence[Pair], teacher: Reader) -> Tensor | None:
    """Divergence of the student's start and end distributions from the teacher's; None if it reads no pair.

    Args:
        logits_2BT: the student's logits [2, B, 1 + T] of start and end over "no answer" and its row,
            `[CLS] question [SEP] passage [SEP]`.

    Returns:
        TEMPERATURE² · KL(teacher ‖ student), so that its gradient keeps its scale, as a mean over pairs.
    """
    taught = [b for b, pair in enumerate(pairs) if _is_readable(pair, teacher)]
    if not taught:
        return None
    some = [pairs[b] for b in taught]
    scores = teacher.read([p.question.tolist() for p in some], [[]] * len(some), [p.passage for p in some])
    target_2BT = np.full((2, len(some), logits_2BT.shape[2]), LEAST, np.float32)
    for row, pair in enumerate(some):
        first, length = len(pair.question) + 3, len(pair.passage)  # behind [CLS], [SEP] and "no answer"
        for side, logits_PL in enumerate((scores.start_PL, scores.end_PL)):
            target_2BT[side, row, 0] = scores.absent_P[row]
            target_2BT[side, row, first : first + length] = logits_PL[row, :length]
    student_2BT = log_softmax(logits_2BT[:, taught].float() / TEMPERATURE, -1)
    teacher_2BT = log_softmax(torch.from_numpy(target_2BT).to(student_2BT.device) / TEMPERATURE, -1)
    divergence_2B = (teacher_2BT.exp() * (teacher_2BT - student_2BT)).sum(-1)
    return TEMPERATURE**2 * divergence_2B.mean()


def _is_readable(pair: Pair, teacher: Reader) -> bool:
    """Whether the passage fits the teacher's row and is mostly of pieces that it knows."""
    fits = len(pair.passage) + QUESTION_TOKENS + CONTEXT_TOKENS + 4 <= teacher.config.tokens
    foreign = np.count_nonzero(pair.passage >= teacher.config.shared_pieces)
    return bool(fits and len(pair.passage) and foreign <= FOREIGN_SHARE * len(pair.passage))
