"""Reads close candidates a second time, each in a window around its sentence.

In the passages that search proposed, a candidate may stand at the edge. Another reading, of other tokens
around the same span, errs in other places than the first: the mean of both ranks candidates better. The
reader reads those again that are nearly as good as the best one. It skips Chinese, where the long-context
network reads the best ones again, with little around them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from longdoc.documents.types import Document, Span
from longdoc.network.scores import SpanScores
from longdoc.network.types import Network
from longdoc.reading.types import Reading
from longdoc.tasks.candidates.candidate_set import CandidateSet
from longdoc.tasks.candidates.context import context_of
from longdoc.tasks.candidates.passage_reading import is_chinese
from longdoc.tasks.spans.candidate import Candidate
from longdoc.tasks.spans.phrasing import sentences_touched

__all__ = ["read_again"]

CANDIDATES = 8  # of a question that are read again at most
CLOSE_LOGITS = (
    1.0  # behind the best candidate, of those that the reader reads again; chosen on dev: docs/log.md
)
LEAST_MARGIN = -5.0  # logits of the best candidate; below, there is hardly an answer
PAIRS_AT_ONCE = 256  # in one call of a network

_Read = Callable[[Sequence["_Place"]], SpanScores]


@dataclass(frozen=True, slots=True)
class _Window:
    """Characters around the sentence of a candidate; chosen on dev: docs/log.md."""

    before: int
    after: int


BY_READER, BY_NETWORK = _Window(400, 400), _Window(60, 30)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a candidate is read again: indices of its question and of itself, half-open token ranges."""

    question: int
    number: int
    candidate: Span
    around: tuple[int, int]
    tokens: tuple[int, int]


def read_again(
    questions: Sequence[str], found: Sequence[CandidateSet], document: Document, reading: Reading,
    model: Network,
) -> list[CandidateSet]:  # fmt: skip
    """The candidates, those that were read again with the mean of both readings as their margins.

    Args:
        questions: as the networks read them, one for each set.
    """
    close = list(_places(found, lambda one: _close(one.candidates), BY_READER, document, reading))
    chinese = list(_places(found, lambda one: _chinese(one, document), BY_NETWORK, document, reading))
    if not close and not chinese:
        return list(found)
    ids = [model.tokenizer.encode(question).ids.tolist() for question in questions]

    def by_network(places: Sequence[_Place]) -> SpanScores:
        return model.read_spans([ids[p.question] for p in places], _tokens_around(places, reading))

    def by_reader(places: Sequence[_Place]) -> SpanScores:
        assert model.reader is not None
        texts = [context_of(document, place.candidate) for place in places]
        contexts = [model.tokenizer.encode(text).ids.tolist() for text in texts]
        return model.reader.read([ids[p.question] for p in places], contexts, _tokens_around(places, reading))

    margins = _margins(close, by_reader) | _margins(chinese, by_network)
    return [
        replace(one, candidates=_ranked(one.candidates, {n: m for (of, n), m in margins.items() if of == q}))
        for q, one in enumerate(found)
    ]


def _close(candidates: Sequence[Candidate]) -> list[int]:
    """The candidates that compete for the first place among those that the reader has read."""
    if not candidates or candidates[0].margin < LEAST_MARGIN:
        return []
    near = [
        n
        for n, candidate in enumerate(candidates[:CANDIDATES])
        if candidate.reader_margin is not None and candidate.margin >= candidates[0].margin - CLOSE_LOGITS
    ]
    return near if len(near) > 1 else []


def _chinese(one: CandidateSet, document: Document) -> list[int]:
    """The best candidates in passages that the reader skips as Chinese."""
    return [
        n
        for n, candidate in enumerate(one.candidates[:CANDIDATES])
        if candidate.reader_margin is None and is_chinese(document, one.passages[candidate.passage].span)
    ]


def _places(
    found: Sequence[CandidateSet], chosen: Callable[[CandidateSet], list[int]], window: _Window,
    document: Document, reading: Reading,
) -> Iterator[_Place]:  # fmt: skip
    for q, one in enumerate(found):
        for n in chosen(one):
            yield _place(q, n, one.candidates[n].span, window, document, reading)


def _place(
    question: int, number: int, span: Span, window: _Window, document: Document, reading: Reading
) -> _Place:
    sentences = list(sentences_touched(document, span)) or [span]
    first, end = _tokens(
        reading, max(0, sentences[0].start - window.before), sentences[-1].end + window.after
    )
    begin, stop = _tokens(reading, span.start, span.end)
    most = 2 * reading.chunk_tokens
    if end - first > most:  # a very long sentence is read from its candidate's neighbourhood
        first = max(first, begin - most // 2)
    end = min(end, first + most)
    return _Place(question, number, span, (first, end), (begin, min(stop, end)))


def _tokens(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """The half-open range of tokens that overlap these characters."""
    spans_T2 = reading.token_spans_T2
    first = int(np.searchsorted(spans_T2[:, 1], start, side="right"))
    return first, max(first + 1, int(np.searchsorted(spans_T2[:, 0], end, side="left")))


def _tokens_around(places: Sequence[_Place], reading: Reading) -> list[np.ndarray]:
    return [reading.token_ids_T[slice(*place.around)] for place in places]


def _margins(places: Sequence[_Place], read: _Read) -> dict[tuple[int, int], float]:
    """The margin of each candidate in its second reading, by question and number."""
    in_window: dict[tuple[int, tuple[int, int]], list[_Place]] = {}
    for place in places:
        in_window.setdefault((place.question, place.around), []).append(place)
    windows = list(in_window.values())
    found: dict[tuple[int, int], float] = {}
    for low in range(0, len(windows), PAIRS_AT_ONCE):
        some = windows[low : low + PAIRS_AT_ONCE]
        scores = read([group[0] for group in some])
        for row, group in enumerate(some):
            for place in group:
                first, last = (at - place.around[0] for at in (place.tokens[0], place.tokens[1] - 1))
                both = float(scores.start_PL[row, first] + scores.end_PL[row, max(first, last)])
                found[place.question, place.number] = both / 2 - float(scores.absent_P[row])
    return found


def _ranked(candidates: Sequence[Candidate], margins: dict[int, float]) -> tuple[Candidate, ...]:
    """The candidates with the means of their margins, best first; those behind all of these stay behind."""
    if not margins:
        return tuple(candidates)
    ahead = max(margins) + 1
    again = [
        replace(c, margin=(c.margin + margins[n]) / 2) if n in margins else c
        for n, c in enumerate(candidates[:ahead])
    ]
    lowest = min(c.margin for c in again)
    rest = [replace(c, margin=min(c.margin, lowest)) for c in candidates[ahead:]]
    return tuple(sorted([*again, *rest], key=lambda c: -c.margin))
