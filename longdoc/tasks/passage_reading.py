"""Passages with their questions through the networks, and out of the logits spans of the document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from longdoc.documents.types import Document, Span
from longdoc.network.types import Network, SpanScores
from longdoc.reading.types import Reading
from longdoc.tasks.context import context_of
from longdoc.tasks.phrasing import within_cell, within_sentence
from longdoc.tasks.spans import Candidate, best_spans, whole_words
from longdoc.tasks.types import Passage

__all__ = ["Asked", "PassageReader"]

PAIRS_AT_ONCE = 256  # questions with a passage in one call; bounds the memory of --exhaustive
CHINESE_SHARE = 0.3  # of a passage's tokens, from which on the reader, which knows English, leaves it out
HEADER_TOKENS = 64  # of a table's header that stand before the rows of a passage


@dataclass(frozen=True, slots=True)
class Asked:
    """A question's number, its token ids, and one of its passages with that passage's number."""

    question: int
    ids: list[int]
    number: int
    passage: Passage


@dataclass(frozen=True, slots=True)
class PassageReader:
    """One document, ready to have its passages read.

    Args:
        search_weight: logits that a span loses in a passage with a search score of 0 against one with 1.
        progress: called with the passages read in one call of a method, and those to be read in it.
    """

    document: Document
    reading: Reading
    model: Network
    search_weight: float = 0.0
    progress: Callable[[int, int], None] | None = None

    def by_network(self, asked: Sequence[Asked]) -> list[tuple[int, Candidate]]:
        """Spans by the long-context network, each with the number of its question."""
        found = []
        for low in range(0, len(asked), PAIRS_AT_ONCE):
            some = asked[low : low + PAIRS_AT_ONCE]
            heads = [self._table_head(one.passage) for one in some]
            rows = [np.concatenate((head, self._ids(a))) for head, a in zip(heads, some, strict=True)]
            scores = self.model.read_spans([one.ids for one in some], rows)
            found += self._spans(some, _without_heads(scores, [len(head) for head in heads]))
            self._tell(low + len(some), len(asked))
        return found

    def by_reader(self, asked: Sequence[Asked]) -> list[tuple[int, Candidate]]:
        """Spans by the reader, of the passages that are in a language it knows."""
        reader = self.model.reader
        asked = [one for one in asked if not self._is_chinese(one.passage)]
        found = []
        for low in range(0, len(asked) if reader else 0, PAIRS_AT_ONCE):
            assert reader is not None
            some = asked[low : low + PAIRS_AT_ONCE]
            contexts = [context_of(self.document, one.passage.span) for one in some]
            heads = [self.model.tokenizer.encode(context).ids.tolist() for context in contexts]
            scores = reader.read([one.ids for one in some], heads, [self._ids(one) for one in some])
            found += self._spans(some, scores, scores.answered_P, large=True)
            self._tell(low + len(some), len(asked))
        return found

    def _spans(
        self, asked: Sequence[Asked], scores: SpanScores, answered_P: np.ndarray | None = None, *,
        large: bool = False,
    ) -> list[tuple[int, Candidate]]:  # fmt: skip
        """The best few spans of each passage."""
        spans_T2, found = self.reading.token_spans_T2, []
        for row, first, last, logits in zip(*(x.tolist() for x in best_spans(scores)), strict=True):
            one = asked[row]
            offset = one.passage.tokens[0]
            start, end = int(spans_T2[offset + first, 0]), int(spans_T2[offset + last, 1])
            part = within_sentence(self.document, within_cell(self.document, Span(start, end)))
            span = whole_words(self.document.text, part.start, part.end)
            if span is None:
                continue
            margin = logits - self.search_weight * (1 - one.passage.score)
            known = {"large": logits} if large else {"small": logits}
            if answered_P is not None:
                known["answered"] = float(answered_P[row])
            found.append((one.question, Candidate(margin, span, one.number, **known)))
        return found

    def _ids(self, one: Asked) -> np.ndarray:
        return self.reading.token_ids_T[slice(*one.passage.tokens)]

    def _is_chinese(self, passage: Passage) -> bool:
        text = self.document.quote(passage.span)
        return sum("\u3400" <= c <= "\u9fff" for c in text) > CHINESE_SHARE * len(text)

    def _table_head(self, passage: Passage) -> np.ndarray:
        """Tokens of the header rows of the table that a passage begins inside of."""
        table = self.document.table_at(passage.span.start)
        rows = table.row_spans()[: table.header_rows] if table else []
        if not rows or rows[-1].end > passage.span.start:
            return np.zeros(0, np.int32)
        ends_T, starts_T = self.reading.token_spans_T2[:, 1], self.reading.token_spans_T2[:, 0]
        first = int(np.searchsorted(ends_T, rows[0].start, side="right"))
        last = int(np.searchsorted(starts_T, rows[-1].end, side="left"))
        return self.reading.token_ids_T[first : min(last, first + HEADER_TOKENS)]

    def _tell(self, done: int, of: int) -> None:
        if self.progress:
            self.progress(done, of)


def _without_heads(scores: SpanScores, lengths: Sequence[int]) -> SpanScores:
    """The scores of the passages alone, without what was put in front of them."""
    if not any(lengths):
        return scores
    start_PL, end_PL = scores.start_PL.copy(), scores.end_PL.copy()
    for row, length in enumerate(lengths):
        for logits_PL in (start_PL, end_PL):
            kept = logits_PL[row, length:].copy()
            logits_PL[row] = -np.inf
            logits_PL[row, : len(kept)] = kept
    return SpanScores(start_PL, end_PL, scores.absent_P)
