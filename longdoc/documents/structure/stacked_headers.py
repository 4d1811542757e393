"""Finds header rows below the first one: years and units under the names of groups of columns.

Financial tables often stack their headers:

             | Financial assets |      | Liabilities |
             | 2019             | 2018 | 2019        | 2018
    Balance  | 83,934           | ...

Few formats mark more than the first row. The rows below it are headers too if their label cell is empty and
they hold names, years, dates or units, but no figures. So is the row that names every column below a row
that names groups of them. The name of a group covers the empty cells on its right.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

__all__ = ["HEADER_CHARS", "MOST_HEADER_ROWS", "YEAR", "Merged", "is_figure", "is_period", "stacked_headers"]

MOST_HEADER_ROWS = 3
HEADER_CHARS = 60  # a longer cell is no header
YEAR = re.compile(r"(?:19|20)\d\d")  # heads columns of figures
_MONTH_NUMBER, _DAY_NUMBER, _MONTH_NAME = r"(?:0?[1-9]|1[0-2])", r"[0-3]?\d", r"[^\W\d_]{3,9}\.?"
_PERIOD = re.compile(
    rf"(?:[QHTS][1-4]|[1-4][QHTS])(?:[ /'-]*(?:FY ?)?(?:{YEAR.pattern}|\d\d))?"
    rf"|(?:{YEAR.pattern})[ /-]?[QHTS][1-4]|[FC]Y ?[/'-]?(?:{YEAR.pattern}|\d\d)"
    rf"|(?:{YEAR.pattern})\s?[/–-]\s?(?:{YEAR.pattern}|\d\d)|(?:{YEAR.pattern})[A-Z]{{1,2}}"
    rf"|(?:{YEAR.pattern})[./-]{_MONTH_NUMBER}(?:[./-]{_DAY_NUMBER})?"
    rf"|(?:{_DAY_NUMBER}[./-])?{_MONTH_NUMBER}[./-](?:{YEAR.pattern})"
    rf"|(?:{_DAY_NUMBER}\.?[ -])?{_MONTH_NAME}[ -](?:{_DAY_NUMBER}, )?(?:{YEAR.pattern})"
    r"|\d{1,3}\s?[–-]\s?\d{1,3}|\d{1,3}\+|[<>≤≥]\s?\d{1,3}"
)
_UNIT = re.compile(r"[(\[]?\s*(?:[A-Z]{2,3}|[A-Z]{1,2}\$|[$€£¥])?\s*['’‘]?0{3}(?:['’‘]?s)?\s*[)\]]?")  # $'000
_BRACKETED = re.compile(r"\([^()]{1,60}\)")
Merged = Mapping[tuple[int, int], tuple[int, int]]


def stacked_headers(rows: Sequence[Sequence[str]], header_rows: int, spans: Merged) -> tuple[int, Merged]:
    """The number of header rows, and the cells that cover several columns or rows.

    Args:
        rows: the first rows of a table: MOST_HEADER_ROWS and one more, or the whole table if it is shorter.
        header_rows: the number of header rows known so far.
        spans: the merged cells known so far.
    """
    count, most = header_rows, min(MOST_HEADER_ROWS, len(rows) - 1)
    while count < most and (_names_columns(rows[count]) or _is_head_again(rows, count)):
        count += 1
    below = max(1, count)
    if below < most and _names_below_groups(rows, below):
        count = below + 1
    if count == header_rows or not _cell(rows[count], 0):  # or the table has no column of labels
        return header_rows, spans
    return count, {**_groups(rows[:count], spans), **spans}


def is_figure(text: str) -> bool:
    """Whether a cell holds a figure, such as an amount; a year or another period is none."""
    if YEAR.fullmatch(text) or is_period(text):
        return False
    digits = sum(map(str.isdigit, text))
    letters = sum(map(str.isalpha, text))
    return digits > 0 and digits >= letters


def is_period(text: str) -> bool:
    """Whether a cell holds a period, a date or a range, which head columns of figures.

    >>> [is_period(text) for text in ("Q1", "FY2023", "2023/24", "31.12.2023", "Jan 2024", "0-14", "A1")]
    [True, True, True, True, True, True, False]
    """
    return bool(_PERIOD.fullmatch(text))


def _names_columns(row: Sequence[str]) -> bool:
    """Whether a row without a label, or with a unit as its label, holds headers only."""
    label, named = _cell(row, 0), [text.strip() for text in row[1:] if text.strip()]
    if not named or (label and not _BRACKETED.fullmatch(label)):
        return False
    return all(len(text) <= HEADER_CHARS and (not is_figure(text) or _is_header(text)) for text in named)


def _is_head_again(rows: Sequence[Sequence[str]], at: int) -> bool:
    """Whether a row has the headers of the one above it once more, under another label, and headers below."""
    if not 0 < at < len(rows) - 1 or not _names_columns(rows[at + 1]):
        return False
    above, row = ([_cell(one, column) for column in range(1, len(rows[at]))] for one in rows[at - 1 : at + 1])
    return any(row) and row == above


def _names_below_groups(rows: Sequence[Sequence[str]], at: int) -> bool:
    """Whether a row names every column of figures, and the row above it groups of these columns."""
    above, row, below = rows[at - 1 : at + 2]
    columns = range(1, len(row))
    names = [_cell(row, column) for column in columns]
    groups = [_cell(above, column) for column in columns]
    figures = sum(is_figure(_cell(below, column)) for column in columns)
    return (
        len({*groups} - {""}) > 1
        and not any(map(is_figure, groups))
        and any(one and (not other or one == other) for one, other in pairwise(groups))
        and all(names)
        and not any(is_figure(name) or len(name) > HEADER_CHARS for name in names)
        and len({*names}) > 1
        and 2 * figures > len(names)
    )


def _is_header(text: str) -> bool:
    """Whether a text with many digits heads a column: a date or period with its year, or a unit."""
    return bool(YEAR.search(text) and not re.search(r"[$€£¥%]|\d,\d{3}|\d{5}", text)) or bool(
        _UNIT.fullmatch(text)
    )


def _groups(rows: Sequence[Sequence[str]], spans: Merged) -> dict[tuple[int, int], tuple[int, int]]:
    """The names of groups of columns: cells above headers, with empty cells to their right."""
    found = {}
    for number, row in enumerate(rows[:-1]):
        width = max(map(len, rows[number:]))
        for column in range(1, width):
            if not _cell(row, column) or (number, column) in spans:
                continue
            end = column + 1
            while end < width and not _cell(row, end) and any(_cell(r, end) for r in rows[number + 1 :]):
                end += 1
            if end - column > 1:
                found[number, column] = (1, end - column)
    return found


def _cell(row: Sequence[str], column: int) -> str:
    return row[column].strip() if column < len(row) else ""
