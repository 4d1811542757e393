"""Reads the best candidates in Chinese passages a second time, each in its sentence and little around it.

The reader skips Chinese. A second reading by the long-context network, of other tokens around the same span,
errs in other places than the first: the mean of both ranks candidates better.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from longdoc.documents.types import Document, Span
from longdoc.network.types import Network
from longdoc.reading.types import Reading
from longdoc.tasks.candidates.candidate_set import CandidateSet
from longdoc.tasks.candidates.passage_reading import is_chinese
from longdoc.tasks.spans.candidate import Candidate
from longdoc.tasks.spans.phrasing import sentences_touched

__all__ = ["read_again"]

CANDIDATES = 8  # of a question that are read again
# Characters around the sentence of a candidate; chosen on dev: docs/log.md
CHARS_BEFORE, CHARS_AFTER = 60, 30
PAIRS_AT_ONCE = 256  # in one call of the network


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a candidate is read again: index of its question and of itself, and half-open token ranges."""

    question: int
    number: int
    around: tuple[int, int]
    span: tuple[int, int]


def read_again(
    questions: Sequence[str], found: Sequence[CandidateSet], document: Document, reading: Reading,
    model: Network,
) -> list[CandidateSet]:  # fmt: skip
    """The candidates, those in Chinese passages with the mean of both readings as their margins.

    Args:
        questions: as the networks read them, one for each set.
    """
    places = [
        _place(q, n, candidate.span, document, reading)
        for q, one in enumerate(found) for n, candidate in enumerate(one.candidates[:CANDIDATES])
        if candidate.reader_margin is None and is_chinese(document, one.passages[candidate.passage].span)
    ]  # fmt: skip
    if not places:
        return list(found)
    ids = [model.tokenizer.encode(question).ids.tolist() for question in questions]
    margins = _margins(places, ids, reading, model)
    return [
        replace(one, candidates=_ranked(one.candidates, {n: m for (of, n), m in margins.items() if of == q}))
        for q, one in enumerate(found)
    ]


def _place(question: int, number: int, span: Span, document: Document, reading: Reading) -> _Place:
    sentences = list(sentences_touched(document, span)) or [span]
    first, end = _tokens(reading, max(0, sentences[0].start - CHARS_BEFORE), sentences[-1].end + CHARS_AFTER)
    begin, stop = _tokens(reading, span.start, span.end)
    most = 2 * reading.chunk_tokens
    if end - first > most:  # a very long sentence is read from its candidate's neighbourhood
        first = max(first, begin - most // 2)
    end = min(end, first + most)
    return _Place(question, number, (first, end), (begin, min(stop, end)))


def _tokens(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """The half-open range of tokens that overlap these characters."""
    spans_T2 = reading.token_spans_T2
    first = int(np.searchsorted(spans_T2[:, 1], start, side="right"))
    return first, max(first + 1, int(np.searchsorted(spans_T2[:, 0], end, side="left")))


def _margins(
    places: Sequence[_Place], ids: Sequence[list[int]], reading: Reading, model: Network
) -> dict[tuple[int, int], float]:
    """The margin of each candidate in its second reading, by question and number."""
    parts = list(dict.fromkeys((place.question, place.around) for place in places))
    row_of = {part: row for row, part in enumerate(parts)}
    found: dict[tuple[int, int], float] = {}
    for low in range(0, len(parts), PAIRS_AT_ONCE):
        some = parts[low : low + PAIRS_AT_ONCE]
        scores = model.read_spans(
            [ids[q] for q, _ in some], [reading.token_ids_T[slice(*p)] for _, p in some]
        )
        for place in places:
            row = row_of[place.question, place.around] - low
            if 0 <= row < len(some):
                first, last = place.span[0] - place.around[0], place.span[1] - 1 - place.around[0]
                both = float(scores.start_PL[row, first] + scores.end_PL[row, max(first, last)])
                found[place.question, place.number] = both / 2 - float(scores.absent_P[row])
    return found


def _ranked(candidates: Sequence[Candidate], margins: dict[int, float]) -> tuple[Candidate, ...]:
    """The candidates with the means of their margins, best first; those not read again stay behind."""
    if not margins:
        return tuple(candidates)
    again = [
        replace(c, margin=(c.margin + margins[n]) / 2) if n in margins else c
        for n, c in enumerate(candidates[:CANDIDATES])
    ]
    lowest = min(c.margin for c in again)
    rest = [replace(c, margin=min(c.margin, lowest)) for c in candidates[CANDIDATES:]]
    return tuple(sorted([*again, *rest], key=lambda c: -c.margin))
