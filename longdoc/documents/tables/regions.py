"""The rows of a sheet → its tables, separated by empty rows, with their headers and the lines above."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from longdoc.documents.structure.pieces import Grid, Piece
from longdoc.documents.structure.stacked_headers import MOST_HEADER_ROWS
from longdoc.documents.web.tables import looks_headed

__all__ = ["Spans", "sheet_pieces"]

Spans = dict[tuple[int, int], tuple[int, int]]


def sheet_pieces(rows: Sequence[Sequence[str]], spans: Spans | None = None) -> Iterator[Piece]:
    """Tables and lines of text, from the top; rows with a single cell are lines: titles, remarks."""
    for start, end in _stretches(rows):
        yield from _stretch(rows, start, end, spans or {})


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
    table = _trimmed(rows[first:end])
    own = {(row - first, column): size for (row, column), size in spans.items() if first <= row < end}
    yield Piece("", grid=Grid(table, _header_rows(table, own), caption=caption, spans=own))


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
    first = [cell for cell in rest[0] if cell.strip()]
    if len(first) < max(1, width - 1):
        return count
    return count + int(looks_headed([first, *rest[1:2]]))


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
