"""The faster backend, used where the package pypdfium2 is installed (`pip install longdoc[fast]`).

PDFium finds the characters; words are cut where it sees a blank or a line end. Boxes are asked for
only at the ends of words, because every call into the library costs as much as a small page of Python.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import deque
from collections.abc import Iterator
from functools import lru_cache
from typing import BinaryIO

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from longdoc.documents.pdf.words import FileInfo, OutlineEntry, Word, WrongPassword, names_bold

__all__ = ["PdfiumBackend"]

# What PDFium puts for a hyphen that it takes for a word break: the one in texts, the other by itself.
_LINE_END_HYPHEN = re.compile("[\ufffe\x02]")
_WORD = re.compile("[^\\s\ufffe\x02]+[\ufffe\x02]?|[\ufffe\x02]")
# PDFium overlooks a blank in small type, as between a clause's number and its heading.
_POSSIBLE_GAP = re.compile(r"[.,:;)\]](?=[^\W\d_]|[\"“(])|\d(?=[A-Z])")
_LEAST_GAP = 0.06  # of the font size
MOST_FONTS = 256  # remembered
MOST_NAME_BYTES = 512  # of a font; a longer one is left as that of the word before


class PdfiumBackend:
    """Reads with PDFium; see `Backend`."""

    name = "pdfium"

    def __init__(self, file: BinaryIO, password: str | None, max_page_bytes: int) -> None:  # noqa: ARG002
        # PDFium knows no limit for a page; the worker's memory limit is what stops it.
        self._file = file
        self._document = _open(file, password)

    def info(self) -> FileInfo:
        """Page count, labels, outline and title; what cannot be read of it is left out."""
        document = self._document
        found = FileInfo(pages=len(document))
        try:
            found.labels = [document.get_page_label(page) for page in range(found.pages)]
            for mark in document.get_toc(max_depth=15):
                entry = _outline_entry(mark)
                if entry is not None:
                    found.outline.append(entry)
            found.title = document.get_metadata_value("Title")
        except Exception:  # what was found before the broken part is kept
            pass
        return found

    def overlooks_blanks(self) -> bool:
        """Whether Ghostscript wrote the file: what it sets as space between letters PDFium takes for none."""
        return "Ghostscript" in self._document.get_metadata_value("Producer")

    def words(self, page: int) -> Iterator[Word]:
        """The words of a page (from 0)."""
        page_object = self._document[page]
        text_page = page_object.get_textpage()
        try:
            yield from _words(text_page.raw, page_object.get_cropbox())
        finally:
            text_page.close()
            page_object.close()


def _open(file: BinaryIO, password: str | None) -> pdfium.PdfDocument:
    for attempt in (password, None) if password else (None,):
        file.seek(0)
        try:
            return pdfium.PdfDocument(file, password=attempt, autoclose=False)
        except pdfium.PdfiumError as error:
            if raw.FPDF_GetLastError() != raw.FPDF_ERR_PASSWORD and "password" not in str(error).lower():
                raise
    raise WrongPassword


def _outline_entry(mark: pdfium.PdfBookmark) -> OutlineEntry | None:
    title, destination = mark.get_title(), mark.get_dest()
    page = destination.get_index() if destination else None
    if not title or page is None:
        return None
    mode, position = destination.get_view()
    y = None
    if mode == raw.PDFDEST_VIEW_XYZ and len(position) >= 2:
        y = position[1]
    elif mode in (raw.PDFDEST_VIEW_FITH, raw.PDFDEST_VIEW_FITBH) and position:
        y = position[0]
    return OutlineEntry(title, mark.level + 1, page, y)


def _words(text_page: object, box: tuple[float, float, float, float]) -> Iterator[Word]:
    left, bottom, right, top = box[0] - 2, box[1] - 2, box[2] + 2, box[3] + 2
    measure = _Measure(text_page)
    text = _text(text_page)
    gaps = deque(match.end() for match in _POSSIBLE_GAP.finditer(text) if measure.gap_before(match.end()))
    for match in _WORD.finditer(text):
        start, end = match.span()
        while start < end:
            stop = gaps.popleft() if gaps and gaps[0] < end else end
            word = measure.word(text[start:stop], start, stop - 1)
            if left <= measure.x <= right and bottom <= measure.y <= top:
                yield word
            start = stop


def _text(text_page: object) -> str:
    """All characters, at the places where PDFium counts them."""
    count = raw.FPDFText_CountChars(text_page)
    buffer = (ctypes.c_ushort * (count + 1))()
    if raw.FPDFText_GetText(text_page, 0, count, buffer) == count + 1:
        units = memoryview(buffer).tobytes()[: 2 * count]
        text = units.decode("utf-16-le", "surrogatepass")
        if len(text) == count:
            return text
    # Some were left out or come in halves: one by one, a character beyond the first 65,536 as one place.
    return "".join(chr(raw.FPDFText_GetUnicode(text_page, index) or 32) for index in range(count))


@lru_cache(MOST_FONTS)
def _is_bold(font: bytes) -> bool:
    return names_bold(font.decode("utf-8", "replace"))


class _Measure:
    """Asks PDFium where a word stands."""

    def __init__(self, text_page: object) -> None:
        self._page = text_page
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._box = raw.FS_RECTF()
        self._matrix = raw.FS_MATRIX()
        self._font, self._flags = ctypes.create_string_buffer(MOST_NAME_BYTES), ctypes.c_int()
        self._last = (math.nan, math.nan)
        self.x = self.y = 0.0  # of the last word measured, as on the page

    def gap_before(self, index: int) -> bool:
        """Whether there is room between a character and the one before it."""
        raw.FPDFText_GetLooseCharBox(self._page, index - 1, self._box)
        left, right = self._box.left, self._box.right
        raw.FPDFText_GetLooseCharBox(self._page, index, self._box)
        height = self._box.top - self._box.bottom
        return left < self._box.left and self._box.left - right > _LEAST_GAP * height > 0

    def word(self, text: str, first: int, last: int) -> Word:
        text = _LINE_END_HYPHEN.sub("-", text)
        page, matrix, box = self._page, self._matrix, self._box
        raw.FPDFText_GetCharOrigin(page, first, self._x, self._y)
        self.x, self.y = x, y = self._x.value, self._y.value
        size = raw.FPDFText_GetFontSize(page, first)
        if (y, size) != self._last:  # along a line, the matrix stays
            raw.FPDFText_GetMatrix(page, first, matrix)
            self._last = (y, size)
        a, b, c, d = matrix.a, matrix.b, matrix.c, matrix.d
        size *= math.hypot(c, d) or 1.0
        raw.FPDFText_GetFontInfo(page, first, self._font, len(self._font), self._flags)
        bold = _is_bold(self._font.value)
        raw.FPDFText_GetLooseCharBox(page, last, box)
        if abs(a) >= abs(b):
            return (
                Word(text, x, box.right, y, size, bold, 0)
                if a >= 0
                else Word(text, -x, -box.left, -y, size, bold, 2)
            )
        return (
            Word(text, y, box.top, -x, size, bold, 1)
            if b > 0
            else Word(text, -y, -box.bottom, x, size, bold, 3)
        )
