"""Lines that OCR has seen → words with places, as the layout of PDF pages takes them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from longdoc.documents.ocr.engine import SeenLine
from longdoc.documents.pdf.words import Word
from longdoc.documents.text.clean import is_cjk

__all__ = ["words_of"]

LETTERS = 0.74  # of a line's box is the size of its type: the box is drawn with room around the letters
BASELINE = 0.22  # of the box's height above its foot
_WORD = re.compile(r"\S+")
_NARROW, _WIDE = frozenset("iljtfI.,:;'!|()[] "), frozenset("mwMW—%@")


def words_of(lines: Sequence[SeenLine], height_dots: float, points_per_dot: float) -> list[Word]:
    """The words, in points from the lower left corner; letters share a line's width by how wide they are."""
    words = []
    for line in lines:
        widths = [_width(char) for char in line.text]
        whole = sum(widths) or 1.0
        edges = [line.left * points_per_dot]
        for width in widths:
            edges.append(edges[-1] + width / whole * (line.right - line.left) * points_per_dot)
        low, high = ((height_dots - side) * points_per_dot for side in (line.bottom, line.top))
        size = LETTERS * (high - low)
        for match in _WORD.finditer(line.text):
            start, end = match.span()
            part = edges[start : end + 1]
            y = low + BASELINE * (high - low)
            words.append(Word(match[0], part[0], part[-1], y, size, False, 0, low, high, part))
    return words


def _width(char: str) -> float:
    if is_cjk(char):
        return 2.0
    return 0.5 if char in _NARROW else 1.5 if char in _WIDE else 1.2 if char.isupper() else 1.0
