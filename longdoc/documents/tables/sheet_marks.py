"""What the XML of an XLSX sheet says beside the values: error values, hidden rows and columns.

What its fonts say is read in formatted_text.py.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import Any

from longdoc.documents.structure.pieces import Piece
from longdoc.documents.tables.places import place_of, row_of, whole_number

__all__ = ["ERRORS", "MOST_COLUMNS", "MOST_MARKS", "BinarySheet", "SheetMarks", "sheet_marks"]

WORTH_A_LOOK = (b't="e"', b"t='e'", b"hidden=")
MOST_MARKS = 1_000_000
MOST_COLUMNS = 16_384
ERROR_CHARS = 40
# by their codes in binary workbooks
ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!",
    0x2A: "#N/A", 0x2B: "#GETTING_DATA",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SheetMarks:
    """Rows and columns count from 0; `errors` has what a cell displays in place of a value.

    `struck` are the cells that are struck out; `texts` has what others display where that is not their value,
    and how many of its characters are left out because they are struck out.
    """

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    struck: set[tuple[int, int]] = field(default_factory=set)
    texts: dict[tuple[int, int], tuple[str, int]] = field(default_factory=dict)


@dataclass(slots=True)
class BinarySheet:
    """A sheet of a binary workbook: the format of each cell that has one, marks, what is beside cells."""

    forms: dict[tuple[int, int], str] = field(default_factory=dict)
    marks: SheetMarks = field(default_factory=SheetMarks)
    beside: list[Piece] = field(default_factory=list)
    running: list[str] = field(default_factory=list)  # headers and footers, with their codes


def sheet_marks(data: bytes) -> SheetMarks:
    """Read the marks of one sheet, as far as its XML goes."""
    from lxml import etree

    marks = SheetMarks()
    if not any(sign in data for sign in WORTH_A_LOOK):
        return marks
    tags = ("{*}row", "{*}c", "{*}col")
    walk = etree.iterparse(
        io.BytesIO(data), ("start", "end"), tag=tags, resolve_entities=False, no_network=True, recover=True
    )
    row, column = -1, -1
    try:
        for event, element in walk:
            kind = element.tag.rpartition("}")[2]
            if event == "start" and kind == "row":
                row, column = row_of(element, row + 1), -1
                if _is_hidden(element) and len(marks.hidden_rows) < MOST_MARKS:
                    marks.hidden_rows.add(row)
            elif event == "start" and kind == "c":
                row, column = place_of(element, row, column + 1)
            elif event == "end" and kind == "c":
                if element.get("t") == "e" and len(marks.errors) < MOST_MARKS:
                    marks.errors[row, column] = (element.findtext("{*}v") or "").strip()[:ERROR_CHARS]
            elif event == "end" and kind == "col" and _is_hidden(element):
                first, last = whole_number(element.get("min"), 1), whole_number(element.get("max"), 0)
                marks.hidden_columns.update(range(first - 1, min(last, MOST_COLUMNS)))
            if event == "end" and kind == "row":
                element.clear()
    except etree.XMLSyntaxError:
        return marks
    return marks


def _is_hidden(element: Any) -> bool:
    return element.get("hidden") in ("1", "true")
