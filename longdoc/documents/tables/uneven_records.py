"""Records with other numbers of cells than the rest: words with delimiters, row names, decimal commas.

Programs write such files: a source in words below the records, "Berg, Anna,Oslo" without quotes, R's row
names without a header, and amounts such as 3,50 between commas.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, islice

from longdoc.documents.structure.stacked_headers import is_figure

__all__ = ["Remarks", "aligned"]

SENTENCE_DELIMITERS = ",;"
COMMENT = "#"
SAMPLE_RECORDS = 50
_UNITS, _CENTS = re.compile(r"[-+]?[$€£]?\s?\d{1,9}"), re.compile(r"\d\d")


class Remarks:
    """Tells lines of words from records, by a sample: one with as many cells as most, but a blank after each
    delimiter, means that all are written so.

    Args:
        records: the first records, as (line, cells).
    """

    def __init__(self, records: Sequence[tuple[str, Sequence[str]]], delimiter: str, quote: str) -> None:
        self._delimiter, self._quote = delimiter, quote
        self._parting = re.compile(rf"{re.escape(delimiter)}(?![^\S\r\n])")
        widths = Counter(len(cells) for _, cells in records)
        self._width = max(widths, key=lambda width: (widths[width], width), default=0)
        usual = [line for line, cells in records if len(cells) == self._width and quote not in line]
        self._has_words = delimiter in SENTENCE_DELIMITERS and not any(
            self._is_spaced(line) and not line.startswith(COMMENT) for line in usual
        )

    def cells(self, line: str, cells: list[str]) -> list[str]:
        """The cells of a record, or a remark as one; a comma before a blank parts no cells too many."""
        is_usual, is_comment = len(cells) == self._width, line.startswith(COMMENT)
        if self._quote in line or len(cells) < 2 or (is_usual and not is_comment):
            return cells
        if is_comment and not is_usual:
            return [line.strip()]
        if not self._has_words:
            return cells
        if self._is_spaced(line):
            return [line.strip()]
        parts = self._parting.split(line.rstrip("\r\n"))
        return [part.strip() for part in parts] if len(parts) == self._width < len(cells) else cells

    def _is_spaced(self, line: str) -> bool:
        return self._delimiter in line and not self._parting.search(line.strip())


def aligned(rows: Iterator[list[str]], *, is_quoted: bool, is_comma: bool) -> Iterator[list[str]]:
    """The rows below the names of their columns where these are fewer than the cells.

    Args:
        is_quoted: the names are in quotes, as R writes them, and not the row names that it puts first.
        is_comma: the delimiter is a comma, which may have parted amounts too.
    """
    first = list(islice(rows, SAMPLE_RECORDS))
    at = next((n for n, row in enumerate(first) if len(row) > 1), 0)
    below = [row for row in first[at + 1 :] if len(row) > 1]
    widths = set(map(len, below))
    if len(below) < 2 or len(widths) != 1 or any(map(is_figure, first[at])):
        return chain(first, rows)
    more = widths.pop() - len(first[at])
    amounts = _parted_amounts(below) if is_comma and not is_quoted and more > 0 else []
    if amounts and len(amounts) == more:
        return chain(first[: at + 1], (_joined(row, amounts) for row in chain(first[at + 1 :], rows)))
    names = [row[0] for row in below]
    if more == 1 and all(names) and len(set(names)) == len(names) and all(row[-1] for row in below):
        first[at] = ["", *first[at]]
    return chain(first, rows)


def _parted_amounts(rows: Sequence[Sequence[str]]) -> list[int]:
    """The columns that hold units in all rows, followed by a column of cents."""
    columns = [
        column for column in range(len(rows[0]) - 1)
        if all(_UNITS.fullmatch(row[column]) and _CENTS.fullmatch(row[column + 1]) for row in rows)
    ]  # fmt: skip
    return [] if any(column + 1 in columns for column in columns) else columns


def _joined(row: list[str], columns: Sequence[int]) -> list[str]:
    if len(row) <= columns[-1] + 1:
        return row
    return [
        f"{cell},{row[n + 1]}" if n in columns else cell for n, cell in enumerate(row) if n - 1 not in columns
    ]
