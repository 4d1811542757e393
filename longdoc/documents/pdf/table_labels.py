"""Finds forms that set values below their labels: one table for each row of labels and its values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from longdoc.documents.pdf.grid import Grid, GridCell, by_baseline
from longdoc.documents.pdf.words import CELL_GAP, Word

__all__ = ["labelled_values", "labels_parted"]

SMALLER = 0.92  # of the type size of the values: so large are labels, at most
LEAST_PAIRS = 2  # of a row of labels and a row of values
CLOSE, APART = 1.8, 1.5  # type sizes from labels to values; and times as far, at least, to what is below
MOST_CHARS = 40  # of a label or a value
LEAST_LABELS = 3  # of a row of labels with its values that stands alone
ALIGNED = 0.3  # of the type size: so far apart may a label and its value begin


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


def labelled_values(words: Sequence[Word]) -> list[Grid]:
    """A table for each row of labels in smaller type and the values below them, among words in no table."""
    rows = by_baseline(words)
    found = []
    for at, (above, below) in enumerate(pairwise(rows)):
        pitch = above[0].y - below[0].y
        largest = max(word.size for word in above)
        size = min(word.size for word in below)
        if largest > SMALLER * size or pitch > CLOSE * size:
            continue
        if at + 2 < len(rows) and below[0].y - rows[at + 2][0].y < APART * pitch:
            continue  # text
        labels, values = _parts(above), _parts(below)
        if LEAST_LABELS <= len(labels) == len(values) and all(map(_is_value_of, values, labels)):
            cells = [
                GridCell(row, column, part)
                for row, parts in enumerate((labels, values))
                for column, part in enumerate(parts)
            ]
            edges = [
                (min(label[0].x0, value[0].x0), max(label[-1].x1, value[-1].x1))
                for label, value in zip(labels, values, strict=True)
            ]
            found.append(Grid(cells, edges, ruled=False))
    return found


def _parts(row: list[Word]) -> list[list[Word]]:
    parts = [[row[0]]]
    for before, word in pairwise(row):
        if word.x0 - before.x1 > CELL_GAP * word.size:
            parts.append([])
        parts[-1].append(word)
    return parts


def _is_value_of(value: list[Word], label: list[Word]) -> bool:
    near = ALIGNED * value[0].size
    is_aligned = abs(value[0].x0 - label[0].x0) < near or abs(value[-1].x1 - label[-1].x1) < near
    return is_aligned and all(
        sum(len(word.text) + 1 for word in part) < MOST_CHARS for part in (value, label)
    )


def _is_labelled(labels: list[GridCell], values: list[GridCell]) -> bool:
    """Whether a row is in smaller type than the one below it, or in bold where that is not."""
    above, below = ([word for cell in row for word in cell.words] for row in (labels, values))
    if not above or not below or {cell.column for cell in values} - {cell.column for cell in labels}:
        return False
    if median(word.size for word in above) <= SMALLER * median(word.size for word in below):
        return True
    return all(word.bold for word in above) and not any(word.bold for word in below)
