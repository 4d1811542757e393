"""The rows of a table of WordprocessingML → a grid, with cells that are merged in any of its ways."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from longdoc.documents.office.wordml import W, is_on, value_of
from longdoc.documents.structure.pieces import Grid
from longdoc.documents.web.tables import header_count

__all__ = ["cells_of", "number_of", "read_grid"]

MOST_COLUMNS = 1000
TextOf = Callable[[Any, bool], str]


def read_grid(rows: Sequence[Any], cells: Sequence[Sequence[Any]], text_of: TextOf) -> Grid:
    """The grid of a table.

    Args:
        rows: the elements w:tr.
        cells: of each row, the elements w:tc.
        text_of: gives the text of a cell, and is told whether the cell is merged with the one above.
    """
    written: list[list[str]] = []
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    for row, its_cells in zip(rows, cells, strict=True):
        before = number_of(value_of(row, f"{W}trPr/{W}gridBefore"), 0)
        line = [""] * min(before, MOST_COLUMNS)
        start = len(line)  # of the last cell that is not merged with the one on its left
        for cell in its_cells:
            across = min(number_of(value_of(cell, f"{W}tcPr/{W}gridSpan"), 1), MOST_COLUMNS)
            is_covered = _continues(cell, "vMerge") and bool(written)
            text = text_of(cell, is_covered)
            if is_covered and not text.strip():
                above = written[-1]
                text = above[len(line)] if len(line) < len(above) else ""
            elif line and not text.strip() and _continues(cell, "hMerge"):
                line += [""] * across
                spans[len(written), start] = (1, len(line) - start)
                continue
            start = len(line)
            if across > 1:
                spans[len(written), start] = (1, across)
            line += [text, *[""] * (across - 1)]
        written.append(line)
    _widen_lone_cells(rows, written, spans)
    marked = 0
    while marked < len(rows) - 1 and is_on(rows[marked].find(f"{W}trPr/{W}tblHeader")):
        marked += 1
    return Grid(written, marked or header_count(written, spans), spans=spans)


def cells_of(row: Any) -> list[Any]:
    """The cells of a row, without those of tables in them."""
    return [cell for cell in row.iter(f"{W}tc") if next(cell.iterancestors(f"{W}tr")) is row]


def number_of(written: str, default: int) -> int:
    """A number as XML has it, if it is one."""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 7 else default


def _continues(cell: Any, merge: str) -> bool:
    """Whether a cell is merged with the one above (vMerge) or on its left (hMerge)."""
    merged = cell.find(f"{W}tcPr/{W}{merge}")
    return merged is not None and merged.get(f"{W}val") != "restart"


def _widen_lone_cells(
    rows: Sequence[Any], written: list[list[str]], spans: dict[tuple[int, int], tuple[int, int]]
) -> None:
    """A cell that is alone in its row is as wide as the table, where the row leaves out none after it."""
    widest = max(map(len, written), default=0)
    for at, (row, line) in enumerate(zip(rows, written, strict=True)):
        if len(line) == 1 < widest and row.find(f"{W}trPr/{W}gridAfter") is None:
            spans[at, 0] = (1, widest)
            line += [""] * (widest - 1)
