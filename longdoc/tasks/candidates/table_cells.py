"""Merges the probable cells of tables into the candidates that the networks found.

The structure of a table (`longdoc.tasks.tables`) and the logits of the networks are independent evidence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import log

from longdoc.documents.types import Document
from longdoc.tasks.candidates.candidate_set import CandidateSet
from longdoc.tasks.search.passages import PassageIndex
from longdoc.tasks.spans.candidate import Candidate, mostly_overlap, without_overlaps
from longdoc.tasks.tables.lookup import ProbableCell
from longdoc.tasks.tables.placeholders import is_placeholder
from longdoc.tasks.types import Passage

__all__ = ["merge_cells", "prepend_cell_passage"]

MAX_CELLS = 3  # merged for one question
MIN_PROBABILITY = 0.05  # of a cell that is merged
MIN_PROBABILITY_READ = 0.3  # of a cell whose passage the networks read first
# The margin of a cell is LOGIT_SHARE times its log odds, plus LOGIT_LEAD times the share of the document that
# is in tables, minus LOGIT_OFFSET. Chosen on training tables and TAT-QA dev.
LOGIT_SHARE, LOGIT_LEAD, LOGIT_OFFSET = 2.0, 3.5, 0.5
# If the most probable cell of a table reaches MIN_PROBABILITY_LOWERING, candidates in its other cells lose
# LOWERING_SHARE times the difference between the log probabilities, at most MAX_LOWERING logits.
LOWERING_SHARE, MAX_LOWERING, MIN_PROBABILITY_LOWERING = 1.5, 5.0, 0.15
DEFAULT_PROBABILITY = 0.003  # of a cell that nothing in the question points to


def prepend_cell_passage(
    proposed: Sequence[Passage], cells: Sequence[ProbableCell], index: PassageIndex
) -> Sequence[Passage]:
    """The proposed passages, beginning with one that contains the most probable cell."""
    if not cells or cells[0].probability < MIN_PROBABILITY_READ:
        return proposed
    return index.with_place(proposed, cells[0].span)


def merge_cells(found: CandidateSet, cells: Sequence[ProbableCell], document: Document) -> CandidateSet:
    """Add probable cells as candidates, and lower candidates in less probable cells of the same table.

    Args:
        cells: the most probable first.
    """
    if not found.candidates or not cells:
        return found
    stated = [one for one in found.candidates if not _is_unstated(one, document)]
    lowered = [_lowered(candidate, cells, document) for candidate in stated]
    probable = [
        cell for cell in cells[:MAX_CELLS]
        if cell.probability >= MIN_PROBABILITY and not is_placeholder(document.quote(cell.span))
    ]  # fmt: skip
    merged = sorted([*_cell_candidates(probable, found, document), *lowered], key=lambda c: -c.margin)
    return replace(found, candidates=tuple(without_overlaps(merged)))


def _is_unstated(candidate: Candidate, document: Document) -> bool:
    """Whether a candidate is a placeholder in a table, such as "N/A"."""
    return (
        is_placeholder(document.quote(candidate.span)) and document.table_at(candidate.span.start) is not None
    )


def _cell_candidates(
    cells: Sequence[ProbableCell], found: CandidateSet, document: Document
) -> Iterator[Candidate]:
    """Candidates from cells; the margin that a network gave to the same span is added."""
    share = sum(len(table.span) for table in document.tables) / max(1, len(document.text))
    lead = LOGIT_LEAD * min(1.0, share) - LOGIT_OFFSET
    for cell in cells:
        number = next((n for n, p in enumerate(found.passages) if p.span.contains(cell.span)), None)
        if number is None:
            continue
        same = [c for c in found.candidates if c.passage == number and mostly_overlap(c.span, cell.span)]
        margin = lead + LOGIT_SHARE * cell.log_odds
        if same:
            yield replace(
                same[0], span=cell.span, margin=margin + same[0].margin, cell_log_odds=cell.log_odds
            )
        else:
            yield Candidate(margin, cell.span, number, cell_log_odds=cell.log_odds)


def _lowered(candidate: Candidate, cells: Sequence[ProbableCell], document: Document) -> Candidate:
    """The candidate with its margins lowered if another cell of its table is more probable."""
    table = document.table_at(candidate.span.start)
    here = [cell for cell in cells if table and table.span.contains(cell.span)]
    if not here or here[0].probability < MIN_PROBABILITY_LOWERING:
        return candidate
    own = [cell.probability for cell in here if cell.span.overlaps(candidate.span)]
    difference = log(here[0].probability / max(DEFAULT_PROBABILITY, *own, 0.0))
    penalty = min(MAX_LOWERING, LOWERING_SHARE * difference)
    network, reader = candidate.network_margin, candidate.reader_margin
    return replace(
        candidate, margin=candidate.margin - penalty,
        network_margin=None if network is None else network - penalty,
        reader_margin=None if reader is None else reader - penalty,
    )  # fmt: skip
