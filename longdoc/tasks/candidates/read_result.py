"""What was read for one question: its passages, and the spans that the networks found in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from longdoc.tasks.candidates.rescoring import rescored
from longdoc.tasks.spans.candidate import Candidate, mostly_overlap, without_overlaps
from longdoc.tasks.types import Passage

__all__ = ["FIRST", "Found", "joined"]

FIRST = 2  # passages that are read first; where the answer in them is sure, no more are
FEW_PASSAGES = 48  # of so many all spans are kept

# Logits that a span loses in a passage that the reader has not read, where it has read others; chosen on dev.
UNREAD_COST = 3.0


@dataclass(frozen=True, slots=True)
class Found:
    """What was read for one question, best passage first, and the distinct spans it gave, best first.

    `small` holds the spans of the long-context network, `large` those by both networks' logits in passages
    that the reader has read, all with their margins before rescoring (`longdoc.tasks.candidates.rescoring`);
    both are empty if very many passages were read. `once` is the penalty for spans found in only one passage.
    """

    passages: tuple[Passage, ...]
    candidates: tuple[Candidate, ...]
    small: tuple[Candidate, ...]
    large: tuple[Candidate, ...]
    once: float

    @staticmethod
    def of(
        passages: Sequence[Passage], small: Sequence[Candidate], large: Sequence[Candidate], once: float
    ) -> Found:
        """Join and rescore the candidates of these passages."""
        few = len(passages) <= FEW_PASSAGES
        candidates = without_overlaps(rescored(joined(small, large), passages, once))
        kept = (tuple(small), tuple(large)) if few else ((), ())
        return Found(tuple(passages), tuple(candidates), *kept, once)

    def within(self, top: int) -> Found:
        """What reading only the first `top` passages would have found."""
        if top >= len(self.passages):
            return self
        small, large = ([c for c in kind if c.passage < top] for kind in (self.small, self.large))
        return Found.of(self.passages[:top], small, large, self.once)

    @property
    def agreed(self) -> bool:
        """Whether both networks, if both have read, prefer the same span."""
        if not (self.large and self.small):
            return True
        best = max(self.small, key=lambda c: c.margin), max(self.large, key=lambda c: c.margin)
        return mostly_overlap(best[0].span, best[1].span)


def joined(small: Sequence[Candidate], large: Sequence[Candidate]) -> list[Candidate]:
    """One list of candidates from what two networks found.

    In a passage that the reader has read, too, the spans by both networks' logits count; a passage that it
    has not read stands back.
    """
    if not large:
        return list(small)
    read = {one.passage for one in large}
    unread = [replace(c, margin=c.margin - UNREAD_COST) for c in small if c.passage not in read]
    return [*large, *unread]
