"""Penalties for spans: a better one in the same passage, or a lower score in an overlapping one.

Passages overlap, so most places are read twice, with other words around them. Where both readings find a
span it is right more often than where one does, however sure that one is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from longdoc.tasks.spans.candidate import Candidate, mostly_overlap
from longdoc.tasks.types import Passage

__all__ = ["READ_ONCE_COST", "rescored"]

# Chosen on CUAD dev, as bench quality measures contracts; logits.
SECOND_BEST_SHARE = 0.3  # of how far a span lies below the best of its passage
OTHER_READING_SHARE = 0.3  # of how far the other reading of its place lies below
READ_ONCE_COST = 0.3  # where search proposed none of the passages beside it


def rescored(
    candidates: Sequence[Candidate], passages: Sequence[Passage], once: float = READ_ONCE_COST
) -> list[Candidate]:
    """The candidates of one question with their margins lowered by the penalties.

    Args:
        once: logits that a span loses which only one of the passages holds.
    """
    found: dict[int, list[Candidate]] = {}
    for one in candidates:
        found.setdefault(one.passage, []).append(one)
    beside = _beside(passages)
    weighed = []
    for one in candidates:
        best = max(other.margin for other in found[one.passage])
        penalty = SECOND_BEST_SHARE * (best - one.margin)
        again = [p for p in beside[one.passage] if passages[p].span.contains(one.span)]
        if again:
            others = [other for p in again for other in found.get(p, ())]
            penalty += OTHER_READING_SHARE * max(0.0, one.margin - _seen_again(one, others))
        else:
            penalty += once
        weighed.append(replace(one, margin=one.margin - penalty))
    return weighed


def _beside(passages: Sequence[Passage]) -> list[list[int]]:
    """For each passage the numbers of the overlapping passages before and after it."""
    near: list[list[int]] = [[] for _ in passages]
    for a, b in pairwise(sorted(range(len(passages)), key=lambda p: passages[p].span)):
        if passages[a].span.overlaps(passages[b].span):
            near[a].append(b)
            near[b].append(a)
    return near


def _seen_again(one: Candidate, others: Sequence[Candidate]) -> float:
    """The margin of a span in the other passage; that of its worst span if this is not among its best."""
    alike = [other.margin for other in others if mostly_overlap(one.span, other.span)]
    return max(alike) if alike else min((other.margin for other in others), default=one.margin)
