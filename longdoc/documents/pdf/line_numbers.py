"""Removes line numbers, as in pleadings and listings.

They form a column of their own at one side, one per line (or every fifth), with a constant step. Rows of a
table can be numbered too, but the text beside those numbers is not running text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from longdoc.documents.pdf.words import SAME_BASELINE, Word

__all__ = ["without_line_numbers"]

LEAST_NUMBERS, LEAST_IN_STEPS = 6, 4
LEAST_EXACT = 3  # each exactly as many lines below the last one as it counts
STEPS = (1, 2, 5, 10)
ROOM = 0.6  # of the type size, on both sides of a number between two columns
ALIGNED = 0.7  # of the type size: so far may their right ends (or left ones) be apart
LEAST_SHARE = 0.7  # of the lines have a number of their own, where each line is counted
RUNS_ON = 0.25  # of the lines begin in the midst of a sentence
LEAST_WORDS = 4  # of the usual line of a column beside whose lines the numbers stand
FULL = 0.5  # of the widest line, the usual line of running text
LEAST_EMPTY, LONG_LINE = 20, 7  # numbers of a page that is mostly empty; words of a line of running text
EVEN = 0.1  # of their distance: so far may these numbers be out of step
SIGNS = ":.)\u2236"
_FIGURES = re.compile(r"\d{1,4}")
_SPOKEN = re.compile(r"[QA][.:]?|[A-Z]{2,}:")  # begins a line of a transcript
_CODE = re.compile(r"[{}();=<>\[\]#]")

Row = list[Word]


def without_line_numbers(words: list[Word]) -> tuple[list[Word], int]:
    """The words of a page in one direction without line numbers, and the number of those removed."""
    if sum(_FIGURES.fullmatch(word.text) is not None for word in words) < LEAST_EXACT:
        return words, 0
    rows = _rows(words)
    for ends in ([row[0] for row in rows], [row[-1] for row in rows], _between_columns(rows)):
        numbers = _column(ends)
        if numbers and not _count_steps(numbers, rows) and _counts_lines(numbers, rows):
            gone = {id(number) for number in numbers}
            return [word for word in words if id(word) not in gone], len(numbers)
    return words, 0


def _rows(words: Sequence[Word]) -> list[Row]:
    rows: list[Row] = []
    for word in sorted(words, key=lambda word: -word.y):
        if rows and abs(rows[-1][0].y - word.y) < SAME_BASELINE * max(word.size, rows[-1][0].size):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda word: word.x0) for row in rows]


def _between_columns(rows: Sequence[Row]) -> list[Word]:
    """Numbers with space on both sides, as between the columns of patents."""
    return [
        word
        for row in rows
        for before, word, after in zip(row, row[1:], row[2:], strict=False)
        if _FIGURES.fullmatch(word.text) and min(word.x0 - before.x1, after.x0 - word.x1) > ROOM * word.size
    ]


def _column(words: Sequence[Word]) -> list[Word]:
    """The longest run of aligned numbers that grow by a constant step, from the top."""
    ends = [word for word in words if _FIGURES.fullmatch(word.text)]
    best: list[Word] = []
    for step in STEPS:
        least = LEAST_NUMBERS if step == 1 else LEAST_IN_STEPS if step == 2 else LEAST_EXACT
        runs: dict[int, list[Word]] = {}
        for word in ends:
            value = int(word.text)
            if value % step:
                continue
            run = runs.pop(value - step, [])
            if run and not _aligned(run[-1], word):
                run = []
            runs[value] = [*run, word]
            if len(runs[value]) >= least:
                best = max(best, runs[value], key=len)
    return best


def _aligned(one: Word, other: Word) -> bool:
    near = ALIGNED * max(one.size, other.size)
    middles = abs(one.x0 + one.x1 - other.x0 - other.x1) / 2
    return middles < near or abs(one.x1 - other.x1) < near or abs(one.x0 - other.x0) < near


def _count_steps(numbers: Sequence[Word], rows: Sequence[Row]) -> bool:
    """Whether a sign of its own stands after most numbers: "1 :", as before the steps of an algorithm."""
    known = {id(number) for number in numbers}
    signed = sum(
        id(before) in known and after.text[0] in SIGNS for row in rows for before, after in pairwise(row)
    )
    return signed > LEAST_SHARE * len(numbers)


def _counts_lines(numbers: Sequence[Word], rows: Sequence[Row]) -> bool:
    """Whether the numbers are set apart from running text or code."""
    known = {id(number) for number in numbers}
    top, foot = numbers[0].y + numbers[0].size, numbers[-1].y - numbers[-1].size
    within = [row for row in rows if foot <= row[0].y <= top]
    left = numbers[0].x0
    texts = [
        part
        for row in within
        for part in (
            [word for word in row if word.x0 < left and id(word) not in known],
            [word for word in row if word.x0 >= left and id(word) not in known],
        )
        if part
    ]
    counted = sum(any(id(word) in known for word in row) for row in within)
    step = int(numbers[1].text) - int(numbers[0].text)
    if len(numbers) < LEAST_IN_STEPS and not _are_exact(numbers, within, step):
        return False
    if step == 1 and _count_empty_lines(numbers, within, texts):
        return True
    if (
        len(texts) < LEAST_NUMBERS
        or counted * step < LEAST_SHARE * len(within)
        or not _stand_apart(numbers, texts)
    ):
        return False
    if any(row[0].x0 < left for row in texts) and median(map(len, texts)) < LEAST_WORDS:
        return False  # cells on both sides of a column of figures
    widths = [row[-1].x1 - row[0].x0 for row in texts]
    runs_on = sum(row[0].text[0].islower() or bool(_SPOKEN.fullmatch(row[0].text)) for row in texts)
    prose = runs_on >= RUNS_ON * len(texts) and median(widths) > FULL * max(widths)
    code = sum(_CODE.search("".join(word.text for word in row)) is not None for row in texts)
    return (prose and not _has_columns(texts)) or code > len(texts) / 2


def _are_exact(numbers: Sequence[Word], within: Sequence[Row], step: int) -> bool:
    """Whether each number stands as many lines below the one before as it counts."""
    known = {id(number) for number in numbers}
    at = [index for index, row in enumerate(within) if any(id(word) in known for word in row)]
    return all(after - before == step for before, after in pairwise(at))


def _count_empty_lines(numbers: Sequence[Word], within: Sequence[Row], texts: Sequence[Row]) -> bool:
    """Whether most numbers, in even steps, count the empty lines below the end of a text."""
    alone = sum(len(row) == 1 for row in within)
    pitches = [before.y - after.y for before, after in pairwise(numbers)]
    return (
        len(numbers) >= LEAST_EMPTY
        and alone > len(within) / 2
        and max(pitches) - min(pitches) < EVEN * max(pitches)
        and any(len(row) >= LONG_LINE for row in texts)
        and _stand_apart(numbers, texts)
    )


def _stand_apart(numbers: Sequence[Word], texts: Sequence[Row]) -> bool:
    """Whether no word of the text extends into the numbers' column."""
    left, right = min(number.x0 for number in numbers), max(number.x1 for number in numbers)
    return not any(word.x0 < right and word.x1 > left for row in texts for word in (row[0], row[-1]))


def _has_columns(texts: Sequence[Row]) -> bool:
    """Whether most lines have wide gaps at the same position, as in a table."""
    starts = sorted(
        after.x0
        for row in texts
        for before, after in pairwise(row)
        if after.x0 - before.x1 > 1.2 * after.size
    )  # fmt: skip
    return any(bisect_left(starts, start + 3) - at > len(texts) / 2 for at, start in enumerate(starts))
