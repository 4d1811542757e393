"""Keeps notes in the margin apart from the lines of text beside which they are drawn, row by row.

They are set in smaller type, to the left or right of all running text. Those of a statute stand beside the
first lines of its sections, which they head, and come before these; others come after the text of the page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from longdoc.documents.pdf.grid import by_baseline
from longdoc.documents.pdf.words import CELL_GAP, SAME_BASELINE, Word

__all__ = ["notes_apart"]

SMALLER = 0.9  # of the usual type size: larger is no note
ROOM = 0.5  # of the type size, between the text and its notes
LEAST_ROWS = 6  # of running text
RUNS_ON = 0.25  # of its lines begin in the midst of a sentence
NEXT_LINE = 1.9  # times the type size of a note: so far is its next line at most
_SECTION = re.compile(
    r"§|(?:Art|Sec)\.|\(?\d{1,4}[A-Z]{0,2}(?:$|[.)—–])"
)  # begins a section, in its first word
FULL = 0.6  # of the width of the text, its usual line


def notes_apart(words: list[Word]) -> list[Word]:
    """The words of a page in one direction; notes that were drawn among its lines stand before or after."""
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
    for word in before + after:
        word.in_margin = True
    return _placed([word for word in words if id(word) not in notes], _notes(before) + _notes(after))


def _notes(words: Sequence[Word]) -> list[list[Word]]:
    """The words of each note on one side, whose lines follow closely."""
    notes: list[list[Word]] = []
    for row in by_baseline(words):
        if notes and notes[-1][-1].y - row[0].y < NEXT_LINE * row[0].size:
            notes[-1] += row
        else:
            notes.append(row)
    return notes


def _placed(text: list[Word], notes: list[list[Word]]) -> list[Word]:
    """The text with its notes: before the sections beside which most of them begin, else at the end."""
    firsts = [row[0] for row in by_baseline(text) if _SECTION.match(row[0].text)]
    heads: dict[int, list[Word]] = {}
    rest: list[Word] = []
    for note in notes:
        beside = [word for word in firsts if abs(word.y - note[0].y) < SAME_BASELINE * word.size]
        if beside:
            heads.setdefault(id(beside[0]), []).extend(note)
        else:
            rest += note
    if 2 * len(heads) <= len(notes):
        return text + [word for note in notes for word in note]
    return [one for word in text for one in (*heads.get(id(word), ()), word)] + rest


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
    """Whether a note was drawn in succession with a line beside it, or between two words of a line."""
    text: Word | None = None  # the last word that is in no note
    for before, word in pairwise(words):
        is_note = id(word) in notes
        if (id(before) in notes) != is_note and _is_level(before, word):
            return True
        text = text if id(before) in notes else before
        if text is not None and text is not before and not is_note and _is_level(text, word):
            return True
    return False


def _is_level(one: Word, other: Word) -> bool:
    return abs(one.y - other.y) < SAME_BASELINE * other.size


def _have_words(notes: Sequence[Word]) -> bool:
    """Whether notes are more than the numbers of verses or paragraphs."""
    text = "".join(word.text for word in notes)
    return sum(map(str.isalpha, text)) > len(text) / 2


def _is_running_text(text: Sequence[Word], width: float) -> bool:
    rows = by_baseline(text)
    runs_on = sum(row[0].text[0].islower() for row in rows)
    usual = median(row[-1].x1 - row[0].x0 for row in rows)
    return len(rows) >= LEAST_ROWS and runs_on >= RUNS_ON * len(rows) and usual > FULL * width
