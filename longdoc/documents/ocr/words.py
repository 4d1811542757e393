"""Recognised lines → words with positions, as the layout of PDF pages expects them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from longdoc.documents.ocr.engine import SeenLine
from longdoc.documents.pdf.words import Word
from longdoc.documents.text.clean import is_cjk

__all__ = ["chinese_signs", "words_of"]

LETTERS = 0.74  # of a line's box is the size of its type: the box is drawn with room around the letters
BASELINE = 0.38  # of the type size below the middle of the box
AS_HIGH, AS_WIDE = (0.72, 1.45), (0.85, 1.18)  # times the page's usual box and letters: the same type, then
FEW_LETTERS = 5  # … tell no width
MOSTLY_CHINESE = 0.5
_WORD = re.compile(r"\S+")
_BRACKETS = re.compile(r"[(（]([^()（）]{1,60})[)）]")
_SIGN = re.compile(r"(?<=[\u4e00-\u9fff）”》])[,;:?!]")
_WIDE_SIGNS = str.maketrans(",;:?!", "，；：？！")
_NARROW, _WIDE = frozenset("iljtfI.,:;'!|()[] "), frozenset("mwMW—%@")


def words_of(lines: Sequence[SeenLine], height_dots: float, points_per_dot: float) -> list[Word]:
    """The words, in points from the lower left corner; letters share a line's width by how wide they are."""
    words = []
    sizes = _type_sizes(lines)
    for line, size_dots in zip(lines, sizes, strict=True):
        text = chinese_signs(line.text)
        widths = [_width(char) for char in text]
        whole = sum(widths) or 1.0
        edges = [line.left * points_per_dot]
        for width in widths:
            edges.append(edges[-1] + width / whole * (line.right - line.left) * points_per_dot)
        low, high = ((height_dots - side) * points_per_dot for side in (line.bottom, line.top))
        size = size_dots * points_per_dot
        y = (low + high) / 2 - BASELINE * size
        for match in _WORD.finditer(text):
            start, end = match.span()
            part = edges[start : end + 1]
            words.append(Word(match[0], part[0], part[-1], y, size, False, 0, low, high, part))
    return words


def _type_sizes(lines: Sequence[SeenLine]) -> list[float]:
    """The size of each line's type in dots. Boxes are drawn by eye: those of one type differ by a third."""
    seen = [(LETTERS * (line.bottom - line.top), _letter_dots(line), len(line.text)) for line in lines]
    long = [one for one in seen if one[2] > FEW_LETTERS] or seen
    if not long:
        return []
    usual, usual_dots = (_weighted_median([(one[at], one[2]) for one in long]) for at in (0, 1))
    sizes = []
    for size, dots, count in seen:
        as_wide = count <= FEW_LETTERS or _is_within(dots / usual_dots, AS_WIDE)
        sizes.append(usual if as_wide and _is_within(size / usual, AS_HIGH) else size)
    return sizes


def _letter_dots(line: SeenLine) -> float:
    return max(1.0, line.right - line.left) / (sum(map(_width, line.text)) or 1.0)


def _weighted_median(weighted: list[tuple[float, int]]) -> float:
    half = sum(weight for _, weight in weighted) / 2
    for value, weight in sorted(weighted):
        half -= weight
        if half <= 0:
            return max(value, 1e-6)
    return 1.0


def _is_within(share: float, limits: tuple[float, float]) -> bool:
    return limits[0] <= share <= limits[1]


def chinese_signs(text: str) -> str:
    """A line of Chinese with brackets, commas and the like as wide as Chinese has them.

    >>> chinese_signs("(一）甲方(出租人),乙方"), chinese_signs("see (a) and (b)")
    ('（一）甲方（出租人），乙方', 'see (a) and (b)')
    """
    letters = [char for char in text if char.isalpha()]
    if sum(map(is_cjk, letters)) <= MOSTLY_CHINESE * len(letters):
        return text
    text = _BRACKETS.sub(lambda match: f"（{match[1]}）" if any(map(is_cjk, match[0])) else match[0], text)
    return _SIGN.sub(lambda match: match[0].translate(_WIDE_SIGNS), text)


def _width(char: str) -> float:
    if is_cjk(char):
        return 2.0
    return 0.5 if char in _NARROW else 1.5 if char in _WIDE else 1.2 if char.isupper() else 1.0
