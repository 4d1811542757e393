"""The tables of a page, ruled and borderless, and their description for the parent process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from longdoc.documents.pdf.grid import Grid, by_baseline
from longdoc.documents.pdf.rules import Rule
from longdoc.documents.pdf.table_borderless import borderless_tables
from longdoc.documents.pdf.table_ruled import ruled_tables
from longdoc.documents.pdf.words import Word

__all__ = ["SEPARATOR", "TableInfo", "info_of", "row_of", "tables_of"]

SEPARATOR = " | "


@dataclass(frozen=True, slots=True)
class TableInfo:
    """The properties of a table beside its rows."""

    header_rows: int
    header_columns: int
    ruled: bool
    columns: tuple[tuple[float, float], ...]  # where they begin and end


def tables_of(words: Sequence[Word], rules: Sequence[Rule]) -> list[Grid]:
    """The tables among words of one direction: ruled ones, then borderless ones among the rest."""
    ruled = ruled_tables(words, rules) if len(rules) >= 4 else []
    inside: set[int] = set().union(*(grid.words for grid in ruled)) if ruled else set()
    rest = [word for word in words if id(word) not in inside]
    return ruled + borderless_tables(rest)


def info_of(grid: Grid) -> TableInfo:
    """The description of a table for the parent."""
    columns = tuple((round(start, 1), round(end, 1)) for start, end in grid.columns)
    return TableInfo(grid.header_rows, grid.header_columns, grid.ruled, columns)


def row_of(grid: Grid, number: int) -> list[tuple[int, int, int, list[Word]]]:
    """Column, column span, row span and words in reading order of each cell that begins in a row."""
    return [
        (cell.column, cell.columns, cell.rows, [word for line in by_baseline(cell.words) for word in line])
        for cell in grid.row(number)
    ]
