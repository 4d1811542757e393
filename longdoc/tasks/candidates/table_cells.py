"""Merges the cells that a question describes into the candidates that the networks found.

The evidence of a table's structure (`longdoc.tasks.tables`) complements the logits of the networks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import log

from longdoc.documents.types import Document
from longdoc.tasks.candidates.read_result import Found
from longdoc.tasks.search.passages import PassageIndex
from longdoc.tasks.spans.candidate import Candidate, mostly_overlap, without_overlaps
from longdoc.tasks.tables.lookup import ProbableCell
from longdoc.tasks.types import Passage

__all__ = ["merge_cells", "prepend_cell_passage"]

MOST_LIKELY = 3
LEAST_LIKELY = 0.05
PROPOSED = 0.3  # from which probability on the networks read the passage of a cell first
# The margin of a cell: its log odds times LOGIT_SHARE, and a lead by the share of the text that is in tables,
# less LOGIT_BEHIND. Chosen on training tables and TAT-QA dev.
LOGIT_SHARE, LOGIT_LEAD, LOGIT_BEHIND = 2.0, 3.5, 0.5
# What the networks find in another cell of a table than its likeliest one loses so much of the difference
# between the logarithms of their probabilities, and so much at most, where the likeliest is likely enough.
BESIDE_SHARE, BESIDE_MOST, BESIDE_LEAST = 1.5, 5.0, 0.15
UNLIKELY = 0.003  # the probability of a cell that nothing in the question leads to


def prepend_cell_passage(
    proposed: Sequence[Passage], cells: Sequence[ProbableCell], index: PassageIndex
) -> Sequence[Passage]:
    """The passages proposed, and first among them one that holds the likeliest cell."""
    if not cells or cells[0].probability < PROPOSED:
        return proposed
    return index.with_place(proposed, cells[0].span)


def merge_cells(found: Found, cells: Sequence[ProbableCell], document: Document) -> Found:
    """What was found, with the likely cells, and with others behind the likeliest of their table."""
    if not found.candidates or not cells:
        return found
    weighed = [_beside_likeliest(candidate, cells, document) for candidate in found.candidates]
    likely = [
        cell for cell in cells[:MOST_LIKELY]
        if cell.probability >= LEAST_LIKELY and any(map(str.isalnum, document.quote(cell.span)))
    ]  # fmt: skip
    best = sorted([*_led(likely, found, document), *weighed], key=lambda c: -c.margin)
    return replace(found, candidates=tuple(without_overlaps(best)))


def _led(cells: Sequence[ProbableCell], found: Found, document: Document) -> Iterator[Candidate]:
    """The likely cells, by their log odds and the networks' margins of them."""
    tables = sum(len(table.span) for table in document.tables) / max(1, len(document.text))
    lead = LOGIT_LEAD * min(1.0, tables) - LOGIT_BEHIND
    for cell in cells:
        number = next((n for n, p in enumerate(found.passages) if p.span.contains(cell.span)), None)
        if number is None:
            continue
        same = [c for c in found.candidates if c.passage == number and mostly_overlap(c.span, cell.span)]
        margin = lead + LOGIT_SHARE * cell.log_odds
        if same:
            yield replace(same[0], span=cell.span, margin=margin + same[0].margin, cell=cell.log_odds)
        else:
            yield Candidate(margin, cell.span, number, cell=cell.log_odds)


def _beside_likeliest(candidate: Candidate, cells: Sequence[ProbableCell], document: Document) -> Candidate:
    """A span in a cell of a table, by how likely the cell is beside the likeliest of the same table."""
    table = document.table_at(candidate.span.start)
    here = [cell for cell in cells if table and table.span.contains(cell.span)]
    if not here or here[0].probability < BESIDE_LEAST:
        return candidate
    own = [cell.probability for cell in here if cell.span.overlaps(candidate.span)]
    behind = log(here[0].probability / max(UNLIKELY, *own, 0.0))
    less = min(BESIDE_MOST, BESIDE_SHARE * behind)
    return replace(
        candidate, margin=candidate.margin - less,
        small=None if candidate.small is None else candidate.small - less,
        large=None if candidate.large is None else candidate.large - less,
    )  # fmt: skip
