"""Question, context and passage → one input row of the reader."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

import numpy as np

from longdoc.network.reader.config import ReaderConfig
from longdoc.network.reader.types import CONTEXT_TOKENS, QUESTION_TOKENS

__all__ = ["CLS", "PAD", "SEP", "UNKNOWN", "Row", "Rows"]

CLS, PAD, SEP, UNKNOWN = 0, 1, 2, 3  # MPNet's own ids


class Row(NamedTuple):
    """One input row: ids int64 [T], of which `length` from index `first` on are the passage."""

    ids: np.ndarray
    first: int
    length: int


class Rows:
    """Builds the input rows of a reader."""

    def __init__(self, config: ReaderConfig) -> None:
        self.config = config

    @cached_property
    def _own(self) -> np.ndarray:
        """The reader's id for every shared id of longdoc's tokenizer, followed by that for unknown pieces."""
        config = self.config
        own = np.append(np.arange(config.shared_pieces) + config.shift, UNKNOWN)
        for theirs, ours in (
            (config.cls, CLS), (config.pad, PAD), (config.sep, SEP), (config.unknown, UNKNOWN),
        ):  # fmt: skip
            own[theirs] = ours
        return own

    def own_ids(self, ids: list[int] | np.ndarray) -> np.ndarray:
        """The reader's ids for ids of longdoc's tokenizer."""
        return self._own[np.minimum(np.asarray(ids, np.int64), self.config.shared_pieces)]

    def row(self, question: list[int], context: list[int], passage: np.ndarray) -> Row:
        """`[CLS] question [SEP] context [SEP] passage [SEP]`.

        Raises:
            ValueError: the passage is too long for a row.
        """
        head: list[list[int] | np.ndarray] = [[CLS], self.own_ids(question[:QUESTION_TOKENS]), [SEP]]
        if len(context):
            head += [self.own_ids(context[:CONTEXT_TOKENS]), [SEP]]
        first = sum(map(len, head))
        ids = np.concatenate([*head, self.own_ids(passage), [SEP]]).astype(np.int64)
        if len(ids) > self.config.tokens:
            raise ValueError(f"a passage of {len(passage)} tokens is too long for the reader's row")
        return Row(ids, first, len(passage))

    def all(
        self, questions: list[list[int]], contexts: list[list[int]], passages: list[np.ndarray]
    ) -> list[Row]:
        """One row for each passage."""
        return [self.row(*parts) for parts in zip(questions, contexts, passages, strict=True)]
