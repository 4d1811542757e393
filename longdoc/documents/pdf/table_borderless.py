"""Finds tables without ruled lines: rows by baseline, columns by continuous gaps, excluding prose.

A block of rows is a table if the words of its rows leave the same vertical strips empty, the columns between
those strips are aligned at one edge, and their cells are neither running text nor list markers.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from longdoc.documents.pdf.grid import Grid, GridCell, by_baseline, is_numeric
from longdoc.documents.pdf.table_cells import (
    are_cells,
    are_marks,
    are_two_figures,
    is_prose_beside,
    read_in_order,
)
from longdoc.documents.pdf.table_columns import with_columns_parted
from longdoc.documents.pdf.table_heads import below_head, below_line, with_row_above
from longdoc.documents.pdf.table_wrapped import wrapped_rows
from longdoc.documents.pdf.words import Word

__all__ = ["borderless_tables"]

GAP = 0.8  # of the type size: narrower gaps part words, not cells
THROUGH = 0.6  # of the type size: so wide is a gap that runs through all rows
CLOSE = 0.4  # … or so wide, before a word that begins where others do
NARROW = 0.1  # … or so wide, beside a figure, if each row has a wider one there or ends where others do
WIDE = 1.4  # of the type size: so wide is the gap between two columns that nothing else tells
LEAST_ROWS = 3
MOST_HEADS = 3  # rows above the columns of a table that span some of them
MOST_STARTS = 12  # of a table below others that are tried
LARGER = 1.1  # times the type size of a table is that of the heading of the next one
FAR = 3.2  # type sizes from one row to the next, at most
TOUCHING = 0.02  # … or so wide, where all rows have as many wide gaps
NEAR = 0.05  # of the type size: so near to the edge of a strip is at it
CLOSER = 0.95  # of the distance of two rows: so near do the lines of one stand
CONTINUES = 1.45  # type sizes below its row does a cell's second line stand, at most
MOSTLY = 0.6

Row = list[Word]
Strip = tuple[float, float]


def borderless_tables(words: Sequence[Word]) -> list[Grid]:
    """The tables among the words that are not in ruled tables, from the top."""
    return _tables_in(by_baseline(words), _PartedRows())


def _tables_in(rows: list[Row], parted: _PartedRows) -> list[Grid]:
    gaps = [_gaps(row) for row in rows]
    found: list[Grid] = []
    at = 0
    while at < len(rows):
        end, strips = _block(rows, gaps, at)
        grid = _grid(rows[at:end], strips, parted) if end - at >= 2 and strips else None
        if grid is None:
            at += 1
            continue
        finer = _finer(rows[at:end], strips, parted)
        if finer is None and (below := _finer_below(rows[:end], gaps, at, len(strips), parted)):
            start, end, grid = below
            found += _tables_in(rows[at:start], parted)
            at = start
        found.append(with_row_above(finer or grid, rows[at - 1 : at], rows[at]))
        at = end
    return found


def _finer_below(
    rows: list[Row], gaps: list[list[Strip]], at: int, coarse: int, parted: _PartedRows
) -> tuple[int, int, Grid] | None:
    """A table with more columns below others in a block, as below the addresses of an invoice; its rows."""
    starts = [start for start in range(at + 1, len(rows) - LEAST_ROWS) if len(gaps[start]) > coarse]
    for start in starts[:MOST_STARTS]:
        end, finer = _block(rows, gaps, start)
        most = end - start > (len(rows) - at) / 2
        if len(finer) <= coarse or not (most or len(finer) > coarse + 1):
            continue
        grid = _grid(rows[start:end], finer, parted)
        if grid is not None and _is_dense(grid) and not _begins_with_marks(grid):
            first, strips = _first_row(rows, at, start, finer)
            return first, end, _grid(rows[first:end], strips, parted) or grid
    return None


def _first_row(rows: list[Row], at: int, start: int, strips: list[Strip]) -> tuple[int, list[Strip]]:
    """The first row above a table that leaves its strips empty and fills half its columns, and the strips."""
    first, kept = start, strips
    for row in reversed(range(at, start)):
        strips = _left_open(strips, rows[row])
        if len(strips) < len(kept) or rows[row][0].y - rows[row + 1][0].y > FAR * rows[row][0].size:
            break
        if len(_cells(rows[row], strips)) > len(strips) / 2:
            first, kept = row, strips
    return first, kept


def _finer(rows: list[Row], strips: list[Strip], parted: _PartedRows) -> Grid | None:
    """The table of a block without its first rows, if these span columns that all others have.

    The last of them heads groups of columns, or two tables that stand side by side.
    """
    rows = _without_prose_beside(rows, strips)
    gaps = [_gaps(row) for row in rows]
    for start in range(1, min(MOST_HEADS, len(rows) - LEAST_ROWS) + 1):
        end, finer = _block(rows, gaps, start)
        if end != len(rows) or len(finer) <= len(strips):
            continue
        grid = _grid(rows[start:], finer, parted)
        if grid is not None and _is_dense(grid) and not _begins_with_marks(grid):
            if start > 1 and not gaps[start - 1]:  # "Europe" between the names of columns and the first row
                return below_head(below_line(grid, rows[start - 1]), rows[start - 2])
            return with_row_above(below_head(grid, rows[start - 1]), rows[: start - 1][-1:], rows[start - 1])
    return None


def _begins_with_marks(grid: Grid) -> bool:
    """Whether the first column holds the marks of a list, which belong to what they mark."""
    texts = [read_in_order(cell.words) for cell in grid.cells if cell.column == 0]
    return are_marks(texts)


def _is_dense(grid: Grid) -> bool:
    """Whether every column has words or figures in most rows."""
    for column in range(len(grid.columns)):
        texts = [read_in_order(cell.words) for cell in grid.cells if cell.column == column]
        if sum(any(map(str.isalnum, text)) for text in texts) < MOSTLY * grid.rows:
            return False
    return True


class _PartedRows:
    """A cache of cells: blocks that begin one row later mostly have the same strips."""

    def __init__(self) -> None:
        self._strips: list[Strip] = []
        self._cells: dict[int, dict[int, Row]] = {}

    def cells(self, row: Row, strips: list[Strip]) -> dict[int, Row]:
        """A row's words by column; callers must not modify it."""
        if strips != self._strips:
            self._strips, self._cells = strips, {}
        known = self._cells.get(id(row))
        if known is None:
            known = self._cells[id(row)] = _cells(row, strips)
        return known


def _gaps(row: Row, strips: Sequence[Strip] = ()) -> list[Strip]:
    """The wide gaps between the words of a row, and those that end or begin where strips do."""
    return [
        (before.x1, after.x0)
        for before, after in pairwise(row)
        if after.x0 - before.x1 > GAP * max(before.size, after.size)
        or are_two_figures(before, after)
        or any(_is_at(strip, before, after) for strip in strips)
    ]


def _is_at(strip: Strip, before: Word, after: Word) -> bool:
    """Whether a figure ends where a strip begins, or a word begins where it ends."""
    near, gap = NEAR * after.size, after.x0 - before.x1
    if abs(before.x1 - strip[0]) < near and is_numeric(before.text):
        return gap > NARROW * after.size
    return abs(after.x0 - strip[1]) < near and gap > CLOSE * after.size


def _block(rows: list[Row], gaps: list[list[Strip]], start: int) -> tuple[int, list[Strip]]:
    """The end of the longest block from a row on with continuous gaps, and these gaps."""
    strips = gaps[start]
    if not strips:
        return start, []
    end = start + 1
    for at in range(start + 1, len(rows)):
        row, above = rows[at], rows[at - 1]
        size = max(row[0].size, above[0].size)
        if above[0].y - row[0].y > FAR * size:
            break
        left = (_shared(strips, gaps[at], row) or _left_open(strips, row)) if gaps[at] else []
        if gaps[at] and len(left) == len(strips):
            strips, end = left, at + 1
        elif left and at - start <= 2 and len(left) >= len(gaps[at]):
            strips, end = left, at + 1  # the head has fewer columns than were seen, or spans some
        elif (
            gaps[at]
            or (len(strips) > 1 and _is_heading(row, above, rows[at + 1 : at + 2]))
            or not (_in_one_column(row, strips) or _is_subheading(row, rows[at + 1 : at + 2], strips))
        ):
            break
    starts = [row[0].y for row, parts in zip(rows[start:end], gaps[start:end], strict=True) if parts]
    least = min((above - below for above, below in pairwise(starts)), default=0.0)
    return _with_last_lines(rows, gaps, end, strips, least), strips


def _with_last_lines(
    rows: list[Row], gaps: list[list[Strip]], end: int, strips: list[Strip], least: float
) -> int:
    """The end of a block with the lines in which a cell of its last row goes on.

    Rows are further apart, `least` points, than these lines, unless they begin in the midst of a sentence.
    """
    last = _united([_cells(row, strips) for row in _lines_of_last(rows[:end])])
    for at in range(end, len(rows)):
        row, pitch = rows[at], rows[at - 1][0].y - rows[at][0].y
        if gaps[at] or not _in_one_column(row, strips):
            break
        line = _cells(row, strips)
        if pitch > CLOSER * least and not row[0].text[0].islower():
            break
        if not line.keys() <= last.keys() or not _continues(line, last, pitch, row[0].size):
            break
        end = at + 1
    return end


def _lines_of_last(rows: list[Row]) -> list[Row]:
    """The last line, with those above that are too near to be lines of one cell: cells are centred."""
    start = len(rows) - 1
    while start and rows[start - 1][0].y - rows[start][0].y < rows[start][0].size:
        start -= 1
    return rows[start:]


def _shared(strips: list[Strip], gaps: list[Strip], row: Row) -> list[Strip]:
    """What strips share with as many wide gaps of a row, one by one; nothing unless all share something.

    Names on the left of their columns stand close to figures on the right of the columns beside them.
    """
    if len(gaps) < len(strips):
        gaps = _gaps(row, strips)
    if len(strips) != len(gaps):
        return []
    shared, ends_in_figure = [], is_numeric(read_in_order([word for word in row if word.x0 >= gaps[-1][1]]))
    for (start, end), (left, right) in zip(strips, gaps, strict=True):
        start, end = max(start, left), min(end, right)
        beside = (word for word in row if word.x1 == left or word.x0 == right)
        least = TOUCHING if ends_in_figure or any(is_numeric(word.text) for word in beside) else THROUGH
        if end - start <= least * row[0].size:
            return []
        shared.append((start, end))
    return shared


def _left_open(strips: list[Strip], row: Row) -> list[Strip]:
    """The parts of empty strips that a row's words leave empty."""
    left = []
    for strip in strips:
        start, end = strip
        near = min(NEAR * row[0].size, (end - start) / 2)
        for word in row:
            if word.x0 < end - near and word.x1 > start + near:
                if word.x0 + word.x1 < start + end:
                    start = word.x1
                else:
                    end = word.x0
        is_narrow = end - start < NARROW * row[0].size
        if (is_narrow and (start, end) == strip) or end - start > _least_width(row, strip, start, end):
            left.append((start, end))
    return left


def _least_width(row: Row, strip: Strip, start: float, end: float) -> float:
    """How wide a strip must be left by a row: the less, the more its words tell that columns part there."""
    near = NEAR * row[0].size
    before = max((word for word in row if word.x1 <= start + near), key=lambda word: word.x1, default=None)
    after = min((word for word in row if word.x0 >= end - near), key=lambda word: word.x0, default=None)
    if not before or not after:
        return THROUGH * row[0].size
    ends = abs(before.x1 - strip[0]) < near and is_numeric(before.text)
    is_apart = after.x0 - before.x1 > GAP * row[0].size and is_numeric(after.text)
    begins = abs(after.x0 - strip[1]) < near
    return (NARROW if ends or is_apart else CLOSE if begins else THROUGH) * row[0].size


def _in_one_column(row: Row, strips: list[Strip]) -> bool:
    return not any(row[0].x0 < start and row[-1].x1 > end for start, end in strips)


def _is_heading(row: Row, above: Row, below: list[Row]) -> bool:
    """Whether a line below a row is set larger than the next one, as the heading of another table."""
    is_below = row[0].x0 < above[-1].x1 and row[-1].x1 > above[0].x0
    return is_below and bool(below) and row[0].size > LARGER * below[0][0].size


def _is_subheading(row: Row, below: list[Row], strips: list[Strip]) -> bool:
    """Whether a short line across columns is a subheading between rows."""
    if not below or len(read_in_order(row)) > 60:
        return False
    gaps = _gaps(below[0])
    return bool(gaps) and len(_shared(strips, gaps, below[0]) or _left_open(strips, below[0])) == len(strips)


def _grid(rows: list[Row], strips: list[Strip], parted: _PartedRows) -> Grid | None:
    rows = _without_prose_beside(rows, strips)
    while rows and not _gaps(rows[-1]) and not _in_one_column(rows[-1], strips):
        rows = rows[:-1]
    lines = [parted.cells(row, strips) for row in rows]
    lines = _joined(lines, rows)
    if len(lines) < LEAST_ROWS or not are_cells(
        lines, strips, median(word.size for row in rows for word in row)
    ):
        return None
    lines, columns = with_columns_parted(lines, len(strips) + 1)
    cells = [
        GridCell(number, column, words) for number, line in enumerate(lines) for column, words in line.items()
    ]
    edges = []
    for column in range(columns):
        inside = [word for line in lines for word in line.get(column, [])]
        if not inside:
            return None
        edges.append((min(word.x0 for word in inside), max(word.x1 for word in inside)))
    return Grid(cells, edges, ruled=False)


def _without_prose_beside(rows: list[Row], strips: list[Strip]) -> list[Row]:
    """The rows without the words of a column of prose that stands beside the table.

    Its lines lie on other baselines, so that the gap between both is none of the first row's.
    """
    words = sorted((word for row in rows for word in row), key=lambda word: word.x0)
    reach = words[0].x1
    for word in words[1:]:
        gap = (reach, word.x0)
        if word.x0 - reach > WIDE * word.size and not any(a < gap[1] and gap[0] < b for a, b in strips):
            left = [[w for w in row if w.x1 <= reach] for row in rows]
            right = [[w for w in row if w.x0 > reach] for row in rows]
            for side, other in ((left, right), (right, left)):
                if is_prose_beside([read_in_order(row) for row in side if row]):
                    return [row for row in other if row]
        reach = max(reach, word.x1)
    return rows


def _cells(row: Row, strips: list[Strip]) -> dict[int, Row]:
    """A row's words by column; a word across a gap belongs to the column where it begins."""
    middles = [(start + end) / 2 for start, end in strips]
    cells: dict[int, Row] = {}
    before: Word | None = None
    column = 0
    for word in row:
        apart = before is None or word.x0 - before.x1 > GAP * word.size
        if apart:
            column = sum(middle < (word.x0 if before is None else word.x1) for middle in middles)
        elif sum(middle < word.x0 for middle in middles) > column:
            column = sum(middle < word.x0 for middle in middles) if _parts(before, word, strips) else column
        cells.setdefault(column, []).append(word)
        before = word
    return cells


def _parts(before: Word | None, word: Word, strips: list[Strip]) -> bool:
    """Whether the gap between two words is wide, or a narrow strip."""
    if before is None or word.x0 - before.x1 > THROUGH * word.size or are_two_figures(before, word):
        return before is not None
    near = NEAR * word.size
    return any(
        end - start < THROUGH * word.size and before.x1 < start + near and end - near < word.x0
        for start, end in strips
    )


def _joined(lines: list[dict[int, Row]], rows: list[Row]) -> list[dict[int, Row]]:
    """Rows, joined with the continuation lines of their cells."""
    joined: list[dict[int, Row]] = []
    starts = wrapped_rows(lines, [row[0].y for row in rows])
    if starts:
        return [_united(lines[start:end]) for start, end in pairwise([*starts, len(lines)])]
    for line, row, above in zip(lines, rows, [None, *rows], strict=False):
        if joined and above is not None and _continues(line, joined[-1], above[0].y - row[0].y, row[0].size):
            joined[-1] = _united([joined[-1], line])
        else:
            joined.append(line)
    return joined


def _united(lines: Sequence[dict[int, Row]]) -> dict[int, Row]:
    """The words of several lines in each column."""
    columns = sorted({column for line in lines for column in line})
    return {column: [word for line in lines for word in line.get(column, [])] for column in columns}


def _continues(line: dict[int, Row], before: dict[int, Row], pitch: float, size: float) -> bool:
    if pitch > CONTINUES * size or len(line) >= max(2, len(before)):
        return False
    if 0 not in line:
        counted = any(
            is_numeric(read_in_order(words)) and is_numeric(read_in_order(before.get(column, [])))
            for column, words in line.items()
        )
        return all(column in before for column in line) and not _all_numeric(line) and not counted
    return len(line) == 1 and len(before) > 1 and line[0][0].text[0].islower()


def _all_numeric(line: dict[int, Row]) -> bool:
    return all(is_numeric(read_in_order(words)) for words in line.values())
