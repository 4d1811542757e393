"""Converts tables in text form (one row per line, cells joined by " | ") back to delimited or Markdown files.

Either the first row names the columns, or each cell begins with `name: `. Questions about such a text are
asked of a file with the same cells, as a user would have it.
"""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from longdoc.documents.open import open_document
from longdoc.documents.types import Document
from longdoc.evaluation.datasets import Question

__all__ = ["markdown_document", "placed", "rows_of", "table_document"]

KEYED = 0.9  # share of the cells that begin with a column name …
COMMON = 0.5  # … which occurs in at least this share of the lines,
RARE = 2  # or in so many lines, if the text is a table with these names only: many rows leave out empty cells
FITTING = 0.9  # share of the lines with cells that fit the columns of a layout


def rows_of(text: str) -> list[list[str]]:
    """The rows of a table; the first one holds the column names."""
    lines = [line.split(" | ") for line in text.split("\n") if line.strip()]
    names = _names(lines)
    if names:
        return [names, *(_by_name(cells, names) for cells in lines)]
    if layout := _layout(lines):
        return [layout, *filter(None, (_in_layout(cells, layout) for cells in lines))]
    width = max((len(cells) for cells in lines), key=[len(cells) for cells in lines].count, default=0)
    return [cells for cells in lines if len(cells) == width]


def table_document(rows: Sequence[Sequence[str]]) -> Document:
    """The table as longdoc reads it from a CSV file."""
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return _opened("table.csv", written.getvalue())


def markdown_document(text: str) -> Document:
    """Paragraphs and tables as longdoc reads them from a Markdown file."""
    blocks = []
    for in_table, lines in groupby(filter(str.strip, text.split("\n")), key=lambda line: " | " in line):
        if in_table:
            names, *rows = [[cell.replace("|", "\\|") for cell in row] for row in rows_of("\n".join(lines))]
            ruled = [names, ["---"] * len(names), *rows]
            blocks.append("\n".join("| " + " | ".join(row) + " |" for row in ruled))
        else:
            blocks += lines
    return _opened("tables.md", "\n\n".join(blocks))


def _opened(name: str, text: str) -> Document:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_text(text, encoding="utf-8", newline="")
        return open_document(path)


def placed(question: Question, context: str, document: Document) -> Question | None:
    """A question with its answers located in the document; None if none of them occurs there."""
    said = {context[start:end] for start, end in question.answers}
    spans = tuple(
        sorted(found.span() for text in said for found in re.finditer(re.escape(text), document.text))
    )
    return None if said and not spans else Question(question.text, spans, question.id)


def _names(lines: Sequence[Sequence[str]]) -> list[str]:
    """The column names if nearly all cells, except those of one column, begin with them; else none."""
    before, common = _before_colons(lines)
    count = Counter(name for names in before for name in set(names) if any(map(str.isalpha, name)))
    rare = common | {name for name, number in count.items() if number >= RARE}
    for names in (rare, common):
        if _is_keyed(before, names):
            return _in_order(before, names)
    return []


def _is_keyed(before: Sequence[Sequence[str]], names: set[str]) -> bool:
    """Whether nearly all cells, except those of one column, begin with one of these names."""
    named = sum(name in names for line in before for name in line)
    numbered = any(not line[0] for line in before)  # the first column is unnamed
    cells = sum(map(len, before)) - len(before) * numbered
    return len(before) > 1 and bool(names) and named >= KEYED * cells


def _in_order(before: Sequence[Sequence[str]], names: set[str]) -> list[str]:
    """The names in the order of the longest line, each of the others behind the one that it follows."""
    longest = max(before, key=lambda line: (len(names & set(line)), len(line)))
    order = [name if name in names else "" for name in longest]
    for line in before:
        place = 0
        for name in filter(names.__contains__, line):
            if name not in order:
                order.insert(place, name)
            place = order.index(name) + 1
    return order


def _before_colons(lines: Sequence[Sequence[str]]) -> tuple[list[list[str]], set[str]]:
    """What stands before a colon in each cell, or "", and which of it is common to many lines."""
    before = [[cell.partition(":")[0] if ":" in cell else "" for cell in cells] for cells in lines]
    count = Counter(name for names in before for name in set(names) if name)
    return before, {name for name, number in count.items() if number >= COMMON * len(lines)}


def _by_name(cells: Sequence[str], names: Sequence[str]) -> list[str]:
    """The cells of a line in the order of the names; the first unnamed cell goes under the empty name."""
    under: dict[str, str] = {}
    for cell in cells:
        name, mark, value = cell.partition(":")
        if mark and name in names:
            under[name] = value.lstrip(":").strip()
        else:
            under.setdefault("", cell)
    return [under.get(name, "") for name in names]


def _layout(lines: Sequence[Sequence[str]]) -> list[str]:
    """The column names of most lines if only the first column of each group has one; else none."""
    before, common = _before_colons(lines)
    layouts = Counter(tuple(name if name in common else "" for name in names) for names in before)
    if not layouts:
        return []
    commonest = max(layouts, key=lambda names: (layouts[names], len(names)))
    layout = list(commonest)
    fitting = sum(_in_layout(cells, layout) is not None for cells in lines)
    return layout if len(lines) > 1 and any(layout) and fitting >= FITTING * len(lines) else []


def _in_layout(cells: Sequence[str], layout: Sequence[str]) -> list[str] | None:
    """The cells of a line in their columns; None if they do not fit.

    A line leaves out empty cells; one without a name goes into the next column without one.
    """
    row, column = [""] * len(layout), 0
    for cell in cells:
        name, mark, value = cell.partition(":")
        if not mark or name not in layout:
            name, value = "", cell
        if name not in layout[column:]:
            return None
        column = layout.index(name, column) + 1
        row[column - 1] = value.lstrip(":").strip()
    return row
