"""What the records of an XLSB workbook say beside the values: formats, errors, hidden rows and columns.

[MS-XLSB] names the records; each has a kind and a size in bytes of seven bits.
"""

from __future__ import annotations

import posixpath
import struct
from collections.abc import Iterator

from longdoc.documents.archive import Archive, parse_xml
from longdoc.documents.limits import Limits
from longdoc.documents.tables.number_formats import BUILT_IN
from longdoc.documents.tables.sheet_marks import ERRORS, MOST_COLUMNS, BinarySheet
from longdoc.errors import DocumentError

__all__ = ["XlsbSheets"]

BOOK, RELATIONS, STYLES = "xl/workbook.bin", "xl/_rels/workbook.bin.rels", "xl/styles.bin"
ROW, COMPACT, ERROR, NUMBER, OF_FORMULA, ERROR_OF_FORMULA = 0, 2, 3, 5, 9, 11
NUMBERS, CELLS = (COMPACT, NUMBER, OF_FORMULA), (*range(1, 12), 62)
FONT, STRUCK = 43, 0x08  # a flag of fonts
FORMAT, STYLE, COLUMNS, SHEET, BEGIN_STYLES, END_STYLES = 44, 47, 60, 156, 617, 618
HIDDEN_ROW, HIDDEN_COLUMN = 0x10, 1
MOST_STYLED = 2_000_000


class XlsbSheets:
    """The sheets of one workbook; those that cannot be read have neither formats nor marks."""

    def __init__(self, archive: Archive, limits: Limits) -> None:
        self._archive = archive
        self._parts: dict[str, str] = {}
        self._forms: list[str] = []  # by style
        self._struck: set[int] = set()  # styles
        try:
            self._read_parts(limits)
            self._read_styles()
        except (DocumentError, struct.error, IndexError):
            return

    def part_of(self, name: str) -> str:
        """The part of the archive with a sheet; "" if unknown."""
        return self._parts.get(name, "")

    def sheet(self, name: str) -> BinarySheet:
        """One sheet, by its name."""
        sheet = BinarySheet()
        row = 0
        try:
            for kind, content in self._records(self.part_of(name)):
                if kind == ROW:
                    (row,) = struct.unpack_from("<I", content)
                    if content[11] & HIDDEN_ROW:
                        sheet.marks.hidden_rows.add(row)
                elif kind == COLUMNS and content[16] & HIDDEN_COLUMN:
                    first, last = struct.unpack_from("<II", content)
                    sheet.marks.hidden_columns.update(range(first, min(last + 1, MOST_COLUMNS)))
                elif kind in (ERROR, ERROR_OF_FORMULA):
                    (column,) = struct.unpack_from("<I", content)
                    sheet.marks.errors[row, column] = ERRORS.get(content[8], "#ERROR!")
                elif kind in CELLS and len(sheet.forms) < MOST_STYLED:
                    column, style = struct.unpack_from("<II", content)
                    style &= 0xFFFFFF
                    if kind in NUMBERS and style < len(self._forms) and self._forms[style]:
                        sheet.forms[row, column] = self._forms[style]
                    if style in self._struck:
                        sheet.marks.struck.add((row, column))
        except (DocumentError, struct.error, IndexError):  # the values are read without the rest
            return sheet
        return sheet

    def _records(self, part: str) -> Iterator[tuple[int, memoryview]]:
        data = memoryview(self._archive.read(part)) if part in self._archive else memoryview(b"")
        at = 0
        while at < len(data):
            kind, at = _number(data, at, most_bytes=2)
            size, at = _number(data, at, most_bytes=4)
            yield kind, data[at : at + size]
            at += size

    def _read_parts(self, limits: Limits) -> None:
        if RELATIONS not in self._archive:
            return
        relations = parse_xml(self._archive.read(RELATIONS), limits)
        targets = {one.get("Id"): one.get("Target") or "" for one in relations.iter("{*}Relationship")}
        for kind, content in self._records(BOOK):
            if kind == SHEET:
                relation, at = _text(content, 8)
                name, _ = _text(content, at)
                path = posixpath.normpath(posixpath.join("xl", targets.get(relation, "")))
                self._parts[name] = path.removeprefix("/")

    def _read_styles(self) -> None:
        named = dict(BUILT_IN)
        is_of_cells = False
        fonts: list[bool] = []  # whether it is struck out
        for kind, content in self._records(STYLES):
            if kind == FORMAT:
                named[struct.unpack_from("<H", content)[0]] = _text(content, 2)[0]
            elif kind == FONT:
                fonts.append(bool(content[2] & STRUCK))
            elif kind in (BEGIN_STYLES, END_STYLES):
                is_of_cells = kind == BEGIN_STYLES
            elif kind == STYLE and is_of_cells:
                number, font = struct.unpack_from("<HH", content, 2)
                if fonts[font : font + 1] == [True]:
                    self._struck.add(len(self._forms))
                self._forms.append(named.get(number, ""))


def _number(data: memoryview, at: int, most_bytes: int) -> tuple[int, int]:
    """A number in bytes of seven bits, of which all but the last have the eighth, and where it ends."""
    value = 0
    for place in range(most_bytes):
        byte = data[at + place]
        value |= (byte & 0x7F) << 7 * place
        if byte < 0x80:
            return value, at + place + 1
    return value, at + most_bytes


def _text(content: memoryview, at: int) -> tuple[str, int]:
    """A text after the number of its characters, and where it ends."""
    (chars,) = struct.unpack_from("<I", content, at)
    end = at + 4 + 2 * min(chars, len(content))  # no text is longer; 0xFFFFFFFF stands for none
    return bytes(content[at + 4 : end]).decode("utf-16-le", "replace"), end
