"""A span that may answer a question, with the evidence for it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from longdoc.documents.types import Span

__all__ = ["Candidate", "mostly_overlap", "without_overlaps"]


@dataclass(frozen=True, slots=True, order=True)
class Candidate:
    """A span that may answer the question.

    Attributes:
        margin: its logit minus that of "no answer", after all penalties; the higher, the better.
        span: characters of the document.
        passage: index of the passage in which it was found.
        network_margin: the margin by the long-context network alone; None if that has not read the passage.
        reader_margin: the margin by the reader alone; None if that has not read the passage.
        verification: the reader's logit that its best span of the passage answers the question.
        cell_log_odds: the log odds of its table cell by the structure of the table.
    """

    margin: float
    span: Span
    passage: int = 0
    network_margin: float | None = field(default=None, compare=False)
    reader_margin: float | None = field(default=None, compare=False)
    verification: float | None = field(default=None, compare=False)
    cell_log_odds: float | None = field(default=None, compare=False)


def without_overlaps(candidates: Iterable[Candidate], limit: int | None = None) -> list[Candidate]:
    """The best of every group of overlapping candidates (non-maximum suppression), best first.

    Args:
        limit: the maximum number of candidates to return.
    """
    kept: list[Candidate] = []
    spans: list[Span] = []  # of those kept, in document order
    for candidate in sorted(candidates, key=lambda c: (-c.margin, c.span)):
        if limit is not None and len(kept) >= limit:
            break
        at = bisect_right(spans, candidate.span)
        if not any(candidate.span.overlaps(span) for span in spans[max(0, at - 1) : at + 1]):
            spans.insert(at, candidate.span)
            kept.append(candidate)
    return kept


def mostly_overlap(a: Span, b: Span) -> bool:
    """Whether two spans share more than half of the longer one."""
    return min(a.end, b.end) - max(a.start, b.start) > max(len(a), len(b)) / 2
