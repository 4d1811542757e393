"""Brings the cells that a question describes into what the networks find.

"What is the reorder level of the ball valve?" names a row and a header, "which item costs the most?" an order
of rows; what the structure of a table says of these stands beside the logits of the networks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import log

from longdoc.documents.types import Document, Span
from longdoc.tasks.found import Found
from longdoc.tasks.search import PassageIndex
from longdoc.tasks.spans import Candidate, distinct, mostly
from longdoc.tasks.tables.ranker import probable_cells
from longdoc.tasks.tables.view import TableView, view_of
from longdoc.tasks.types import Passage

__all__ = ["LikelyCell", "led_by_cell", "likely_cells", "table_views", "with_cell"]

MOST_CELLS = 200_000  # of a document; larger tables are left to the search
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


@dataclass(frozen=True, slots=True)
class LikelyCell:
    """A cell that may answer, with the probability that the structure of its table gives it."""

    span: Span
    probability: float

    @property
    def log_odds(self) -> float:
        """Of the cell against all else."""
        p = min(max(self.probability, 1e-6), 1 - 1e-6)
        return log(p / (1 - p))


def table_views(document: Document) -> list[TableView]:
    """The tables of a document, ready for questions; none where they are too large."""
    if sum(len(table.cells) for table in document.tables) > MOST_CELLS:
        return []
    return [view_of(document, table) for table in document.tables]


def likely_cells(question: str, views: Sequence[TableView]) -> list[LikelyCell]:
    """The cells that a question may lead to, most likely first."""
    found = probable_cells(question, views) if views else []
    return [LikelyCell(span, probability) for span, probability in found]


def with_cell(
    proposed: Sequence[Passage], cells: Sequence[LikelyCell], index: PassageIndex
) -> Sequence[Passage]:
    """The passages proposed, and first among them one that holds the likeliest cell."""
    if not cells or cells[0].probability < PROPOSED:
        return proposed
    return index.with_place(proposed, cells[0].span)


def led_by_cell(found: Found, cells: Sequence[LikelyCell], document: Document) -> Found:
    """What was found, with the likely cells, and with others behind the likeliest of their table."""
    if not found.candidates or not cells:
        return found
    weighed = [_beside_likeliest(candidate, cells, document) for candidate in found.candidates]
    likely = [
        cell for cell in cells[:MOST_LIKELY]
        if cell.probability >= LEAST_LIKELY and any(map(str.isalnum, document.quote(cell.span)))
    ]  # fmt: skip
    best = sorted([*_led(likely, found, document), *weighed], key=lambda c: -c.margin)
    return replace(found, candidates=tuple(distinct(best)))


def _led(cells: Sequence[LikelyCell], found: Found, document: Document) -> Iterator[Candidate]:
    """The likely cells, by their log odds and the networks' margins of them."""
    tables = sum(len(table.span) for table in document.tables) / max(1, len(document.text))
    lead = LOGIT_LEAD * min(1.0, tables) - LOGIT_BEHIND
    for cell in cells:
        number = next((n for n, p in enumerate(found.passages) if p.span.contains(cell.span)), None)
        if number is None:
            continue
        same = [c for c in found.candidates if c.passage == number and mostly(c.span, cell.span)]
        margin = lead + LOGIT_SHARE * cell.log_odds
        if same:
            yield replace(same[0], span=cell.span, margin=margin + same[0].margin, cell=cell.log_odds)
        else:
            yield Candidate(margin, cell.span, number, cell=cell.log_odds)


def _beside_likeliest(candidate: Candidate, cells: Sequence[LikelyCell], document: Document) -> Candidate:
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
