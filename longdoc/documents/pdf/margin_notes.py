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
NARROW = 0.5  # of the width of the text are such notes
FEW = 2  # times as many lines has the text beside which notes in its own type stand
SHORT = 0.15  # of its width: a line of it that leaves more free may end a paragraph
ENDS = ".:;?!"
INDENT = 4.0  # times the type size: so far may the first line of a paragraph be indented
FULL = 0.6  # of the width of the text, its usual line


def notes_apart(words: list[Word]) -> list[Word]:
    """The words of a page in one direction; notes that were drawn among its lines stand before or after."""
    letters: Counter[float] = Counter()
    for word in words:
        letters[word.size] += len(word.text)
    usual = letters.most_common(1)[0][0] if letters else 0.0
    before, after = _in_smaller_type(words, usual) or _amid_sentences(words, usual) or ([], [])
    notes = {id(word) for word in before + after}
    if not notes or not _are_drawn_among(words, notes) or not _have_words(before + after):
        return words
    for word in before + after:
        word.in_margin = True
    return _placed([word for word in words if id(word) not in notes], _notes(before) + _notes(after))


def _in_smaller_type(words: list[Word], usual: float) -> tuple[list[Word], list[Word]] | None:
    """The words beside running text that are smaller, left and right of it; None if there are none."""
    text = [word for word in words if word.size >= SMALLER * usual]
    if len(text) == len(words):
        return None
    left, right = min(word.x0 for word in text), max(word.x1 for word in text)
    top, foot = max(word.y for word in text), min(word.y for word in text)
    before: list[Word] = []
    after: list[Word] = []
    for run in _runs([word for word in words if word.size < SMALLER * usual and foot <= word.y <= top]):
        if run[-1].x1 < left - ROOM * usual:
            before += run
        elif run[0].x0 > right + ROOM * usual:
            after += run
    return (before, after) if (before or after) and _is_running_text(text, right - left) else None


def _amid_sentences(words: list[Word], usual: float) -> tuple[list[Word], list[Word]] | None:
    """The same of words in the type of the text, of which most stand beside the midst of a sentence."""
    runs = _runs(words)
    widths: Counter[int] = Counter()
    for run in runs:
        widths[round(run[0].x0)] += round(run[-1].x1 - run[0].x0)
    if not widths:
        return None
    left = widths.most_common(1)[0][0]
    runs = _parted_at_edges(runs, left, usual)
    right = max(run[-1].x1 for run in runs if abs(run[0].x0 - left) < ROOM * usual)
    edge = right + ROOM * usual
    column = [run for run in runs if -ROOM < (run[0].x0 - left) / usual < INDENT and run[-1].x1 < edge]
    inside = {id(run) for run in column}
    top, foot = (run[0].y for run in (column[0], column[-1]))
    level = SAME_BASELINE * usual
    beside = [run for run in runs if foot - level <= run[0].y <= top + level and id(run) not in inside]
    before = [word for run in beside if run[-1].x1 < left - ROOM * usual for word in run]
    after = [word for run in beside if run[0].x0 > right + ROOM * usual for word in run]
    if not beside or len(before) + len(after) < sum(map(len, beside)) or FEW * len(beside) > len(column):
        return None
    if max(run[-1].x1 - run[0].x0 for run in beside) > NARROW * (right - left):
        return None  # another column
    notes = [note[0] for note in _notes(before) + _notes(after)]
    amid = [row[0] for row in _amid(column, right, right - left)]
    found = sum(any(_is_level(note, first) for first in amid) for note in notes)
    return (before, after) if 2 * found > len(notes) and len(column) >= LEAST_ROWS else None


def _parted_at_edges(runs: list[list[Word]], left: float, usual: float) -> list[list[Word]]:
    """The lines, parted at the edges of a justified column from notes that stand close to it."""
    begun = [run for run in runs if abs(run[0].x0 - left) < ROOM * usual]
    right, lines = Counter(round(run[-1].x1) for run in begun).most_common(1)[0]
    if lines < max(LEAST_ROWS, len(begun) / 2):
        return runs
    parted: list[list[Word]] = []
    for run in runs:
        parted.append([run[0]])
        for before, word in pairwise(run):
            at_edge = abs(before.x1 - right) < 1 or abs(word.x0 - left) < 1
            if at_edge and word.x0 - before.x1 > ROOM * usual:
                parted.append([])
            parted[-1].append(word)
    return parted


def _amid(column: Sequence[Sequence[Word]], right: float, width: float) -> list[Sequence[Word]]:
    """The lines of a column that plainly go on with the sentence of the line above."""
    return [
        row
        for above, row in pairwise(column)
        if row[0].text[0].islower()
        and right - above[-1].x1 < SHORT * width
        and above[0].y - row[0].y < NEXT_LINE * row[0].size
        and above[-1].text[-1] not in ENDS
    ]


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
