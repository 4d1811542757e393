"""Parts the cells of a ruled table whose uprights only part its head, or its labels from its figures."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from longdoc.documents.pdf.grid import GridCell, by_baseline, is_numeric
from longdoc.documents.pdf.words import Word

__all__ = ["with_figures_parted", "with_spans_parted"]

GAP = 0.8  # of the type size: narrower gaps part words, not cells
LEAST_LINES = 3  # that part into columns, in cells that cover the same ones …
MOSTLY = 0.6  # … and so many of their lines
LEAST_FIGURES = 2  # in a part of a column
MOST_HEADS = 2  # of a column of figures
MOST_BESIDE = 2.0  # points beyond the edge of its column may a word stand


def with_spans_parted(cells: Sequence[GridCell], edges: Sequence[float]) -> list[GridCell]:
    """The cells of a table, those that cover the same columns parted where their lines leave wide gaps.

    Args:
        edges: where all columns begin and end.
    """
    alike: dict[tuple[int, int], list[GridCell]] = {}
    for cell in cells:
        alike.setdefault((cell.column, cell.columns), []).append(cell)
    parted: list[GridCell] = []
    for (_, columns), some in alike.items():
        parts = [_parts(cell, edges) for cell in some] if columns > 1 else []
        lines = [len(columns_of_line) > 1 for _, of_lines in parts for columns_of_line in of_lines]
        are_rows = sum(lines) >= max(LEAST_LINES, MOSTLY * len(lines))
        parted += [part for found, _ in parts for part in found] if are_rows else some
    return parted


def _parts(cell: GridCell, edges: Sequence[float]) -> tuple[list[GridCell], list[set[int]]]:
    """A cell for each column in which parts of its lines begin, and these columns for each line."""
    columns: dict[int, list[Word]] = {}
    of_lines = []
    for line in by_baseline(cell.words):
        runs = _runs(line)
        starts = {_column(run, edges): run for run in runs}
        if len(starts) < len(runs):  # two parts in one column: no row of a table
            starts = {cell.column: line}
        for column, run in starts.items():
            columns.setdefault(column, []).extend(run)
        of_lines.append(set(starts))
    return [replace(cell, column=at, columns=1, words=columns[at]) for at in sorted(columns)], of_lines


def _column(run: Sequence[Word], edges: Sequence[float]) -> int:
    """The column of a part: the one in which it stands, or in which it begins."""
    return bisect_right(edges, min(run[0].x0 + MOST_BESIDE, (run[0].x0 + run[-1].x1) / 2)) - 1


def _are_figures(runs: Sequence[Sequence[Word]]) -> bool:
    return len(runs) > 1 and all(is_numeric(" ".join(word.text for word in run)) for run in runs[1:])


def _runs(line: Sequence[Word]) -> list[list[Word]]:
    """The parts of a line between wide gaps."""
    runs = [[line[0]]]
    for before, word in pairwise(line):
        if word.x0 - before.x1 > GAP * max(before.size, word.size):
            runs.append([])
        runs[-1].append(word)
    return runs


def with_figures_parted(cells: Sequence[GridCell]) -> list[GridCell]:
    """The cells of a table, a column parted in which all rows have figures far apart, or behind a label."""
    found = list(cells)
    for column in sorted({cell.column for cell in cells}, reverse=True):
        middles = _middles([cell for cell in found if cell.column == column])
        if not middles:
            continue
        more = len(middles)
        parted = []
        for cell in found:
            if cell.column > column:
                parted.append(replace(cell, column=cell.column + more))
            elif cell.column == column and cell.columns == 1:
                parted += _at_middles(cell, middles)
            else:
                spans = cell.column + cell.columns > column
                parted.append(replace(cell, columns=cell.columns + more * spans))
        found = parted
    return found


def _middles(cells: Sequence[GridCell]) -> list[float]:
    """Where a column parts; nowhere unless all rows but heads have figures behind gaps in one place."""
    lines = [by_baseline(cell.words) for cell in cells if cell.columns == 1]
    figures = [row for line in lines if len(line) == 1 and _are_figures(row := _runs(line[0]))]
    if len(figures) < LEAST_LINES or len(figures) < len(lines) - MOST_HEADS:
        return []
    middles, reach, count = [], 0.0, LEAST_LINES
    for run in sorted((run for row in figures for run in row), key=lambda run: run[0].x0):
        if reach and run[0].x0 - reach > GAP * run[0].size:
            middles.append((reach + run[0].x0) / 2)
            if count < LEAST_FIGURES:
                return []
            count = 0
        reach, count = max(reach, run[-1].x1), count + 1
    whole = max(map(len, figures)) == len(middles) + 1  # no part holds two figures of a row
    return middles if whole and count >= LEAST_FIGURES else []


def _at_middles(cell: GridCell, middles: Sequence[float]) -> list[GridCell]:
    """A cell parted; each word is in the part in which its middle lies."""
    parts: dict[int, list[Word]] = {}
    for word in cell.words:
        parts.setdefault(bisect_right(middles, (word.x0 + word.x1) / 2), []).append(word)
    return [replace(cell, column=cell.column + at, words=words) for at, words in sorted(parts.items())]
