"""The interface of the network, the same for the torch and the native backend.

Axes: P pairs of question and passage, L tokens of the longest passage, Q tokens of a question, T tokens of a
document, M sentences, E model width, V search-vector width.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import numpy as np

from longdoc.network.config import NetworkConfig
from longdoc.network.reader.types import Reader
from longdoc.network.scores import DocumentPass, SpanScores
from longdoc.network.tokenizer import Tokenizer

__all__ = ["Network", "question_and_passage", "sentence_of_token"]

QUESTION_TOKENS = 96  # longer questions are truncated

Progress = Callable[[int, int], None]


class Network(Protocol):
    """A long-context network; `sha256` identifies its weights."""

    config: NetworkConfig
    tokenizer: Tokenizer
    sha256: str
    folder: Path | None  # where it was loaded from

    @property
    def reader(self) -> Reader | None:
        """The second network, which reads the few most relevant passages; None if there is none."""

    @property
    def weights(self) -> int:
        """Number of learned parameters."""

    def prepare(self) -> None:
        """Load everything that is otherwise loaded with the first document."""

    def read_spans(self, questions: list[list[int]], passages: list[np.ndarray]) -> SpanScores:
        """Span logits of each question in its passage.

        Args:
            questions: token ids of P questions, without special tokens.
            passages: token ids of P passages; a question and its passage must fit into one window.
        """

    def embed_query(self, text: str) -> np.ndarray:
        """Search vectors of a question's tokens: float32 [Q, V], each of length 1."""

    def read_tokens(
        self, ids_T: np.ndarray, sentences_M2: np.ndarray, progress: Progress | None = None
    ) -> DocumentPass:
        """One pass over a document.

        Args:
            sentences_M2: half-open token range of each sentence.
            progress: called with (work done, work in all) as the network advances.
        """


def question_and_passage(
    tokenizer: Tokenizer, question: list[int], passage: np.ndarray | None
) -> tuple[list[int], int]:
    """The ids of `[CLS] question [SEP] passage [SEP]`, and the index at which the passage begins."""
    head = [tokenizer.cls, *question[:QUESTION_TOKENS], tokenizer.sep]
    if passage is None:
        return head, len(head)
    return [*head, *passage.tolist(), tokenizer.sep], len(head)


def sentence_of_token(ranges_M2: np.ndarray, tokens: int) -> np.ndarray:
    """The index of the sentence that each token is in [T]: the last of several, or M if it is in none."""
    lengths_M = np.maximum(ranges_M2[:, 1] - ranges_M2[:, 0], 0)
    shifts = np.repeat(ranges_M2[:, 0] - np.concatenate(([0], lengths_M.cumsum()[:-1])), lengths_M)
    sentence_T = np.full(tokens, len(ranges_M2), np.int64)
    inside = np.arange(int(lengths_M.sum())) + shifts.astype(np.int64)
    sentence_T[inside] = np.repeat(np.arange(len(ranges_M2)), lengths_M)
    return sentence_T
