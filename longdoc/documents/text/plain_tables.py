"""Finds the tables of plain text: columns aligned by spaces, or parted by "|" or tabs.

They stay as they are written, and only their cells are noted. What might be prose is no table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from longdoc.documents.structure.stacked_headers import is_figure
from longdoc.documents.text.aligned_columns import RULE, Columns, Row, gapped, ruled
from longdoc.documents.types import Block, Cell, Kind, Span, Table

__all__ = ["plain_tables", "rows_of"]

BETWEEN = re.compile(r"\n(?:[ \t]*+\n)++|\f")  # paragraphs
# what a table has in one of its lines
SIGN = re.compile(r"(?<=\S)(?:\t|  )|\|")
BAR_RULE = re.compile(r"\s*+[|+]?[ :]*+[-=─]{2}[-=─+|: ]*+$")
DRAWN = {
    **dict.fromkeys(map(ord, "│║┃"), "|"),
    **dict.fromkeys(map(ord, "─═━"), "-"),
    **dict.fromkeys(map(ord, "┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝╒╤╕╞╪╡╘╧╛╓╥╖╟╫╢╙╨╜┏┳┓┣╋┫┗┻┛╭╮╰╯┡╇┩┠╂┨"), "+"),
}
CAPTION = re.compile(r"\s*(?:Table|TABLE|Tabelle|Tableau|Tabla|表)\s?[\dA-Z.]{1,6}\b.{0,200}$")
BAR, TAB, TABS = re.compile(r"\|"), re.compile(r"\t"), re.compile(r"\t+")
OF_CODE = re.compile(r"[=(){};]|^\W*$")
LEAST_ROWS = 3  # without a rule
MOST_HEADERS = 3
MOST_RULES = 8  # below each other, in a table
MOST_LINE_CHARS, MOST_CELL_CHARS, SHORT_CHARS = 1000, 200, 40


def plain_tables(text: str) -> tuple[Table, ...]:
    """The tables in order."""
    if any(sign in text for sign in "│║┃"):
        text = text.translate(DRAWN)  # each sign becomes one sign, so that all offsets stay
    return tuple(table for start, end in _paragraphs(text) for table in _in(text, start, end))


def rows_of(tables: Sequence[Table]) -> Iterator[Block]:
    """Blocks of the rows of tables, without the rules between them."""
    for table in tables:
        yield from (Block(span, Kind.TABLE_ROW) for span in table.row_spans() if span)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Those of several lines in which there may be a table."""
    start = 0
    for between in chain(BETWEEN.finditer(text), (None,)):
        end = between.start() if between else len(text)
        if SIGN.search(text, start, end) and text.find("\n", start, end) >= 0:
            yield start, end
        start = between.end() if between else end


def _in(text: str, start: int, end: int) -> Iterator[Table]:
    lines = text[start:end].rstrip().split("\n")
    starts = [start]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    at = below = 0  # of the table before
    while at < len(lines) - 1:
        columns = _found(lines, at) if lines[at].strip() else None
        if columns is None or columns.rows[0][0] < below:
            at += 1
            continue
        yield _table(text, columns, starts)
        at = below = columns.rows[-1][0] + 1


def _found(lines: Sequence[str], at: int) -> Columns | None:
    """The table of which this line is the rule or a header."""
    line = lines[at]
    if len(line) > MOST_LINE_CHARS:
        return None
    if "|" in line or (line.lstrip()[:1] == "+" and BAR_RULE.match(line)):
        return _parted(lines, at, BAR)
    if "\t" in line:
        return _parted(lines, at, TAB) or _parted(lines, at, TABS)
    if RULE.match(line):
        return ruled(lines, at)
    return gapped(lines, at) if SIGN.search(line) else None


def _parted(lines: Sequence[str], at: int, mark: re.Pattern[str]) -> Columns | None:
    """The table that begins at a line, whose cells are all parted by a mark."""
    rows: list[Row] = []
    headers = rules = 0
    in_a_row = 0  # rules
    for n in range(at, len(lines)):
        if mark is BAR and BAR_RULE.match(lines[n]):
            headers = headers or len(rows)
            rules += 1
            in_a_row += 1
            if in_a_row > MOST_RULES:
                break
            continue
        in_a_row = 0
        cells = _split(lines[n], mark)
        if len(cells) < 2 or (rows and len(cells) != len(rows[0][1])):
            break
        rows.append((n, cells))
        if len(rows) == LEAST_ROWS and not _may_be_rows(lines, rows, mark, is_ruled=headers > 0):
            return None
    if len(rows) < (2 if headers else LEAST_ROWS):
        return None
    is_headed = _is_headed(lines, rows)
    if 0 < headers < min(len(rows), MOST_HEADERS + 1) and (rules <= LEAST_ROWS or is_headed):
        return Columns(rows, headers)
    return Columns(rows, int(is_headed))


def _split(line: str, mark: re.Pattern[str]) -> list[tuple[int, int]]:
    """Where the cells of a line begin and end; none if one is too long."""
    start, end = len(line) - len(line.lstrip(" ")), len(line.rstrip())
    if mark is BAR:
        start += line.startswith("|", start)
        end -= line.endswith("|", start, end)
    cells = []
    for stop in (*mark.finditer(line, start, end), None):
        upto = stop.start() if stop else end
        cell = line[start:upto]
        begin = start + len(cell) - len(cell.lstrip())
        cells.append((begin, begin + len(cell.strip())))
        if upto - start > MOST_CELL_CHARS:
            return []
        start = stop.end() if stop else end
    return cells


def _may_be_rows(lines: Sequence[str], rows: Sequence[Row], mark: re.Pattern[str], *, is_ruled: bool) -> bool:
    """Whether the first lines are rows, and no code, list or form that has such marks as well."""
    texts = _texts(lines, rows)
    if mark is not BAR:
        labels = [row[0] for row in texts]
        is_form = any(label.endswith(":") for label in labels) or not all(labels[1:])
        return (
            not is_form
            and _is_headed(lines, rows)
            and (len(texts[0]) > 2 or all(is_figure(row[1]) for row in texts[1:]))
        )
    if is_ruled:
        return True
    if any("||" in lines[n] or " | " not in lines[n] for n, _ in rows):
        return False
    is_framed = all(lines[n].lstrip().startswith("|") for n, _ in rows)
    if is_framed or any(OF_CODE.search(text) for row in texts for text in row):
        return is_framed
    return len(texts[0]) > 2 or not any(
        row[0][:1].islower() or max(map(len, row)) > SHORT_CHARS for row in texts
    )


def _is_headed(lines: Sequence[str], rows: Sequence[Row]) -> bool:
    from longdoc.documents.web.tables import looks_headed

    return looks_headed(_texts(lines, rows[:2]))


def _texts(lines: Sequence[str], rows: Sequence[Row]) -> list[list[str]]:
    return [[lines[n][start:end] for start, end in cells] for n, cells in rows]


def _table(text: str, columns: Columns, starts: Sequence[int]) -> Table:
    cells = tuple(
        Cell(Span(starts[n] + start, starts[n] + end), row, column)
        for row, (n, found) in enumerate(columns.rows)
        for column, (start, end) in enumerate(found)
    )
    first = starts[columns.rows[0][0]]
    written = [cell.span for cell in cells if cell.span]
    return Table(Span(written[0].start, written[-1].end), cells, columns.headers, 0, _caption(text, first))


def _caption(text: str, start: int) -> Span | None:
    """The line above a table if it names this; there may be a blank line between."""
    above = text[max(0, start - 2 * MOST_CELL_CHARS) : start].rstrip()
    line = above[above.rfind("\n") + 1 :]
    end = max(0, start - 2 * MOST_CELL_CHARS) + len(above)
    is_near = text.count("\n", end, start) <= 2
    return Span(end - len(line.lstrip()), end) if is_near and CAPTION.match(line) else None
