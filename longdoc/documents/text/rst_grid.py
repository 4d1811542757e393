"""Grid tables of reStructuredText: cells that cover several columns or rows.

The lines between two rules are a band. In a band, a wall is a column of "|" between two rules that have a "+"
or "|" there. A cell goes on below a rule that is not drawn under it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from unicodedata import east_asian_width

from longdoc.documents.structure.pieces import Grid

__all__ = ["grid_of"]

RULE = re.compile(r"\+(?:[-=]+\+)+")
PADDING = "\0"  # follows a character that takes two columns
MOST_REPEATED_CHARS = 1_000_000  # of one table


@dataclass(slots=True)
class _Cell:
    start: int  # its first column, and the one after its last
    end: int
    lines: list[str] = field(default_factory=list)

    def text(self) -> str:
        return " ".join(" ".join(self.lines).replace(PADDING, "").split())


def grid_of(lines: Sequence[str]) -> Grid:
    """The cells of a table; one that covers several rows is repeated in each.

    Args:
        lines: of the whole table, the first and the last of which are rules.
    """
    padded = [_padded(line.rstrip()) for line in lines]
    corners = [list(_corners(padded, number)) for number in range(len(padded))]
    edges = sorted({at for found in corners for at in found})
    rules = [number for number, found in enumerate(corners) if found]
    bands: list[list[_Cell]] = []
    header_bands = 0
    for above, below in pairwise(rules):
        if "=" in padded[above] and RULE.fullmatch(padded[above]):
            header_bands = len(bands)
        if below - above > 1:
            bands.append(_band(padded[above : below + 1], edges, bands[-1] if bands else []))
    return _in_rows(bands, header_bands)


def _padded(line: str) -> str:
    """A line in which every character is where it stands on the screen."""
    if line.isascii():
        return line
    return "".join(char + PADDING if east_asian_width(char) in "WF" else char for char in line)


def _corners(lines: Sequence[str], number: int) -> Iterator[int]:
    """Where the rules of a line have their corners; what looks like a rule in a text joins no walls."""
    line = lines[number]
    around = [lines[one] for one in (number - 1, number + 1) if 0 <= one < len(lines)]
    for rule in RULE.finditer(line):
        ends = (rule.start(), rule.end() - 1)
        if rule[0] == line or all(any(one[at : at + 1] in ("|", "+") for one in around) for at in ends):
            yield from (rule.start() + at for at, sign in enumerate(rule[0]) if sign == "+")


def _band(lines: Sequence[str], edges: Sequence[int], before: Sequence[_Cell]) -> list[_Cell]:
    """The cells between two rules, the first and the last of the lines.

    A cell of the band before that no rule ends is a cell of this one as well.
    """
    above = lines[0]
    last = max(1, bisect_left(edges, len(above)) - 1)
    inner = (at for at in range(1, last) if _is_wall(lines, edges[at]))
    open_cells = {(cell.start, cell.end): cell for cell in before}
    cells = []
    for start, end in pairwise((0, *inner, last)):
        left = edges[start] + 1
        right = edges[end] if end < last else max(map(len, lines))
        over = above[left:right].rstrip("|")
        cell = open_cells.get((start, end))
        if cell is None or not over.strip("-=+"):
            cell = _Cell(start, end)
        else:
            cell.lines.append(over)
        cell.lines += [line[left:right].removesuffix("|") for line in lines[1:-1]]
        cells.append(cell)
    return cells


def _is_wall(lines: Sequence[str], at: int) -> bool:
    return all(line[at : at + 1] in ("|", "+") for line in lines)


def _in_rows(bands: Sequence[Sequence[_Cell]], header_bands: int) -> Grid:
    rows: list[list[str]] = []
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    header_rows = 0
    written: dict[int, str] = {}
    spare = MOST_REPEATED_CHARS
    for number, band in enumerate(bands):
        row = [""] * band[-1].end
        for cell in band:
            repeated = written.get(id(cell))
            if repeated is None:
                written[id(cell)] = row[cell.start] = cell.text()
            elif len(repeated) <= spare:
                spare -= len(repeated)
                row[cell.start] = repeated
            if cell.end - cell.start > 1:
                spans[len(rows), cell.start] = (1, cell.end - cell.start)
        if any(row):
            rows.append(row)
            header_rows += number < header_bands
    return Grid(rows, header_rows, spans=spans)
