"""Keeps numbered headings that form a plausible sequence: 1, 1.1, 1.2, 2, then 1 again."""

from __future__ import annotations

from collections.abc import Sequence

from longdoc.documents.structure.headings import Heading

__all__ = ["keep_in_sequence"]

LOOK_BACK = 40  # how many candidates before may be the one that is followed
MAX_GAP = 4  # how many numbers may be missing in between
COST_OF_GAP = 0.3


def keep_in_sequence(headings: Sequence[Heading], *, cost_of_restart: float) -> list[Heading]:
    """The heaviest chain of headings in which each number plausibly follows its predecessor.

    Numbering may restart (in an exhibit, say) at `cost_of_restart`, so that a lone number in running text,
    "in 15 Minutes", costs more than it gains.
    """
    scores: list[float] = []
    previous: list[int] = []
    best = -1  # the end of the heaviest chain so far
    for index, heading in enumerate(headings):
        score, link = _cost_of_start(heading.number, cost_of_restart) * -1, -1
        if best >= 0 and scores[best] + score > score:
            score, link = scores[best] + score, best
        for other in range(max(0, index - LOOK_BACK), index):
            cost = _cost_of_step(headings[other].number, heading.number)
            if cost is not None and scores[other] - cost > score:
                score, link = scores[other] - cost, other
        scores.append(score + heading.weight)
        previous.append(link)
        if best < 0 or scores[index] > scores[best]:
            best = index
    chain: list[Heading] = []
    best = best if best >= 0 and scores[best] > 0 else -1
    while best >= 0:
        chain.append(headings[best])
        best = previous[best]
    return chain[::-1]


def _cost_of_start(number: tuple[int, ...], cost_of_restart: float) -> float:
    return cost_of_restart + 0.15 * min(sum(part - 1 for part in number if part), 3)


def _cost_of_step(before: tuple[int, ...], after: tuple[int, ...]) -> float | None:
    """The cost of `after` following `before`; None if it cannot."""
    shared = 0
    while shared < min(len(before), len(after)) and before[shared] == after[shared]:
        shared += 1
    if shared == len(after):
        return None
    base = before[shared] if shared < len(before) else 0
    gap = after[shared] - base
    deeper = after[shared + 1 :]
    if not 0 < gap <= MAX_GAP + 1 or any(part > 2 for part in deeper):
        return None
    return COST_OF_GAP * (gap - 1) + 0.1 * len(deeper)
