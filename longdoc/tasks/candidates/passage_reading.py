"""Runs passages with their questions through the networks, and decodes logits into spans."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from longdoc.documents.types import Document, Span
from longdoc.network.scores import SpanScores
from longdoc.network.types import Network
from longdoc.reading.types import Reading
from longdoc.tasks.candidates.context import context_of
from longdoc.tasks.spans.candidate import Candidate
from longdoc.tasks.spans.decoding import decode_spans
from longdoc.tasks.spans.phrasing import within_cell, within_sentence
from longdoc.tasks.spans.word_boundaries import snap_to_words
from longdoc.tasks.types import Passage

__all__ = ["READER_SHARE", "Asked", "PassageReader"]

READ_AT_ONCE = 256  # questions with a passage in one call; bounds the memory of --exhaustive
CHINESE_SHARE = 0.3  # of a passage's tokens, from which on the reader, which knows English, leaves it out
READER_SHARE = 0.7  # of the logits; the rest are the long-context network's. Chosen on dev: docs/log.md
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
    seen: dict[tuple[int, int], np.ndarray] = field(default_factory=dict)

    def by_network(self, asked: Sequence[Asked]) -> list[tuple[int, Candidate]]:
        """Spans by the long-context network, each with the number of its question.

        Its logits stay in `seen`, by numbers of question and passage, for the reader's to be mixed with.
        """
        found = []
        for low in range(0, len(asked), READ_AT_ONCE):
            some = asked[low : low + READ_AT_ONCE]
            heads = [self._table_head(one.passage) for one in some]
            rows = [np.concatenate((head, self._ids(a))) for head, a in zip(heads, some, strict=True)]
            scores = self.model.read_spans([one.ids for one in some], rows)
            margins_2PL = _margins(_without_heads(scores, [len(head) for head in heads]))
            if self.model.reader is not None:
                lengths = [len(self._ids(one)) for one in some]
                self.seen.update(
                    ((one.question, one.number), margins_2PL[:, row, :length])
                    for row, (one, length) in enumerate(zip(some, lengths, strict=True))
                )
            found += self._spans(some, margins_2PL)
            self._tell(low + len(some), len(asked))
        return found

    def by_reader(self, asked: Sequence[Asked]) -> list[tuple[int, Candidate]]:
        """Spans by both networks' logits, of the passages that are in a language that the reader knows."""
        reader = self.model.reader
        asked = [one for one in asked if not self._is_chinese(one.passage)]
        found = []
        for low in range(0, len(asked) if reader else 0, READ_AT_ONCE):
            assert reader is not None
            some = asked[low : low + READ_AT_ONCE]
            contexts = [context_of(self.document, one.passage.span) for one in some]
            heads = [self.model.tokenizer.encode(context).ids.tolist() for context in contexts]
            scores = reader.read([one.ids for one in some], heads, [self._ids(one) for one in some])
            found += self._spans(some, _margins(scores), scores.answered_P, large=True)
            self._tell(low + len(some), len(asked))
        return found

    def _spans(
        self, asked: Sequence[Asked], margins_2PL: np.ndarray, answered_P: np.ndarray | None = None, *,
        large: bool = False,
    ) -> list[tuple[int, Candidate]]:  # fmt: skip
        """The best few spans of each passage."""
        small_2PL = self._seen(asked, margins_2PL) if large else margins_2PL
        mixed_2PL = READER_SHARE * margins_2PL + (1 - READER_SHARE) * small_2PL if large else margins_2PL
        scores = SpanScores(mixed_2PL[0], mixed_2PL[1], np.zeros(len(asked), np.float32))
        spans_T2, found = self.reading.token_spans_T2, []
        for row, first, last, logits in zip(*(x.tolist() for x in decode_spans(scores)), strict=True):
            one = asked[row]
            offset = one.passage.tokens[0]
            whole = Span(int(spans_T2[offset + first, 0]), int(spans_T2[offset + last, 1]))
            part = within_sentence(self.document, within_cell(self.document, whole))
            span = snap_to_words(self.document.text, part.start, part.end)
            if span is None:
                continue
            margin = logits - self.search_weight * (1 - one.passage.score)
            candidate = Candidate(
                margin, span, one.number,
                small=_of_span(small_2PL, row, first, last),
                large=_of_span(margins_2PL, row, first, last) if large else None,
                answered=None if answered_P is None else float(answered_P[row]),
            )  # fmt: skip
            found.append((one.question, candidate))
        return found

    def _seen(self, asked: Sequence[Asked], like_2PL: np.ndarray) -> np.ndarray:
        """The long-context network's margins of the same passages, in the shape of the reader's."""
        margins_2PL = np.full_like(like_2PL, -np.inf)
        for row, one in enumerate(asked):
            known_2L = self.seen[one.question, one.number]
            margins_2PL[:, row, : known_2L.shape[1]] = known_2L
        return margins_2PL

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


def _margins(scores: SpanScores) -> np.ndarray:
    """Logits of starts and ends above those of no answer: float32 [2, P, L]."""
    margins_2PL: np.ndarray = np.stack((scores.start_PL, scores.end_PL)) - scores.absent_P[None, :, None]
    return margins_2PL


def _of_span(margins_2PL: np.ndarray, row: int, first: int, last: int) -> float:
    return float(margins_2PL[0, row, first] + margins_2PL[1, row, last]) / 2


def _without_heads(scores: SpanScores, lengths: Sequence[int]) -> SpanScores:
    """The scores of the passages alone, without their prefixes."""
    if not any(lengths):
        return scores
    start_PL, end_PL = scores.start_PL.copy(), scores.end_PL.copy()
    for row, length in enumerate(lengths):
        for logits_PL in (start_PL, end_PL):
            kept = logits_PL[row, length:].copy()
            logits_PL[row] = -np.inf
            logits_PL[row, : len(kept)] = kept
    return SpanScores(start_PL, end_PL, scores.absent_P)
