"""The candidates found for one question, with the passages in which they were found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from longdoc.documents.types import Span
from longdoc.tasks.candidates.rescoring import rescored
from longdoc.tasks.spans.candidate import Candidate, without_overlaps
from longdoc.tasks.types import Passage

__all__ = ["MAX_PASSAGES_KEPT", "CandidateSet", "merge_candidates"]

MAX_PASSAGES_KEPT = 48  # up to this many passages, the candidates of both networks are kept

# Logits subtracted in passages that the reader has not read, if it has read others; chosen on dev.
UNREAD_PENALTY = 3.0


@dataclass(frozen=True, slots=True)
class CandidateSet:
    """What reading found for one question.

    Attributes:
        passages: the passages read, best first.
        candidates: distinct candidates, best first.
        by_network: the candidates of the long-context network.
        by_reader: the candidates by the logits of both networks, in passages that the reader has read. Both
            lists have margins before rescoring (`longdoc.tasks.candidates.rescoring`), and are empty if more
            than MAX_PASSAGES_KEPT passages were read.
        single_penalty: logits subtracted from candidates found in only one passage.
        series: the spans of an answer that stands in several places; its first is one of the candidates.
    """

    passages: tuple[Passage, ...]
    candidates: tuple[Candidate, ...]
    by_network: tuple[Candidate, ...]
    by_reader: tuple[Candidate, ...]
    single_penalty: float
    series: tuple[Span, ...] = ()

    @staticmethod
    def of(
        passages: Sequence[Passage], by_network: Sequence[Candidate], by_reader: Sequence[Candidate],
        single_penalty: float,
    ) -> CandidateSet:  # fmt: skip
        """Merge and rescore the candidates of these passages."""
        merged = merge_candidates(by_network, by_reader)
        candidates = without_overlaps(rescored(merged, passages, single_penalty))
        few = len(passages) <= MAX_PASSAGES_KEPT
        kept = (tuple(by_network), tuple(by_reader)) if few else ((), ())
        return CandidateSet(tuple(passages), tuple(candidates), *kept, single_penalty)


def merge_candidates(by_network: Sequence[Candidate], by_reader: Sequence[Candidate]) -> list[Candidate]:
    """One list of the candidates of both networks.

    In passages that the reader has read, its candidates count; in the others, those of the long-context
    network, lowered by UNREAD_PENALTY.
    """
    if not by_reader:
        return list(by_network)
    read = {candidate.passage for candidate in by_reader}
    unread = [replace(c, margin=c.margin - UNREAD_PENALTY) for c in by_network if c.passage not in read]
    return [*by_reader, *unread]
