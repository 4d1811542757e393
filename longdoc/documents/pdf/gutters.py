"""Finds the empty strips between the columns of a page of prose."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

__all__ = ["gutters_between"]

MIN_COLUMN_LINES = 6
MIN_COLUMN_FILL = 0.6  # a line of prose fills this much of its column, a table cell less
MOST_ACROSS = 0.08  # of the pieces lead across a gutter, where there are more than two columns
MOST_COLUMNS = 6

Strip = tuple[float, float]  # where a run of words begins and ends


def gutters_between(pieces: Sequence[Strip]) -> list[float]:
    """The middles of the empty strips between columns of prose; none if there are no such columns."""
    if len(pieces) < 2 * MIN_COLUMN_LINES:
        return []
    left, right = min(start for start, _ in pieces), max(end for _, end in pieces)
    if right <= left:
        return []
    places = [left + (right - left) * 0.01 * step for step in range(12, 89)]
    crossing = [sum(start < x < end for start, end in pieces) for x in places]
    # Between two columns as many lines may lead across as a title and wide figures have.
    middle = min(range(23, 54), key=crossing.__getitem__)
    between_two = [places[middle]] if crossing[middle] <= 0.25 * len(pieces) else []
    strips: list[list[float]] = [[]]
    for x, count in zip(places, crossing, strict=True):
        if count <= MOST_ACROSS * len(pieces):
            strips[-1].append(x)
        elif strips[-1]:
            strips.append([])
    among_many = [strip[len(strip) // 2] for strip in strips if strip]
    for gutters in (between_two, among_many if 1 < len(among_many) < MOST_COLUMNS else []):
        if gutters and _are_filled(pieces, [left, *gutters, right]):
            return gutters
    return []


def _are_filled(pieces: Sequence[Strip], edges: list[float]) -> bool:
    """Whether the lines between these edges fill columns, as prose does and the cells of a table do not.

    Lines count by their width, since a table within a column has many short cells.
    """
    for start, end in pairwise(edges):
        widths = [x1 - x0 for x0, x1 in pieces if start <= x0 and x1 <= end]
        full = sum(width for width in widths if width >= MIN_COLUMN_FILL * (end - start))
        if len(widths) < MIN_COLUMN_LINES or full < sum(widths) / 2:
            return False
    return True
