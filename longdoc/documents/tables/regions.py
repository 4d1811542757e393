"""The rows of a sheet → its tables, with their headers and the lines above.

Empty rows separate tables, unless the rows below continue the table above: they fill as many columns, with
figures in the same ones, and have no header of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from longdoc.documents.structure.pieces import Grid, Piece
from longdoc.documents.structure.stacked_headers import MOST_HEADER_ROWS, is_figure
from longdoc.documents.web.tables import looks_headed

__all__ = ["Spans", "sheet_pieces"]

REMARK_WORDS = 3
# what begins, ends or holds marks that a name of a row has not
REMARK = re.compile(
    r"(?i)\W*(?:sources?|notes?|remarks?|n\.?b\.?|see|quellen?|anm)\b|[*#†‡(\[]|.*(?:: |[.!?。)]$)"
)
SAMPLE_ROWS = 12  # of a table, by which it is known whether the rows below continue it
MISSING = re.compile(r"n\.?[/.]?a\.?|nil|none|null|tb[ad]", re.IGNORECASE)
Spans = dict[tuple[int, int], tuple[int, int]]


def sheet_pieces(rows: Sequence[Sequence[str]], spans: Spans | None = None) -> Iterator[Piece]:
    """Tables and lines of text, from the top; rows with a single cell are lines: titles, remarks."""
    for start, end in _tables(rows, frozenset(row for row, _ in spans or {})):
        yield from _stretch(rows, start, end, spans or {})


def _tables(rows: Sequence[Sequence[str]], merged: frozenset[int]) -> Iterator[tuple[int, int]]:
    """The stretches, joined where one continues another; `merged` are the rows with merged cells."""
    start = end = 0
    for first, last in _stretches(rows):
        if end and not _continues(rows, (start, end), (first, last), merged):
            yield start, end
            start = first
        start, end = (start if end else first), last
    if end:
        yield start, end


def _continues(
    rows: Sequence[Sequence[str]], above: tuple[int, int], below: tuple[int, int], merged: frozenset[int]
) -> bool:
    """Whether the rows of a stretch belong to the table with a header that another one holds."""
    first, start = _first_row(rows, *above), _first_row(rows, *below)
    if start == below[1] or start - below[0] > 1 or _filled(rows[first]) < 2:
        return False
    sampled = (
        range(first, min(above[1], first + SAMPLE_ROWS)),
        range(start, min(below[1], start + SAMPLE_ROWS)),
    )
    if any(row in merged for row in chain(*sampled)):
        return False
    upper, lower = ([rows[row] for row in sample] for sample in sampled)
    table, added = _trimmed(row for row in upper if _filled(row)), _trimmed(lower)
    if len(table[0]) != len(added[0]) or not _header_rows([*table, *added], {}):
        return False
    if _header_rows(added, {}) and not _repeats(table[1:], added):
        return False
    is_remark = len(added) == 1 and not any(map(is_figure, added[0]))
    if is_remark and len(table) == len(upper) > 2:
        return False
    return all(_is_alike(table[1:], added, column) for column in range(len(table[0])))


def _repeats(table: Sequence[Sequence[str]], added: Sequence[Sequence[str]]) -> bool:
    """Whether a cell in the first row added is also in another row, so that it names no column."""
    others = [*table, *added[1:]]
    return any(cell.strip() and cell in (row[n] for row in others) for n, cell in enumerate(added[0]))


def _is_alike(table: Sequence[Sequence[str]], added: Sequence[Sequence[str]], column: int) -> bool:
    """Whether a column has no words in the rows added if it has only figures in those of the table."""
    cells, below = ([row[column].strip() for row in one if row[column].strip()] for one in (table, added))
    is_of_figures = bool(cells) and all(map(is_figure, cells))
    return not is_of_figures or not any(map(_is_word, below))


def _is_word(cell: str) -> bool:
    return any(map(str.isalpha, cell)) and not is_figure(cell) and not MISSING.fullmatch(cell)


def _first_row(rows: Sequence[Sequence[str]], start: int, end: int) -> int:
    """The first row with several cells; `end` if there is none."""
    return next((row for row in range(start, end) if _filled(rows[row]) > 1), end)


def _stretches(rows: Sequence[Sequence[str]]) -> Iterator[tuple[int, int]]:
    start = None
    for index, row in enumerate(rows):
        filled = any(cell.strip() for cell in row)
        if filled and start is None:
            start = index
        elif not filled and start is not None:
            yield start, index
            start = None
    if start is not None:
        yield start, len(rows)


def _stretch(rows: Sequence[Sequence[str]], start: int, end: int, spans: Spans) -> Iterator[Piece]:
    first = start
    while first < end and _filled(rows[first]) == 1:
        first += 1
    if end - first < 2 and not (first < end and start == first and end - first == 1):
        first = end if first == end else first
    lines = [_alone(row) for row in rows[start:first]]
    if first == end:  # no row has two cells: mere lines, a list perhaps
        for line in lines:
            yield Piece(line, tight=True)
        return
    caption = lines.pop() if lines else ""
    for line in lines:
        yield Piece(line)
    last = end
    while last - first > 2 and _is_remark(rows[last - 1]):
        last -= 1
    table = _trimmed(rows[first:last])
    own = {(row - first, column): size for (row, column), size in spans.items() if first <= row < last}
    for start_column, end_column in _side_by_side(table, own):
        part = [row[start_column:end_column] for row in table]
        its_own = {
            (row, column - start_column): size
            for (row, column), size in own.items()
            if start_column <= column < end_column
        }
        yield Piece("", grid=Grid(part, _header_rows(part, its_own), caption=caption, spans=its_own))
        caption = ""
    for row in rows[last:end]:
        yield Piece(_alone(row), tight=True)


def _side_by_side(table: list[list[str]], spans: Spans) -> list[tuple[int, int]]:
    """The columns of each table in these rows: empty columns part those that have headers of their own."""
    covered = {
        column + step for (_, column), (_, across) in spans.items() for step in range(across)
    }  # fmt: skip
    width = max(map(len, table), default=0)
    filled = [column in covered or any(row[column].strip() for row in table) for column in range(width)]
    blocks: list[list[int]] = []
    for column in range(width):
        if filled[column] and column and filled[column - 1] and blocks:
            blocks[-1][1] = column + 1
        elif filled[column]:
            blocks.append([column, column + 1])
    found = [(start, end) for start, end in blocks]
    parts = [[row[start:end] for row in table if any(map(str.strip, row[start:end]))] for start, end in found]
    if len(found) > 1 and all(end - start > 1 for start, end in found) and all(map(looks_headed, parts)):
        return found
    return [(found[0][0], found[-1][1])] if found else [(0, width)]


def _is_remark(row: Sequence[str]) -> bool:
    """Whether a row is a line of words, such as the source below a table."""
    words = [word for word in row[0].split() if any(map(str.isalpha, word))]
    return _filled(row) == 1 and len(words) >= REMARK_WORDS and REMARK.match(row[0].strip()) is not None


def _header_rows(table: list[list[str]], spans: Spans) -> int:
    """The number of header rows: those with merged cells at the top, and the one below."""
    count = 0
    while count < min(MOST_HEADER_ROWS - 1, len(table) - 2) and any(
        row == count and columns > 1 for (row, _), (_, columns) in spans.items()
    ):
        count += 1
    rest = table[count:]
    width = max(map(len, rest), default=0)
    if len(rest) < 2:
        return count
    named = [column for column, cell in enumerate(rest[0]) if cell.strip()]
    if len(named) < max(1, width - 1):
        return count
    below = next((row for row in rest[1:] if _filled(row)), rest[1])
    return count + int(looks_headed([[row[column] for column in named] for row in (rest[0], below)]))


def _trimmed(rows: Iterable[Sequence[str]]) -> list[list[str]]:
    """Remove empty columns at the right."""
    table = [list(row) for row in rows]
    widest = max((_width(row) for row in table), default=0)
    return [(row + [""] * (widest - len(row)))[:widest] for row in table]


def _width(row: Sequence[str]) -> int:
    width = len(row)
    while width and not row[width - 1].strip():
        width -= 1
    return width


def _filled(row: Sequence[str]) -> int:
    return sum(1 for cell in row if cell.strip())


def _alone(row: Sequence[str]) -> str:
    return next((cell for cell in row if cell.strip()), "")
