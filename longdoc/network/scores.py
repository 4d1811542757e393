"""The outputs of a network for questions and for documents, the same for all backends.

Axes: P pairs of question and passage, L tokens of the longest passage, T tokens of a document, M sentences,
E model width, V search-vector width.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

__all__ = ["DocumentPass", "SpanScores"]


@dataclass(frozen=True, slots=True)
class SpanScores:
    """Logits of P pairs of question and passage.

    Attributes:
        start_PL, end_PL: that the answer starts, or ends, at each token; float32, -inf on padding.
        absent_P: that the passage has no answer; float32.
    """

    start_PL: np.ndarray
    end_PL: np.ndarray
    absent_P: np.ndarray

    @staticmethod
    def empty(passages: list[np.ndarray]) -> SpanScores:
        """Scores for these passages, filled with padding."""
        P, width = len(passages), max(map(len, passages), default=0)
        starts, ends = (np.full((P, width), -np.inf, np.float32) for _ in range(2))
        return SpanScores(starts, ends, np.zeros(P, np.float32))


@dataclass(frozen=True, slots=True)
class DocumentPass:
    """The result of one pass over a document.

    Attributes:
        vectors_TV: search vectors of the tokens, unit vectors times 127 in int8.
        salience_M: salience of the sentences in 0..1, float32.
        sentence_vectors_ME: mean states of the sentences, unit vectors in fp16.
    """

    vectors_TV: np.ndarray
    salience_M: np.ndarray
    sentence_vectors_ME: np.ndarray
