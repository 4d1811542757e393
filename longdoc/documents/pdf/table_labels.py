"""Parts forms that set values below their labels, row by row, into one table for each row of labels."""

from __future__ import annotations

from dataclasses import replace
from statistics import median

from longdoc.documents.pdf.grid import Grid, GridCell

__all__ = ["labels_parted"]

SMALLER = 0.92  # of the type size of the values: so large are labels, at most
LEAST_PAIRS = 2  # of a row of labels and a row of values


def labels_parted(grid: Grid) -> list[Grid]:
    """The table of each row of labels with its values, if all rows alternate so; else the table itself."""
    if grid.rows % 2 or grid.rows < 2 * LEAST_PAIRS:
        return [grid]
    rows = [grid.row(number) for number in range(grid.rows)]
    labels, values = rows[::2], rows[1::2]
    if not all(_is_labelled(above, below) for above, below in zip(labels, values, strict=True)):
        return [grid]
    parts = []
    for above, below in zip(labels, values, strict=True):
        cells = [replace(cell, row=number) for number, row in enumerate((above, below)) for cell in row]
        parts.append(Grid(cells, grid.columns, ruled=grid.ruled))
    return parts


def _is_labelled(labels: list[GridCell], values: list[GridCell]) -> bool:
    """Whether a row is in smaller type than the one below it, or in bold where that is not."""
    above, below = ([word for cell in row for word in cell.words] for row in (labels, values))
    if not above or not below or {cell.column for cell in values} - {cell.column for cell in labels}:
        return False
    if median(word.size for word in above) <= SMALLER * median(word.size for word in below):
        return True
    return all(word.bold for word in above) and not any(word.bold for word in below)
