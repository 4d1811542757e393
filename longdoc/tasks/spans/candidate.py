"""A span that may answer a question, with the evidence of the networks for it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from longdoc.documents.types import Span

__all__ = ["Candidate", "mostly_overlap", "without_overlaps"]


@dataclass(frozen=True, slots=True, order=True)
class Candidate:
    """A span that may answer; `margin` is how far its logits lie above those of no answer.

    The penalty for a lower search score is included: a reader sees one passage, search compares all. `small`
    is the margin by the long-context network and `large` that by the reader, as far as they have read the
    passage; `answered` are the reader's logits that the best span of the passage answers what was asked, and
    `cell` the log odds that a table's structure gives its cell.
    """

    margin: float
    span: Span
    passage: int = 0
    small: float | None = field(default=None, compare=False)
    large: float | None = field(default=None, compare=False)
    answered: float | None = field(default=None, compare=False)
    cell: float | None = field(default=None, compare=False)


def without_overlaps(candidates: Iterable[Candidate], most: int | None = None) -> list[Candidate]:
    """The best of every group of overlapping spans, best first; `most` bounds how many."""
    taken: list[Candidate] = []
    places: list[Span] = []  # of those taken, in order of the text
    for candidate in sorted(candidates, key=lambda c: (-c.margin, c.span)):
        if most is not None and len(taken) >= most:
            break
        at = bisect_right(places, candidate.span)
        if not any(candidate.span.overlaps(place) for place in places[max(0, at - 1) : at + 1]):
            places.insert(at, candidate.span)
            taken.append(candidate)
    return taken


def mostly_overlap(a: Span, b: Span) -> bool:
    """Whether two spans share more than half of the longer one."""
    return min(a.end, b.end) - max(a.start, b.start) > max(len(a), len(b)) / 2
