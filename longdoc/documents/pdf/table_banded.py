"""Finds tables whose rows are ruled off, cell by cell, but whose columns are not, as web pages print them.

The lines below (or above) the cells of a row end where its columns do, so that they tell both.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from longdoc.documents.pdf.grid import Grid, GridCell, by_baseline
from longdoc.documents.pdf.rules import Rule
from longdoc.documents.pdf.words import SAME_BASELINE, Word

__all__ = ["banded_tables"]

TOUCH = 3.0  # points: lines that end so near to another meet it
LEAST_BANDS = 2  # between lines
MOST_HIGH = 200.0  # points: a higher band is no row
NEAR = 2.5  # type sizes from the outermost lines stands what they rule off, at most
APART = 0.8  # of the type size: words of two cells are no nearer
MOST_CROSSING = 0.05  # of the words may lie across the end of a column
MOST_CELL_CHARS = 1_500
LEAST_FIGURES = 3  # lines of a cell that begin with figures: as many rows that no line parts

Level = tuple[float, list[float]]  # a line across, and where its parts begin and end


def banded_tables(words: Sequence[Word], rules: Sequence[Rule]) -> list[Grid]:
    """The tables among words that are in no other table, from the top of the page."""
    found = []
    for levels in _groups(_levels(rules)):
        edges = _edges(levels)
        if len(edges) > 2 and (grid := _grid(words, [level for level, _ in levels], edges)) is not None:
            found.append(grid)
            words = [word for word in words if id(word) not in grid.words]
    return found


def _levels(rules: Sequence[Rule]) -> list[Level]:
    """Lines across that consist of parts that meet, from the top."""
    levels: list[Level] = []
    for rule in sorted(
        (rule for rule in rules if rule.across), key=lambda rule: (-round(rule.at), rule.start)
    ):
        if levels and abs(levels[-1][0] - rule.at) < TOUCH / 2 and rule.start <= levels[-1][1][-1] + TOUCH:
            if rule.end > levels[-1][1][-1]:
                levels[-1][1].append(rule.end)
        else:
            levels.append((rule.at, [rule.start, rule.end]))
    return levels


def _groups(levels: list[Level]) -> list[list[Level]]:
    """Lines of one width, one below the other."""
    groups: list[list[Level]] = []
    for level in levels:
        for group in groups:
            above = group[-1]
            same = all(abs(above[1][at] - level[1][at]) <= TOUCH for at in (0, -1))
            if same and above[0] - level[0] <= MOST_HIGH:
                group.append(level)
                break
        else:
            groups.append([level])
    return [group for group in groups if len(group) > LEAST_BANDS]


def _edges(levels: list[Level]) -> list[float]:
    """Where columns begin and end, as the parts of the lines say."""
    edges: list[float] = []
    for place in sorted(place for _, places in levels for place in places):
        if not edges or place - edges[-1] > TOUCH:
            edges.append(place)
    return edges


def _grid(words: Sequence[Word], levels: list[float], edges: list[float]) -> Grid | None:
    inside = [word for word in words if edges[0] - TOUCH <= word.x0 and word.x1 <= edges[-1] + TOUCH]
    bands = [
        [word for word in inside if low < word.y + 0.3 * word.size < high] for high, low in pairwise(levels)
    ]
    if _only_head_is_ruled(inside, levels[-1], edges) or _go_on_beside(words, bands, edges):
        return None
    bands = [_beyond(inside, levels[0], edges, 1), *bands, _beyond(inside, levels[-1], edges, -1)]
    bands = [band for band in bands if band]
    if bands and _runs_on(bands[0], edges):  # a title between the first two lines
        del bands[0]
    if len(bands) < LEAST_BANDS + 1:
        return None
    crossing = sum(_crosses(word, edges) for band in bands for word in band)
    if crossing > MOST_CROSSING * sum(map(len, bands)):
        return None
    cells = []
    for row, band in enumerate(bands):
        columns: dict[int, list[Word]] = {}
        for word in band:
            columns.setdefault(_column(word, edges), []).append(word)
        cells += [GridCell(row, column, columns[column]) for column in sorted(columns)]
    used = sorted({cell.column for cell in cells})
    if len(used) < 2 or any(map(_is_no_cell, cells)):
        return None
    for cell in cells:
        cell.column = used.index(cell.column)
    several = sum(len({cell.column for cell in cells if cell.row == row}) > 1 for row in range(len(bands)))
    if several < 0.6 * len(bands):
        return None
    return Grid(cells, [(edges[column], edges[column + 1]) for column in used], ruled=True)


def _is_no_cell(cell: GridCell) -> bool:
    """Whether words are too many for a cell, or figures below each other, which are of several rows."""
    if sum(len(word.text) for word in cell.words) > MOST_CELL_CHARS:
        return True
    lines = by_baseline(cell.words)
    return sum(any(map(str.isdigit, line[0].text)) for line in lines) >= LEAST_FIGURES


def _only_head_is_ruled(words: Sequence[Word], level: float, edges: list[float]) -> bool:
    """Whether several rows follow the last line, so that lines part no rows but those of the head."""
    above, rows = level, 0
    for row in by_baseline([word for word in words if word.y + 0.3 * word.size < level]):
        if above - row[0].y > NEAR * row[0].size or len({_column(word, edges) for word in row}) < 2:
            break
        above, rows = row[0].y, rows + 1
    return rows > 1


def _go_on_beside(words: Sequence[Word], bands: list[list[Word]], edges: list[float]) -> bool:
    """Whether most rows go on beside their lines, which then rule off a part of a table only."""
    outside = {
        round(word.y, 1) for word in words if word.x1 < edges[0] - TOUCH or word.x0 > edges[-1] + TOUCH
    }
    return 2 * sum(any(round(word.y, 1) in outside for word in band) for band in bands) > len(bands)


def _beyond(words: Sequence[Word], level: float, edges: list[float], side: int) -> list[Word]:
    """The row above the first line, or below the last one, if it fills several columns."""
    near = [word for word in words if 0 < side * (word.y + 0.3 * word.size - level) < NEAR * word.size]
    rows = by_baseline(near)
    row = (rows[-1] if side > 0 else rows[0]) if rows else []
    beside = [word for word in words if any(abs(word.y - one.y) < 0.1 for one in row[:1])]
    fills = len({_column(word, edges) for word in row}) > 1 and not _runs_on(row, edges)
    return row if fills and len(beside) == len(row) and not any(_crosses(word, edges) for word in row) else []


def _runs_on(row: Sequence[Word], edges: list[float]) -> bool:
    """Whether words that stand close to each other on one line are in different columns."""
    return any(
        _column(before, edges) < _column(after, edges)
        and after.x0 - before.x1 < APART * after.size
        and abs(before.y - after.y) < SAME_BASELINE * after.size
        for before, after in pairwise(sorted(row, key=lambda word: (-round(word.y), word.x0)))
    )


def _column(word: Word, edges: list[float]) -> int:
    middle = (word.x0 + word.x1) / 2
    return min(max(bisect_right(edges, middle) - 1, 0), len(edges) - 2)


def _crosses(word: Word, edges: list[float]) -> bool:
    return any(word.x0 < edge - TOUCH and word.x1 > edge + TOUCH for edge in edges[1:-1])
