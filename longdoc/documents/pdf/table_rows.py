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
GAP = 0.8  # of the type size: a wider one parts a label from its figure
_FIGURE = re.compile(r"[(\-+−–$€£¥]*\d[\d.,]*%?\)?[*∗†‡]{0,3}")


def with_rows_parted(cells: Sequence[GridCell]) -> list[GridCell]:
    """The cells of a table with such rows parted at the lines of text that their cells share."""
    cells = [part for cell in cells for part in _by_rows_beside(cell, cells)]
    parted: list[GridCell] = []
    more = 0  # rows than before
    for row in range(1 + max(cell.row for cell in cells)):
        beginning = [cell for cell in cells if cell.row == row]
        heights = _heights([cell for cell in beginning if cell.rows == 1])
        added = max(1, len(heights)) - 1
        parted = [_longer(cell, added) if _covers(cell, row + more) else cell for cell in parted]
        for cell in beginning:
            if cell.rows > 1 or not heights:
                parted.append(_longer(replace(cell, row=row + more), added * (cell.rows > 1)))
                continue
            lines: dict[int, list[Word]] = {}
            for line in by_baseline(cell.words):
                lines.setdefault(_row_of(line, heights), []).extend(line)
            parted += [replace(cell, row=row + more + at, words=words) for at, words in lines.items()]
        more += added
    return parted


def _covers(cell: GridCell, row: int) -> bool:
    return cell.rows > 1 and cell.row < row < cell.row + cell.rows


def _longer(cell: GridCell, rows: int) -> GridCell:
    return replace(cell, rows=cell.rows + rows)


def _by_rows_beside(cell: GridCell, cells: Sequence[GridCell]) -> list[GridCell]:
    """A cell over many rows, parted if it has a line for each: names beside figures that lines part."""
    if cell.rows < LEAST_ROWS:
        return [cell]
    rows = range(cell.row, cell.row + cell.rows)
    heights = {
        one.row: max(word.y for word in one.words) for one in cells if one.rows == 1 and one.row in rows
    }
    lines = by_baseline(cell.words)
    found: dict[int, list[Word]] = {}
    for line in lines:
        near = SAME_BASELINE * line[0].size
        row = next((row for row, height in heights.items() if abs(height - line[0].y) < near), None)
        if row is None or row in found:
            return [cell]
        found[row] = line
    if len(found) < max(LEAST_ROWS, 0.8 * len(heights)):
        return [cell]
    return [replace(cell, row=row, rows=1, words=words) for row, words in found.items()]


def _heights(cells: Sequence[GridCell]) -> list[float]:
    """The baselines of the rows that stand in one row of cells, from the top; none if it is only one.

    Figures stand in a line for each row: in two columns, or in one beside cells with as many lines.
    """
    lines = [by_baseline(cell.words) for cell in cells]
    figures = [of_cell for of_cell in lines if len(of_cell) > 1 and all(map(_has_figures, of_cell))]
    for of_cell in figures:
        heights = [line[0].y for line in of_cell]
        alike = [_are_level(heights, other) for other in lines]
        columns = sum(is_alike for is_alike, other in zip(alike, lines, strict=True) if other in figures)
        if not (all(alike) and len(lines) > 1) and (columns < LEAST_COLUMNS or len(heights) < LEAST_ROWS):
            continue
        if all(_row_of(other[0], heights) >= 0 for other in lines):
            return heights
    return []


def _has_figures(line: Sequence[Word]) -> bool:
    """Whether a line of a cell consists of figures, or of a label and a figure far apart."""
    if all(_FIGURE.fullmatch(word.text) for word in line):
        return True
    apart = len(line) > 1 and line[-1].x0 - line[-2].x1 > GAP * line[-1].size
    return apart and bool(_FIGURE.fullmatch(line[-1].text))


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
