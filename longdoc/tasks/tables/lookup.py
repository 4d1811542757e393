"""Finds the cells that a question describes by its table's structure.

"What is the reorder level of the ball valve?" names a row and a header, "which item costs the most?" an order
of rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import log

from longdoc.documents.types import Document, Span
from longdoc.tasks.tables.question import OPERATORS, TableQuestion, orders, read_question
from longdoc.tasks.tables.ranker import probable_cells
from longdoc.tasks.tables.table_years import is_of_another_year
from longdoc.tasks.tables.view import SMALL, TableView, view_of

__all__ = ["ProbableCell", "probable_table_cells", "table_views"]

MAX_CELLS = 200_000  # per document; larger tables are left to passage search


@dataclass(frozen=True, slots=True)
class ProbableCell:
    """A cell that may answer, with its probability by the structure of the table."""

    span: Span
    probability: float

    @property
    def log_odds(self) -> float:
        """log(p / (1 - p)) of the probability."""
        p = min(max(self.probability, 1e-6), 1 - 1e-6)
        return log(p / (1 - p))


def table_views(document: Document) -> list[TableView]:
    """The tables of a document, prepared for questions; an empty list if they are too large."""
    if sum(len(table.cells) for table in document.tables) > MAX_CELLS:
        return []
    return [view_of(document, table) for table in document.tables]


def probable_table_cells(question: str, views: Sequence[TableView]) -> list[ProbableCell]:
    """The cells that a question may describe, the most probable first."""
    if not views:
        return []
    asked = read_question(question)
    views = [view for view in views if not is_of_another_year(asked, view)]
    found = probable_cells(question, _asked_of_each(asked, [_as_asked(asked, view) for view in views]))
    return [ProbableCell(span, probability) for span, probability in found]


def _asked_of_each(
    asked: TableQuestion, views: Sequence[TableView]
) -> list[tuple[TableQuestion, TableView]]:  # fmt: skip
    """The question to each table: "most expensive" orders no rows of this one if another one has prices."""
    meant = [any(orders(asked, column.head) for column in view.columns) for view in views]
    unordered = replace(asked, flags=asked.flags - {"highest", "lowest"}) if any(meant) else asked
    return [(asked if ordered else unordered, view) for ordered, view in zip(meant, views, strict=True)]


def _as_asked(asked: TableQuestion, view: TableView) -> TableView:
    """The view, turned if periods are compared: "in which year was revenue highest?" names a row only."""
    if view.turned is None or not asked.flags & {"highest", "lowest", "best", "worst"}:
        return view
    rows = [column.core - OPERATORS - SMALL for column in view.turned.columns[1:]]
    named = any(row and row <= asked.terms for row in rows)
    return view.turned if named and not any(one.stems & asked.terms for one in view.columns[1:]) else view
