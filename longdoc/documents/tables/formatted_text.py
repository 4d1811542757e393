"""What the fonts of an XLSX workbook say of its cells: text that is struck out, and superscripts."""

from __future__ import annotations

import io
import re
from typing import Any

from longdoc.documents.archive import Archive, parse_xml
from longdoc.documents.limits import Limits
from longdoc.documents.office.strict import transitional
from longdoc.documents.tables.places import place_of, row_of, whole_number
from longdoc.documents.tables.sheet_marks import MOST_MARKS, SheetMarks
from longdoc.documents.text.raised import raised
from longdoc.errors import DocumentError

__all__ = ["FormattedText"]

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
FORMATTED = re.compile(rb"<(?:\w{1,20}:)?(?:strike\b|vertAlign\b[^>]*superscript)")


class FormattedText:
    """The fonts of one workbook; what cannot be read is taken for plain text."""

    def __init__(self, archive: Archive, limits: Limits) -> None:
        self._archive = archive
        self._limits = limits
        try:
            self._struck_styles = self._read_styles()
            self._texts = self._read_texts()
        except DocumentError:
            self._struck_styles, self._texts = set(), {}

    def mark(self, sheet: bytes, marks: SheetMarks) -> None:
        """Add to the marks of a sheet which of its cells are struck out, wholly or in part."""
        from lxml import etree

        if not self._is_worth_a_look(sheet):
            return
        walk = etree.iterparse(
            io.BytesIO(transitional(sheet)), ("start", "end"), tag=(f"{S}c", f"{S}row"),
            resolve_entities=False, no_network=True, recover=True,
        )  # fmt: skip
        row, column = -1, -1
        try:
            for event, element in walk:
                is_row = element.tag == f"{S}row"
                if is_row and event == "start":
                    row, column = row_of(element, row + 1), -1
                elif is_row:
                    element.clear()
                elif event == "start":
                    row, column = place_of(element, row, column + 1)
                elif whole_number(element.get("s"), -1) in self._struck_styles:
                    if len(marks.struck) < MOST_MARKS:
                        marks.struck.add((row, column))
                elif (formatted := self._text_of(element)) is not None and len(marks.texts) < MOST_MARKS:
                    marks.texts[row, column] = formatted
        except etree.XMLSyntaxError:
            return

    def _is_worth_a_look(self, sheet: bytes) -> bool:
        if self._texts or FORMATTED.search(sheet):
            return True
        return any(b's="%d"' % style in sheet or b"s='%d'" % style in sheet for style in self._struck_styles)

    def _text_of(self, cell: Any) -> tuple[str, int] | None:
        """The text of a cell, and how many of its characters are left out; None if it is plain."""
        if cell.get("t") == "s":
            return self._texts.get(whole_number(cell.findtext(f"{S}v"), -1))
        written = cell.find(f"{S}is")
        return None if written is None else _formatted(written)

    def _read_styles(self) -> set[int]:
        root = self._xml("xl/styles.xml")
        if root is None:
            return set()
        fonts = root.find(f"{S}fonts")
        struck = {number for number, font in enumerate(() if fonts is None else fonts) if _is_struck(font)}
        cells = root.find(f"{S}cellXfs")
        return {
            number
            for number, form in enumerate(() if cells is None else cells)
            if struck and whole_number(form.get("fontId"), -1) in struck
        }

    def _read_texts(self) -> dict[int, tuple[str, int]]:
        name = "xl/sharedStrings.xml"
        if name not in self._archive or not FORMATTED.search(self._archive.read(name)):
            return {}
        root = self._xml(name)
        texts = enumerate(map(_formatted, () if root is None else root.iterchildren(f"{S}si")))
        return {number: text for number, text in texts if text is not None}

    def _xml(self, name: str) -> Any | None:
        if name not in self._archive:
            return None
        return parse_xml(transitional(self._archive.read(name)), self._limits)


def _is_struck(font: Any) -> bool:
    strike = font.find(f"{S}strike")
    return strike is not None and strike.get("val", "1") not in ("0", "false")


def _formatted(item: Any) -> tuple[str, int] | None:
    """The text of an item in several fonts; None if they change nothing."""
    parts: list[str] = []
    left_out = 0
    is_changed = False
    for run in item.iterchildren(f"{S}r"):
        words = "".join(text.text or "" for text in run.iterchildren(f"{S}t"))
        font = run.find(f"{S}rPr")
        if font is not None and _is_struck(font):
            left_out += len(words)
            continue
        place = None if font is None else font.find(f"{S}vertAlign")
        if place is not None and place.get("val") == "superscript":
            before, plain = "".join(parts[-1:]), words
            words = raised(before, plain)
            is_changed = is_changed or words != plain
        parts.append(words)
    return ("".join(parts), left_out) if left_out or is_changed else None
