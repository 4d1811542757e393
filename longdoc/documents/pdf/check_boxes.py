"""Writes the check boxes that are drawn on a page: "☐" or "☒" at the words beside a small square or circle.

A box is an outline, alone or with something in it: a cross, a tick, a dot, a letter, or a colour.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from longdoc.documents.pdf.pictured import Box
from longdoc.documents.pdf.words import Word

__all__ = ["LARGEST", "Shape", "with_check_boxes"]

SMALLEST, LARGEST = 4.5, 18.0  # points: the sides of a box
SQUARE = 0.15  # of the longer side, and a point: so far the sides may differ
SMALLER = 0.85  # of the sides of a box: what fills it less is a mark in it
SLACK = 1.5  # points: so far a tick may jut out of its box, and boxes that are no further apart are cells
LEAST_OF_TYPE, MOST_OF_TYPE = 0.5, 1.7  # of the type size of its label: the side of a box
NEAR = 2.0  # times the type size: so far from its label does a box stand …
FURTHEST, LEAST_IN_COLUMN = 60.0, 2  # … or so far to its right, where boxes stand below each other
BLANK = 0.3  # of the type size: the gap that is left between a box and its label
LOW, HIGH = -0.15, 0.85  # of the type size above the baseline of its label: the middle of a box
MOST_BOXES = 1_000  # on a page: more are no form, but a drawing
MARKS = frozenset("XxVv✓✔✗✘✕✖☓×•●■")


@dataclass(frozen=True, slots=True)
class Shape:
    """A small path on a page: its bounds, whether its lines are drawn, its filling, and its form."""

    box: Box
    is_stroked: bool
    is_filled: bool
    is_white: bool  # if filled
    is_slanted: bool  # it has straight lines that lead neither along nor across the page
    is_frame: bool = False  # it is filled, and has a hole


@dataclass(slots=True)
class _Drawn:
    """A box and the shapes in it."""

    box: Box
    has_outline: bool = False
    has_mark: bool = False
    has_ground: bool = False  # it was painted white
    glyphs: list[int] = field(default_factory=list)  # the words in it


def with_check_boxes(words: list[Word], shapes: Sequence[Shape], taken: Iterable[Box] = ()) -> list[Word]:
    """The words of a page in drawing order, with a word for each box.

    Args:
        taken: the places of form fields, whose boxes are read as such.
    """
    turns = Counter(word.turn for word in words)
    if not shapes or not turns:
        return words
    turn = turns.most_common(1)[0][0]
    boxes = [one for one in _boxes(shapes) if not any(_holds(place, one.box) for place in taken)]
    for one in boxes:
        one.box = _turned(one.box, turn)
    order = sorted((at for at, word in enumerate(words) if word.turn == turn), key=lambda at: words[at].y)
    heights = [words[at].y for at in order]
    for one in boxes:
        low, high = one.box[1] - LARGEST, one.box[3] + LARGEST
        near = order[bisect_left(heights, low) : bisect_left(heights, high)]
        one.glyphs = [at for at in near if words[at].text in MARKS and _holds(one.box, _box_of(words[at]))]
        one.has_mark = one.has_mark or bool(one.glyphs)
    put: dict[int, list[Word]] = {}  # before these words
    gone: set[int] = set()
    in_columns = _in_columns(boxes)
    for one in boxes:
        low, high = one.box[1] - LARGEST, one.box[3] + LARGEST
        near = order[bisect_left(heights, low) : bisect_left(heights, high)]
        reach = FURTHEST if id(one) in in_columns else NEAR
        if (place := _place(one, words, [at for at in near if at not in one.glyphs], reach)) is not None:
            put.setdefault(place[0], []).append(_written(one, words[place[1]]))
            gone.update(one.glyphs)
    if not put:
        return words
    found: list[Word] = []
    for at, word in enumerate(words):
        found += [*put.get(at, ()), *([] if at in gone else [word])]
    return found + put.get(len(words), [])


def _boxes(shapes: Sequence[Shape]) -> list[_Drawn]:
    """The boxes among shapes, in drawing order, without those that are cells in a row."""
    found: list[_Drawn] = []
    for shape in shapes:
        outer = next((one for one in reversed(found[-8:]) if _holds(one.box, shape.box)), None)
        if outer is None:
            if not _is_square(shape.box) or shape.is_slanted:
                continue
            outer = _Drawn(shape.box)
            found.append(outer)
        side = outer.box[2] - outer.box[0]
        is_whole = _is_square(shape.box) and shape.box[2] - shape.box[0] >= SMALLER * side
        is_dark = shape.is_filled and not shape.is_white and not (shape.is_frame and is_whole)
        if shape.is_slanted or (is_dark and (not is_whole or outer.has_ground)):
            outer.has_mark = True
        elif is_whole:
            outer.has_outline |= (shape.is_stroked or shape.is_frame) and not is_dark
            outer.has_ground |= shape.is_filled and shape.is_white
    boxes = [one for one in found if one.has_outline or (one.has_ground and one.has_mark)]
    if len(boxes) > MOST_BOXES:
        return []
    cells = {id(one) for one in boxes for other in boxes if one is not other and _touch(one.box, other.box)}
    return [one for one in boxes if id(one) not in cells]


def _is_square(box: Box) -> bool:
    width, height = box[2] - box[0], box[3] - box[1]
    is_size = min(width, height) >= SMALLEST and max(width, height) <= LARGEST
    return is_size and abs(width - height) <= max(1.0, SQUARE * max(width, height))


def _holds(outer: Box, inner: Box) -> bool:
    middle = ((inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2)
    is_inside = outer[0] < middle[0] < outer[2] and outer[1] < middle[1] < outer[3]
    largest = max(outer[2] - outer[0], outer[3] - outer[1]) + 2 * SLACK
    return is_inside and inner[2] - inner[0] <= largest and inner[3] - inner[1] <= 2 * largest


def _touch(one: Box, other: Box) -> bool:
    """Whether two boxes stand side by side without a gap."""
    is_level = abs(one[1] - other[1]) < SLACK and abs(one[3] - other[3]) < SLACK
    return is_level and other[0] - SLACK < one[2] and one[0] < other[2] + SLACK


def _turned(box: Box, turn: int) -> Box:
    """A box of the page in the coordinates of words that are turned so often."""
    left, low, right, high = box
    return (box, (low, -right, high, -left), (-right, -high, -left, -low), (-high, left, -low, right))[turn]


def _box_of(word: Word) -> Box:
    return word.x0, word.low, word.x1, word.high


def _in_columns(boxes: Sequence[_Drawn]) -> set[int]:
    """The ids of boxes that stand below each other, if one is ticked: their labels may be far to the left."""
    columns = Counter(round(one.box[0]) for one in boxes)
    if not any(one.has_mark for one in boxes):
        return set()
    return {id(one) for one in boxes if columns[round(one.box[0])] >= LEAST_IN_COLUMN}


def _place(one: _Drawn, words: Sequence[Word], near: Sequence[int], reach: float) -> tuple[int, int] | None:
    """Where a box is written, and at which word: before the one on its right, or after that on its left.

    Args:
        reach: times the type size, how far away the one on its left may be.
    """
    left, low, right, high = one.box
    middle = (low + high) / 2
    best: tuple[float, int, int] | None = None
    for at in near:
        word = words[at]
        is_level = LOW * word.size < middle - word.y < HIGH * word.size
        if not is_level or not LEAST_OF_TYPE * word.size <= right - left <= MOST_OF_TYPE * word.size:
            continue
        is_after = word.x0 > (left + right) / 2
        gap = (word.x0 - right if is_after else left - word.x1) / word.size
        if -0.5 < gap < (NEAR if is_after else reach) and (best is None or gap < best[0]):
            best = gap, at if is_after else at + 1, at
    return best[1:] if best else None


def _written(one: _Drawn, label: Word) -> Word:
    """The word for a box, which reaches to its label, so that both are in one cell of a table."""
    left, low, right, high = one.box
    text = "☒" if one.has_mark else "☐"
    word = Word(text, left, right, label.y, label.size, label.bold, label.turn, low, high, [left, right])
    if label.x0 > left:
        word.x1 = max(right, label.x0 - BLANK * label.size)
    elif left - label.x1 < NEAR * label.size:
        word.x0 = min(left, label.x1 + BLANK * label.size)
    return word
