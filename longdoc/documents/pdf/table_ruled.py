"""Finds tables drawn with ruled lines, whose crossings form a grid of cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from longdoc.documents.pdf.grid import Grid, GridCell
from longdoc.documents.pdf.rules import Rule
from longdoc.documents.pdf.table_rows import with_rows_parted
from longdoc.documents.pdf.table_spans import with_figures_parted, with_spans_parted
from longdoc.documents.pdf.words import Word

__all__ = ["ruled_tables"]

TOUCH = 3.0  # points: lines that end so near to another meet it
JUT_OUT = 12.0  # points beyond the outermost upright: there, a column without a border stands
MOST_ROWS, MOST_COLUMNS = 400, 60
MOST_CELL_CHARS = 1_500  # a cell with more is a page in a frame


def ruled_tables(words: Sequence[Word], rules: Sequence[Rule]) -> list[Grid]:
    """The tables formed by ruled lines, from the top of the page.

    The words of a table within a cell or a frame of another belong to the inner one alone.
    """
    across = _joined([rule for rule in rules if rule.across])
    upright = _joined([rule for rule in rules if not rule.across])
    found, taken = [], set[int]()
    for lines in sorted(_groups(across, upright), key=_area):
        crossing = [line for line in lines if line.across]
        upright_lines = [line for line in lines if not line.across]
        grid = _grid(words, crossing, upright_lines)
        if grid is not None and grid.words & taken:
            grid = _grid([word for word in words if id(word) not in taken], crossing, upright_lines)
        if grid is not None:
            found.append(grid)
            taken |= grid.words
    return sorted(found, key=lambda grid: -max(word.y for word in grid.cells[0].words))


def _joined(rules: list[Rule]) -> list[Rule]:
    """Join collinear lines that touch or overlap."""
    joined: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: (rule.at, rule.start)):
        for index in range(len(joined) - 1, -1, -1):
            other = joined[index]
            if rule.at - other.at > TOUCH / 2:
                joined.append(rule)
                break
            if rule.start <= other.end + TOUCH and other.start <= rule.end + TOUCH:
                joined[index] = Rule(
                    rule.across, other.at, min(rule.start, other.start), max(rule.end, other.end)
                )
                break
        else:
            joined.append(rule)
    return joined


def _groups(across: list[Rule], upright: list[Rule]) -> list[list[Rule]]:
    """Groups of connected lines."""
    lines = across + upright
    parent = list(range(len(lines)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for left, one in enumerate(across):
        for right, other in enumerate(upright, len(across)):
            if _meet(one, other):
                parent[root(left)] = root(right)
    groups: dict[int, list[Rule]] = {}
    for at, line in enumerate(lines):
        groups.setdefault(root(at), []).append(line)
    return [group for group in groups.values() if len(group) >= 4]


def _area(lines: Sequence[Rule]) -> float:
    """The area that connected lines enclose."""
    wide = max(line.end for line in lines if line.across) - min(line.start for line in lines if line.across)
    high = max(line.end for line in lines if not line.across) - min(
        line.start for line in lines if not line.across
    )
    return wide * high


def _meet(across: Rule, upright: Rule) -> bool:
    return (
        across.start - TOUCH <= upright.at <= across.end + TOUCH
        and upright.start - TOUCH <= across.at <= upright.end + TOUCH
    )


def _grid(words: Sequence[Word], across: list[Rule], upright: list[Rule]) -> Grid | None:
    if not across or not upright:
        return None
    ys = _distinct(across, upright)[::-1]  # from the top
    xs = _distinct(upright, across)
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 2 or columns < 2 or rows > MOST_ROWS or columns > MOST_COLUMNS:
        return None
    cells = _merged(xs, ys, across, upright)
    for word in words:
        x, y = (word.x0 + word.x1) / 2, word.y + 0.3 * word.size
        column = bisect_right(xs, x) - 1
        row = rows - bisect_right(ys[::-1], y)
        if 0 <= column < columns and 0 <= row < rows:
            cells[row, column].words.append(word)
    filled = list({id(cell): cell for cell in cells.values() if cell.words}.values())
    filled = _without_empty(with_spans_parted(filled, xs))
    if not filled or len({cell.row for cell in filled}) < 2 or len({cell.column for cell in filled}) < 2:
        return None
    if any(sum(len(word.text) for word in cell.words) > MOST_CELL_CHARS for cell in filled):
        return None
    filled = with_figures_parted(with_rows_parted(filled))
    used = sorted({cell.column for cell in filled})
    edges = [(min(w.x0 for c in filled if c.column == at for w in c.words),
              max(w.x1 for c in filled if c.column == at for w in c.words)) for at in used]  # fmt: skip
    return Grid(sorted(filled, key=lambda cell: (cell.row, cell.column)), edges, ruled=True)


def _distinct(lines: list[Rule], crossing: list[Rule]) -> list[float]:
    """The distinct positions of lines in ascending order, with the ends of crossing lines that jut out."""
    places: list[float] = []
    for place in sorted(line.at for line in lines):
        if not places or place - places[-1] > TOUCH:
            places.append(place)
    first, last = min(line.start for line in crossing), max(line.end for line in crossing)
    if first < places[0] - JUT_OUT:
        places.insert(0, first)
    if last > places[-1] + JUT_OUT:
        places.append(last)
    return places


def _merged(
    xs: list[float], ys: list[float], across: list[Rule], upright: list[Rule]
) -> dict[tuple[int, int], GridCell]:
    """The cell at each row and column; neighbours without a line between them are one cell."""
    cells: dict[tuple[int, int], GridCell] = {}
    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            middle_x, middle_y = (xs[column] + xs[column + 1]) / 2, (ys[row] + ys[row + 1]) / 2
            left = cells.get((row, column - 1))
            above = cells.get((row - 1, column))
            if left is not None and left.row == row and not _parts(upright, xs[column], middle_y):
                left.columns = max(left.columns, column - left.column + 1)
                cells[row, column] = left
            elif above is not None and above.column <= column and not _parts(across, ys[row], middle_x):
                above.rows = max(above.rows, row - above.row + 1)
                cells[row, column] = above
            else:
                cells[row, column] = GridCell(row, column, [])
    return cells


def _parts(rules: list[Rule], at: float, middle: float) -> bool:
    return any(abs(rule.at - at) <= TOUCH and rule.start <= middle <= rule.end for rule in rules)


def _without_empty(cells: list[GridCell]) -> list[GridCell]:
    """Remove rows and columns in which no cell begins."""
    for axis in ("row", "column"):
        used = sorted({getattr(cell, axis) for cell in cells})
        for cell in cells:
            begin = getattr(cell, axis)
            spans = axis + "s"
            count = sum(begin <= at < begin + getattr(cell, spans) for at in used)
            setattr(cell, spans, max(1, count))
            setattr(cell, axis, used.index(begin))
    return cells
