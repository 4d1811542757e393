"""Puts the names of columns, which are often set closer than the columns, above a borderless table."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from longdoc.documents.pdf.grid import Grid, GridCell, is_numeric, is_year
from longdoc.documents.pdf.words import Word

__all__ = ["below_head", "below_line", "with_row_above"]

GAP = 0.8  # of the type size: narrower gaps part words, not cells
GUTTER = 1.4  # of the type size: beyond so wide a gap, text beside the table begins
NEXT = 2.2  # type sizes from a table to the names of its columns, at most

Row = Sequence[Word]
Columns = Sequence[tuple[float, float]]  # their left and right edges


def with_row_above(grid: Grid, above: Sequence[Row], first: Row) -> Grid:
    """A table without a header, or with units alone, with the row above it if this names each column."""
    is_named = grid.header_rows > 0 and grid.row(0)[0].column == 0
    if is_named or not above or above[0][0].y - first[0].y > NEXT * first[0].size:
        return grid
    whole = below_head(grid, above[0])
    names = [" ".join(word.text for word in cell.words) for cell in whole.row(0) if cell.columns == 1]
    named = len(names) >= len(grid.columns) - 1 and not any(
        is_numeric(name) and not is_year(name) for name in names
    )
    return whole if named else grid


def below_head(grid: Grid, head: Row) -> Grid:
    """A table with one more row above: cells that stand over a column, or span several."""
    head = _over_table(head, grid.columns[0][0], grid.columns[-1][1])
    cells = _cell_for_each(grid.columns, head) or _spanning_cells(grid.columns, head)
    if not cells:
        return grid
    below = [GridCell(one.row + 1, one.column, one.words, one.rows, one.columns) for one in grid.cells]
    whole = Grid(cells + below, grid.columns, ruled=False)
    whole.header_rows = 1 + grid.header_rows
    return whole


def below_line(grid: Grid, line: Row) -> Grid:
    """A table without a header with one more row above: a line that names the rows below it."""
    if grid.header_rows:
        return grid
    below = [GridCell(one.row + 1, one.column, one.words, one.rows, one.columns) for one in grid.cells]
    whole = Grid([GridCell(0, 0, list(line)), *below], grid.columns, ruled=False)
    whole.header_rows = 0
    return whole


def _over_table(head: Row, left: float, right: float) -> Row:
    """The words over a table, and those that go on from them beyond its edges."""
    runs = _runs(head, GUTTER)
    return [word for run in runs if run[0].x0 < right and run[-1].x1 > left for word in run]


def _runs(head: Row, gap: float) -> list[list[Word]]:
    runs: list[list[Word]] = [list(head[:1])]
    for before, word in pairwise(head):
        if word.x0 - before.x1 > gap * max(before.size, word.size):
            runs.append([])
        runs[-1].append(word)
    return runs


def _cell_for_each(columns: Columns, head: Row) -> list[GridCell]:
    """A cell over each column, the first one perhaps left out, parted at the widest gaps; or none."""
    for skipped in (0, 1):
        named = columns[skipped:]
        if len(head) < len(named) or (skipped and head[0].x0 < columns[0][1]):
            continue
        gaps = sorted(range(1, len(head)), key=lambda at: head[at - 1].x1 - head[at].x0)
        cuts = [0, *sorted(gaps[: len(named) - 1]), len(head)]
        parts = [list(head[start:end]) for start, end in pairwise(cuts)]
        over = zip(parts, named, strict=True)
        if all(part[0].x0 < right and part[-1].x1 > left for part, (left, right) in over):
            return [GridCell(0, column, part) for column, part in enumerate(parts, skipped)]
    return []


def _spanning_cells(columns: Columns, head: Row) -> list[GridCell]:
    """The parts of a row between wide gaps, each over the columns nearest to it; or none."""
    if not head:
        return []
    runs = _runs(head, GAP)
    bounds = [(before[-1].x1 + after[0].x0) / 2 for before, after in pairwise(runs)]
    spans: list[list[int]] = [[] for _ in runs]
    for column, (left, right) in enumerate(columns):
        if column or right > head[0].x0:  # the names of the rows may have no head
            spans[bisect_left(bounds, (left + right) / 2)].append(column)
    if not all(spans):
        return []
    return [GridCell(0, at[0], run, 1, len(at)) for run, at in zip(runs, spans, strict=True)]
