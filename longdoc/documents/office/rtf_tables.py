"""The rows of an RTF table → a grid: cells that cover several columns end where other rows have several."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from longdoc.documents.structure.pieces import Grid
from longdoc.documents.web.tables import header_count

__all__ = ["CellForm", "Row", "table_grid"]


@dataclass(frozen=True, slots=True)
class CellForm:
    """What a row says of a cell before its text: its right edge in twips, and which cell it continues."""

    edge: int = 0
    is_below: bool = False  # it continues the cell above
    is_beside: bool = False  # it continues the cell on the left


@dataclass(frozen=True, slots=True)
class Row:
    """The texts of the cells of one row, and their forms as far as the row gives them."""

    cells: Sequence[str]
    forms: Sequence[CellForm] = ()


def table_grid(rows: Sequence[Row], header_rows: int) -> Grid:
    """The grid of a table; a cell that continues the one above has its text."""
    widest = max(rows, key=lambda row: len(row.cells))
    written: list[list[str]] = []
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    for row in rows:
        line: list[str] = []
        above = written[-1] if written else []
        for text, form, across in _placed(row, widest):
            if form.is_below and not text.strip() and len(line) < len(above):
                text = above[len(line)]
            if across > 1:
                spans[len(written), len(line)] = (1, across)
            line += [text, *[""] * (across - 1)]
        written.append(line)
    headed = min(header_rows, len(rows) - 1) or header_count(written, spans)
    return Grid(written, headed, spans=spans)


def _placed(row: Row, widest: Row) -> Iterator[tuple[str, CellForm, int]]:
    """The cells of a row with their forms, and the number of columns that each covers."""
    forms = [*row.forms[: len(row.cells)], *[CellForm()] * (len(row.cells) - len(row.forms))]
    ends = _ends(row, widest)
    merged: list[tuple[str, CellForm, int]] = []
    for text, form, first, last in zip(row.cells, forms, [0, *ends], ends, strict=False):
        if form.is_beside and not text.strip() and merged:
            before, its_form, across = merged.pop()
            merged.append((before, its_form, across + last - first))
        else:
            merged.append((text, form, last - first))
    yield from merged


def _nearest(edges: Sequence[int], edge: int) -> int:
    """The index of the first of the edges, which rise, that is nearest to one."""
    after = bisect_left(edges, edge)
    if after == len(edges) or (after and edge - edges[after - 1] <= edges[after] - edge):
        after = bisect_left(edges, edges[after - 1])
    return after


def _ends(row: Row, widest: Row) -> list[int]:
    """The column behind each cell, by the edges of the row with the most cells; one each if none fit."""
    plain = list(range(1, len(row.cells) + 1))
    if len(row.cells) == len(widest.cells) or len(row.cells) != len(row.forms):
        return plain
    edges = [form.edge for form in widest.forms]
    if len(edges) != len(widest.cells) or edges != sorted(edges):
        return plain
    ends = [1 + _nearest(edges, form.edge) for form in row.forms]
    return ends if all(a < b for a, b in zip([0, *ends], ends, strict=False)) else plain
