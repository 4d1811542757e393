"""Takes what is struck out from the rows of a sheet."""

from __future__ import annotations

from dataclasses import dataclass

from longdoc.documents.tables.regions import Spans
from longdoc.documents.tables.sheet_marks import SheetMarks

__all__ = ["Struck", "strike", "without_rows"]

Rows = list[list[str]]


@dataclass(frozen=True, slots=True)
class Struck:
    """How many characters of a sheet were left out, and which rows have lost text."""

    characters: int
    rows: frozenset[int]


def strike(rows: Rows, marks: SheetMarks) -> Struck:
    """Empty the cells that are struck out, in place."""
    characters = 0
    touched: set[int] = set()
    for row, column in marks.struck:
        if _has_text(rows, row, column):
            characters += len(rows[row][column])
            rows[row][column] = ""
            touched.add(row)
    for (row, column), (text, left_out) in marks.texts.items():
        if _has_text(rows, row, column):
            characters += left_out
            rows[row][column] = text
            touched.update((row,) if left_out else ())
    return Struck(characters, frozenset(touched))


def _has_text(rows: Rows, row: int, column: int) -> bool:
    return row < len(rows) and column < len(rows[row]) and bool(rows[row][column])


def without_rows(rows: Rows, spans: Spans, touched: frozenset[int]) -> tuple[Rows, Spans]:
    """The rows without those that have lost all their text, and the merged cells in their new places.

    >>> without_rows([["a"], [""], ["b"]], {(2, 0): (1, 2)}, frozenset([1]))
    ([['a'], ['b']], {(1, 0): (1, 2)})
    """
    gone = {row for row in touched if not any(map(str.strip, rows[row]))}
    if not gone:
        return rows, spans
    kept = [row for row in range(len(rows)) if row not in gone]
    place = {row: number for number, row in enumerate(kept)}
    moved = {(place[row], column): size for (row, column), size in spans.items() if row in place}
    return [rows[row] for row in kept], moved
