"""What Pandoc adds to the tables of Markdown: rows of several lines, and captions below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["TABLE_RULE", "MultilineTable", "caption_below", "headless_table", "multiline_table"]

TABLE_RULE = re.compile(r" {0,3}-{6,}[ \t]*$")
RUN = re.compile(r"-+")
COLUMN_RULE = re.compile(r"[ \t]*-+(?:[ \t]+-+)+[ \t]*$")
CAPTION = re.compile(r" {0,3}(?:[Tt]able)?:[ \t]+(?P<words>\S.*)$")
ATTRIBUTES = re.compile(r"\s*\{[#.][^{}]{0,200}\}$")
MOST_HEADER_LINES = 8
MOST_LINES = 2_000  # of one table
MOST_BLANK = 2  # between a table and its caption
MOST_CAPTION_LINES = 10


@dataclass(frozen=True, slots=True)
class MultilineTable:
    """The cells of a table, its header first, and the line after it."""

    rows: list[list[str]]
    end: int


def multiline_table(lines: Sequence[str], at: int) -> MultilineTable | None:
    """The table that begins with the rule at a line and ends with one like it; None if none does."""
    header = next(
        (n for n in range(at + 1, min(at + 2 + MOST_HEADER_LINES, len(lines))) if not lines[n].strip("- \t")),
        len(lines),
    )
    if header == at + 1 or header >= len(lines) or not COLUMN_RULE.match(lines[header]):
        return None
    starts = [run.start() for run in RUN.finditer(lines[header])]
    if len(lines[header].rstrip()) > len(lines[at].rstrip()):
        return None
    last = min(header + MOST_LINES, len(lines))
    end = next((n for n in range(header + 1, last) if TABLE_RULE.match(lines[n])), None)
    if end is None:
        return None
    rows = [_cells(lines[at + 1 : header], starts), *_rows(lines[header + 1 : end], starts)]
    return MultilineTable(rows, end + 1) if len(rows) > 1 else None


def headless_table(lines: Sequence[str], at: int) -> MultilineTable | None:
    """The table without a header between the rule of its columns at a line and the same rule again.

    Words directly above the first rule, or below the second one, make it that of a table with a header.
    """
    rule = lines[at].rstrip()
    last = min(at + MOST_LINES, len(lines))
    end = next((n for n in range(at + 1, last) if lines[n].rstrip() == rule), None)
    if end is None or not COLUMN_RULE.match(rule):
        return None
    if any(line.strip() for line in (*lines[max(at - 1, 0) : at], *lines[end + 1 : end + 2])):
        return None
    starts = [run.start() for run in RUN.finditer(rule)]
    written = [line for line in lines[at + 1 : end] if line.strip()]
    is_multiline = len(written) < end - at - 1
    rows = _rows(lines[at + 1 : end], starts) if is_multiline else [_cells([one], starts) for one in written]
    return MultilineTable(rows, end + 1) if rows else None


def _rows(lines: Sequence[str], starts: Sequence[int]) -> list[list[str]]:
    """The rows that blank lines part."""
    rows: list[list[str]] = []
    row: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            row.append(line)
        elif row:
            rows.append(_cells(row, starts))
            row = []
    return rows


def caption_below(lines: Sequence[str], at: int) -> tuple[str, int]:
    """The caption of a table that ends before a line ("" if it has none), and where the text goes on."""
    first = next((n for n in range(at, min(at + MOST_BLANK + 1, len(lines))) if lines[n].strip()), at)
    found = CAPTION.match(lines[first]) if first < len(lines) else None
    if found is None:
        return "", at
    words = [found["words"]]
    end = first + 1
    while end < len(lines) and lines[end].strip() and len(words) < MOST_CAPTION_LINES:
        words.append(lines[end].strip())
        end += 1
    return ATTRIBUTES.sub("", " ".join(words)), end


def _cells(lines: Sequence[str], starts: Sequence[int]) -> list[str]:
    ends = [*starts[1:], None]
    return [
        " ".join(" ".join(line[start:end] for line in lines).split())
        for start, end in zip(starts, ends, strict=True)
    ]
