"""Simple tables of reStructuredText: columns below a rule of "=", cells over several columns and lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from longdoc.documents.structure.pieces import Grid

__all__ = ["simple_grid"]

RULE = re.compile(r"=+(?: +=+)*\s*$")
SPAN_RULE = re.compile(r"-+(?: +-+)*\s*$")
FAR = 100_000  # beyond the end of any line


def simple_grid(rule: str, lines: Sequence[str]) -> Grid:
    """The cells of a table.

    A line whose first cell is empty continues the row before; a rule of "-" joins columns of the line above.

    Args:
        rule: the first line, which shows where the columns are.
        lines: those below, without empty ones, with the rule below the header and the last one.
    """
    starts = [match.start() for match in re.finditer("=+", rule)]
    rows: list[list[str]] = []
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    headers = 0
    is_new = True
    for line, following in zip(lines, [*lines[1:], ""], strict=False):  # there may be no line
        if RULE.match(line):
            headers = headers or len(rows)
            is_new = True
        elif SPAN_RULE.match(line) and rows:
            is_new = True
        else:
            first = _first_of_cells(following, starts)
            cells = _cells(line, starts, first)
            if is_new or cells[0] or not rows:
                rows.append(cells)
            else:
                rows[-1] = [f"{before} {cell}".strip() for before, cell in zip(rows[-1], cells, strict=True)]
            spans |= {(len(rows) - 1, at): (1, wide) for at, wide in _wide(starts, first) if wide > 1}
            is_new = False
    return Grid(rows, headers if headers < len(rows) else 0, spans=spans)


def _first_of_cells(following: str, starts: Sequence[int]) -> Sequence[int]:
    """Where the cells of a line begin: at some columns only, if a rule of "-" below joins others to them."""
    if not SPAN_RULE.match(following) or len(starts) < 2:
        return starts
    first = [match.start() for match in re.finditer("-+", following)]
    return first if first[0] == starts[0] and set(first) <= set(starts) else starts


def _cells(line: str, starts: Sequence[int], first: Sequence[int]) -> list[str]:
    """The cells of a line in all columns; only those columns hold text that begin at one of `first`."""
    begins = [start for start in starts if start in first]
    ends = dict(zip(begins, [*begins[1:], FAR], strict=True))
    return [line[start : ends[start]].strip() if start in ends else "" for start in starts]


def _wide(starts: Sequence[int], first: Sequence[int]) -> list[tuple[int, int]]:
    """The columns that begin a cell, and how many each covers."""
    begins = [at for at, start in enumerate(starts) if start in first]
    return [(at, following - at) for at, following in zip(begins, [*begins[1:], len(starts)], strict=True)]
