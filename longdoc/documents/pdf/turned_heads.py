"""Puts the heads of narrow columns, which are set on their side in ruled tables, among the upright words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from longdoc.documents.pdf.grid import by_baseline
from longdoc.documents.pdf.pictured import Box
from longdoc.documents.pdf.rules import Rule
from longdoc.documents.pdf.words import Word

__all__ = ["turned_heads"]

NARROW = 5.0  # times the type size: the width of a cell with a turned head
LEAST_HEADS = 2  # in cells of one height
SAME_SIDE = 3.0  # points


def turned_heads(upright: Sequence[Word], turned: Sequence[Word], rules: Sequence[Rule]) -> list[Word]:
    """The turned words, if all are heads in a row of cells above other words, as one upright word for a cell.

    Args:
        upright: words in the direction of most.
        turned: words a quarter turn from these.
        rules: the ruled lines in the coordinates of the upright words.
    """
    turn = upright[0].turn
    across = [rule for rule in rules if rule.across]
    sides = [rule for rule in rules if not rule.across]
    cells: dict[Box, list[Word]] = {}
    for row in by_baseline(turned):
        head = _joined(row)
        box = _seen_from(turn, head)
        cell = _cell_around(box, across, sides)
        if cell is None or cell[2] - cell[0] > NARROW * head.size:
            return []
        cells.setdefault(cell, []).append(head)
    left, foot = min(cell[0] for cell in cells), min(cell[1] for cell in cells)
    right, top = max(cell[2] for cell in cells), min(cell[3] for cell in cells)
    is_one_row = all(cell[1] - foot < SAME_SIDE and cell[3] - top < SAME_SIDE for cell in cells)
    heads_others = any(word.y < foot and left < word.x0 < right for word in upright)
    if len(cells) < LEAST_HEADS or not is_one_row or not heads_others:
        return []
    return [_upright(_joined(lines), turn) for lines in cells.values()]


def _joined(words: Sequence[Word]) -> Word:
    whole = replace(words[0], edges=[*words[0].edges])
    for word in words[1:]:
        whole.append(word, "" if word.glued else " ")
    return whole


def _upright(head: Word, turn: int) -> Word:
    """A head where words of another turn would stand; its characters keep their places."""
    x0, low, x1, high = _seen_from(turn, head)
    return replace(head, x0=x0, x1=x1, y=(low + high) / 2 - 0.3 * head.size)


def _seen_from(turn: int, word: Word) -> Box:
    """The box of a word in the coordinates of words with another turn."""
    x0, y0, x1, y1 = word.x0, word.low, word.x1, word.high
    for _ in range((word.turn - turn) % 4):  # a quarter turn counter-clockwise: x' = -y, y' = x
        x0, y0, x1, y1 = -y1, x0, -y0, x1
    return x0, y0, x1, y1


def _cell_around(box: Box, across: Sequence[Rule], sides: Sequence[Rule]) -> Box | None:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    beside = [rule.at for rule in sides if rule.start < y < rule.end]
    over = [rule.at for rule in across if rule.start < x < rule.end]
    left, right = [at for at in beside if at < x], [at for at in beside if at > x]
    below, above = [at for at in over if at < y], [at for at in over if at > y]
    if not (left and right and below and above):
        return None
    return max(left), max(below), min(right), min(above)
