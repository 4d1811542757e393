"""Tells whether a span overlaps one of many others, by a binary search."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from longdoc.documents.types import Span

__all__ = ["overlaps_any"]


def overlaps_any(ordered: Sequence[Span], span: Span) -> bool:
    """Whether a span overlaps one of these, which are in order and do not overlap each other.

    >>> overlaps_any([Span(0, 3), Span(5, 8)], Span(3, 6)), overlaps_any([Span(0, 3)], Span(3, 6))
    (True, False)
    """
    behind = bisect_left(ordered, Span(span.end, span.end))
    return behind > 0 and ordered[behind - 1].overlaps(span)
