"""The rows of tables and sheets in OpenDocument files, with merged, repeated and hidden cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from longdoc.documents.office.opendocument_names import DRAWN, OFFICE, PARAGRAPHS, TABLE, TEXT, number_of
from longdoc.documents.structure.pieces import one_line
from longdoc.documents.tables.hidden_cells import column_letters, hidden_places
from longdoc.documents.tables.regions import Spans

__all__ = ["Rows", "RowsReader", "own_parts", "tables_within"]

CELL, COVERED = f"{TABLE}table-cell", f"{TABLE}covered-table-cell"
NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,30})?")
DURATION = re.compile(r"PT(\d{1,6})H(\d\d)M(\d\d)(?:[.,]\d*)?S")
BESIDE = (f"{OFFICE}annotation", f"{TEXT}note-body")  # what is read beside the text of a cell
BESIDE_SHEET = (*BESIDE, *DRAWN)
HIDDEN = ("collapse", "filter")
MOST_REPEATED = 10_000  # of rows that a sheet says once
MOST_COLUMNS = 16_384
MOST_CELLS = 5_000_000  # of one document


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a table, the cells in them that cover several columns, and the hidden places with text."""

    rows: list[list[str]]
    spans: Spans
    hidden: str


@dataclass(slots=True)
class _Covering:
    """A cell that covers cells in the rows below."""

    rows_left: int
    text: str
    across: int


class RowsReader:
    """Reads the rows of the tables of one document, which share a limit on their cells.

    `is_cut_short` tells whether a table exceeded it.
    """

    def __init__(
        self,
        text_of: Callable[[Any], str],
        take_comment: Callable[[Any, str], None],
        strikes: Callable[[Any, str], bool],
    ) -> None:
        self._text_of = text_of
        self._take_comment = take_comment
        self._strikes = strikes
        self._cells = 0
        self._has_struck = False  # in this row
        self.is_cut_short = False

    def read(self, table: Any, *, is_sheet: bool = False) -> Rows:
        """The rows as displayed; a cell that covers several is repeated in each.

        In sheets, drawings are no part of the text of their cells, and comments have the name of theirs.

        Several empty rows in sequence become one; those at the end, and those of struck cells, are left out.
        """
        rows: list[list[str]] = []
        spans: Spans = {}
        empty: list[list[str]] = []
        covering: dict[int, _Covering] = {}
        hidden: list[int] = []
        number = 0  # of the row in the sheet
        for row in own_parts(table, f"{TABLE}table-row"):
            times = min(number_of(row.get(f"{TABLE}number-rows-repeated"), 1), MOST_REPEATED)
            merged: Spans = {}
            cells = self._cells_of(
                row, len(rows) + len(empty), merged, covering, number if is_sheet else None
            )
            covering = _below(covering, times)
            struck, self._has_struck = self._has_struck, False
            if not any(cell.strip() for cell in cells):
                empty = empty if struck else [[]]
            elif self._cells + len(cells) * times > MOST_CELLS:
                self.is_cut_short = True
                break
            else:
                rows += [*empty, *(list(cells) for _ in range(times))]
                empty = []
                spans.update(merged)
                self._cells += len(cells) * times
                if row.get(f"{TABLE}visibility") in HIDDEN:
                    hidden += range(number, number + times)
            number += times
        return Rows(rows, spans, hidden_places(hidden, _filled(rows, _hidden_columns(table))))

    def _cells_of(
        self, row: Any, at: int, spans: Spans, covering: dict[int, _Covering], number: int | None
    ) -> list[str]:
        """The texts of a row's cells; `number` is that of the row if it is one of a sheet."""
        cells: list[str] = []
        for cell in row.iterchildren(CELL, COVERED):
            column = len(cells)
            times = min(number_of(cell.get(f"{TABLE}number-columns-repeated"), 1), MOST_COLUMNS - column)
            text = self._text(cell, "" if number is None else f"{column_letters(column)}{number + 1}")
            cells += [text] * times
            if cell.tag == COVERED:
                for place in range(column, column + times) if covering else ():
                    if (above := covering.get(place)) is not None:
                        cells[place] = above.text
                        spans.update({(at, place): (1, above.across)} if above.across > 1 else {})
                continue
            across = number_of(cell.get(f"{TABLE}number-columns-spanned"), 1)
            down = number_of(cell.get(f"{TABLE}number-rows-spanned"), 1)
            if across > 1:
                spans[at, column] = (1, across)
            if down > 1 and text:
                covering[column] = _Covering(down, text, across)
        while cells and not cells[-1].strip():
            cells.pop()
        return cells

    def _text(self, cell: Any, name: str) -> str:
        """The text of a cell, which has a name in sheets."""
        for comment in cell.iterchildren(f"{OFFICE}annotation"):
            self._take_comment(comment, name)
        apart = BESIDE_SHEET if name else BESIDE
        words = " ".join(
            self._text_of(one)
            for one in cell.iter(*PARAGRAPHS)
            if next(one.iterancestors(CELL, COVERED, *apart)) is cell
        )
        text = one_line(words) or _value(cell)
        if self._strikes(cell, text):
            self._has_struck = True
            return ""
        return text


def own_parts(table: Any, tag: str) -> Iterator[Any]:
    """The rows, cells or columns of a table, without those of tables in its cells."""
    return (one for one in table.iter(tag) if next(one.iterancestors(f"{TABLE}table"), None) is table)


def tables_within(table: Any) -> Iterator[Any]:
    """The tables in the cells of a table, without those of embedded objects."""
    for one in own_parts(table, f"{TABLE}table"):
        if next(one.iterancestors(f"{TABLE}table", f"{OFFICE}document")) is table:
            yield one


def _value(cell: Any) -> str:
    """The value of a cell that programs have written without its text."""
    if (moment := cell.get(f"{OFFICE}date-value")) is not None:
        return str(moment).replace("T00:00:00", "").replace("T", " ")
    if (duration := DURATION.fullmatch(cell.get(f"{OFFICE}time-value") or "")) is not None:
        return f"{duration[1]}:{duration[2]}" + (f":{duration[3]}" if int(duration[3]) else "")
    if (truth := cell.get(f"{OFFICE}boolean-value")) is not None:
        return str(truth).upper()
    value = cell.get(f"{OFFICE}value") or ""
    if cell.get(f"{OFFICE}value-type") == "percentage" and NUMBER.fullmatch(value):
        return f"{100 * float(value):.12g}%"
    currency = cell.get(f"{OFFICE}currency")
    return f"{value} {currency}" if value and currency else value or cell.get(f"{OFFICE}string-value") or ""


def _below(covering: dict[int, _Covering], rows: int) -> dict[int, _Covering]:
    """The cells that cover more than so many further rows, with what is left of them."""
    for one in covering.values():
        one.rows_left -= rows
    return {column: one for column, one in covering.items() if one.rows_left > 0}


def _hidden_columns(table: Any) -> Iterator[int]:
    column = 0
    for one in own_parts(table, f"{TABLE}table-column"):
        times = number_of(one.get(f"{TABLE}number-columns-repeated"), 1)
        if one.get(f"{TABLE}visibility") in HIDDEN:
            yield from range(column, min(column + times, MOST_COLUMNS))
        column += times


def _filled(rows: list[list[str]], columns: Iterator[int]) -> list[int]:
    """Those of the columns that have text in a row."""
    wanted = set(columns)
    if not wanted:
        return []
    return sorted(
        {column for row in rows for column, cell in enumerate(row) if column in wanted and cell.strip()}
    )
