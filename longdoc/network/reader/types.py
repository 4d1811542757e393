"""The interface of the reader, the same for the torch and the native backend.

Axes: P rows (a question, a context and a passage each), L tokens of the longest passage, T tokens of a row.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from longdoc.network.reader.config import ReaderConfig
from longdoc.network.scores import SpanScores

__all__ = ["CONTEXT_TOKENS", "QUESTION_TOKENS", "SPAN_TOKENS", "Reader", "ReaderScores", "best_spans"]

QUESTION_TOKENS = 60  # the longest question; what goes beyond it is not read, and the caller says so
CONTEXT_TOKENS = 48  # … and the longest context
SPAN_TOKENS = 128  # the longest span that is looked at as a whole

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class ReaderScores(SpanScores):
    """`SpanScores` of P rows, with the reader's own judgement of the best span of each.

    `best_P2` are the first and the last token of the span with the highest start + end. `answered_P` are
    logits that this span answers the question, float32 [P], or None where the reader has no such head.
    """

    best_P2: np.ndarray
    answered_P: np.ndarray | None

    @staticmethod
    def unread(passages: list[np.ndarray], *, verifies: bool) -> ReaderScores:
        """For so many passages, all padding, to be filled in.

        Args:
            verifies: whether the reader judges whether its best span answers.
        """
        plain, P = SpanScores.empty(passages), len(passages)
        answered_P = np.zeros(P, np.float32) if verifies else None
        return ReaderScores(
            plain.start_PL, plain.end_PL, plain.absent_P, np.zeros((P, 2), np.int64), answered_P
        )


class Reader(Protocol):
    """Reads passages."""

    config: ReaderConfig
    folder: Path | None  # where it was loaded from

    @property
    def sha256(self) -> str:
        """Identifies its weights."""

    @property
    def weights(self) -> int:
        """Number of learned parameters."""

    def read(
        self,
        questions: list[list[int]],
        contexts: list[list[int]],
        passages: list[np.ndarray],
        progress: Progress | None = None,
    ) -> ReaderScores:
        """Read each passage with its question and its context; all are ids of longdoc's own tokenizer.

        A row is `[CLS] question [SEP] context [SEP] passage [SEP]`; an empty context leaves no trace. The
        result for a row does not depend on the others.

        Args:
            progress: called with (rows read, rows in all) as the reader advances.

        Raises:
            ValueError: a passage is too long for its row.
        """


def best_spans(starts_PL: np.ndarray, ends_PL: np.ndarray) -> np.ndarray:
    """First and last token [P, 2] of each row's span with the highest start + end; zeros where L is 0.

    Spans are at most SPAN_TOKENS long. Padding is -inf in both.
    """
    P, L = starts_PL.shape
    best_P2 = np.zeros((P, 2), np.int64)
    if not L:
        return best_P2
    highest_P, rows = np.full(P, -np.inf, np.float32), np.arange(P)
    for length in range(min(L, SPAN_TOKENS)):
        sums = starts_PL[:, : L - length] + ends_PL[:, length:]
        at_P = sums.argmax(1)
        better_P = sums[rows, at_P] > highest_P
        highest_P[better_P] = sums[rows, at_P][better_P]
        best_P2[better_P, 0] = at_P[better_P]
        best_P2[better_P, 1] = at_P[better_P] + length
    return best_P2
