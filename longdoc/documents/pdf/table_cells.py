"""Tells the cells of a table without ruled lines from running text, lists, contents and signature blocks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from statistics import median

from longdoc.documents.pdf.grid import is_numeric
from longdoc.documents.pdf.words import Word
from longdoc.documents.text.clean import is_cjk

__all__ = ["are_cells", "are_marks", "are_two_figures", "is_prose_beside", "read_in_order"]

WIDE = 1.4  # of the type size: so wide is the gap between two columns that nothing else tells
MOSTLY = 0.6
LEAST_ROWS = 3
ALIGNED = 0.6  # of the type size
RUNNING = 0.34  # of the cells begin in the midst of a sentence, in a column of prose
PROSE_CHARS = 38  # the usual cell of a column of prose has more
CHINESE_CHARS, FULL = 12, 0.85  # a line of a column of Chinese prose has more, and as many as the longest
SHORT_CHARS = 28  # the usual cell of a column that makes a table of two
_MARK = re.compile(
    r"(?:[•·▪●○■□◦–—*-]|\(?(?:\d{1,3}|[a-z]{1,2}|[ivxlc]{1,6}|[A-Z])[.)]|\d+(?:\.\d+)+\.?|\([a-z\d]+\)|\[\w{1,8}\]|§.*)"
)
_LEADER = re.compile(r"\.{4,}|(?:\. ){3,}|…|_{3,}")
_SIGNED = re.compile(r"(?i)(?:by|name|title|its|dated?|signature|signed|witness)\s*:|.*/s/")

# a figure that is complete: "1,180,160", "(8.4)"
_WHOLE_FIGURE = re.compile(r"[(\-+−–$€£¥]*(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)%?\)?")
BLANK = 0.15  # of the type size: no narrower is a blank

Row = Sequence[Word]
Strip = tuple[float, float]


def read_in_order(words: Row) -> str:
    """The text of cells, in reading order."""
    return " ".join([word.text for word in words])


def are_marks(texts: Sequence[str]) -> bool:
    """Whether the cells of a column mostly hold the marks of a list, which belong to what they mark."""
    return sum(bool(_MARK.fullmatch(text)) for text in texts) > MOSTLY * len(texts)


def are_two_figures(before: Word, after: Word) -> bool:
    """Whether words beside each other are figures of two cells, however near they are."""
    is_apart = after.x0 - before.x1 > BLANK * after.size
    return is_apart and bool(_WHOLE_FIGURE.fullmatch(before.text) and _WHOLE_FIGURE.fullmatch(after.text))


def are_cells(lines: Sequence[Mapping[int, Row]], strips: Sequence[Strip], size: float) -> bool:
    """Whether the cells between these strips look like those of a table."""
    columns = len(strips) + 1
    texts = [[read_in_order(line[column]) for line in lines if column in line] for column in range(columns)]
    if sum(map(len, texts)) < MOSTLY * columns * len(lines) or any(len(column) < 2 for column in texts):
        return False
    every = [text for column in texts for text in column]
    if sum(bool(_LEADER.search(text)) for text in every) > 0.3 * len(lines):
        return False  # a contents list, or blanks to fill in
    if sum(bool(_SIGNED.match(text)) for text in every) > 0.3 * len(lines):
        return False
    if any(_is_prose(column) for column in texts) or all(map(_runs_on, texts)):
        return False
    if columns == 2 and are_marks(texts[0]):
        return False  # a list: marks, and what they mark
    aligned = [
        _is_aligned([line[column] for line in lines if column in line], size) for column in range(columns)
    ]
    if not all(aligned[1:]) or not any(aligned):
        return False
    numeric = [sum(map(is_numeric, column)) >= MOSTLY * (len(column) - 1) for column in texts]
    if columns > 2:
        return True
    if any(numeric[1:]) and not _counts(texts[1]):
        return True
    wide = strips[0][1] - strips[0][0] > WIDE * size
    return (
        wide and all(median(map(len, column)) <= SHORT_CHARS for column in texts) and len(lines) > LEAST_ROWS
    )


def _is_prose(column: Sequence[str]) -> bool:
    if not column:
        return False
    long = median(map(len, column)) > PROSE_CHARS
    if long and _begins_within(column):
        return True
    return len(column) > 4 and _runs_on(column)


def is_prose_beside(lines: Sequence[str]) -> bool:
    """Whether lines that leave none of a table's gaps open are prose, of which there may be few."""
    goes_on = any(line[0].islower() for line in lines)
    return _is_prose(lines) or (goes_on and median(map(len, lines)) > PROSE_CHARS)


def _runs_on(column: Sequence[str]) -> bool:
    """Whether the cells of a column are rather long and many begin in the midst of a sentence."""
    if _is_chinese_prose(column):
        return True
    return median(map(len, column)) > PROSE_CHARS / 2 and _begins_within(column)


def _begins_within(column: Sequence[str]) -> bool:
    return sum(text[0].islower() for text in column) > RUNNING * len(column)


def _is_chinese_prose(column: Sequence[str]) -> bool:
    """Whether most cells of a column are Chinese lines of one length that end within a sentence."""
    full = max(map(len, column))
    filled = [text for text in column if len(text) >= FULL * full and is_cjk(text[0])]
    open_ends = sum(not text.endswith(("。", "！", "？", "；")) for text in filled)
    return full >= CHINESE_CHARS and min(len(filled), open_ends) > MOSTLY * len(column)


def _is_aligned(cells: Sequence[Row], size: float) -> bool:
    """Whether most cells of a column are aligned left, right or centred."""
    for edge in (
        [words[0].x0 for words in cells],
        [max(word.x1 for word in words) for words in cells],
        [(words[0].x0 + max(word.x1 for word in words)) / 2 for words in cells],
    ):
        middle = median(edge)
        if sum(abs(place - middle) < ALIGNED * size for place in edge) >= MOSTLY * len(edge):
            return True
    return False


def _counts(column: Sequence[str]) -> bool:
    """Whether numbers never decrease, like the page numbers of a table of contents."""
    numbers = [int(text) for text in column if text.isdecimal()]  # ① is a digit, and no number
    return len(numbers) >= MOSTLY * len(column) and len(numbers) > 3 and numbers == sorted(numbers)
