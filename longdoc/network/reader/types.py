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

QUESTION_TOKENS = 60  # longer questions are truncated, …
CONTEXT_TOKENS = 48  # … and so are longer contexts
SPAN_TOKENS = 128  # the longest span that is verified

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class ReaderScores(SpanScores):
    """`SpanScores` of P rows, with the verification of each row's best span.

    Attributes:
        best_P2: first and last token of the span with the highest sum of start and end logits.
        answered_P: logits that this span answers the question, float32; None without a verification head.
    """

    best_P2: np.ndarray
    answered_P: np.ndarray | None

    @staticmethod
    def unread(passages: list[np.ndarray], *, verifies: bool) -> ReaderScores:
        """Scores for these passages, filled with padding.

        Args:
            verifies: whether the reader has a verification head.
        """
        plain, P = SpanScores.empty(passages), len(passages)
        answered_P = np.zeros(P, np.float32) if verifies else None
        return ReaderScores(
            plain.start_PL, plain.end_PL, plain.absent_P, np.zeros((P, 2), np.int64), answered_P
        )


class Reader(Protocol):
    """Reads passages with full attention; the interface of both backends."""

    config: ReaderConfig
    folder: Path | None  # where it was loaded from

    @property
    def sha256(self) -> str:
        """SHA-256 of the weights."""

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
        """Span logits of each question in its passage.

        A row is `[CLS] question [SEP] context [SEP] passage [SEP]`; an empty context is left out with its
        [SEP]. The result for a row does not depend on the other rows.

        Args:
            questions, contexts, passages: ids of longdoc's tokenizer, P of each.
            progress: called with (rows read, rows in all).

        Raises:
            ValueError: a passage is too long for its row.
        """


def best_spans(starts_PL: np.ndarray, ends_PL: np.ndarray) -> np.ndarray:
    """First and last token [P, 2] of the span with the highest sum of logits in each row; zeros if L is 0.

    Args:
        starts_PL, ends_PL: logits, -inf on padding. Spans have at most SPAN_TOKENS tokens.
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
