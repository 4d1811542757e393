"""Chinese and Japanese set vertically: characters one below the other, in columns from right to left.

PDFium gives each of their characters as an upright word. Joined into one word for each column, with a quarter
turn, they are read as other text on its side is.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from longdoc.documents.pdf.words import Word
from longdoc.documents.text.clean import is_cjk

__all__ = ["columns_turned"]

TURN = 3  # quarter turns, counter-clockwise, of text that runs down the page
LEAST_RUN = 4  # characters below each other; fewer may be cells of a table
SHARE = 0.5  # of a page's Chinese characters stand in such runs
OFF_CENTRE = 0.3  # of the type size: so far is a character from the middle of its column
# of the type size, from a character down to the next; punctuation is set high
LOWEST, LOWEST_BEHIND_A_MARK, HIGHEST = 1.8, 2.6, -0.8


def columns_turned(words: Sequence[Word]) -> Sequence[Word]:
    """The words of a page, with those of its vertical columns joined and turned, if it is set vertically."""
    runs = _runs([word for word in words if word.turn == 0])
    if sum(_letters(run) for run in runs if len(run) >= LEAST_RUN) <= SHARE * _letters(words):
        return words
    columns = [run for run in runs if _letters(run) * 2 >= len(run) and all(_is_alone(word) for word in run)]
    first = {id(run[0]): run for run in columns}
    inside = {id(word) for run in columns for word in run}
    return [
        _column(first[id(word)]) if id(word) in first else word
        for word in words
        if id(word) in first or id(word) not in inside
    ]


def _runs(words: Sequence[Word]) -> list[list[Word]]:
    """The words drawn in succession that stand below each other."""
    runs: list[list[Word]] = []
    for word in words:
        if runs and _is_below(runs[-1][-1], word):
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs


def _is_below(upper: Word, lower: Word) -> bool:
    if not _is_alone(upper) or not _is_alone(lower):
        return False
    off = abs(upper.x0 + upper.x1 - lower.x0 - lower.x1) / 2
    step = (upper.y - lower.y) / upper.size if upper.size else 0.0
    lowest = LOWEST if upper.text.isalnum() else LOWEST_BEHIND_A_MARK
    return off < OFF_CENTRE * upper.size and HIGHEST < step < lowest


def _is_alone(word: Word) -> bool:
    """Whether a word is a single Chinese character, or a number set across the column."""
    return not is_cjk(word.text[0]) or len(word.text) == 1


def _letters(words: Sequence[Word]) -> int:
    return sum(len(word.text) for word in words if is_cjk(word.text[0]))


def _column(run: Sequence[Word]) -> Word:
    """The words of a column as one, in the coordinates of text that runs down the page."""
    tops = [-word.high for word in run for _ in word.text]
    edges = list(accumulate([*tops, -min(word.low for word in run)], max))
    left, right = min(word.x0 for word in run), max(word.x1 for word in run)
    text, bold = "".join(word.text for word in run), all(word.bold for word in run)
    size = max(word.size for word in run)
    return Word(text, edges[0], edges[-1], left, size, bold, TURN, left, right, edges)
