"""Reads the best candidates in Chinese passages a second time, each in its sentence and little around it.

The reader skips Chinese. A second reading by the long-context network, of other tokens around the same span,
errs in other places than the first: the mean of both ranks candidates better, and places their ends better.
Among candidates, sentences that have more of the question's words come first.

Axes: L tokens around a candidate.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from longdoc.documents.types import Document, Span
from longdoc.network.types import Network
from longdoc.reading.types import Reading
from longdoc.tasks.candidates.candidate_set import CandidateSet
from longdoc.tasks.candidates.passage_reading import is_chinese
from longdoc.tasks.spans.candidate import Candidate, without_overlaps
from longdoc.tasks.spans.chinese_clauses import asks_for_one_phrase, clauses
from longdoc.tasks.spans.chinese_words import with_whole_words
from longdoc.tasks.spans.expected_overlap import most_agreed_span
from longdoc.tasks.spans.phrasing import sentences_touched
from longdoc.tasks.spans.word_boundaries import snap_to_words
from longdoc.tasks.terms import Term, lowered, question_terms
from longdoc.tasks.types import Passage

__all__ = ["read_again"]

CANDIDATES = 8  # of a question that are read again
# Characters around the sentence of a candidate; chosen on dev: docs/log.md
CHARS_BEFORE, CHARS_AFTER = 60, 30
MOST_GROWTH = 2  # times its length, and two characters: a span that grows more stays; chosen on train
PAIRS_AT_ONCE = 256  # in one call of the network
TERMS_WEIGHT = 2.5  # logits for all of the question's words in the sentence, compared with none; from train


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a candidate is read again.

    Attributes:
        question: index of its question.
        number: its index among the candidates of the question.
        around: half-open range of the tokens that are read.
        span: those of the candidate.
        sentence: those in which its ends may be moved; empty in tables.
    """

    question: int
    number: int
    around: tuple[int, int]
    span: tuple[int, int]
    sentence: tuple[int, int]


def read_again(
    questions: Sequence[str], found: Sequence[CandidateSet], document: Document, reading: Reading,
    model: Network, first: Mapping[tuple[int, int], np.ndarray] | None = None,
) -> list[CandidateSet]:  # fmt: skip
    """The candidates, those in Chinese passages with the mean of both readings as their margins.

    Args:
        questions: as the networks read them, one for each set.
        first: margins [2, L] of the first reading, by question and passage number.
    """
    places = [
        _place(q, n, candidate.span, document, reading)
        for q, one in enumerate(found) for n, candidate in enumerate(one.candidates[:CANDIDATES])
        if candidate.reader_margin is None and is_chinese(document, one.passages[candidate.passage].span)
    ]  # fmt: skip
    if not places:
        return list(found)
    ids = [model.tokenizer.encode(question).ids.tolist() for question in questions]
    again: dict[int, dict[int, Candidate]] = {}
    for place, margins_2L in _margins(places, ids, reading, model):
        one = found[place.question]
        candidate = one.candidates[place.number]
        start, last = place.span[0] - place.around[0], place.span[1] - 1 - place.around[0]
        second = float(margins_2L[0, start] + margins_2L[1, max(start, last)]) / 2
        known = (first or {}).get((place.question, candidate.passage))
        passage = one.passages[candidate.passage]
        is_phrase = asks_for_one_phrase(questions[place.question])
        span = _moved(candidate.span, place, margins_2L, known, passage, document, reading, is_phrase)
        again.setdefault(place.question, {})[place.number] = replace(
            candidate, margin=(candidate.margin + second) / 2, span=span
        )
    return [
        _ranked(one, again[q], question_terms(questions[q]), document) if q in again else one
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
    low, high = _tokens(reading, sentences[0].start, sentences[0].end)
    is_movable = len(sentences) == 1 and document.table_at(span.start) is None
    sentence = (max(first, low), min(end, high)) if is_movable else (begin, begin)
    return _Place(question, number, (first, end), (begin, min(stop, end)), sentence)


def _tokens(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """The half-open range of tokens that overlap these characters."""
    spans_T2 = reading.token_spans_T2
    first = int(np.searchsorted(spans_T2[:, 1], start, side="right"))
    return first, max(first + 1, int(np.searchsorted(spans_T2[:, 0], end, side="left")))


def _margins(
    places: Sequence[_Place], ids: Sequence[list[int]], reading: Reading, model: Network
) -> Iterator[tuple[_Place, np.ndarray]]:
    """Each place with the margins [2, L] of its second reading."""
    parts = list(dict.fromkeys((place.question, place.around) for place in places))
    row_of = {part: row for row, part in enumerate(parts)}
    for low in range(0, len(parts), PAIRS_AT_ONCE):
        some = parts[low : low + PAIRS_AT_ONCE]
        scores = model.read_spans(
            [ids[q] for q, _ in some], [reading.token_ids_T[slice(*p)] for _, p in some]
        )
        for place in places:
            row = row_of[place.question, place.around] - low
            if 0 <= row < len(some):
                logits_2L = np.stack((scores.start_PL[row], scores.end_PL[row]))
                yield place, logits_2L - scores.absent_P[row]


def _moved(
    span: Span, place: _Place, second_2L: np.ndarray, first_2L: np.ndarray | None, passage: Passage,
    document: Document, reading: Reading, is_phrase: bool,
) -> Span:  # fmt: skip
    """The span with its ends where the mean of both readings puts them, if these still overlap it.

    Args:
        is_phrase: whether the answer is within one clause: the one that both readings prefer.
    """
    begin, end = place.sentence
    if first_2L is not None:
        begin, end = max(begin, passage.tokens[0]), min(end, passage.tokens[0] + first_2L.shape[1])
    if begin >= end:
        return span
    mean_2L = second_2L[:, begin - place.around[0] : end - place.around[0]]
    if first_2L is not None:
        mean_2L = (mean_2L + first_2L[:, begin - passage.tokens[0] : end - passage.tokens[0]]) / 2
    spans_T2 = reading.token_spans_T2
    if is_phrase:
        low, high = _preferred_clause(span, (begin, end), mean_2L, document, reading)
        mean_2L, begin = mean_2L[:, low - begin : high - begin], low
        clause = Span(int(spans_T2[low, 0]), int(spans_T2[high - 1, 1]))
        if not clause.overlaps(span):  # they share no whole token
            return span
        span = Span(max(span.start, clause.start), min(span.end, clause.end))
    first, last = most_agreed_span(mean_2L)
    moved = snap_to_words(document.text, int(spans_T2[begin + first, 0]), int(spans_T2[begin + last, 1]))
    if moved is None or not moved.overlaps(span) or len(moved) > MOST_GROWTH * len(span) + 2:
        return span
    return with_whole_words(document.text, moved)


def _preferred_clause(
    span: Span, tokens: tuple[int, int], mean_2L: np.ndarray, document: Document, reading: Reading
) -> tuple[int, int]:
    """The tokens of the clause with the highest logits among those that a span touches.

    Args:
        tokens: half-open range, that of the logits.
    """
    begin, end = tokens
    chars = Span(int(reading.token_spans_T2[begin, 0]), int(reading.token_spans_T2[end - 1, 1]))
    touched = (clause for clause in clauses(document.text, chars) if clause.overlaps(span))
    ranges = (_tokens(reading, clause.start, clause.end) for clause in touched)
    parts = [(max(low, begin), min(high, end)) for low, high in ranges]
    best = {(low, high): _best(mean_2L[:, low - begin : high - begin]) for low, high in parts if low < high}
    return max(best, key=best.__getitem__, default=tokens)


def _best(margins_2L: np.ndarray) -> float:
    """The highest sum of the logits of a start and of an end that is not before it."""
    return float(np.max(np.maximum.accumulate(margins_2L[0]) + margins_2L[1]))


def _ranked(
    found: CandidateSet, again: Mapping[int, Candidate], terms: Sequence[Term], document: Document
) -> CandidateSet:
    """The candidates with those read again in their places, best first; the others stay behind."""
    shares = {n: _share_of_terms(terms, one.span, document) for n, one in again.items()}
    most = max(shares.values())
    first = [
        replace(again[n], margin=again[n].margin - TERMS_WEIGHT * (most - shares[n])) if n in again else c
        for n, c in enumerate(found.candidates[:CANDIDATES])
    ]
    lowest = min(c.margin for c in first)
    rest = [replace(c, margin=min(c.margin, lowest)) for c in found.candidates[CANDIDATES:]]
    return replace(found, candidates=tuple(without_overlaps([*first, *rest])))


def _share_of_terms(terms: Sequence[Term], span: Span, document: Document) -> float:
    """The share of the question's words that the sentences of a span have."""
    said = lowered("\n".join(map(document.quote, sentences_touched(document, span))))
    whole = [term for term in terms if term.weight >= 1]
    return sum(term.text in said for term in whole) / max(1, len(whole))
