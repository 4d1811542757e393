"""XML Spreadsheet 2003, in which programs export tables as .xls or .xml → tables, one section per sheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from longdoc.documents.archive import parse_xml
from longdoc.documents.extract import Extract
from longdoc.documents.source import Source
from longdoc.documents.structure.pieces import Piece, assemble, one_line
from longdoc.documents.tables.hidden_cells import column_letters, hidden_places, told_hidden_cells
from longdoc.documents.tables.number_formats import shown_number
from longdoc.documents.tables.page_lines import page_lines
from longdoc.documents.tables.places import whole_number
from longdoc.documents.tables.regions import Spans, sheet_pieces
from longdoc.documents.types import Kind
from longdoc.errors import DocumentLimit

__all__ = ["read_spreadsheet_xml"]

SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
X = "{urn:schemas-microsoft-com:office:excel}"
NAMED = {"Percent": "0.00%", "Fixed": "0.00", "Standard": "#,##0.00", "Currency": "#,##0.00"}
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
MOST_CELLS = 5_000_000  # of one sheet: empty ones between far corners count too


def read_spreadsheet_xml(source: Source) -> Extract:
    """A workbook; hidden sheets are left out and reported."""
    root = parse_xml(source.data, source.limits)
    forms = {
        style.get(f"{SS}ID") or "": NAMED.get(form, form)
        for style in root.iter(f"{SS}Style")
        for one in style.iterchildren(f"{SS}NumberFormat")
        if (form := one.get(f"{SS}Format"))
    }
    pieces: list[Piece] = []
    left_out: list[str] = []
    hidden: dict[str, str] = {}
    running: set[str] = set()
    for number, element in enumerate(root.iterchildren(f"{SS}Worksheet"), 1):
        name = element.get(f"{SS}Name") or f"Sheet {number}"
        if (element.findtext(f"{X}WorksheetOptions/{X}Visible") or "Visible").strip() != "Visible":
            left_out.append(name)
            continue
        sheet = _Sheet(name, forms)
        for table in element.iterchildren(f"{SS}Table"):
            sheet.take(table)
        hidden[name] = sheet.hidden()
        lines = (one.get(f"{X}Data") or "" for one in element.iter(f"{X}Header", f"{X}Footer"))
        content = [*sheet_pieces(sheet.rows, sheet.spans), *page_lines(lines, running), *sheet.notes]
        pieces += [Piece(name, 1), *content] if content else []
    notices = [f"hidden sheets were not read: {', '.join(left_out)}"] if left_out else []
    return assemble(pieces, notices=(*notices, *told_hidden_cells(hidden)))


class _Sheet:
    """The cells of one sheet; places count from 0."""

    def __init__(self, name: str, forms: dict[str, str]) -> None:
        self.rows: list[list[str]] = []
        self.spans: Spans = {}
        self.notes: list[Piece] = []
        self._name = name
        self._forms = forms
        self._hidden_rows: list[int] = []
        self._hidden_columns: list[int] = []
        self._styles: dict[int, str] = {}  # by column
        self._merged: list[
            tuple[int, int, int]
        ] = []  # row and column of a cell, and how many rows it has more
        self._cells = 0

    def take(self, table: Any) -> None:
        for place, column in _placed(table.iterchildren(f"{SS}Column"), MOST_COLUMNS):
            for one in range(place, min(place + 1 + _number(column, "Span"), MOST_COLUMNS)):
                self._styles[one] = column.get(f"{SS}StyleID") or ""
                if column.get(f"{SS}Hidden") == "1":
                    self._hidden_columns.append(one)
        for place, row in _placed(table.iterchildren(f"{SS}Row"), MOST_ROWS):
            if row.get(f"{SS}Hidden") == "1":
                self._hidden_rows.append(place)
            self._row(place, row)
        for row, column, more in self._merged:
            for below in range(row + 1, min(row + 1 + more, len(self.rows))):
                if column < len(self.rows[below]) and not self.rows[below][column]:
                    self.rows[below][column] = self.rows[row][column]

    def hidden(self) -> str:
        """The hidden rows and columns that have text."""
        filled = [row for row in self._hidden_rows if row < len(self.rows) and any(self.rows[row])]
        columns = [
            column
            for column in self._hidden_columns
            if any(column < len(row) and row[column] for row in self.rows)
        ]
        return hidden_places(filled, columns)

    def _row(self, place: int, row: Any) -> None:
        cells: list[str] = []
        for column, cell in _placed(row.iterchildren(f"{SS}Cell"), MOST_COLUMNS, "MergeAcross"):
            cells += [""] * (column - len(cells))
            style = cell.get(f"{SS}StyleID") or row.get(f"{SS}StyleID") or self._styles.get(column, "")
            cells.append(_shown(cell.find(f"{SS}Data"), self._forms.get(style, "")))
            if across := _number(cell, "MergeAcross"):
                self.spans[place, column] = (1, min(across, MOST_COLUMNS) + 1)
            if more := _number(cell, "MergeDown"):
                self._merged.append((place, column, more))
            self.notes += _notes(cell, f"{column_letters(column)}{place + 1}")
        self._cells += (place - len(self.rows) + 1) + len(cells)
        if self._cells > MOST_CELLS:
            raise DocumentLimit(f'the sheet "{self._name}" spans more than {MOST_CELLS:,} cells')
        self.rows += [[] for _ in range(place - len(self.rows))]
        self.rows.append(cells)


def _placed(elements: Iterator[Any], most: int, wide: str = "Span") -> Iterator[tuple[int, Any]]:
    """Elements with their places; those that do not say follow the one before, which may be several wide."""
    place = 0
    for element in elements:
        place = max(place, _number(element, "Index") - 1)
        if place >= most:
            return
        yield place, element
        place += 1 + _number(element, wide)


def _number(element: Any, name: str) -> int:
    return whole_number(element.get(f"{SS}{name}"), 0)


def _shown(data: Any | None, form: str) -> str:
    """A value as the sheet displays it."""
    if data is None:
        return ""
    written = "".join(data.itertext())
    kind = data.get(f"{SS}Type")
    if kind == "Number":
        try:
            return shown_number(float(written), form)
        except (ValueError, OverflowError):
            return one_line(written)
    if kind == "Boolean":
        return "TRUE" if written.strip() == "1" else "FALSE"
    if kind == "DateTime":
        day, _, time = written.strip().partition("T")
        return f"{day} {time[:5]}" if time.strip("0:.") else day
    return written


def _notes(cell: Any, place: str) -> Iterator[Piece]:
    for comment in cell.iterchildren(f"{SS}Comment"):
        author = comment.get(f"{SS}Author") or ""
        words = "".join(comment.itertext()).strip()
        if words:
            yield Piece.of_field(f"Note on {place}{f' by {author}' if author else ''}", words, kind=Kind.NOTE)
