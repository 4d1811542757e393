"""Puts the words of scripts that are written from right to left in reading order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from longdoc.documents.pdf.words import CELL_GAP, SAME_BASELINE, Word

__all__ = ["left_to_right"]

RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
TWICE = 0.2  # of the type size: so far are words of one line apart in height
MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")
OPENING = "([{«"
# a figure with what follows it in the sentence, which is displayed on its left
LED_BY_POINT = re.compile(r"(?P<points>[,.;:!?،؛؟]+)(?P<figure>\d[\d.,/:%-]*)")


def left_to_right(words: list[Word]) -> list[Word]:
    """Mirror the words of a right-to-left page, so that reading order is +x everywhere.

    Runs of Latin words and numbers, which read from left to right there, are reversed in place. On other
    pages, the lines of such a script are mirrored within themselves.
    """
    for one in words:
        _read_backwards(one)
    letters = sum(len(word.text) for word in words)
    if sum(map(_letters, words)) <= letters / 2:
        for line in _lines(words):
            _mirror_line(line)
        return words
    run: list[Word] = []
    for word in [*words, None]:
        latin = word is not None and not RIGHT_TO_LEFT.search(word.text)
        if run and (not latin or word is None or abs(word.y - run[0].y) > TWICE * word.size):
            _reverse(run)
            run = []
        if word is not None:
            word.x0, word.x1 = -word.x1, -word.x0
            if latin:
                run.append(word)
    _set_signs(words)
    return words


def _letters(word: Word) -> int:
    return len(RIGHT_TO_LEFT.findall(word.text))


def _read_backwards(word: Word) -> None:
    """Turn the letters of a word around that the file has in the order in which they are displayed."""
    if 2 * _letters(word) > len(word.text) > 1 and word.edges[-1] > word.edges[0]:
        word.text, word.edges = word.text[::-1], word.edges[::-1]


def _reverse(run: Sequence[Word]) -> None:
    """Mirror words within the place that they take together."""
    left, right = min(one.x0 for one in run), max(one.x1 for one in run)
    for one in run:
        one.x0, one.x1 = left + right - one.x1, left + right - one.x0


def _lines(words: Sequence[Word]) -> list[list[Word]]:
    """The lines, or cells of one line, with several words of which most are in such a script."""
    lines: list[list[Word]] = []
    for word in words:
        if lines and _goes_on(lines[-1], word):
            lines[-1].append(word)
        else:
            lines.append([word])
    return [
        line
        for line in lines
        if len(line) > 1 and 2 * sum(map(_letters, line)) > sum(len(word.text) for word in line)
    ]


def _goes_on(line: Sequence[Word], word: Word) -> bool:
    last = line[-1]
    gap = max(last.x0 - word.x1, word.x0 - last.x1)
    return abs(last.y - word.y) < SAME_BASELINE * last.size and gap < CELL_GAP * last.size


def _mirror_line(line: Sequence[Word]) -> None:
    run: list[Word] = []
    _reverse(line)
    for word in [*line, None]:
        if word is not None and not RIGHT_TO_LEFT.search(word.text):
            run.append(word)
        elif run:
            _reverse(run)
            run = []
    _set_signs(line)


def _set_signs(words: Sequence[Word]) -> None:
    """Write brackets as they are, not mirrored as displayed, and points behind the figures they follow."""
    for word in words:
        if RIGHT_TO_LEFT.search(word.text):
            word.text = word.text.translate(MIRRORED)
        elif point := LED_BY_POINT.fullmatch(word.text):
            word.text = point["figure"] + point["points"]
    for before, after in pairwise(words):
        if len(before.text) > 1 and before.text[-1] in OPENING and abs(before.y - after.y) < after.size:
            after.text, after.edges = before.text[-1] + after.text, [after.edges[0], *after.edges]
            before.text, before.edges = before.text[:-1], before.edges[:-1]
