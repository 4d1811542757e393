"""Lowers candidates that a question rules out: amounts in another unit, the wrong date of a period."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from longdoc.documents.types import Document, Span
from longdoc.tasks.candidates.candidate_set import CandidateSet
from longdoc.tasks.candidates.measures import is_other_measure
from longdoc.tasks.candidates.periods import is_other_end, requested_end
from longdoc.tasks.spans.candidate import Candidate, without_overlaps
from longdoc.tasks.spans.phrasing import sentences_touched

__all__ = ["without_contradicted"]

PENALTY = 8.0  # logits


def without_contradicted(question: str, found: CandidateSet, document: Document) -> CandidateSet:
    """The same candidates, with those ruled out lowered; the other date of a period takes its place."""
    candidates = [one for c in found.candidates for one in _reconsidered(question, c, document)]
    if candidates == list(found.candidates):
        return found
    return replace(found, candidates=tuple(without_overlaps(candidates)))


def _reconsidered(question: str, one: Candidate, document: Document) -> Iterator[Candidate]:
    span, text = one.span, document.text
    answer = document.quote(span)
    lowered = replace(one, margin=one.margin - PENALTY)
    if is_other_measure(question, answer, text[span.end : span.end + 10]):
        yield lowered
    elif is_other_end(question, answer, text[max(0, span.start - 40) : span.start]):
        yield lowered
        sentence = next(sentences_touched(document, span), span)
        place = requested_end(
            question, document.quote(sentence), span.start - sentence.start, span.end - sentence.start
        )
        if place is not None:
            yield replace(one, span=Span(*place).shifted(sentence.start))
    else:
        yield one
