"""The tables of a page, ruled and borderless, and their description for the parent process."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from longdoc.documents.pdf.grid import Grid, by_baseline
from longdoc.documents.pdf.rules import Rule
from longdoc.documents.pdf.table_banded import banded_tables
from longdoc.documents.pdf.table_borderless import borderless_tables
from longdoc.documents.pdf.table_labels import labelled_values, labels_parted
from longdoc.documents.pdf.table_ruled import ruled_tables
from longdoc.documents.pdf.words import SAME_BASELINE, Word
from longdoc.documents.text.clean import join_wrapped

__all__ = ["SEPARATOR", "TableInfo", "info_of", "row_of", "tables_in_columns", "tables_of"]

SEPARATOR = " | "
LEAST_GUTTER = 0.8  # of the type size: a narrower gap parts words


@dataclass(frozen=True, slots=True)
class TableInfo:
    """The properties of a table beside its rows."""

    header_rows: int
    header_columns: int
    ruled: bool
    columns: tuple[tuple[float, float], ...]  # where they begin and end


def tables_of(words: Sequence[Word], rules: Sequence[Rule]) -> list[Grid]:
    """The tables among words of one direction: ruled ones, then others among the rest."""
    ruled = ruled_tables(words, rules) if len(rules) >= 4 else []
    inside: set[int] = set().union(*(grid.words for grid in ruled)) if ruled else set()
    rest = [word for word in words if id(word) not in inside]
    banded = banded_tables(rest, rules)
    inside = set().union(*(grid.words for grid in banded)) if banded else set()
    rest = [word for word in rest if id(word) not in inside]
    borderless = borderless_tables(rest)
    inside = set().union(*(grid.words for grid in borderless)) if borderless else set()
    labelled = labelled_values([word for word in rest if id(word) not in inside])
    return [*ruled, *banded, *(part for grid in borderless for part in labels_parted(grid)), *labelled]


def tables_in_columns(words: Sequence[Word], gutters: Sequence[float]) -> list[Grid]:
    """The borderless tables within columns of prose, whose other lines stand beside them.

    Args:
        words: those of a page in one direction that are in no other table.
        gutters: where its columns part.
    """
    columns: list[list[Word]] = [[] for _ in range(len(gutters) + 1)]
    for row in by_baseline(words) if gutters else ():
        if not any(_leads_across(row, gutter) for gutter in gutters):
            for word in row:
                columns[bisect_left(gutters, word.x0)].append(word)
    return [grid for column in columns for grid in borderless_tables(column)]


def _leads_across(row: Sequence[Word], gutter: float) -> bool:
    """Whether a word, or the blank between two, lies on a gutter."""
    if any(word.x0 < gutter < word.x1 for word in row):
        return True
    return any(
        before.x1 <= gutter <= after.x0 and after.x0 - before.x1 < LEAST_GUTTER * after.size
        for before, after in pairwise(row)
    )


def info_of(grid: Grid) -> TableInfo:
    """The description of a table for the parent."""
    columns = tuple((round(start, 1), round(end, 1)) for start, end in grid.columns)
    return TableInfo(grid.header_rows, grid.header_columns, grid.ruled, columns)


def row_of(grid: Grid, number: int) -> list[tuple[int, int, int, list[Word]]]:
    """Column, column span, row span and words in reading order of each cell that begins in a row."""
    return [
        (
            cell.column,
            cell.columns,
            cell.rows,
            _unbroken([word for line in by_baseline(cell.words) for word in line]),
        )
        for cell in grid.row(number)
    ]


def _unbroken(words: Sequence[Word]) -> list[Word]:
    """The words of a cell, those joined that a hyphen parts at the end of a line."""
    joined: list[Word] = []
    for word in words:
        before = joined[-1] if joined else None
        if before is None or not before.text.endswith("-") or word.y > before.y - SAME_BASELINE * word.size:
            joined.append(word)
            continue
        whole = join_wrapped([before.text, word.text])
        if len(whole) < len(before.text) + len(word.text):
            joined[-1] = replace(before, text=before.text[:-1], edges=before.edges[:-1], x1=before.edges[-2])
        joined.append(replace(word, glued=word.glued or " " not in whole))
    return joined
