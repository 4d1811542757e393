"""Tells whether lines that were drawn out of turn belong where they stand: on a page with one column.

Some programs draw all headings of a page first, and the paragraphs below them afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from longdoc.documents.pdf.words import SAME_BASELINE

__all__ = ["Drawn", "is_out_of_turn", "rows_of"]

AT_THE_EDGE = 1  # rows at the top and at the bottom: heads are often drawn last, and feet first


class Drawn(NamedTuple):
    """Where something drawn stands: a piece of a line, or a table from its first baseline to its last."""

    x0: float
    x1: float
    y: float
    size: float
    last: float


def rows_of(drawn: Sequence[Drawn]) -> list[list[int]]:
    """The indices of what stands on one baseline: rows from top to bottom, each from left to right."""
    rows: list[list[int]] = []
    for at in sorted(range(len(drawn)), key=lambda at: -drawn[at].y):
        first = drawn[rows[-1][0]] if rows else None
        if first and abs(first.y - drawn[at].y) < SAME_BASELINE * max(drawn[at].size, first.size):
            rows[-1].append(at)
        else:
            rows.append([at])
    return [sorted(row, key=lambda at: drawn[at].x0) for row in rows]


def is_out_of_turn(drawn: Sequence[Drawn]) -> bool:
    """Whether a page has one column, and lines in its middle were drawn before others above them."""
    rows = rows_of(drawn)
    if len(rows) <= 2 * AT_THE_EDGE or not _leads_upwards(drawn, rows):
        return False
    return all(map(_is_drawn_in_one_go, rows)) and all(
        _is_above(drawn, above, below) for above, below in pairwise(rows)
    )


def _leads_upwards(drawn: Sequence[Drawn], rows: Sequence[Sequence[int]]) -> bool:
    number = {at: n for n, row in enumerate(rows) for at in row}
    last = len(rows) - 1 - AT_THE_EDGE
    return any(
        number[at + 1] < number[at] <= last and number[at + 1] >= AT_THE_EDGE for at in range(len(drawn) - 1)
    )


def _is_drawn_in_one_go(row: Sequence[int]) -> bool:
    return all(after == before + 1 for before, after in pairwise(row))


def _is_above(drawn: Sequence[Drawn], above: Sequence[int], below: Sequence[int]) -> bool:
    """Whether a row stands above another, and not beside it."""
    left, right = (min(drawn[at].x0 for at in row) for row in (above, below))
    ends = [max(drawn[at].x1 for at in row) for row in (above, below)]
    lowest = min(drawn[at].last for at in above)
    return left < ends[1] and right < ends[0] and lowest > max(drawn[at].y for at in below)
