"""Keeps notes in the margin apart from the lines of text beside which they are drawn, row by row.

They are set in smaller type, to the left or right of all running text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from longdoc.documents.pdf.grid import by_baseline
from longdoc.documents.pdf.words import CELL_GAP, SAME_BASELINE, Word

__all__ = ["notes_last"]

SMALLER = 0.9  # of the usual type size: larger is no note
ROOM = 0.5  # of the type size, between the text and its notes
LEAST_ROWS = 6  # of running text
RUNS_ON = 0.25  # of its lines begin in the midst of a sentence
FULL = 0.6  # of the width of the text, its usual line


def notes_last(words: list[Word]) -> list[Word]:
    """The words of a page in one direction, with notes that were drawn among the lines after these."""
    letters: Counter[float] = Counter()
    for word in words:
        letters[word.size] += len(word.text)
    usual = letters.most_common(1)[0][0] if letters else 0.0
    text = [word for word in words if word.size >= SMALLER * usual]
    if len(text) == len(words):
        return words
    left, right = min(word.x0 for word in text), max(word.x1 for word in text)
    top, foot = max(word.y for word in text), min(word.y for word in text)
    before: list[Word] = []
    after: list[Word] = []
    for run in _runs([word for word in words if word.size < SMALLER * usual and foot <= word.y <= top]):
        if run[-1].x1 < left - ROOM * usual:
            before += run
        elif run[0].x0 > right + ROOM * usual:
            after += run
    notes = {id(word) for word in before + after}
    if not notes or not _are_drawn_among(words, notes) or not _have_words(before + after):
        return words
    if not _is_running_text(text, right - left):
        return words
    return [word for word in words if id(word) not in notes] + before + after


def _runs(words: Sequence[Word]) -> list[list[Word]]:
    """The words of each line without a wide gap, from the top: a header may jut out over the text."""
    runs: list[list[Word]] = []
    for row in by_baseline(words):
        runs.append([])
        for word in row:
            if runs[-1] and word.x0 - runs[-1][-1].x1 > CELL_GAP * word.size:
                runs.append([])
            runs[-1].append(word)
    return runs


def _are_drawn_among(words: Sequence[Word], notes: set[int]) -> bool:
    """Whether a note and a word of a line beside it were drawn in succession."""
    return any(
        (id(one) in notes) != (id(other) in notes) and abs(one.y - other.y) < SAME_BASELINE * other.size
        for one, other in pairwise(words)
    )


def _have_words(notes: Sequence[Word]) -> bool:
    """Whether notes are more than the numbers of verses or paragraphs."""
    text = "".join(word.text for word in notes)
    return sum(map(str.isalpha, text)) > len(text) / 2


def _is_running_text(text: Sequence[Word], width: float) -> bool:
    rows = by_baseline(text)
    runs_on = sum(row[0].text[0].islower() for row in rows)
    usual = median(row[-1].x1 - row[0].x0 for row in rows)
    return len(rows) >= LEAST_ROWS and runs_on >= RUNS_ON * len(rows) and usual > FULL * width
