"""HTML tables → grids: data tables, their headers, and cells that span rows or columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Sequence
from itertools import takewhile, zip_longest
from typing import Any

from longdoc.documents.structure.pieces import Grid
from longdoc.documents.structure.stacked_headers import HEADER_CHARS, YEAR, Merged, is_figure, is_period

__all__ = ["header_count", "is_data_table", "looks_headed", "read_grid", "tables_within"]

NESTED_IN_CELL = ("p", "div", "table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote")
FILLED = re.compile(r"[^\s\u200b]")  # zero-width spaces keep empty paragraphs open
MANY_CHARS = 400  # a cell with more is a column of a layout, not of a table
MOST_BLOCKS = 3  # in a cell of a table; more are a list, which only a grid of labelled rows and columns has …
MOST_LISTED = 12  # … with up to so many items in a cell
LEAST_ROWS_OF_GRID = 3
UNIT_DIGITS = 4  # of "24h", "PM2.5" or "1990s"; a word with more is a number: "INV-2024-017"
MOST_COLUMNS = 1000
MOST_ROWS_COVERED = 1000
MOST_REPEATED_CHARS = 2_000_000  # of one table: what cells that cover several rows add
# heads the values of labels, of whatever kind these are
VALUE_HEADS = frozenset(
    {"value", "values", "detail", "details", "description", "data", "content", "information"}
)
PRIME = "′"
FIGURE_FIRST = re.compile(r"[^\w\s]{0,2}(?:[A-Z]{3} ?)?\d[\d.,]*")
DATED = re.compile(rf"\b{YEAR.pattern}\b|\d{{1,2}}[./-]\d{{1,2}}[./-]\d\d")


def is_data_table(table: Any) -> bool:
    """Whether a table holds data rather than layout: several columns of short cells, no nested tables."""
    if table.get("role") in ("presentation", "none"):
        return False
    own = [row for row in table.iter("tr") if _is_of(row, table)]
    widths = [sum(tag_of(cell) in ("td", "th") for cell in row) for row in own]
    if not widths or max(widths) < 2:
        return False
    marked = any(tag_of(cell) == "th" for row in own for cell in row)
    is_headed = marked and len(own) > 1 and widths[0] > 1 and all(tag_of(cell) == "th" for cell in own[0])
    most_blocks = MOST_LISTED if _is_labelled_grid(own) else MOST_BLOCKS
    for cell in (cell for row in own for cell in row.iterchildren("td", "th")):
        if not is_headed and next(cell.iter("table"), None) is not None:
            return False
        if marked:
            continue
        blocks = sum(map(_is_filled, cell.iter(*NESTED_IN_CELL)))
        if blocks > most_blocks or len("".join(cell.itertext())) > MANY_CHARS:
            return False
    return True


def _is_labelled_grid(rows: Sequence[Any]) -> bool:
    """Whether rows of equally many cells, below a title or not, begin with labels and stand below labels."""
    cells = [[cell for cell in row if tag_of(cell) in ("td", "th")] for row in rows]
    of_grid = [row for row in cells if len(row) > 1]
    if len(of_grid) < LEAST_ROWS_OF_GRID or len({len(row) for row in of_grid}) > 1:
        return False
    labels = [*of_grid[0][1:], *(row[0] for row in of_grid[1:])]
    return all(map(_is_label, labels))


def _is_label(cell: Any) -> bool:
    blocks = sum(map(_is_filled, cell.iter(*NESTED_IN_CELL)))
    return _is_filled(cell) and blocks < MOST_BLOCKS and len("".join(cell.itertext()).strip()) <= HEADER_CHARS


def _is_filled(element: Any) -> bool:
    return FILLED.search("".join(element.itertext())) is not None


def read_grid(table: Any, text_of: Callable[[Any], str], skip: Container[Any] = ()) -> Grid:
    """The grid of a data table; a cell that spans rows is repeated in each.

    Args:
        skip: elements to leave out, with the rows in them.
    """
    rows: list[list[str]] = []
    heads: list[list[bool]] = []
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    coming: dict[int, tuple[int, str, bool]] = {}  # column → rows still covered, text, whether it heads
    marked = 0  # rows in <thead>
    width = 0  # columns in which a cell begins
    elements = _rows(table)
    spare = MOST_REPEATED_CHARS
    for number, element in enumerate(elements):
        around = list(takewhile(lambda one: one is not table, element.iterancestors()))
        if any(one in skip for one in (element, *around)):
            continue
        marked += any(tag_of(one) == "thead" for one in around)
        row: list[str] = []
        head: list[bool] = []
        for cell in [one for one in element if tag_of(one) in ("td", "th")]:
            _fill(row, head, coming)
            width = max(width, len(row) + 1)
            down = min(_rows_covered(cell, element), len(elements) - number)
            across = _number(cell.get("colspan"), MOST_COLUMNS - min(len(row), MOST_COLUMNS - 1))
            text, is_head = text_of(cell), tag_of(cell) == "th"
            added = (down - 1) * (len(text) + across)
            down = down if added <= spare else 1
            spare -= added if down > 1 else 0
            if across > 1:
                spans[len(rows), len(row)] = (1, across)
            for step in range(across):
                if down > 1:
                    coming[len(row)] = (down - 1, text if step == 0 else "", is_head)
                row.append(text if step == 0 else "")
                head.append(is_head)
        _fill(row, head, coming)
        rows.append(row)
        heads.append(head)
    rows, heads = [row[:width] for row in rows], [head[:width] for head in heads]
    spans = {(at, column): (1, min(across, width - column)) for (at, column), (_, across) in spans.items()}
    caption = next((text_of(one) for one in table.iter("caption")), "")
    header_rows = _header_rows(marked, heads, rows, spans)
    return Grid(rows, header_rows, _header_columns(heads[header_rows:]), caption, spans)


def tables_within(table: Any) -> list[Any]:
    """The tables in the cells of a table, without those in them."""
    return [one for one in table.iterdescendants("table") if next(one.iterancestors("table")) is table]


def _is_of(row: Any, table: Any) -> bool:
    return next((one for one in row.iterancestors() if one is table or tag_of(one) == "table"), None) is table


def _rows(table: Any) -> list[Any]:
    """The rows in the order in which they are shown: those of a <tfoot> come last, wherever it is."""
    rows = [row for row in table.iter("tr") if _is_of(row, table)]
    last = {row for row in rows if tag_of(row.getparent()) == "tfoot"}
    if not last or rows[-1] in last:
        return rows
    return sorted(rows, key=last.__contains__)


def _rows_covered(cell: Any, row: Any) -> int:
    """The rows that a cell covers; "0" means all that follow in its group."""
    if (cell.get("rowspan") or "").strip() == "0":
        return min(1 + sum(1 for _ in row.itersiblings("tr")), MOST_ROWS_COVERED)
    return _number(cell.get("rowspan"), MOST_ROWS_COVERED)


def _fill(row: list[str], head: list[bool], coming: dict[int, tuple[int, str, bool]]) -> None:
    """Fill the next columns with cells that span down from rows above."""
    while (column := len(row)) in coming:
        left, text, is_head = coming[column]
        row.append(text)
        head.append(is_head)
        if left > 1:
            coming[column] = (left - 1, text, is_head)
        else:
            del coming[column]


def _header_rows(marked: int, heads: list[list[bool]], rows: list[list[str]], spans: Merged) -> int:
    """The rows that are marked or of <th> only; else 1 if the first has words and the next a number."""
    if marked:
        return min(marked, max(1, len(rows) - 1))
    count = 0
    while count < len(heads) - 1 and heads[count] and all(heads[count]):
        count += 1
    if count or any(any(head) for head in heads):
        return count
    return header_count(rows, spans)


def header_count(rows: Sequence[list[str]], spans: Merged) -> int:
    """The number of header rows of a table that marks none; a title across all columns is one of them."""
    if len(rows) > 2 and rows[0] and rows[0][0].strip() and not any(map(str.strip, rows[0][1:])):
        across = spans.get((0, 0), (1, 1))[1]
        if across > 1 and across >= max(map(len, rows[1:3])) and looks_headed(list(rows[1:])):
            return 1 if across == 2 and not _heads_values(rows[1:]) else 2
    return int(looks_headed([_uncovered(row, at, spans) for at, row in enumerate(rows)]))


def _uncovered(row: list[str], at: int, spans: Merged) -> list[str]:
    """A row in which each covered cell has a name of its own, made from that of the cell that covers it."""
    filled = list(row)
    for (line, column), (_, across) in spans.items() if at == 0 else ():
        if line > 0 or column >= len(row) or not row[column].strip():
            continue
        for step in range(1, min(across, len(row) - column)):
            filled[column + step] = f"{row[column]}{PRIME * step}"
    return filled


def looks_headed(rows: list[list[str]]) -> bool:
    """Whether the first row names the columns: distinct words in all of its cells.

    A header may repeat a name, have an empty cell or a number if there are numbers below its words.
    """
    if len(rows) < 2:
        return False
    first, below = ([text.strip() for text in row] for row in rows[:2])
    if not any(first) or _are_sentences(first, below):
        return False
    if first[0].endswith(":") and below and below[0].endswith(":"):  # labels of what is beside them
        return False
    if len(first) == 2 and _are_keys_and_values(rows):
        return False
    below += [""] * (len(first) - len(below))
    is_data = [_is_alike(head, text) for head, text in zip(first, below, strict=False)]
    if not any(is_data) and all(first) and len(set(first)) == len(first):
        return True
    named = sum(1 for text in first if text)
    heading = sum(
        1 for head, text, alike in zip(first, below, is_data, strict=False)
        if head and not alike and (is_figure(text) or YEAR.fullmatch(text))
    )  # fmt: skip
    return heading > 2 * sum(is_data) and named >= max(2, len(first) - 1)


def _are_sentences(heads: list[str], below: list[str]) -> bool:
    """Whether cells are too long for headers; questions of surveys may be long, and headers of figures."""
    return any(
        len(head) > HEADER_CHARS
        and not (len(text) < HEADER_CHARS and (is_figure(text) or head.endswith("?")))
        for head, text in zip_longest(heads, below[: len(heads)], fillvalue="")
    )


def _are_keys_and_values(rows: list[list[str]]) -> bool:
    """Whether each row is a label and its value: there are words, figures and dates, or an address on top."""
    pairs = [(row[0].strip(), row[1].strip()) for row in rows if len(row) == 2]
    if len(pairs) < len(rows) or any(is_figure(key) or is_period(key) for key, _ in pairs):
        return False
    top = pairs[0][1]
    if ", " in top and any(map(str.isdigit, top)):
        return True
    kinds = [_kind_of(value) for _, value in pairs if value]
    if top and kinds[0] != "words" and 2 * kinds.count("words") > len(kinds):
        return True
    return len({*kinds}) > 2 and top.casefold() not in VALUE_HEADS


def _heads_values(rows: Sequence[list[str]]) -> bool:
    """Whether the first row of two columns plainly names them, and is no label with its value."""
    top, *values = (row[1].strip() for row in rows if len(row) == 2)
    figures = sum(_kind_of(value) != "words" for value in values)
    return top.casefold() in VALUE_HEADS or (_kind_of(top) == "words" and 2 * figures > len(values))


def _kind_of(value: str) -> str:
    if DATED.search(value):
        return "date"
    return "figure" if is_figure(value) or FIGURE_FIRST.match(value) else "words"


def _is_alike(head: str, below: str) -> bool:
    """Whether a cell is a figure or a period like the one below; "24h" or "Q1" names a column of numbers."""
    if is_period(head):
        return is_period(below)
    is_unit = _has_unit(head) and sum(map(str.isdigit, head)) <= UNIT_DIGITS
    return is_figure(head) and not (is_unit and is_figure(below) and not _has_unit(below))


def _has_unit(text: str) -> bool:
    return "%" in text or any(map(str.isalpha, text))


def _header_columns(heads: list[list[bool]]) -> int:
    """1 if every row below the headers begins with a header cell, else 0."""
    return int(bool(heads) and all(head and head[0] and not all(head[1:]) for head in heads if len(head) > 1))


def _number(written: str | None, most: int) -> int:
    written = (written or "").strip()
    if not written.isascii() or not written.isdigit() or len(written) > 6:
        return 1
    return max(1, min(int(written), most))


def tag_of(element: Any) -> str:
    """The name of an element, lower-case, without its namespace."""
    tag = element.tag
    return tag.rsplit("}", 1)[-1].lower() if isinstance(tag, str) else ""
