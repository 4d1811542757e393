"""XLSX, XLSB, XLS and XML Spreadsheet 2003 → tables: one section per sheet, with values as displayed."""

from __future__ import annotations

import io
import struct
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from longdoc.documents.archive import Archive
from longdoc.documents.extract import Extract
from longdoc.documents.office.embedded import with_embedded
from longdoc.documents.source import Source
from longdoc.documents.structure.pictures import told_pictures
from longdoc.documents.structure.pieces import Piece, assemble
from longdoc.documents.structure.struck import told_struck
from longdoc.documents.tables.beside_cells import BesideCells, formulas_without_result
from longdoc.documents.tables.formatted_text import FormattedText
from longdoc.documents.tables.hidden_cells import hidden_places, told_hidden_cells
from longdoc.documents.tables.number_formats import ShownFormats, shown_number
from longdoc.documents.tables.odd_sheets import without_odd_sheets
from longdoc.documents.tables.page_lines import page_lines, written_lines
from longdoc.documents.tables.regions import Spans, sheet_pieces
from longdoc.documents.tables.sheet_marks import SheetMarks, sheet_marks
from longdoc.documents.tables.spreadsheet_xml import read_spreadsheet_xml
from longdoc.documents.tables.struck_cells import Struck, strike, without_rows
from longdoc.documents.tables.xls_marks import xls_sheets
from longdoc.documents.tables.xlsb_marks import XlsbSheets
from longdoc.errors import DamagedDocument, DocumentLimit, EncryptedDocument
from longdoc.plurals import counted

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

__all__ = ["read_workbook"]

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "the workbook is encrypted; save it without a password"
WITHOUT_CELLS = "sheets without cells (charts, macros)"
FILE_PASS, FIRST_BYTES = 0x2F, 4096
MOST_CELLS = 5_000_000  # of one sheet: empty ones between far corners count too


def read_workbook(source: Source) -> Extract:
    """A workbook; hidden sheets, and those with only a chart, are left out and reported."""
    if not source.data.startswith((b"PK", OLE)):
        return read_spreadsheet_xml(source)
    archive = _archive(source)
    try:
        workbook = _open(source)
    except DamagedDocument:
        if archive is None or (rest := without_odd_sheets(archive, source.limits)) is None:
            raise
        data, names = rest
        extract = read_workbook(replace(source, data=data, path=None))
        told = f"{WITHOUT_CELLS} were not read: {', '.join(names)}"
        return replace(extract, notices=(told, *extract.notices))
    formats = ShownFormats(archive, source.limits)
    beside = BesideCells(archive, source.limits) if archive else None
    of_xls = [] if archive else xls_sheets(source.data)
    of_xlsb = XlsbSheets(archive, source.limits) if archive else None
    formatted = FormattedText(archive, source.limits) if archive else None
    uncalculated: dict[str, int] = {}
    struck_chars = 0
    hidden: dict[str, str] = {}  # by sheet: its hidden rows and columns
    pieces: list[Piece] = []
    left_out: dict[str, list[str]] = {}
    running: set[str] = set()  # headers and footers that were read
    for number, about in enumerate(workbook.sheets_metadata):
        kind, visible = str(about.typ).rsplit(".", 1)[-1], str(about.visible).rsplit(".", 1)[-1]
        if kind != "WorkSheet":
            left_out.setdefault(WITHOUT_CELLS, []).append(about.name)
        elif visible != "Visible":
            left_out.setdefault("hidden sheets", []).append(about.name)
        else:
            part = formats.part_of(about.name)
            data = archive.read(part) if archive and part in archive else b""
            binary = of_xls[number] if number < len(of_xls) else None
            if of_xlsb and (of_bin := of_xlsb.part_of(about.name)):
                part, binary = of_bin, of_xlsb.sheet(about.name)
            forms = binary.forms if binary else formats.of_sheet(about.name)
            marks = binary.marks if binary else sheet_marks(data)
            if formatted and data:
                formatted.mark(data, marks)
            rows, spans, struck = _rows(workbook, about.name, number, forms, marks)
            struck_chars += struck.characters
            hidden[about.name] = _hidden(rows, marks)
            tables = list(sheet_pieces(*without_rows(rows, spans, struck.rows)))
            cells = [Piece(about.name, 1), *tables] if tables else []
            lines = page_lines(binary.running if binary else written_lines(data), running)
            others = [
                *lines,
                *(beside.of_sheet(part) if beside and part else ()),
                *(binary.beside if binary else ()),
            ]
            pieces += [*cells, *others] if cells or not others else [Piece(about.name, 1), *others]
            if count := formulas_without_result(data):
                uncalculated[about.name] = count
    notices = [f"{what} were not read: {', '.join(names)}" for what, names in left_out.items()]
    notices += told_hidden_cells(hidden)
    notices += _told_uncalculated(uncalculated)
    notices += (*told_struck(struck_chars), *told_pictures(beside.pictures if beside else 0))
    sheets = assemble(pieces, notices=tuple(notices))
    return with_embedded(sheets, archive, beside.embedded, source) if archive and beside else sheets


def _told_uncalculated(counts: dict[str, int]) -> list[str]:
    if not counts:
        return []
    total = sum(counts.values())
    where = ", ".join(f"{name} ({count:,})" for name, count in counts.items())
    return [
        f"{counted(total, 'formula has', 'formulas have')} no stored result, so the cell is empty: {where};"
        " a spreadsheet program saves them"
    ]


def _open(source: Source) -> CalamineWorkbook:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(source.data))
    except PasswordError:
        raise EncryptedDocument(ENCRYPTED) from None
    except (CalamineError, ValueError, OSError) as error:
        if _is_encrypted_xls(source.data):
            raise EncryptedDocument(ENCRYPTED) from None
        raise DamagedDocument(f"the workbook is damaged: {error}") from None
    except BaseException as error:
        raise _given_up(error, "the workbook") from None


def _is_encrypted_xls(data: bytes) -> bool:
    """Whether a record of an XLS file says that those after it are encrypted ([MS-XLS] 2.4.117)."""
    from olefile import OleFileIO

    try:
        with OleFileIO(io.BytesIO(data)) as file:
            name = next(name for name in ("Workbook", "Book") if file.exists(name))
            head = file.openstream(name).read(FIRST_BYTES)
    except (
        OSError,
        StopIteration,
        struct.error,
        IndexError,
        KeyError,
        TypeError,
        AttributeError,
        ValueError,
    ):
        return False
    at = 0
    while at + 4 <= len(head):
        kind, size = struct.unpack_from("<HH", head, at)
        if kind == FILE_PASS:
            return True
        at += 4 + size
    return False


def _given_up(error: BaseException, what: str) -> BaseException:
    """Turn a Rust panic of the library, which is not an Exception, into an error."""
    if type(error).__name__ == "PanicException":
        return DamagedDocument(f"{what} is damaged: {str(error).splitlines()[0][:200]}")
    return error


def _archive(source: Source) -> Archive | None:
    """The parts of an XLSX file, checked against the limits on unpacking."""
    if not source.data.startswith(b"PK"):
        return None
    archive = Archive(source.data, source.limits)
    archive.check_size()
    return archive


def _rows(
    workbook: CalamineWorkbook,
    name: str,
    number: int,
    forms: Mapping[tuple[int, int], str],
    marks: SheetMarks,
) -> tuple[list[list[str]], Spans, Struck]:
    """The rows of a sheet as it shows them, its merged cells, and what is struck out."""
    from python_calamine import CalamineError

    try:
        sheet = workbook.get_sheet_by_index(number)
        _check_size(sheet, name)
        values = sheet.to_python(skip_empty_area=False)
    except CalamineError as error:
        raise DamagedDocument(f'the sheet "{name}" is damaged: {error}') from None
    except BaseException as error:
        raise _given_up(error, f'the sheet "{name}"') from None
    rows = [
        [_shown(value, forms.get((row, column), "")) for column, value in enumerate(cells)]
        for row, cells in enumerate(values)
    ]
    for (row, column), written in marks.errors.items():  # which the library gives as empty
        if row < len(rows) and column < len(rows[row]) and not rows[row][column]:
            rows[row][column] = written
    struck = strike(rows, marks)
    return rows, _merged(sheet, rows), struck


def _hidden(rows: Sequence[Sequence[str]], marks: SheetMarks) -> str:
    """The hidden rows and columns of a sheet that have text."""
    hidden_rows = [row for row in marks.hidden_rows if row < len(rows) and any(map(str.strip, rows[row]))]
    wanted = marks.hidden_columns
    hidden_columns = {
        column
        for cells in (rows if wanted else ())
        for column, cell in enumerate(cells)
        if column in wanted and cell.strip()
    }
    return hidden_places(sorted(hidden_rows), sorted(hidden_columns))


def _check_size(sheet: CalamineSheet, name: str) -> None:
    if sheet.total_height * sheet.total_width > MOST_CELLS:
        raise DocumentLimit(f'the sheet "{name}" spans more than {MOST_CELLS:,} cells')


def _merged(sheet: CalamineSheet, rows: list[list[str]]) -> Spans:
    """The merged cells; one that covers several rows is repeated in each."""
    spans: Spans = {}
    ranges: Sequence[Any] = getattr(sheet, "merged_cell_ranges", None) or ()
    for (top, left), (bottom, right) in ranges:
        if top >= len(rows) or left >= len(rows[top]):
            continue
        for row in range(top, min(bottom + 1, len(rows))):
            if left < len(rows[row]):
                rows[row][left] = rows[top][left]
            if right > left:
                spans[row, left] = (1, right - left + 1)
    return spans


def _shown(value: Any, form: str) -> str:
    """A value as the sheet displays it."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return shown_number(float(value), form)
    if isinstance(value, datetime):
        return _shown_moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M:%S" if value.second else "%H:%M")
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")
    return str(value)


def _shown_moment(value: datetime) -> str:
    if value.time() == time():
        return value.date().isoformat()
    return value.strftime("%Y-%m-%d %H:%M:%S" if value.second else "%Y-%m-%d %H:%M")
