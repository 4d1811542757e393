"""Lowers the margins of candidates that overlapping passages or the rest of their passage speak against.

Passages overlap, so most spans are read twice, with different context. A span found both times is right more
often than one found once, however high its margin.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from longdoc.tasks.spans.candidate import Candidate, mostly_overlap
from longdoc.tasks.types import Passage

__all__ = ["SINGLE_PENALTY", "rescored"]

# Chosen on CUAD dev, as bench quality measures contracts.
SECOND_BEST_SHARE = 0.3  # of the difference to the best candidate of the same passage
OTHER_READING_SHARE = 0.3  # of the difference to the margin of the same span in the overlapping passage
SINGLE_PENALTY = 0.3  # logits, if search proposed no overlapping passage


def rescored(
    candidates: Sequence[Candidate], passages: Sequence[Passage], single_penalty: float = SINGLE_PENALTY
) -> list[Candidate]:
    """The candidates of one question with penalties subtracted from their margins.

    Args:
        passages: those that `Candidate.passage` indexes.
        single_penalty: logits subtracted from spans that only one of the passages contains.
    """
    by_passage: dict[int, list[Candidate]] = {}
    for one in candidates:
        by_passage.setdefault(one.passage, []).append(one)
    overlapping = _overlapping(passages)
    penalised = []
    for one in candidates:
        best = max(other.margin for other in by_passage[one.passage])
        penalty = SECOND_BEST_SHARE * (best - one.margin)
        rereading = [p for p in overlapping[one.passage] if passages[p].span.contains(one.span)]
        if rereading:
            others = [other for p in rereading for other in by_passage.get(p, ())]
            penalty += OTHER_READING_SHARE * max(0.0, one.margin - _margin_among(one, others))
        else:
            penalty += single_penalty
        penalised.append(replace(one, margin=one.margin - penalty))
    return penalised


def _overlapping(passages: Sequence[Passage]) -> list[list[int]]:
    """For each passage, the indices of the overlapping ones before and after it."""
    found: list[list[int]] = [[] for _ in passages]
    for a, b in pairwise(sorted(range(len(passages)), key=lambda p: passages[p].span)):
        if passages[a].span.overlaps(passages[b].span):
            found[a].append(b)
            found[b].append(a)
    return found


def _margin_among(one: Candidate, others: Sequence[Candidate]) -> float:
    """The margin of the same span among candidates of another passage; their lowest if it is not there."""
    same = [other.margin for other in others if mostly_overlap(one.span, other.span)]
    return max(same) if same else min((other.margin for other in others), default=one.margin)
