"""Fills cells below one that stands for several rows: merged ones, and labels written only once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from longdoc.documents.types import Document, Span, Table

__all__ = ["rows_below_headers"]

LEAST_ROWS, LEAST_COLUMNS = 4, 3  # of a table whose labels are written only once
LEAST_BLANKS, LEAST_SHARE = 2, 0.25  # rows without a label, and their share

Row = list[Span | None]


def rows_below_headers(document: Document, table: Table, width: int) -> list[Row]:
    """The rows of a table below its headers, each with the cells that stand for it."""
    grid: dict[int, Row] = {}
    for cell in table.cells:
        if cell.row >= table.header_rows:
            grid.setdefault(cell.row, [None] * width)[cell.column] = cell.span
    for cell in table.cells:
        for row in range(cell.row + 1, cell.row + cell.rows):
            if cell.row >= table.header_rows and row in grid and grid[row][cell.column] is None:
                grid[row][cell.column] = cell.span
    rows = [grid[number] for number in sorted(grid)]
    labels = _written_once(rows, _texts(document, rows))
    return [[labels.get(number, row[0]), *row[1:]] for number, row in enumerate(rows)]


def _texts(document: Document, rows: Sequence[Row]) -> list[list[str]]:
    return [[document.quote(span).strip() if span else "" for span in row] for row in rows]


def _written_once(rows: Sequence[Row], texts: Sequence[Sequence[str]]) -> Mapping[int, Span | None]:
    """The labels of rows without one: those above, if all else is filled and tells the rows apart."""
    if len(rows) < LEAST_ROWS or len(rows[0]) < LEAST_COLUMNS or not texts[0][0]:
        return {}
    blank = [number for number, row in enumerate(texts) if not row[0]]
    if len(blank) < max(LEAST_BLANKS, LEAST_SHARE * len(rows)) or not all(all(row[1:]) for row in texts):
        return {}
    labels: dict[int, Span | None] = {}
    named, label = set[tuple[str, str]](), ""
    for number, (row, said) in enumerate(zip(rows, texts, strict=True)):
        label = said[0] or label
        if (label, said[1]) in named:
            return {}
        named.add((label, said[1]))
        labels[number] = row[0] if said[0] else labels[number - 1]
    return labels
