"""The share of a page that pictures cover."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["Box", "pictured_share"]

CELLS = 32  # of the grid on a page, across and down
WHOLE = (1 << CELLS) - 1

Box = tuple[float, float, float, float]  # left, bottom, right, top, in points


def pictured_share(pictures: Iterable[Box], page: Box) -> float:
    """The share (0 to 1) of a page's area that lies under at least one picture.

    >>> pictured_share([(0, 0, 300, 400), (0, 0, 300, 200)], (0, 0, 600, 400))
    0.5
    """
    left, bottom, right, top = page
    if right <= left or top <= bottom:
        return 0.0
    rows = [0] * CELLS
    for x0, y0, x1, y1 in pictures:
        first, last = _cells((x0 - left) / (right - left), (x1 - left) / (right - left))
        across = (WHOLE >> (CELLS - last)) & ~((1 << first) - 1) if last > first else 0
        for row in range(*_cells((y0 - bottom) / (top - bottom), (y1 - bottom) / (top - bottom))):
            rows[row] |= across
    return sum(row.bit_count() for row in rows) / CELLS**2


def _cells(start: float, end: float) -> tuple[int, int]:
    """The half-open range of the cells whose middles lie between two shares of a side."""
    low, high = (round(CELLS * min(1.0, max(0.0, share))) for share in (start, end))
    return low, high
