"""Columns of plain text that spaces align: below a rule that shows them, or where all lines have a gap."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from longdoc.documents.sentences.line_ends import WIDE
from longdoc.documents.structure.stacked_headers import is_figure, is_period

__all__ = ["RULE", "Columns", "Row", "gapped", "ruled"]

Row = tuple[int, list[tuple[int, int]]]  # the number of the line, and where its cells begin and end in it

RULE = re.compile(r"\s*+(?:[-=_─═]{3,}+|[-=─]{2,}+(?: {1,12}[-=─]{2,}+){1,40}+)\s*+$")
RUN = re.compile(r"[-=─═]+")
CHUNK = re.compile(r"\S+(?: \S+)*")
FILLER = "\0"  # the second half of a wide character
MOST_HEADERS = 3
MOST_CELL_CHARS = 60
MOST_RULES = 8  # below each other, in a table
MOST_APART = 5  # two rules farther from each other are lines to sign on
FAR = 200  # lines, within which a table without a header is closed
LEAST_RULED = 0.6  # of the width of a header that one rule is below
LEAST_ROWS = 3  # without a rule
TRIED = 4  # rows whose figures tell a table without a rule


@dataclass(frozen=True, slots=True)
class Columns:
    """The rows of a table, the first of which are its headers."""

    rows: list[Row]
    headers: int


def ruled(lines: Sequence[str], at: int) -> Columns | None:
    """The table whose columns the rule at a line shows: "---- ------ ---"."""
    starts = [(run.start(), run.end()) for run in RUN.finditer(lines[at])]
    if len(starts) < 2 or (len(starts) == 2 and starts[1][0] - starts[0][1] > MOST_APART):
        return None
    near = range(at + 1, min(len(lines), at + FAR))
    closing = next((n for n in near if _is_like(lines[n], starts)), None)
    if closing is not None and closing - at <= MOST_HEADERS and closing + 1 < len(lines):
        above, below = range(at + 1, closing), closing + 1  # the header is between two rules
    else:
        above, below = range(max(0, at - 1), at), at + 1
    headers = [(n, cells) for n in above if (cells := _within(lines[n], starts))]
    if above and not (headers and sum(start < end for start, end in headers[-1][1]) > 1):
        return None
    if not above and closing is None:
        return None
    rows = list(headers)
    in_a_row = 0  # rules
    for n in range(below, len(lines)):
        if RULE.match(lines[n]):
            in_a_row += 1
            if in_a_row > MOST_RULES:
                break
            continue
        in_a_row = 0
        cells = _within(lines[n], starts)
        if cells is None:
            break
        rows.append((n, cells))
    return Columns(rows, len(headers)) if len(rows) > len(headers) else None


def gapped(lines: Sequence[str], at: int) -> Columns | None:
    """The table whose lowest header is this line: all its rows have the same gaps as this.

    Without a rule below the header, it has three columns at least, and one of figures.
    """
    heads = [chunk.span() for chunk in CHUNK.finditer(_padded(lines[at]))]
    if len(heads) < 2 or at + 2 >= len(lines):
        return None
    rule = lines[at + 1].strip()
    is_ruled = RULE.match(rule) is not None and " " not in rule
    if is_ruled and len(_padded(rule)) < LEAST_RULED * (heads[-1][1] - heads[0][0]):
        return None
    if not is_ruled and (len(heads) < 3 or not _may_head(lines, at)):
        return None
    if is_ruled or not RULE.match(rule):  # a rule with gaps shows the columns by itself
        for most in (at + 2 + TRIED, len(lines)):
            covered = _covered(lines, at, heads, min(most, len(lines)))
            columns = None if covered is None else _with_rows(lines, at, *covered, is_ruled=is_ruled)
            if columns is None:
                return None
        return columns
    return None


def _with_rows(
    lines: Sequence[str], at: int, bounds: Sequence[int], last: int, *, is_ruled: bool
) -> Columns | None:
    rows = [(n, _cells(lines[n], bounds)) for n in range(at, last + 1) if not RULE.match(lines[n])]
    least = 2 if is_ruled else LEAST_ROWS
    if len(rows) <= least or not all(_is_used(rows[1:], column) for column in range(len(bounds))):
        return None
    if not is_ruled and not _has_figures(lines, rows):
        return None
    above = _headers_above(lines, at, bounds) if is_ruled else []
    return Columns([*above, *rows], len(above) + 1)


def _is_like(line: str, starts: Sequence[tuple[int, int]]) -> bool:
    """Whether a line is a rule of the same columns, or one below all of them."""
    runs = [(run.start(), run.end()) for run in RUN.finditer(line)] if RULE.match(line) else []
    return runs == starts or (len(runs) == 1 and runs[0][1] >= starts[-1][0])


def _within(line: str, starts: Sequence[tuple[int, int]]) -> list[tuple[int, int]] | None:
    """The cells of a line in the columns of a rule; None if its words are not in columns."""
    shown = _padded(line)
    bounds = [0]
    for (_, before), (start, _) in pairwise(starts):
        if start < len(shown) and shown[start - 1 : start].strip() and shown[start].strip():
            gap = shown.rfind(" ", before, start)  # what is aligned to the right may be wider than its rule
            if gap < 0:
                return None
            start = gap + 1
        bounds.append(start)
    return _cells(line, bounds)


def _covered(
    lines: Sequence[str], at: int, heads: Sequence[tuple[int, int]], end: int
) -> tuple[list[int], int] | None:
    """Where the columns begin, and the last line before `end` in which they are apart."""
    spans = list(heads)
    last = at
    for n in range(at + 1, end):
        if RULE.match(lines[n]):
            continue
        chunks = [chunk.span() for chunk in CHUNK.finditer(_padded(lines[n]))]
        joined = _joined([*spans, *chunks])
        if len(joined) != len(spans) and not (len(joined) == len(spans) + 1 == len(chunks) and last == at):
            break  # only the column of labels may lack a header
        spans, last = joined, n
    if last == at or len(spans) - len(heads) > 1 or (len(spans) > len(heads) and heads[0][0] < spans[0][1]):
        return None
    return [0, *(start for start, _ in spans[1:])], last


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans as wide as all that overlap, or are one blank apart."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start - joined[-1][1] < 2:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _headers_above(lines: Sequence[str], at: int, bounds: Sequence[int]) -> list[Row]:
    """Further headers above the lowest one, each in several columns or in one that is not the first."""
    found: list[Row] = []
    for n in range(at - 1, max(-1, at - MOST_HEADERS), -1):
        shown = _padded(lines[n])
        chunks = [chunk.span() for chunk in CHUNK.finditer(shown)]
        cuts = [
            start
            for start in bounds[1:]
            if shown[start - 1 : start].strip() and shown[start : start + 1].strip()
        ]
        if cuts or not chunks or RULE.match(lines[n]) or (len(chunks) == 1 and chunks[0][0] < bounds[1]):
            break
        found.insert(0, (n, _cells(lines[n], bounds)))
    return found


def _may_head(lines: Sequence[str], at: int) -> bool:
    """Whether a line may head a table without a rule: short names, none of them a figure or a label."""
    cells = CHUNK.findall(lines[at])
    below = CHUNK.findall(lines[at + 1])
    return (
        len(below) >= len(cells) - 1
        and not any(is_figure(cell) or cell.endswith(":") or len(cell) > MOST_CELL_CHARS for cell in cells)
        and any(map(is_figure, below[1:]))
    )


def _has_figures(lines: Sequence[str], rows: Sequence[Row]) -> bool:
    """Whether a column holds figures only, and all cells are short."""
    texts = [[lines[n][start:end] for start, end in cells] for n, cells in rows[1 : 1 + TRIED]]
    if any(len(text) > MOST_CELL_CHARS for row in texts for text in row) or not all(row[0] for row in texts):
        return False
    columns = list(zip(*texts, strict=True))[1:]
    return any(all(is_figure(text) or is_period(text) for text in column) for column in columns)


def _is_used(rows: Sequence[Row], column: int) -> bool:
    return any(cells[column][0] < cells[column][1] for _, cells in rows)


def _padded(line: str) -> str:
    """The line in which each character is as wide as it is shown."""
    return line if line.isascii() else WIDE.sub(rf"\g<0>{FILLER}", line)


def _cells(line: str, bounds: Sequence[int]) -> list[tuple[int, int]]:
    """Where the cells that begin at these columns begin and end in the line, without blanks around them."""
    shown = _padded(line)
    cells = []
    for start, end in zip(bounds, [*bounds[1:], len(shown)], strict=True):
        part = shown[start:end].replace(FILLER, "")
        begin = len(shown[:start].replace(FILLER, "")) + len(part) - len(part.lstrip())
        cells.append((begin, begin + len(part.strip())))
    return [(min(start, len(line)), min(end, len(line))) for start, end in cells]
