"""A table as found on a page, by whatever method: words in the cells of a grid, and its headers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from longdoc.documents.pdf.words import SAME_BASELINE, Word

__all__ = ["Grid", "GridCell", "by_baseline", "is_numeric", "is_year", "text_of"]

MOSTLY = 0.6
MOST_HEADERS = 3
_NAME = re.compile(r"[$€£]?['’]?0{3}s?|\d{1,3}[A-Z]")  # of a unit or a code
_NUMERIC = re.compile(
    r"[(\-+−–~<>≤≥±$€£¥]*\s*(?:[A-Z]{2,3}\s*)?\d[\d.,:'/%\s()\-–×x]*[A-Za-z%°€$£]{0,4}\)?[*∗†‡]{0,3}|[-–—]|n/?a",
    re.I,
)


@dataclass(slots=True)
class GridCell:
    """The words of one cell, and the rows and columns that it covers."""

    row: int
    column: int
    words: list[Word]
    rows: int = 1
    columns: int = 1


@dataclass(slots=True)
class Grid:
    """A table on one page; `columns` are their left and right edges, from left to right."""

    cells: list[GridCell]
    columns: list[tuple[float, float]]
    ruled: bool
    header_rows: int = 1
    header_columns: int = 0
    words: set[int] = field(default_factory=set)  # the ids of all its words

    def __post_init__(self) -> None:
        self.words = {id(word) for cell in self.cells for word in cell.words}
        self.header_rows = _header_rows(self)
        self.header_columns = _header_columns(self)

    @property
    def rows(self) -> int:
        """The number of rows."""
        return 1 + max(cell.row for cell in self.cells)

    def row(self, number: int) -> list[GridCell]:
        """The cells that begin in a row, from left to right."""
        return sorted((cell for cell in self.cells if cell.row == number), key=lambda cell: cell.column)


def by_baseline(words: Sequence[Word]) -> list[list[Word]]:
    """Words in rows from the top, each from left to right."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: -word.y):
        if rows and abs(rows[-1][0].y - word.y) < SAME_BASELINE * max(word.size, rows[-1][0].size):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda word: word.x0) for row in rows]


def text_of(words: Sequence[Word]) -> str:
    """The text of a cell, line by line."""
    return " ".join(word.text for row in by_baseline(words) for word in row)


def is_numeric(text: str) -> bool:
    """Whether a cell holds a number, an amount or a numeric date."""
    return bool(_NUMERIC.fullmatch(text))


def _header_rows(grid: Grid) -> int:
    """The number of header rows, with those below them that name columns and have no label."""
    count = _first_header_rows(grid)
    while count < min(MOST_HEADERS, grid.rows - 1) and _names_columns(grid.row(count)):
        count += 1
    return count if count < grid.rows - 1 and grid.row(count)[0].column == 0 else _first_header_rows(grid)


def _names_columns(row: Sequence[GridCell]) -> bool:
    """Whether a row without a label holds nothing but names, years, units and codes: "£000", "14A"."""
    texts = [text_of(cell.words) for cell in row]
    return (
        all(cell.column > 0 for cell in row)
        and (len(texts) > 1 or row[0].columns > 1)
        and all(is_year(text) or _NAME.fullmatch(text) or not is_numeric(text) for text in texts)
    )


def _first_header_rows(grid: Grid) -> int:
    """The number of header rows: bold ones above plain ones, or one without numbers."""
    count = grid.rows
    bold = [all(word.bold for cell in grid.row(row) for word in cell.words) for row in range(count)]
    leading = next((row for row, is_bold in enumerate(bold) if not is_bold), count)
    if 0 < leading < count and leading <= 3 and sum(bold) < MOSTLY * count:
        return leading
    first = [text_of(cell.words) for cell in grid.row(0)]
    if any(is_numeric(text) and not is_year(text) for text in first):
        return 0
    return 1 if len(first) >= MOSTLY * len(grid.columns) and count > 1 else 0


def _header_columns(grid: Grid) -> int:
    """1 if the first column names the rows, else 0."""
    names = [text_of(cell.words) for cell in grid.cells if cell.column == 0 and cell.row >= grid.header_rows]
    if len(names) < 2 or sum(map(is_numeric, names)) > (1 - MOSTLY) * len(names):
        return 0
    return (
        1
        if len(set(names)) > 0.8 * len(names) and len(names) >= MOSTLY * (grid.rows - grid.header_rows)
        else 0
    )


def is_year(text: str) -> bool:
    """Whether a cell names a year, or two in succession, as heads of columns do."""
    return bool(re.fullmatch(r"(?:FY\s*)?(?:19|20)\d\d(?:[-/–]\d{2,4})?", text))
