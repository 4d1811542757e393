"""Finds the passages relevant to a question: BM25 over terms and MaxSim over token vectors, fused.

Passages are windows of two consecutive blocks, overlapping by one block. A block has up to a chunk's length
of tokens and ends at punctuation. As line ends do not count, two files of the same text with different titles
or line ends have the same passages after a few blocks. Text cut by the end of a block is whole in the window
around it.

Axes: T tokens, P passages, Q tokens of the question, V search-vector width.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np

from longdoc.documents.types import Document, Span
from longdoc.network.types import Network
from longdoc.reading.types import Reading
from longdoc.tasks.search.lexicon import Lexicon, lexicon_of
from longdoc.tasks.terms import Term, lowered, question_terms
from longdoc.tasks.types import Passage

__all__ = ["PassageIndex", "windows_of"]

BM25_K1 = 1.5
BM25_B = 0.75
# The next two were chosen on dev: docs/log.md.
MAXSIM_SHARE = 0.5  # of the fused score; the rest is BM25
OVERLAP_PENALTY = 0.2  # subtracted from the fused score for each better window that overlaps
CLOSING, CLOSING_CHINESE = ".;:?!", "。；：？！"  # punctuation followed by white space, or not
ROWS_AT_ONCE = 65_536  # tokens whose vectors are converted to fp32 at a time


def windows_of(document: Document, reading: Reading) -> np.ndarray:
    """Token ranges [P, 2] of the passages: two blocks each, the next beginning at the second block."""
    T = len(reading.token_ids_T)
    if not T:
        return np.zeros((0, 2), np.int64)
    starts = _whole_rows(_after_marks(document.text, reading.token_spans_T2), document, reading)
    bounds = [0, *_block_ends(starts, T, reading.chunk_tokens)]
    if len(bounds) == 2:
        return np.array([bounds])
    return np.stack((bounds[:-2], bounds[2:]), 1)


def _after_marks(text: str, spans_T2: np.ndarray) -> np.ndarray:
    """Indices of the tokens that follow closing punctuation, ascending, and of the first token."""
    code_C = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    last_T, begin_T, end_T = code_C[spans_T2[:-1, 1] - 1], spans_T2[1:, 0], spans_T2[:-1, 1]
    closed_T = np.isin(last_T, _codes(CLOSING)) & (begin_T > end_T) | np.isin(last_T, _codes(CLOSING_CHINESE))
    return np.concatenate(([0], 1 + np.flatnonzero(closed_T)))


def _whole_rows(starts: np.ndarray, document: Document, reading: Reading) -> np.ndarray:
    """The possible starts of blocks with those inside tables moved to rows, so that no row is split.

    Args:
        starts: token indices, ascending.
    """
    ends_T = reading.token_spans_T2[:, 1]
    for table in document.tables:
        first, last = np.searchsorted(ends_T, (table.span.start, table.span.end - 1), side="right")
        rows = np.searchsorted(ends_T, [row.start for row in table.row_spans()], side="right")
        starts = np.union1d(starts[(starts <= first) | (starts > last)], rows)
    return starts


def _codes(marks: str) -> list[int]:
    return [ord(mark) for mark in marks]


def _block_ends(starts: np.ndarray, tokens: int, longest: int) -> Iterator[int]:
    """The end of each block: the last possible start within `longest` tokens, else after so many tokens."""
    begin = 0
    while begin + longest < tokens:
        last = int(starts[int(np.searchsorted(starts, begin + longest, side="right")) - 1])
        begin = last if last > begin else begin + longest
        yield begin
    yield tokens


class PassageIndex:
    """Search over the passages of one document.

    Args:
        windows_P2: half-open token ranges of the passages; by default `windows_of`.
    """

    def __init__(self, document: Document, reading: Reading, windows_P2: np.ndarray | None = None) -> None:
        self.document = document
        self.reading = reading
        self.windows_P2 = windows_of(document, reading) if windows_P2 is None else windows_P2
        self._places: dict[Term, np.ndarray] = {}

    def search(self, question: str, model: Network, *, top: int) -> list[Passage]:
        """The `top` passages for a question, best first; without those that better ones cover.

        A passage that overlaps a better one loses OVERLAP_PENALTY, which diversifies the result.
        """
        score_P = self.scores(question, model)
        left_P, begin_P, end_P = score_P.copy(), *self.windows_P2.T
        covered_T = np.zeros(len(self.reading.token_ids_T), bool)
        found: list[Passage] = []
        while len(found) < top and left_P.max(initial=-np.inf) > -np.inf:
            p = int(left_P.argmax())
            window = slice(begin_P[p], end_P[p])
            left_P[p] = -np.inf
            if not covered_T[window].all():
                covered_T[window] = True
                left_P[(begin_P < end_P[p]) & (end_P > begin_P[p])] -= OVERLAP_PENALTY
                found.append(self.passage(p, float(score_P[p])))
        return found

    def everything(self, question: str, model: Network) -> list[Passage]:
        """Every passage, in document order, with its score."""
        return [self.passage(p, float(score)) for p, score in enumerate(self.scores(question, model))]

    def passage(self, number: int, score: float = 0.0) -> Passage:
        """The passage with this index."""
        first, last = (int(t) for t in self.windows_P2[number])
        spans = self.reading.token_spans_T2
        return Passage(Span(int(spans[first, 0]), int(spans[last - 1, 1])), (first, last), score)

    def with_place(self, proposed: Sequence[Passage], place: Span) -> Sequence[Passage]:
        """The proposed passages, preceded by one that contains `place`; if none of them does, it is added.

        A place that is longer than any passage counts by its beginning.
        """
        first = [passage for passage in proposed if passage.span.contains(place)][:1]
        if not first:
            every = map(self.passage, range(len(self.windows_P2)))
            first = [replace(one, score=1.0) for one in every if one.span.contains(place)][:1]
        if not first and len(place) > 1:
            return self.with_place(proposed, Span(place.start, place.start + 1))
        return [*first, *(passage for passage in proposed if passage not in first)]

    def scores(self, question: str, model: Network) -> np.ndarray:
        """The fused score of every passage [P], in 0..1: BM25 and MaxSim, each scaled to 0..1, averaged."""
        return self.parts(question, model.embed_query(question), lexicon_of(model.folder))["fused"]

    def parts(self, question: str, asked_QV: np.ndarray, lexicon: Lexicon) -> dict[str, np.ndarray]:
        """The scores "words" (BM25), "vectors" (MaxSim) and "fused", each [P].

        Args:
            asked_QV: search vectors of the question's tokens.
            lexicon: expands the question's terms for BM25.
        """
        words_P = self.bm25(lexicon.expanded(question_terms(question)))
        vectors_P = self.maxsim(asked_QV)
        fused_P = (1 - MAXSIM_SHARE) * _scaled(words_P) + MAXSIM_SHARE * _scaled(vectors_P)
        return {"fused": fused_P, "words": words_P, "vectors": vectors_P}

    def bm25(self, terms: Sequence[Term]) -> np.ndarray:
        """BM25 of each passage [P].

        Source: Robertson and Zaragoza 2009, equation 3.15, with passages as documents.
        """
        score_P = np.zeros(len(self.windows_P2))
        if not len(score_P):
            return score_P
        length_P = self.windows_P2[:, 1] - self.windows_P2[:, 0]
        norm_P = BM25_K1 * (1 - BM25_B + BM25_B * length_P / max(1.0, length_P.mean()))
        for term in terms:
            tokens = self._tokens_of(term)
            count_P = np.searchsorted(tokens, self.windows_P2[:, 1]) - np.searchsorted(
                tokens, self.windows_P2[:, 0]
            )
            containing = int((count_P > 0).sum())
            idf = np.log1p((len(count_P) - containing + 0.5) / (containing + 0.5))
            score_P += term.weight * idf * count_P * (BM25_K1 + 1) / (count_P + norm_P)
        return score_P

    def maxsim(self, asked_QV: np.ndarray) -> np.ndarray:
        """Mean over the question's tokens of the highest similarity to a token of each passage [P].

        Source: Khattab and Zaharia 2020 (ColBERT), section 3.3, with the mean instead of the sum.
        """
        if not len(asked_QV) or not len(self.windows_P2):
            return np.zeros(len(self.windows_P2))
        T = len(self.reading.vectors_TV)
        match_QT = np.empty((len(asked_QV), T + 1), np.float32)
        match_QT[:, T] = -1.0
        for start in range(0, T, ROWS_AT_ONCE):
            part = slice(start, min(T, start + ROWS_AT_ONCE))
            match_QT[:, part] = (asked_QV / 127) @ self.reading.vectors_TV[part].astype(np.float32).T
        return np.maximum.reduceat(match_QT, self.windows_P2.ravel(), axis=1)[:, ::2].mean(0)

    @cached_property
    def _text(self) -> str:
        return lowered(self.document.text)

    def _tokens_of(self, term: Term) -> np.ndarray:
        """Indices of the tokens at which a term begins, ascending."""
        if term not in self._places:
            ends_T = self.reading.token_spans_T2[:, 1]
            self._places[term] = np.searchsorted(ends_T, term.places(self._text), side="right")
        return self._places[term]


def _scaled(score_P: np.ndarray) -> np.ndarray:
    """Min-max scaling to 0..1; zeros if all scores are equal."""
    low, high = score_P.min(initial=np.inf), score_P.max(initial=-np.inf)
    return (score_P - low) / (high - low) if high > low else np.zeros_like(score_P)
