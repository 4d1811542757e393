"""Moves superscripts and subscripts that are drawn out of order back to their words.

Browsers print elements with `position: relative` last on a page, and many style sheets position superscripts
that way. In drawing order a page would then end in "th 1 2", and lack these where they belong.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import product

from longdoc.documents.pdf.words import CELL_GAP, SUPERSCRIPT, Word

__all__ = ["exponents_joined", "marks_put_back"]

SMALLER = 0.9  # of the size of the page's type, at most …
LEAST = 2.0  # … and no less than the half of it
LONGEST = 6  # characters: "[12]", "2,3", "TM", …
LARGEST, FURTHEST = 72.0, 1e5  # points: beyond, nothing is looked for
BEFORE, AFTER = 0.1, 0.35  # of that of its word: so far to the left or right of the word's end a mark begins
RAISED = 0.2  # … and at least so high does an exponent stand
TOUCHES = 0.12  # … and so far after it goes on what belongs to the same word
_WHOLE_WORD = re.compile(r"[^\W\d_]{4}")  # … but no word in smaller type below the end of a title
_NUMBER_END = re.compile(r"\d\)?$")
_FIGURES = re.compile(r"[-+−–]?\d{1,3}[,.;)]?")


def marks_put_back(words: Iterable[Word]) -> list[Word]:
    """Join such marks to their words, in the drawing order of one page and direction."""
    found = list(words)
    letters: Counter[float] = Counter()
    for word in found:
        letters[word.size] += len(word.text)
    small = min(LARGEST, SMALLER * letters.most_common(1)[0][0]) if letters else 0.0
    stray = [
        at
        for at, word in enumerate(found)
        if word.size < small and _is_short(word.text) and not _is_in_place(found, at)
    ]
    ends = (
        {_cell(word.x1, word.y): at for at, word in enumerate(found) if word.size >= small} if stray else {}
    )
    gone: set[int] = set()
    for at in stray:
        host = _host(found[at], found, ends)
        if host is not None and host not in gone:
            _join(found, host, at, gone)
    return [word for at, word in enumerate(found) if at not in gone]


def _is_short(text: str) -> bool:
    return len(text) <= LONGEST and not _WHOLE_WORD.search(text)


def _cell(x: float, y: float) -> tuple[int, int]:
    near = abs(x) < FURTHEST and abs(y) < FURTHEST
    return (int(x), int(y)) if near else (0, 0)


def _is_in_place(words: list[Word], at: int) -> bool:
    """Whether its neighbour in drawing order is larger and beside it."""
    mark = words[at]
    for before, after in zip(words[max(0, at - 1) : at + 1], words[at : at + 2], strict=False):
        other = after if before is mark else before
        gap = after.x0 - before.x1
        if other is not mark and _is_mark_of(mark, other) and -0.5 < gap / other.size < CELL_GAP:
            return True
    return False


def _is_mark_of(mark: Word, word: Word) -> bool:
    return mark.size < SMALLER * word.size and abs(mark.y - word.y) <= SUPERSCRIPT * word.size


def _host(mark: Word, words: list[Word], ends: dict[tuple[int, int], int]) -> int | None:
    """The index of the word that a mark follows."""
    largest = LEAST * mark.size
    (left, low), (right, high) = (
        _cell(mark.x0 - AFTER * largest, mark.y - SUPERSCRIPT * largest),
        _cell(mark.x0 + BEFORE * largest, mark.y + SUPERSCRIPT * largest),
    )
    for cell in product(range(left, right + 1), range(low, high + 1)):
        at = ends.get(cell)
        if at is not None and _is_mark_of(mark, words[at]):
            gap = (mark.x0 - words[at].x1) / words[at].size
            if -BEFORE <= gap <= AFTER:
                return at
    return None


def _join(words: list[Word], host: int, at: int, gone: set[int]) -> None:
    """Append a mark to its word, and whatever directly follows the mark."""
    word, mark = words[host], words[at]
    following = words[host + 1] if host + 1 < len(words) and host + 1 not in gone | {at} else None
    word.append(mark, exponent_sign(word, mark))
    gone.add(at)
    if (
        following is not None
        and abs(following.y - word.y) < 0.1 * word.size
        and abs(following.x0 - mark.x1) < TOUCHES * word.size
    ):
        word.append(following)
        words[host + 1] = word
        gone.add(host)


def exponent_sign(word: Word, mark: Word) -> str:
    """The sign that separates an exponent from its base: "10^3", but "30th" and "Acme1"."""
    raised = mark.size < SMALLER * word.size and mark.y - word.y > RAISED * word.size
    return "^" if raised and _NUMBER_END.search(word.text) and _FIGURES.fullmatch(mark.text) else ""


def exponents_joined(words: list[Word]) -> list[Word]:
    """Join raised digits to the number directly before them."""
    joined: list[Word] = []
    for word in words:
        last = joined[-1] if joined else None
        if (
            last is not None
            and word.size < SMALLER * last.size
            and -BEFORE < (word.x0 - last.x1) / last.size < AFTER
        ):
            sign = exponent_sign(last, word) if word.y - last.y <= SUPERSCRIPT * last.size else ""
            if sign:
                last.append(word, sign)
                continue
        joined.append(word)
    return joined
