"""Results of a network for questions and documents, the same for all backends.

Axes: P pairs of question and passage, L tokens of the longest passage, T tokens of a document, M sentences,
E model width, V search-vector width.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

__all__ = ["DocumentPass", "SpanScores"]


@dataclass(frozen=True, slots=True)
class SpanScores:
    """Logits of P pairs: float32 [P, L] starts and ends (-inf on padding), [P] no answer."""

    start_PL: np.ndarray
    end_PL: np.ndarray
    absent_P: np.ndarray

    @staticmethod
    def empty(passages: list[np.ndarray]) -> SpanScores:
        """For so many passages, all padding."""
        P, width = len(passages), max(map(len, passages), default=0)
        starts, ends = (np.full((P, width), -np.inf, np.float32) for _ in range(2))
        return SpanScores(starts, ends, np.zeros(P, np.float32))


@dataclass(frozen=True, slots=True)
class DocumentPass:
    """What one pass over a document leaves.

    `vectors_TV` are unit vectors times 127 in int8, `salience_M` is in 0..1, `sentence_vectors_ME` are unit
    vectors in fp16.
    """

    vectors_TV: np.ndarray
    salience_M: np.ndarray
    sentence_vectors_ME: np.ndarray
