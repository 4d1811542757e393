"""What the records of an XLS workbook say beside the values: formats, errors, hidden places, notes, charts.

[MS-XLS] names the records. Those of a workbook come first, then those of each sheet.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

from longdoc.documents.structure.pieces import Piece
from longdoc.documents.tables.hidden_cells import column_letters
from longdoc.documents.tables.number_formats import BUILT_IN, is_number_format, shown_number
from longdoc.documents.tables.sheet_marks import ERRORS, MOST_COLUMNS, BinarySheet
from longdoc.documents.tables.xls_charts import XlsCharts
from longdoc.documents.types import Kind

__all__ = ["xls_sheets"]

END, FORMULA, NOTE, CONTINUED, OBJECT, COLUMNS = 0x0A, 0x06, 0x1C, 0x3C, 0x5D, 0x7D
SHEET, SEVERAL, STYLE, TEXT, NUMBER, ERROR = 0x85, 0xBD, 0xE0, 0x1B6, 0x203, 0x205
ROW, COMPACT, FORMAT, BEGIN = 0x208, 0x27E, 0x41E, 0x809
FONT, SHARED_TEXT, OWN_TEXT, RICH_TEXT = 0x31, 0xFD, 0x204, 0xD6
WIDE_VERSION = 0x0600  # from which on text is in Unicode
RUNNING = (0x14, 0x15)  # headers and footers
HIDDEN_ROW, HIDDEN_COLUMN = 0x20, 1
STRUCK = 0x08  # a flag of a font
NO_FONT = 4  # a number that no font has
# formats that the library takes for dates and times, though a file may define some of them anew
CALLED_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
OF_NOTE = 0x19  # a kind of object
MOST_STYLED = 2_000_000
DAMAGED = (OSError, struct.error, IndexError, KeyError, TypeError, AttributeError, ValueError)

Record = tuple[int, int, int]  # kind, begin and end of its content


def xls_sheets(data: bytes) -> list[BinarySheet]:
    """The sheets of a workbook in order, as far as its records go."""
    from olefile import OleFileIO

    try:
        with OleFileIO(io.BytesIO(data)) as file:
            name = next(name for name in ("Workbook", "Book") if file.exists(name))
            stream = file.openstream(name).read()
    except (*DAMAGED, StopIteration):
        return []
    return list(_Records(stream).sheets())


class _Records:
    """The records of one workbook."""

    def __init__(self, stream: bytes) -> None:
        self._stream = stream
        self._is_wide = len(stream) > 6 and struct.unpack_from("<H", stream, 4)[0] >= WIDE_VERSION
        self._forms: list[str] = []  # by style
        self._struck: set[int] = set()  # styles
        self._no_dates: set[int] = set()  # styles whose numbers the library takes for dates

    def sheets(self) -> Iterator[BinarySheet]:
        places: list[int] = []
        named = dict(BUILT_IN)
        styles: list[tuple[int, int]] = []  # font and format
        fonts: list[bool] = []  # whether it is struck out
        for kind, at, end in self._records(0):
            if kind == SHEET and end - at >= 4:
                places.append(struct.unpack_from("<I", self._stream, at)[0])
            elif kind == FORMAT and end - at > 4:
                named[struct.unpack_from("<H", self._stream, at)[0]] = self._format(at + 2, end)
            elif kind == STYLE and end - at >= 4:
                styles.append(struct.unpack_from("<HH", self._stream, at))
            elif kind == FONT and end - at >= 4:
                fonts.append(bool(self._stream[at + 2] & STRUCK))
        self._forms = [named.get(number, "") for _, number in styles]
        self._no_dates = {
            style
            for style, (_, number) in enumerate(styles)
            if number in CALLED_DATES and is_number_format(self._forms[style])
        }
        fonts.insert(NO_FONT, False)
        self._struck = {style for style, (font, _) in enumerate(styles) if fonts[font : font + 1] == [True]}
        for place in places:
            yield self._sheet(place)

    def _records(self, at: int) -> Iterator[Record]:
        """The records from one that begins a part to the one that ends it, without charts in between."""
        return ((kind, at, end) for depth, kind, at, end in self._nested_records(at) if depth == 1)

    def _nested_records(self, at: int) -> Iterator[tuple[int, int, int, int]]:
        """The same with those of charts, and how deep each is nested."""
        depth = 0
        while at + 4 <= len(self._stream):
            kind, size = struct.unpack_from("<HH", self._stream, at)
            at += 4
            depth += (kind == BEGIN) - (kind == END)
            if depth < 1:
                return
            yield depth, kind, at, min(at + size, len(self._stream))
            at += size

    def _sheet(self, place: int) -> BinarySheet:
        sheet = BinarySheet()
        objects = _Objects(self._stream)
        charts = XlsCharts(self._stream, self._text_at, self._short_text_at)
        try:
            for depth, kind, at, end in self._nested_records(place):
                if depth > 1:
                    charts.take(kind, at, end)
                elif kind in (NUMBER, COMPACT, FORMULA, ERROR, SEVERAL):
                    self._cell(sheet, kind, at, end)
                elif kind in (SHARED_TEXT, OWN_TEXT, RICH_TEXT):
                    self._note_style(sheet, *struct.unpack_from("<HHH", self._stream, at))
                elif kind == ROW and self._stream[at + 12] & HIDDEN_ROW:
                    sheet.marks.hidden_rows.add(struct.unpack_from("<H", self._stream, at)[0])
                elif kind == COLUMNS and self._stream[at + 8] & HIDDEN_COLUMN:
                    first, last = struct.unpack_from("<HH", self._stream, at)
                    sheet.marks.hidden_columns.update(range(first, min(last + 1, MOST_COLUMNS)))
                elif kind in RUNNING and end - at >= 3 and self._is_wide:
                    sheet.running.append(_text(self._stream, at, end))
                elif self._is_wide:
                    objects.take(kind, at, end)
        except DAMAGED:
            pass  # the values are read without the rest
        sheet.beside += (*objects.pieces(), *charts.pieces())
        return sheet

    def _cell(self, sheet: BinarySheet, kind: int, at: int, end: int) -> None:
        row, column, style = struct.unpack_from("<HHH", self._stream, at)
        if kind == SEVERAL:  # numbers side by side: six bytes for each, and the last column
            for place in range((end - at - 6) // 6):
                style, packed = struct.unpack_from("<HI", self._stream, at + 4 + 6 * place)
                self._note_style(sheet, row, column + place, style)
                self._note_number(sheet, row, column + place, style, _unpacked(packed))
            return
        self._note_style(sheet, row, column, style)
        code = None
        if kind == ERROR and self._stream[at + 7]:
            code = self._stream[at + 6]
        elif kind == FORMULA and self._stream[at + 12 : at + 14] == b"\xff\xff" and self._stream[at + 6] == 2:
            code = self._stream[at + 8]
        if code is not None:
            sheet.marks.errors[row, column] = ERRORS.get(code, "#ERROR!")
        elif kind == COMPACT:
            (packed,) = struct.unpack_from("<I", self._stream, at + 6)
            self._note_number(sheet, row, column, style, _unpacked(packed))
        elif kind == NUMBER or (kind == FORMULA and self._stream[at + 12 : at + 14] != b"\xff\xff"):
            (value,) = struct.unpack_from("<d", self._stream, at + 6)
            self._note_number(sheet, row, column, style, value)

    def _note_number(self, sheet: BinarySheet, row: int, column: int, style: int, value: float) -> None:
        if style in self._no_dates:
            sheet.marks.texts[row, column] = (shown_number(value, self._forms[style]), 0)

    def _note_style(self, sheet: BinarySheet, row: int, column: int, style: int) -> None:
        if style in self._struck:
            sheet.marks.struck.add((row, column))
        if style < len(self._forms) and (form := self._forms[style]) and len(sheet.forms) < MOST_STYLED:
            sheet.forms[row, column] = form

    def _text_at(self, at: int, end: int) -> str:
        if self._is_wide:
            return _text(self._stream, at, end)
        return self._stream[at + 2 : end].decode("cp1252", "replace")

    def _short_text_at(self, at: int, end: int) -> str:
        if self._is_wide:
            return _decoded(self._stream[at + 2 : end], self._stream[at + 1] & 1, self._stream[at])
        return self._stream[at + 1 : min(at + 1 + self._stream[at], end)].decode("cp1252", "replace")

    def _format(self, at: int, end: int) -> str:
        if self._is_wide:
            return _text(self._stream, at, end)
        return self._short_text_at(at, end)


class _Objects:
    """The notes and text boxes of a sheet: an object, its text, and for notes their place and author."""

    def __init__(self, stream: bytes) -> None:
        self._stream = stream
        self._object = (0, 0)  # kind and number of the last one
        self._awaited_chars = 0
        self._texts: dict[tuple[int, int], str] = {}
        self._notes: list[tuple[int, int, int, str]] = []  # row, column, number of the object, author

    def take(self, kind: int, at: int, end: int) -> None:
        """Take one record."""
        if kind == OBJECT and end - at >= 8:
            self._object = struct.unpack_from("<HH", self._stream, at + 4)
        elif kind == TEXT and end - at >= 12:
            (self._awaited_chars,) = struct.unpack_from("<H", self._stream, at + 10)
        elif kind == CONTINUED and self._awaited_chars and end > at:
            words = _decoded(self._stream[at + 1 : end], self._stream[at] & 1, self._awaited_chars)
            self._awaited_chars -= len(words)
            self._texts[self._object] = self._texts.get(self._object, "") + words
        elif kind == NOTE and end - at >= 8:
            row, column, _, number = struct.unpack_from("<HHHH", self._stream, at)
            self._notes.append((row, column, number, _text(self._stream, at + 8, end).strip()))

    def pieces(self) -> Iterator[Piece]:
        """The notes, then the texts of other objects."""
        for row, column, number, author in self._notes:
            words = self._texts.get((OF_NOTE, number), "")
            place = f"Note on {column_letters(column)}{row + 1}{f' by {author}' if author else ''}"
            if words.strip():
                written = words.removeprefix(f"{author}:") if author else words
                yield Piece.of_field(place, written, kind=Kind.NOTE)
        for (kind, _), words in self._texts.items():
            if kind != OF_NOTE and words.strip():
                yield Piece(words.replace("\r", "\n"))


def _unpacked(packed: int) -> float:
    """A number in four bytes ([MS-XLS] 2.5.218)."""
    if packed & 2:
        value = float((packed >> 2) - (1 << 30 if packed & 0x80000000 else 0))
    else:
        (value,) = struct.unpack("<d", struct.pack("<II", 0, packed & 0xFFFFFFFC))
    return value / 100 if packed & 1 else value


def _text(stream: bytes, at: int, end: int) -> str:
    """A text that begins with its length and a byte that tells whether its characters have two bytes."""
    if end - at < 3:
        return ""
    (chars,) = struct.unpack_from("<H", stream, at)
    return _decoded(stream[at + 3 : end], stream[at + 2] & 1, chars)


def _decoded(data: bytes, is_wide: int, chars: int) -> str:
    if is_wide:
        return data[: 2 * chars].decode("utf-16-le", "replace")
    return data[:chars].decode("latin-1")
