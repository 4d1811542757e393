"""Finds the rows of a borderless table whose cells have several lines, by the space between its rows.

In every column, lines follow each other at a pitch that is smaller than the distance of the rows, and a line
ends where the first word of the next one would not have fitted in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from statistics import median

from longdoc.documents.pdf.grid import by_baseline, is_numeric
from longdoc.documents.pdf.words import Word

__all__ = ["wrapped_rows"]

LEAST_ROWS = 3
WIDER = 1.15  # times the largest pitch of lines is the smallest distance of rows, at least …
ALIKE = 1.12  # … and the largest distance this times the smallest, at most
MOSTLY = 0.8  # of the lines end where the next word would not fit
MOST_CHARS = 60  # of the usual line of a cell
PADDING = 2.5  # type sizes between the text of two columns, at most
SPACE = 0.25  # of the type size: a blank

Cells = Mapping[int, list[Word]]  # of a line, by column


def wrapped_rows(lines: Sequence[Cells], heights: Sequence[float]) -> list[int]:
    """The lines with which rows begin; none if the lines do not tell.

    Args:
        heights: of the lines' baselines, from the top.
    """
    pitches = [above - below for above, below in pairwise(heights)]
    least = _least_distance(pitches)
    starts = [0, *(at for at, pitch in enumerate(pitches, 1) if least and pitch >= least)]
    if len(starts) < LEAST_ROWS or len(starts) == len(lines) or _are_prose(lines):
        return []
    rights = _rights(lines)
    ends: list[bool] = []
    for start, end in pairwise([*starts, len(lines)]):
        for column, right in rights.items():
            words = [word for line in lines[start:end] for word in line.get(column, [])]
            for before, after in pairwise(by_baseline(words)):
                if all(is_numeric(" ".join(word.text for word in one)) for one in (before, after)):
                    return []
                ends.append(before[-1].x1 + SPACE * after[0].size + after[0].x1 - after[0].x0 > right)
    return starts if ends and sum(ends) >= MOSTLY * len(ends) else []


def _are_prose(lines: Sequence[Cells]) -> bool:
    """Whether the lines of a column are as long as those of text, such as references beside a margin."""
    lengths: dict[int, list[int]] = {}
    for line in lines:
        for column, words in line.items():
            lengths.setdefault(column, []).append(sum(len(word.text) + 1 for word in words))
    return any(median(of_column) > MOST_CHARS for of_column in lengths.values())


def _rights(lines: Sequence[Cells]) -> dict[int, float]:
    """How far the lines of each column reach, or could reach before the next one."""
    rights: dict[int, float] = {}
    following = 0.0
    for column in sorted({column for line in lines for column in line}, reverse=True):
        cells = [line[column] for line in lines if column in line]
        reach = max(cell[-1].x1 for cell in cells)
        rights[column] = max(reach, following - PADDING * cells[0][0].size)
        following = min(cell[0].x0 for cell in cells)
    return rights


def _least_distance(pitches: Sequence[float]) -> float:
    """The smallest distance of two rows, if these are all alike and clearly larger than those of lines."""
    ordered = sorted(pitches)
    for smaller, larger in pairwise(ordered):
        if larger > WIDER * smaller and larger * ALIKE >= ordered[-1]:
            return larger
    return 0.0
