"""Parts rows of a ruled table that no line parts, as where only the head and the whole are framed."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from longdoc.documents.pdf.grid import GridCell, by_baseline
from longdoc.documents.pdf.words import SAME_BASELINE, Word

__all__ = ["with_rows_parted"]

LEAST_COLUMNS, LEAST_ROWS = 2, 3  # of figures, where cells of words have more lines or fewer
_FIGURE = re.compile(r"[(\-+−–$€£¥]*\d[\d.,]*%?\)?")


def with_rows_parted(cells: Sequence[GridCell]) -> list[GridCell]:
    """The cells of a table with such rows parted at the lines of text that their cells share."""
    parted: list[GridCell] = []
    more = 0  # rows than before
    for row in range(1 + max(cell.row for cell in cells)):
        beginning = [cell for cell in cells if cell.row == row]
        is_spanned = any(cell.rows > 1 and cell.row <= row < cell.row + cell.rows for cell in cells)
        heights = [] if is_spanned else _heights(beginning)
        if not heights:
            parted += [replace(cell, row=row + more) for cell in beginning]
            continue
        for cell in beginning:
            lines: dict[int, list[Word]] = {}
            for line in by_baseline(cell.words):
                lines.setdefault(_row_of(line, heights), []).extend(line)
            parted += [replace(cell, row=row + more + at, words=words) for at, words in lines.items()]
        more += len(heights) - 1
    return parted


def _heights(cells: Sequence[GridCell]) -> list[float]:
    """The baselines of the rows that stand in one row of cells, from the top; none if it is only one.

    Figures stand in a line for each row: in two columns, or in one beside cells with as many lines.
    """
    lines = [by_baseline(cell.words) for cell in cells]
    figures = [of_cell for of_cell in lines if len(of_cell) > 1 and all(map(_are_figures, of_cell))]
    for of_cell in figures:
        heights = [line[0].y for line in of_cell]
        alike = [_are_level(heights, other) for other in lines]
        columns = sum(is_alike for is_alike, other in zip(alike, lines, strict=True) if other in figures)
        if not (all(alike) and len(lines) > 1) and (columns < LEAST_COLUMNS or len(heights) < LEAST_ROWS):
            continue
        if all(_row_of(other[0], heights) >= 0 for other in lines):
            return heights
    return []


def _are_figures(line: Sequence[Word]) -> bool:
    return all(_FIGURE.fullmatch(word.text) for word in line)


def _are_level(heights: Sequence[float], lines: Sequence[Sequence[Word]]) -> bool:
    """Whether a cell's lines stand at these heights, and no others."""
    return len(lines) == len(heights) and all(
        abs(line[0].y - height) < SAME_BASELINE * line[0].size
        for line, height in zip(lines, heights, strict=True)
    )


def _row_of(line: Sequence[Word], heights: Sequence[float]) -> int:
    """The number of the row that a line of a cell belongs to; -1 above the first."""
    lowest = line[0].y - SAME_BASELINE * line[0].size
    return bisect_right([-height for height in heights], -lowest) - 1
