"""Reads passages with their questions by both networks, and decodes the logits into candidates.

Axes: P pairs of question and passage, L tokens of the longest passage, T tokens of the document.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from longdoc.characters import HAN_CHARACTER
from longdoc.documents.types import Document, Span
from longdoc.network.scores import SpanScores
from longdoc.network.types import Network
from longdoc.reading.types import Reading
from longdoc.tasks.candidates.context import context_of
from longdoc.tasks.spans.candidate import Candidate
from longdoc.tasks.spans.chinese_words import with_whole_words
from longdoc.tasks.spans.decoding import decode_spans
from longdoc.tasks.spans.phrasing import within_cell, within_sentence
from longdoc.tasks.spans.word_boundaries import snap_to_words
from longdoc.tasks.types import Passage

__all__ = ["READER_SHARE", "PassageReader", "QuestionPassage", "is_chinese"]

PAIRS_AT_ONCE = 256  # in one call of the reader; bounds the memory of --exhaustive
NETWORK_PAIRS_AT_ONCE = 64  # which reports no progress within a call
CHINESE_SHARE = 0.3  # of a passage's characters; above it, the reader, which is English, skips the passage
READER_SHARE = 0.8  # weight of the reader's logits; the rest is the network's. Chosen on dev: docs/log.md
HEADER_TOKENS = 64  # of a table's header, put before the rows of a passage


@dataclass(frozen=True, slots=True)
class QuestionPassage:
    """One passage to read with one question.

    Attributes:
        question: index of the question.
        ids: token ids of the question.
        number: index of the passage among those of its question.
        passage: the passage.
    """

    question: int
    ids: list[int]
    number: int
    passage: Passage


@dataclass(frozen=True, slots=True)
class PassageReader:
    """Reads passages of one document.

    Args:
        search_weight: logits subtracted in a passage with a search score of 0, compared with one of 1.
        progress: called with (pairs read, pairs in all) in each call of a method.
        network_margins: the long-context network's margins [2, L] of each (question, passage number).
    """

    document: Document
    reading: Reading
    model: Network
    search_weight: float = 0.0
    progress: Callable[[int, int], None] | None = None
    network_margins: dict[tuple[int, int], np.ndarray] = field(default_factory=dict)

    def by_network(self, pairs: Sequence[QuestionPassage]) -> list[tuple[int, Candidate]]:
        """Candidates by the long-context network, each with the index of its question.

        The margins are kept in `network_margins`, to be mixed with the reader's.
        """
        found = []
        self._report(0, len(pairs))
        for low in range(0, len(pairs), NETWORK_PAIRS_AT_ONCE):
            batch = pairs[low : low + NETWORK_PAIRS_AT_ONCE]
            headers = [self._table_header(pair.passage) for pair in batch]
            rows = [
                np.concatenate((head, self._ids(pair))) for head, pair in zip(headers, batch, strict=True)
            ]
            scores = self.model.read_spans([pair.ids for pair in batch], rows)
            margins_2PL = _margins(_without_headers(scores, [len(header) for header in headers]))
            if self.model.reader is not None:
                lengths = [len(self._ids(pair)) for pair in batch]
                self.network_margins.update(
                    ((pair.question, pair.number), margins_2PL[:, row, :length])
                    for row, (pair, length) in enumerate(zip(batch, lengths, strict=True))
                )
            found += self._candidates(batch, margins_2PL)
            self._report(low + len(batch), len(pairs))
        return found

    def by_reader(self, pairs: Sequence[QuestionPassage]) -> list[tuple[int, Candidate]]:
        """Candidates by the logits of both networks, in passages whose language the reader knows."""
        reader = self.model.reader
        if reader is None:
            return []
        pairs = [pair for pair in pairs if not is_chinese(self.document, pair.passage.span)]
        found = []
        self._report(0, len(pairs))
        for low in range(0, len(pairs), PAIRS_AT_ONCE):
            batch = pairs[low : low + PAIRS_AT_ONCE]
            texts = [context_of(self.document, pair.passage.span) for pair in batch]
            contexts = [self.model.tokenizer.encode(text).ids.tolist() for text in texts]
            scores = reader.read(
                [pair.ids for pair in batch],
                contexts,
                [self._ids(pair) for pair in batch],
                partial(self._report_within, low, len(pairs)),
            )
            found += self._candidates(batch, _margins(scores), scores.answered_P, by_reader=True)
            self._report(low + len(batch), len(pairs))
        return found

    def _candidates(
        self, pairs: Sequence[QuestionPassage], margins_2PL: np.ndarray,
        verification_P: np.ndarray | None = None, *, by_reader: bool = False,
    ) -> list[tuple[int, Candidate]]:  # fmt: skip
        """The best spans of each passage."""
        network_2PL, mixed_2PL = margins_2PL, margins_2PL
        if by_reader:
            network_2PL = self._network_margins(pairs, margins_2PL)
            mixed_2PL = READER_SHARE * margins_2PL + (1 - READER_SHARE) * network_2PL
        scores = SpanScores(mixed_2PL[0], mixed_2PL[1], np.zeros(len(pairs), np.float32))
        spans_T2, found = self.reading.token_spans_T2, []
        for row, first, last, logits in zip(*(x.tolist() for x in decode_spans(scores)), strict=True):
            pair = pairs[row]
            offset = pair.passage.tokens[0]
            decoded = Span(int(spans_T2[offset + first, 0]), int(spans_T2[offset + last, 1]))
            part = within_sentence(self.document, within_cell(self.document, decoded))
            span = snap_to_words(self.document.text, part.start, part.end)
            if span is None:
                continue
            span = with_whole_words(self.document.text, span)
            candidate = Candidate(
                logits - self.search_weight * (1 - pair.passage.score), span, pair.number,
                network_margin=_span_margin(network_2PL, row, first, last),
                reader_margin=_span_margin(margins_2PL, row, first, last) if by_reader else None,
                verification=None if verification_P is None else float(verification_P[row]),
            )  # fmt: skip
            found.append((pair.question, candidate))
        return found

    def _network_margins(self, pairs: Sequence[QuestionPassage], like_2PL: np.ndarray) -> np.ndarray:
        """The long-context network's margins of the same passages, in the shape of the reader's."""
        margins_2PL = np.full_like(like_2PL, -np.inf)
        for row, pair in enumerate(pairs):
            known_2L = self.network_margins[pair.question, pair.number]
            margins_2PL[:, row, : known_2L.shape[1]] = known_2L
        return margins_2PL

    def _ids(self, pair: QuestionPassage) -> np.ndarray:
        return self.reading.token_ids_T[slice(*pair.passage.tokens)]

    def _table_header(self, passage: Passage) -> np.ndarray:
        """Token ids of the header rows of the table in the middle of which a passage begins."""
        table = self.document.table_at(passage.span.start)
        rows = table.row_spans()[: table.header_rows] if table else []
        if not rows or rows[-1].end > passage.span.start:
            return np.zeros(0, np.int32)
        ends_T, starts_T = self.reading.token_spans_T2[:, 1], self.reading.token_spans_T2[:, 0]
        first = int(np.searchsorted(ends_T, rows[0].start, side="right"))
        last = int(np.searchsorted(starts_T, rows[-1].end, side="left"))
        return self.reading.token_ids_T[first : min(last, first + HEADER_TOKENS)]

    def _report_within(self, before: int, total: int, done: int, _in_call: int) -> None:
        """What a call of the reader has done of its pairs, with those of earlier calls."""
        self._report(before + done, total)

    def _report(self, done: int, total: int) -> None:
        if self.progress and total:
            self.progress(done, total)


def is_chinese(document: Document, passage: Span) -> bool:
    """Whether so much of a passage is Chinese that the reader skips it."""
    text = document.quote(passage)
    return len(HAN_CHARACTER.findall(text)) > CHINESE_SHARE * len(text)


def _margins(scores: SpanScores) -> np.ndarray:
    """Start and end logits minus that of "no answer": float32 [2, P, L]."""
    margins_2PL: np.ndarray = np.stack((scores.start_PL, scores.end_PL)) - scores.absent_P[None, :, None]
    return margins_2PL


def _span_margin(margins_2PL: np.ndarray, row: int, first: int, last: int) -> float:
    return float(margins_2PL[0, row, first] + margins_2PL[1, row, last]) / 2


def _without_headers(scores: SpanScores, lengths: Sequence[int]) -> SpanScores:
    """The scores of the passages without the table headers put before them."""
    if not any(lengths):
        return scores
    start_PL, end_PL = scores.start_PL.copy(), scores.end_PL.copy()
    for row, length in enumerate(lengths):
        for logits_PL in (start_PL, end_PL):
            kept = logits_PL[row, length:].copy()
            logits_PL[row] = -np.inf
            logits_PL[row, : len(kept)] = kept
    return SpanScores(start_PL, end_PL, scores.absent_P)
