"""The cells of AsciiDoc tables: columns as declared, cells that are merged or repeated."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

__all__ = ["cells_in_rows", "columns_of"]

COLUMNS = re.compile(r"\bcols\s*=\s*(?:\"(?P<quoted>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^,\]\s]+))")
TIMES = re.compile(r"\s*(?P<count>\d{1,4})\*")
SEPARATOR = re.compile(r"(?<!\\)\|")
# what stands before the separator of a cell: "2+" columns, ".3+" rows, "2*" times, alignment, style
SPEC = re.compile(
    r"(?:(?P<across>\d{1,4})?(?:\.(?P<down>\d{1,4}))?(?P<sign>[+*]))?(?:[<^>])?(?:\.[<^>])?[adehlms]?"
)
SPEC_CHARS = 20
MOST_COLUMNS = 1000
MOST_ADDED_CHARS = 1_000_000  # of one table: what merged and repeated cells add
CELL_CHARS = 10  # the cost of a cell beside its text

Spans = dict[tuple[int, int], tuple[int, int]]


@dataclass(slots=True)
class _Cell:
    across: int = 1
    down: int = 1
    copies: int = 1
    lines: list[str] = field(default_factory=list)


def columns_of(attributes: str) -> int:
    """The number of columns that the attributes of a table declare; 0 if they declare none.

    >>> columns_of('[cols="1,2*,a"]'), columns_of("[cols=3*,options=header]"), columns_of("[%header]")
    (4, 3, 0)
    """
    found = COLUMNS.search(attributes)
    if found is None:
        return 0
    written = (found["quoted"] or found["single"] or found["bare"] or "").strip()
    if written.isascii() and written.isdigit():
        return min(int(written[:5]), MOST_COLUMNS)
    repeated = map(TIMES.match, re.split("[,;]", written))
    return min(sum(int(one["count"]) if one else 1 for one in repeated), MOST_COLUMNS)


def cells_in_rows(lines: Sequence[str], columns: int) -> tuple[list[list[str]], Spans]:
    """The rows of a table, and the cells in them that cover several columns.

    A cell that covers several rows is repeated in each.

    Args:
        lines: between the fences, without empty ones.
        columns: as declared; 0 for as many as the first line has cells.
    """
    cells: list[_Cell] = []
    width = columns
    for line in lines:
        _take_line(line, cells)
        width = width or sum(one.across * one.copies for one in cells)
    layout = _Layout(max(1, min(width, MOST_COLUMNS)))
    for cell in cells:
        layout.add(cell)
    layout.finish()
    return layout.rows, layout.spans


def _take_line(line: str, cells: list[_Cell]) -> None:
    """Add the text of a line to the last cell, and the cells that it begins."""
    parts = SEPARATOR.split(line)
    coming = _Cell()
    for number, part in enumerate(parts):
        text, following = (part, _Cell()) if number == len(parts) - 1 else _without_spec(part, number == 0)
        if number:
            cells.append(coming)
        if cells and text.strip():
            cells[-1].lines.append(text.strip())
        coming = following


def _without_spec(text: str, is_first: bool) -> tuple[str, _Cell]:
    """The text before a separator without the description of the next cell, and that cell."""
    start = max(text.rfind(" "), text.rfind("\t")) + 1
    found = SPEC.fullmatch(text, start) if len(text) - start <= SPEC_CHARS else None
    if found is None or not (start or is_first):
        return text, _Cell()
    across, down = (max(1, min(int(found[name] or 1), MOST_COLUMNS)) for name in ("across", "down"))
    if found["sign"] == "*":
        return text[:start], _Cell(copies=across)
    return text[:start], _Cell(across, down)


class _Layout:
    """Puts cells into rows, in order."""

    def __init__(self, width: int) -> None:
        self.rows: list[list[str]] = [[]]
        self.spans: Spans = {}
        self._width = width
        self._covered: dict[int, tuple[int, str]] = {}  # column → rows still covered, text
        self._spare = MOST_ADDED_CHARS

    def add(self, cell: _Cell) -> None:
        """Put a cell, or its copies, into the next columns that no cell above covers."""
        text = " ".join(cell.lines)
        for copy in range(cell.copies):
            if copy and not self._may_add(text):
                return
            self._go_on()
            self._put(cell, text)

    def finish(self) -> None:
        """End the last row."""
        self._fill()

    def _put(self, cell: _Cell, text: str) -> None:
        row, column = self.rows[-1], len(self.rows[-1])
        across = min(cell.across, self._width - column)
        across = across if self._may_add("", across - 1) else 1
        if across > 1:
            self.spans[len(self.rows) - 1, column] = (1, across)
        texts = [text] + [""] * (across - 1)
        if cell.down > 1:
            self._covered.update({column + step: (cell.down - 1, one) for step, one in enumerate(texts)})
        row += texts

    def _go_on(self) -> None:
        self._fill()
        while len(self.rows[-1]) >= self._width:
            self.rows.append([])
            self._fill()

    def _fill(self) -> None:
        """Repeat the cells that cover the next columns from above."""
        row = self.rows[-1]
        while (column := len(row)) in self._covered:
            left, text = self._covered.pop(column)
            row.append(text)
            if left > 1 and self._may_add(text):
                self._covered[column] = (left - 1, text)

    def _may_add(self, text: str, cells: int = 1) -> bool:
        """Whether the table may grow by so many cells with a text; counts them."""
        self._spare -= cells * (CELL_CHARS + len(text))
        return self._spare >= 0
