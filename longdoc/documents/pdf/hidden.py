"""Detects invisible text: invisible rendering mode, tiny type, or white on white."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import Any

import pypdfium2.raw as raw

from longdoc.documents.pdf.words import Word

__all__ = ["PALE", "Paint", "without_contrast"]

INVISIBLE = 3  # mode of drawing text: neither filled nor outlined
PALE, FAINT = 245, 8  # of 255: from there on a colour may be that of the paper; up to there nothing shows
LEAST_CONTRAST = 12  # of 255 greys, within the box of a word
LEAST_DOTS = 2
LONGEST_SIDE = 2000  # dots of the picture of a page

# As raw addresses: the library's wrappers create an object for every argument, which takes twice as long.
_mode_of = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p)(
    ctypes.cast(raw.FPDFTextObj_GetTextRenderMode, ctypes.c_void_p).value or 0
)
_fill_of = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, *[ctypes.c_void_p] * 4)(
    ctypes.cast(raw.FPDFText_GetFillColor, ctypes.c_void_p).value or 0
)


class Paint:
    """How the text of one page is painted."""

    def __init__(self, text_page: Any) -> None:
        self._address = ctypes.cast(text_page, ctypes.c_void_p).value
        self._colour = (ctypes.c_uint * 4)()
        first = ctypes.addressof(self._colour)
        self._parts = [first + 4 * part for part in range(4)]

    def of(self, piece: int | None, index: int) -> tuple[bool, bool]:
        """Whether a text object (its address, one of its characters) is invisible, and whether white."""
        if piece is None:
            return False, False
        if _mode_of(piece) == INVISIBLE:
            return True, False
        if not _fill_of(self._address, index, *self._parts):
            return False, False
        red, green, blue, opacity = self._colour
        return opacity <= FAINT, min(red, green, blue) >= PALE


def without_contrast(page: Any, words: Sequence[Word]) -> list[Word]:
    """Those of these words that do not differ from their background in a rendering of the page."""
    if not words:
        return []
    width, height = page.get_size()
    scale = min(1.0, LONGEST_SIDE / max(width, height, 1.0))
    bitmap = page.render(scale=scale, grayscale=True)
    dots, stride = bytes(bitmap.buffer), bitmap.stride
    unseen = []
    for word in words:
        left, top, right, bottom = _place(page, bitmap, word)
        rows = [dots[row * stride + left : row * stride + right] for row in range(top, bottom)]
        found = b"".join(rows)
        if len(found) >= LEAST_DOTS and max(found) - min(found) < LEAST_CONTRAST:
            unseen.append(word)
    return unseen


def _place(page: Any, bitmap: Any, word: Word) -> tuple[int, int, int, int]:
    """The box of a word in pixels of the rendering, from its upper left corner."""
    corners = [(word.x0, word.low), (word.x1, word.high)]
    x, y = ctypes.c_int(), ctypes.c_int()
    across, down = [], []
    for along, over in corners:
        on_page = ((along, over), (-over, along), (-along, -over), (over, -along))[word.turn]
        raw.FPDF_PageToDevice(page.raw, 0, 0, bitmap.width, bitmap.height, 0, *on_page, x, y)
        across.append(min(max(x.value, 0), bitmap.width))
        down.append(min(max(y.value, 0), bitmap.height))
    return min(across), min(down), max(across), max(down)
