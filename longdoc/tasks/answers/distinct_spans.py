"""Candidates → the spans that a person would quote, each once, with its confidence.

Several candidates may be items of one list, which is then the answer of each of them.
"""

from __future__ import annotations

from collections.abc import Sequence

from longdoc.documents.text.number_words import CARDINALS
from longdoc.documents.types import Document, Span
from longdoc.tasks.candidates.candidate_set import CandidateSet
from longdoc.tasks.spans.candidate import Candidate
from longdoc.tasks.spans.enumeration import is_on_list
from longdoc.tasks.spans.phrasing import complete_span
from longdoc.tasks.terms import lowered, stem, words_of

__all__ = ["distinct_spans"]

LEAST_SHARE = 0.3  # of the lower threshold, from which on an item counts for its list
BELOW_SURE = 0.01  # below the upper threshold: the most for a list by its items together
_DIGITS = {stem(word): str(number) for word, number in CARDINALS.items()}


def distinct_spans(
    question: str, document: Document, found: CandidateSet, scored: Sequence[tuple[Candidate, float]],
    *, unsure: float, threshold: float,
) -> list[tuple[Span, float]]:  # fmt: skip
    """Each span with its confidence, in the order of the candidates.

    The candidates exclude each other, so that the probability that a list answers is the sum of those of its
    items, if the list is on what the question names, and that of an answer the sum of those of all places
    that say it. Neither makes an answer sure. A series found by a rule is at least between the thresholds.

    Args:
        unsure: the lower threshold of the model …
        threshold: … and the upper one.
    """
    by_span: dict[Span, list[float]] = {}
    for candidate, score in scored:
        by_span.setdefault(_whole(question, document, candidate.span, found), []).append(score)
    for span, scores in by_span.items():
        if len(scores) > 1 and not is_on_list(question, document, span):
            del scores[1:]
    distinct = [
        (span, max(_together(scores, unsure, threshold), (unsure + threshold) / 2 * (span in found.series)))
        for span, scores in by_span.items()
    ]
    return _with_repetitions(distinct, document, unsure, threshold)


def _with_repetitions(
    distinct: Sequence[tuple[Span, float]], document: Document, unsure: float, threshold: float
) -> list[tuple[Span, float]]:
    """The same spans; the first of those that say the same in several places has their scores together.

    Cells of tables, which often have the same value, stay as they are.
    """
    saying: dict[tuple[str, ...], list[float]] = {}
    first: dict[tuple[str, ...], Span] = {}
    for span, score in distinct:
        said = _said(document.quote(span)) if document.table_at(span.start) is None else ()
        saying.setdefault(said, []).append(score)
        first.setdefault(said, span)
    together = {span: _together(saying[said], unsure, threshold) for said, span in first.items() if said}
    most = (unsure + threshold) / 2  # wrong answers are repeated, too
    return [(span, max(score, min(together.get(span, score), most))) for span, score in distinct]


def _said(answer: str) -> tuple[str, ...]:
    """The words of an answer without their endings, numbers in digits: ("2", "hour") for "two-hour"."""
    return tuple(_DIGITS.get(word, word) for _, word in words_of(lowered(answer)))


def _together(scores: Sequence[float], unsure: float, threshold: float) -> float:
    counted = sum(score for score in scores if score >= LEAST_SHARE * unsure)
    return max(scores[0], min(counted, threshold - BELOW_SURE)) if len(scores) > 1 else scores[0]


def _whole(question: str, document: Document, span: Span, found: CandidateSet) -> Span:
    """The span that a person would quote; a member of a series stands as it is."""
    return span if span in found.series else complete_span(question, document, span)
