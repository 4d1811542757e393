"""Where the cells of an XLSX sheet stand; programs may leave out what follows from the order."""

from __future__ import annotations

import re
from typing import Any

__all__ = ["place_of", "row_of", "whole_number"]

CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})$")


def row_of(row: Any, default: int) -> int:
    """The index of a row, from 0; the default if it does not say."""
    return max(0, whole_number(row.get("r"), default + 1) - 1)


def place_of(cell: Any, row: int, column: int) -> tuple[int, int]:
    """The indices of a cell's row and column, from 0; those given if it does not say."""
    found = CELL.match(cell.get("r") or "")
    if found is None:
        return row, column
    letters = 0
    for letter in found[1]:
        letters = letters * 26 + ord(letter) - 64
    return int(found[2]) - 1, letters - 1


def whole_number(written: str | None, default: int) -> int:
    """The number that an attribute holds; the default if it holds none or a huge one."""
    written = written or ""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 9 else default
