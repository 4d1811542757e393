"""Tables of all pages → tables of the text, joined across pages, with headers and captions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from longdoc.documents.pdf.paragraphs import Laid
from longdoc.documents.pdf.tables import TableInfo
from longdoc.documents.pdf.words import Line
from longdoc.documents.types import Block, Cell, Kind, Span, Table

__all__ = ["blocks_of", "joined_tables", "tables_of_text"]

CAPTION_CHARS = 300
CAPTION_SIZES = 3.5  # type sizes from a table's first row, at most
_CAPTION = re.compile(
    r"(?i)(?:table|tab\.|tabelle|tableau|tabla|exhibit|schedule|figure|fig\.)\s*[\dA-Z.]+\b|表\s*\d"
)

Pages = Sequence[Sequence[Line]]
Infos = Sequence[Sequence[TableInfo]]


def joined_tables(pages: Pages, infos: Infos) -> list[list[Line]]:
    """Number the tables through the document, and drop repeated headers."""
    joined: list[list[Line]] = []
    number, last, header = -1, None, ""
    for page, lines in enumerate(pages):
        numbers: dict[int, int] = {}
        kept: list[Line] = []
        for index, line in enumerate(lines):
            if line.row is None:
                kept.append(_as_caption(lines, index))
                if line.kind != Kind.HEADER_FOOTER.value:
                    last = None
                continue
            info = infos[page][line.row.table]
            if line.row.table not in numbers:
                goes_on = last is not None and not numbers and _alike(last, info)
                if goes_on and line.text == header:
                    numbers[line.row.table] = number
                    continue
                if not goes_on:
                    number += 1
                    header = line.text
                numbers[line.row.table] = number
            kept.append(replace(line, table=numbers[line.row.table], kind=Kind.TABLE_ROW.value))
            last = info
        joined.append(kept)
    return joined


def _alike(one: TableInfo, other: TableInfo) -> bool:
    """Whether two tables have the same columns at the same positions."""
    return len(one.columns) == len(other.columns) and all(
        a[0] < b[1] and b[0] < a[1] for a, b in zip(one.columns, other.columns, strict=True)
    )


def _as_caption(lines: Sequence[Line], index: int) -> Line:
    """Mark a line as a caption if it reads like one and is directly above or below a table."""
    line = lines[index]
    if line.kind or len(line.text) > CAPTION_CHARS or not _CAPTION.match(line.text):
        return line
    for other in (*lines[index + 1 : index + 2], *lines[max(0, index - 1) : index]):
        if other.row is not None and abs(other.y - line.y) < CAPTION_SIZES * max(line.size, other.size):
            return replace(line, kind=Kind.CAPTION.value)
    return line


def _placed(pages: Pages, laid: Laid) -> Iterator[tuple[int, Line, int]]:
    starts = iter(laid.line_starts)
    for page, lines in enumerate(pages):
        for line in lines:
            yield page, line, next(starts)[2]


def tables_of_text(pages: Pages, laid: Laid, infos: Infos) -> tuple[Table, ...]:
    """The tables with their cells as spans of the text."""
    cells: dict[int, list[Cell]] = {}
    firsts: dict[int, TableInfo] = {}
    spans: dict[int, Span] = {}
    captions: dict[int, Span] = {}
    rows: dict[int, int] = {}
    above: Span | None = None
    last = -1
    for page, line, start in _placed(pages, laid):
        if line.row is None:
            span = Span(start, start + len(line.text))
            if line.kind == Kind.CAPTION.value:
                if last >= 0 and last not in captions:
                    captions[last] = span
                else:
                    above = span
            last = -1
            continue
        table = line.table
        if table not in cells:
            firsts[table], cells[table], rows[table] = infos[page][line.row.table], [], 0
            spans[table] = Span(start, start)
            if above is not None:
                captions[table] = above
        above, last = None, table
        for cell in line.row.cells:
            span = Span(start + cell.start, start + cell.end)
            cells[table].append(Cell(span, rows[table], cell.column, cell.rows, cell.columns))
        rows[table] += 1
        spans[table] = Span(spans[table].start, start + len(line.text))
    return tuple(
        Table(
            spans[table],
            tuple(cells[table]),
            header_rows=firsts[table].header_rows,
            header_columns=firsts[table].header_columns,
            caption=captions.get(table),
        )
        for table in sorted(cells)
    )


def blocks_of(pages: Pages, laid: Laid) -> tuple[Block, ...]:
    """The lines of a known kind as blocks; neighbours of one kind in a paragraph are joined."""
    blocks: list[Block] = []
    for _, line, start in _placed(pages, laid):
        if not line.kind:
            continue
        span = Span(start, start + len(line.text))
        last = blocks[-1] if blocks else None
        joins = last and last.kind.value == line.kind and line.row is None
        in_one = line.kind == Kind.CODE.value or (last and "\n" not in laid.text[last.span.end : span.start])
        if last and joins and in_one and span.start >= last.span.end:
            blocks[-1] = Block(Span(last.span.start, span.end), last.kind)
        else:
            blocks.append(Block(span, Kind(line.kind)))
    return tuple(blocks)
